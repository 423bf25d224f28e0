package rules

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dlclark/regexp2/v2"
)

func expressionsOf(r *Rule) []string {
	out := append([]string{}, r.Capture...)
	for _, items := range [][]Item{r.Match.Any, r.Match.All, r.Match.Unless} {
		for i := range items {
			if items[i].Regex != "" {
				out = append(out, items[i].Regex)
			}
		}
	}
	return out
}

func mustFull(t *testing.T, expr string) *regexp2.Regexp {
	t.Helper()
	re, err := regexp2.Compile(expr)
	if err != nil {
		t.Fatalf("%s: %v", expr, err)
	}
	return re
}

// TestBuiltinIsFresh compares the embedded file with the rule files.
func TestBuiltinIsFresh(t *testing.T) {
	pack, problems := LoadDir("pack")
	for _, p := range problems {
		if !p.Warning {
			t.Error(p)
		}
	}
	if pack == nil {
		t.FailNow()
	}
	if !bytes.Equal(Encode(pack), []byte(builtinFile)) {
		t.Error("pack.bin is stale; run go generate ./rules/")
	}
	if n := strings.Count(pack.Hash(), ""); n != 13 {
		t.Errorf("hash %q", pack.Hash())
	}
}

func TestEncodeDecode(t *testing.T) {
	pack, problems := LoadDir("pack")
	if pack == nil {
		t.Fatal(problems)
	}
	got, err := decode(string(Encode(pack)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range pack.Rules {
		a, b := normal(&pack.Rules[i]), normal(&got.Rules[i])
		if !bytes.Equal(a, b) {
			t.Fatalf("%s changed:\n%s\n%s", pack.Rules[i].ID, a, b)
		}
	}
	if !reflect.DeepEqual(got.keywords, pack.keywords) || got.Hash() != pack.Hash() {
		t.Error("keywords or hash changed")
	}
}

// normal writes a rule so that nil and empty lists look alike.
func normal(r *Rule) []byte {
	text, err := YAML(r)
	if err != nil {
		return []byte(err.Error())
	}
	return text
}

func FuzzDecode(f *testing.F) {
	f.Add(packMagic)
	f.Add(packMagic + "\x03abc\x00\x00")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<16 {
			return
		}
		if pack, err := decode(text); (pack == nil) == (err == nil) {
			t.Fatalf("pack %v, error %v", pack, err)
		}
	})
}

func TestKeywords(t *testing.T) {
	for _, c := range []struct {
		item Item
		want string
	}{
		{Item{Text: "no live upstreams while connecting"}, "no live upstreams while connecting"},
		{Item{Text: `"Status": "FAILED", more text`}, ", more text"},
		{Item{Exception: "java.lang.OutOfMemoryError", Text: "heap"}, "OutOfMemoryError"},
		{Item{Exception: "IOException", Text: "Connection reset by peer"}, "Connection reset by peer"},
		{Item{Regex: `cannot (open|read) the tablet (\d+)`}, "the tablet"},
		{Item{Regex: `(?i)case does not matter`}, ""},
		{Item{Regex: `unknown (?:table|column name) 't'`}, "unknown "},
		{Item{Regex: `(?:first one|second one)`}, "first one|second one"},
		{Item{Regex: `a*b?`}, ""},
		{Item{Text: "text", Keyword: "the keyword"}, "the keyword"},
	} {
		if got := strings.Join(keywordsOfItem(&c.item), "|"); got != c.want && strings.TrimSpace(got) != strings.TrimSpace(c.want) {
			t.Errorf("%+v: got %q, want %q", c.item, got, c.want)
		}
	}
}

func TestMerge(t *testing.T) {
	load := func(files map[string]string) *Pack {
		fsys := fstest.MapFS{}
		for id, text := range files {
			fsys["acme/"+id+".yaml"] = &fstest.MapFile{Data: []byte(ruleWith(id, "  any: [{text: "+text+"}]"))}
		}
		p, problems := LoadFS(fsys, "")
		if p == nil {
			t.Fatal(problems)
		}
		return p
	}
	base := load(map[string]string{"acme-a": "the old text", "acme-b": "untouched text"})
	merged := Merge(base, load(map[string]string{"acme-a": "the new text", "acme-c": "one more text"}))
	if len(merged.Rules) != 3 || merged.ByID("acme-a").Match.Any[0].Text != "the new text" || base.ByID("acme-a").Match.Any[0].Text != "the old text" {
		t.Errorf("got %+v", merged.Rules)
	}
	var texts []string
	for _, k := range NewMatcher(merged).Keywords() {
		texts = append(texts, k.Text)
	}
	if got := strings.Join(texts, "|"); got != "one more text|the new text|untouched text" {
		t.Errorf("keywords %s", got)
	}
	if merged.Hash() == base.Hash() {
		t.Error("the hash did not change")
	}
}

func TestLoadDirThatIsNone(t *testing.T) {
	file := t.TempDir() + "/x.yaml"
	if err := os.WriteFile(file, []byte("id: x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{
		"no/such/folder": "no such file", file: "is no folder", t.TempDir(): "holds no rule file",
	} {
		pack, problems := LoadDir(dir)
		if pack != nil || len(problems) != 1 || !strings.Contains(problems[0].String(), want) {
			t.Errorf("%s: %v %v", dir, pack, problems)
		}
	}
}
