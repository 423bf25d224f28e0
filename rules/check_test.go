package rules

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestProblems: every mistake is told at its place, all at once.
func TestProblems(t *testing.T) {
	good := ruleWith("acme-x", "  any: [{text: a good long text}]")
	replace := func(old, replacement string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not in the rule", old)
		}
		return strings.Replace(good, old, replacement, 1)
	}
	for _, c := range []struct{ name, text, want string }{
		{"no yaml", "id: [", "1:1: did not find expected node content"},
		{"no mapping", "- a\n", "1:1: a rule is a mapping"},
		{"unknown key", replace("status: stable", "state: stable"), `2:1: unknown key "state"`},
		{"unknown nested key", replace("{text: a good", "{txt: a good"), `8:10: unknown key "txt"`},
		{"wrong id", replace("id: acme-x", "id: acme-y"), "1:5: id \"acme-y\" is not the file's name"},
		{"bad id", replace("id: acme-x", "id: Acme_x"), "is no list of lower-case words"},
		{"wrong system", replace("system: acme", "system: other"), `4:9: system "other" is not the folder's name`},
		{"bad status", replace("status: stable", "status: done"), `2:9: status is "done" (use one of stable, draft)`},
		{"bad severity", replace("severity: error", "severity: dreadful"), `3:11: severity is "dreadful"`},
		{"bad role", replace("role: root", "role: rot"), `5:7: role is "rot"`},
		{"one language", replace("title: {en: t, zh: t}", "title: {en: t}"), "6:8: title has no Chinese text"},
		{"type", replace("title: {en: t, zh: t}", "title: []"), "6:"},
		{"no match", replace("  any: [{text: a good long text}]", "  unless: [{text: a good long text}]"), "the rule matches nothing"},
		{"empty item", replace("{text: a good long text}", "{}"), "an empty condition"},
		{"bad regex", replace("{text: a good long text}", "{regex: 'a good long text('}"), "missing closing"},
		{"no literal", replace("{text: a good long text}", "{regex: '\\d+'}"), "no literal by which the scan could find this"},
		{"short literal", replace("{text: a good long text}", "{text: abcde}"), "is shorter than 6 bytes"},
		{"line end in text", replace("{text: a good long text}", `{text: "a good\nlong text"}`), "can never match"},
		{"bad level", replace("{text: a good", "{level: loud, text: a good"), `unknown level "loud"`},
		{"bad component", replace("{text: a good", "{component: [flnk], text: a good"), `unknown component "flnk"`},
		{"bad in", replace("{text: a good", "{in: body, text: a good"), `in is "body"`},
		{"capture without name", replace("cause:", "capture: ['(x)']\ncause:"), "a capture without a named group"},
		{"unknown edge", replace("cause:", "caused_by: [{rule: acme-z}]\ncause:"), `no rule is called "acme-z"`},
		{"bad duration", replace("cause:", "caused_by: [{rule: acme-x, within: soon}]\ncause:"), `"soon" is no time span`},
		{"no samples", replace("samples: {match: [x], no_match: [y]}", "samples: {match: [x]}"), "no sample that must stay silent"},
		{"no fix", replace("fixes:\n  - {title: {en: f, zh: f}, apply: {en: a, zh: a}, verify: {en: v, zh: v}}\n", ""), "no fix"},
		{"fix without verify", replace(", verify: {en: v, zh: v}", ""), "fixes[0].verify has no English text"},
		{"bad range", replace("apply:", "versions: {flink: 'from 1.14'}, apply:"), `is no version range`},
		{"unknown key of a table", replace("apply:", "changes: [{in: flink, key: taskmanager.memory.prozess.size, to: 4g}], apply:"), "flink has no key"},
		{"unknown table", replace("apply:", "changes: [{in: flnk, key: a, to: b}], apply:"), `unknown option table "flnk"`},
		{"no new value", replace("apply:", "changes: [{in: none, key: a}], apply:"), "no new value for a"},
	} {
		pack, problems := LoadFS(fstest.MapFS{"acme/acme-x.yaml": {Data: []byte(c.text)}}, "")
		var lines []string
		for _, p := range problems {
			lines = append(lines, p.String())
		}
		if all := strings.Join(lines, "\n"); pack != nil || !strings.Contains(all, c.want) || !strings.HasPrefix(all, "acme/acme-x.yaml:") {
			t.Errorf("%s: want %q in:\n%s", c.name, c.want, all)
		}
	}
	if pack, problems := LoadFS(fstest.MapFS{"acme/acme-x.yaml": {Data: []byte(good)}}, ""); pack == nil || len(problems) > 0 {
		t.Errorf("the good rule: %v", problems)
	}
}

func TestAllProblemsAreTold(t *testing.T) {
	text := "id: acme-x\nstatus: done\nseverity: dreadful\nsystem: acme\nrole: root\nwrong: 1\n"
	_, problems := LoadFS(fstest.MapFS{"acme/acme-x.yaml": {Data: []byte(text)}, "acme/acme-w.yaml": {Data: []byte("[")}}, "p")
	if len(problems) < 8 || problems[0].File != "p/acme/acme-w.yaml" {
		t.Errorf("%d problems: %v", len(problems), problems)
	}
}

func TestWeakKeywordWarns(t *testing.T) {
	pack, problems := LoadFS(fstest.MapFS{"acme/acme-x.yaml": {Data: []byte(ruleWith("acme-x", "  any: [{text: eightbyt}]"))}}, "")
	if pack == nil || len(problems) != 1 || !problems[0].Warning {
		t.Errorf("%v %v", pack, problems)
	}
}

func TestScaffoldedTwinIsRefused(t *testing.T) {
	text := []byte(ruleWith("acme-x", "  any: [{text: a good long text}]"))
	pack, problems := LoadFS(fstest.MapFS{"acme/acme-x.yaml": {Data: text}, "more/acme/acme-x.yaml": {Data: text}}, "")
	if pack != nil || len(problems) != 1 || !strings.Contains(problems[0].Message, "the id is taken") {
		t.Errorf("%v", problems)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(ruleWith("acme-x", "  any: [{text: a good long text}]")))
	f.Add([]byte("id: &a [*a]"))
	f.Add([]byte("a: {b: {c: [1, {d: e}]}}\n---\nx"))
	f.Fuzz(func(t *testing.T, text []byte) {
		pack, problems := LoadFS(fstest.MapFS{"acme/acme-x.yaml": {Data: text}}, "")
		if pack == nil && len(problems) == 0 {
			t.Fatal("refused without a reason")
		}
		for _, p := range problems {
			if p.Message == "" || p.Line < 0 {
				t.Fatalf("%+v", p)
			}
		}
	})
}
