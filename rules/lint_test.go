package rules

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
)

// lintRule is a lint rule with the given config.
func lintRule(config string) string {
	return strings.NewReplacer("role: root", "role: lint", "match:\n  any: [{text: x}]", "config:\n  "+config).Replace(ruleWith("acme-x", "  any: [{text: x}]"))
}

func TestLintRule(t *testing.T) {
	text := lintRule(`{file: flink-conf.yaml, versions: {flink: "1.18"}, any: [{in: flink, key: heartbeat.timeout, below: "{heartbeat.interval}"}, {in: flink, key: state.backend, missing: true, value: '(?<name>\w+)'}]}`)
	pack, problems := LoadFS(fstest.MapFS{"acme/acme-x.yaml": {Data: []byte(text)}}, "")
	if pack == nil || len(problems) > 0 {
		t.Fatal(problems)
	}
	got, err := decode(string(Encode(pack)))
	if err != nil {
		t.Fatal(err)
	}
	rule := got.ByID("acme-x")
	if rule.Role != RoleLint || rule.Config == nil || len(rule.Config.Any) != 2 || rule.Config.Any[0].Below != "{heartbeat.interval}" || rule.Config.Versions["flink"] != "1.18" {
		t.Fatalf("%+v", rule.Config)
	}
	if a, b := normal(rule), normal(pack.ByID("acme-x")); !bytes.Equal(a, b) || !bytes.Contains(a, []byte("missing: true")) {
		t.Errorf("%s\n%s", a, b)
	}
	m := NewMatcher(pack)
	if n := len(m.Keywords()); n != 0 {
		t.Errorf("%d keywords for logs", n)
	}
	subject := &Subject{Segments: []Segment{{Text: "heartbeat.timeout"}}, Field: func(string) string { return "" }}
	if hits, _ := m.Match(subject, []int{0}, nil); len(hits) != 0 {
		t.Error("a lint rule spoke of a log")
	}
}

func TestLintProblems(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", lintRule(`{file: nginx.conf}`), "the rule finds nothing"},
		{"no file", lintRule(`{any: [{in: flink, key: state.backend, missing: true}]}`), `config.file is ""`},
		{"path", lintRule(`{file: a/b.conf, any: [{in: flink, key: state.backend, missing: true}]}`), `config.file is "a/b.conf"`},
		{"unknown check", lintRule(`{file: nginx.conf, check: no-such}`), `unknown check "no-such"`},
		{"unknown key", lintRule(`{file: x.yaml, any: [{in: flink, key: state.backnd, missing: true}]}`), `flink has no key "state.backnd" in any release (did you mean state.backend`},
		{"no key", lintRule(`{file: x.yaml, when: [{in: flink, missing: true}]}`), "a condition without a key"},
		{"unknown table", lintRule(`{file: x.yaml, any: [{in: flnk, key: a, missing: true}]}`), `unknown option table "flnk"`},
		{"empty", lintRule(`{file: x.yaml, any: [{in: flink, key: state.backend}]}`), "an empty condition"},
		{"limit", lintRule(`{file: x.yaml, any: [{in: flink, key: heartbeat.timeout, below: soon}]}`), `"soon" is no limit`},
		{"other key", lintRule(`{file: x.yaml, any: [{in: flink, key: heartbeat.timeout, above: "{heartbeat.intervall}"}]}`), "heartbeat.interval?"},
		{"regex", lintRule(`{file: x.yaml, any: [{in: flink, key: state.backend, value: '('}]}`), "missing closing"},
		{"place", lintRule(`{file: nginx.conf, any: [{in: nginx, key: zone, at: everywhere, missing: true}]}`), `at is "everywhere"`},
		{"place of others", lintRule(`{file: x.yaml, any: [{in: flink, key: state.backend, at: load, missing: true}]}`), "at is for nginx"},
		{"match too", lintRule("{file: x.yaml, any: [{in: flink, key: state.backend, missing: true}]}\nmatch: {any: [{text: something else}]}"), "has no match"},
		{"config of a log rule", strings.Replace(ruleWith("acme-x", "  any: [{text: a good long text}]"), "cause:", "config: {file: x}\ncause:", 1), "config belongs to lint rules"},
		{"no config", strings.Replace(lintRule("{}"), "config:\n  {}\n", "", 1), "a lint rule without config"},
	} {
		pack, problems := LoadFS(fstest.MapFS{"acme/acme-x.yaml": {Data: []byte(c.text)}}, "")
		var lines []string
		for _, p := range problems {
			lines = append(lines, p.String())
		}
		if all := strings.Join(lines, "\n"); pack != nil || !strings.Contains(all, c.want) {
			t.Errorf("%s: want %q in:\n%s", c.name, c.want, all)
		}
	}
}

func TestFaulty(t *testing.T) {
	s := Setting{Value: `(?<kind>http_50\d)`, Except: "off"}
	if captures, ok := s.Faulty("error http_502"); !ok || captures["kind"] != "http_502" {
		t.Errorf("%v %v", captures, ok)
	}
	for _, value := range []string{"error", "off http_502"} {
		if _, ok := s.Faulty(value); ok {
			t.Errorf("%q is found faulty", value)
		}
	}
}

func TestQuantity(t *testing.T) {
	for text, want := range map[string]float64{
		"3": 3, "512m": 512 << 20, "1.5 GB": 1.5 * (1 << 30), "60s": 60000, "10 min": 600000, "PT5M": 300000, "P1DT1S": 86401000, "-1": -1, "80%": 80, "250ms": 250,
	} {
		if got, _, ok := Quantity(text); !ok || got != want {
			t.Errorf("%q: %v %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "soon", "10 parsecs", "PT", "P5", "1.2.3", "m"} {
		if got, unit, ok := Quantity(text); ok {
			t.Errorf("%q was read as %v %s", text, got, unit)
		}
	}
}
