package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/settings"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

const ruleSource = "../../../rules"

func compile(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func ruleSchemaOf(t *testing.T) []byte {
	t.Helper()
	text, err := ruleSchema(ruleSource)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func decodeYAML(t *testing.T, text string) any {
	t.Helper()
	var doc any
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestRuleSchemaAcceptsThePack validates every rule file against the schema.
func TestRuleSchemaAcceptsThePack(t *testing.T) {
	compiled, seen := compile(t, ruleSchemaOf(t)), 0
	for _, dir := range []string{"../../../rules/pack", "testdata/pack"} {
		err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(file) != ".yaml" {
				return err
			}
			text, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			seen++
			var doc any
			if err := yaml.Unmarshal(text, &doc); err != nil {
				t.Errorf("%s: %v", file, err)
			} else if err := compiled.Validate(doc); err != nil {
				t.Errorf("%s: %v", file, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen < 100 {
		t.Errorf("only %d rule files were looked at", seen)
	}
}

func TestRuleSchemaRefuses(t *testing.T) {
	good, err := os.ReadFile("testdata/pack/acme/acme-shard-closed.yaml")
	if err != nil {
		t.Fatal(err)
	}
	compiled := compile(t, ruleSchemaOf(t))
	for what, change := range map[string][2]string{
		"unknown key":       {"status: stable", "status: stable\nstate: new"},
		"unknown severity":  {"severity: error", "severity: dreadful"},
		"unknown component": {"component: [flink]", "component: [flunk]"},
		"unknown table":     {"in: nginx", "in: ngix"},
		"one language":      {"title: {en: Open it again, zh: 重新打开}", "title: {en: Open it again}"},
		"bad id":            {"id: acme-shard-closed", "id: Acme_shard"},
		"bad time span":     {"within: 90m", "within: 90 minutes"},
		"bad segment":       {"in: root", "in: middle"},
		"no cause":          {"cause:", "told_apart:"},
		"no fix":            {"fixes:", "x-fixes:"},
	} {
		text := strings.Replace(string(good), change[0], change[1], 1)
		if text == string(good) {
			t.Fatalf("%s: the rule lacks %q", what, change[0])
		}
		if compiled.Validate(decodeYAML(t, text)) == nil {
			t.Errorf("%s: accepted", what)
		}
	}
}

// TestRuleSchemaHasEveryField looks for every yaml tag of the rule format.
func TestRuleSchemaHasEveryField(t *testing.T) {
	var root struct {
		Properties map[string]any
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(ruleSchemaOf(t), &root); err != nil {
		t.Fatal(err)
	}
	seen := map[reflect.Type]bool{}
	var look func(reflect.Type, map[string]any)
	look = func(typ reflect.Type, properties map[string]any) {
		seen[typ] = true
		for i := range typ.NumField() {
			field := typ.Field(i)
			name, how, _ := strings.Cut(field.Tag.Get("yaml"), ",")
			inner := field.Type
			for inner.Kind() == reflect.Slice || inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			switch {
			case how == "inline":
				look(inner, properties)
				continue
			case properties[name] == nil:
				t.Errorf("%s.%s is not in the schema", typ.Name(), field.Name)
			}
			if inner.Kind() == reflect.Struct && !seen[inner] {
				look(inner, root.Defs[inner.Name()].Properties)
			}
		}
	}
	look(reflect.TypeFor[rules.Rule](), root.Properties)
	if len(seen) < 8 {
		t.Errorf("only %d types were looked at", len(seen))
	}
}

func TestCommittedRuleSchemaIsFresh(t *testing.T) {
	got, err := os.ReadFile("../../../docs/schema/rule.schema.json")
	if err != nil || !bytes.Equal(got, ruleSchemaOf(t)) {
		t.Error("docs/schema/rule.schema.json is not what package rules says; run go generate ./... in the root")
	}
}

// TestSettingsSchema compares the schema of .flinkdoctor.yaml with what is read, and tries it.
func TestSettingsSchema(t *testing.T) {
	text, err := os.ReadFile("../../../docs/schema/settings.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct{ Properties map[string]any }
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	if got, want := sorted(schema.Properties), settings.Keys(); !slices.Equal(got, want) {
		t.Errorf("the schema has the keys %v, the program reads %v", got, want)
	}
	compiled := compile(t, text)
	const good = `
lang: zh
tz: Asia/Shanghai
fail-on: warning
fail-on-unexplained: 1
baseline: ci/baseline.json
skip: [nginx-client-closed-request, "tag:quota"]
allow: ci/allow.txt
suppress:
  - {rule: checkpoint-expired, source: "**/canary*.log", reason: known, until: "2026-12-31"}
  - {fingerprint: 0123456789ab, reason: known}
`
	if err := compiled.Validate(decodeYAML(t, good)); err != nil {
		t.Errorf("refused: %v", err)
	}
	for _, bad := range []string{
		"langs: zh", "lang: fr", "fail-on: dreadful", "skip: {a: b}", "suppress: [{rule: x}]", "suppress: [{reason: x}]", "suppress: [{rule: x, reason: y, till: z}]",
	} {
		if compiled.Validate(decodeYAML(t, bad)) == nil {
			t.Errorf("accepted: %s", bad)
		}
	}
}
