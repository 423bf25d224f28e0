package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func env(home string) func(string) string {
	return func(name string) string { return map[string]string{"HOME": home}[name] }
}

func TestProjectWinsOverUser(t *testing.T) {
	dir, home := t.TempDir(), t.TempDir()
	write(t, filepath.Join(dir, FileName), "lang: zh\nskip: [nginx-client-closed-request, tag:noise]\nsuppress:\n  - rule: a-b\n    source: '**/x.log'\n    reason: planned\n    until: 2026-12-31\n")
	write(t, filepath.Join(home, ".config/flinkdoctor/config.yaml"), "lang: en\nfail-on: warning\n")
	deep := filepath.Join(dir, "a/b")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	s, err := Load(deep, env(home))
	if err != nil {
		t.Fatal(err)
	}
	if s.Get("lang") != "zh" || s.Get("fail-on") != "warning" || strings.Join(s.List("skip"), "|") != "nginx-client-closed-request|tag:noise" || len(s.Files) != 2 {
		t.Errorf("%+v", s)
	}
	if origin := s.Values["lang"].Origin; origin != "../../"+FileName+":1" {
		t.Errorf("origin %s", origin)
	}
	if v := s.Values["fail-on"]; v.Origin != "~/.config/flinkdoctor/config.yaml:2" || v.Dir != filepath.Join(home, ".config/flinkdoctor") {
		t.Errorf("%+v", v)
	}
	if len(s.Suppressions) != 1 || s.Suppressions[0].Reason != "planned" || s.Suppressions[0].Until.Day() != 31 || !strings.HasSuffix(s.Suppressions[0].Where, ":4") {
		t.Errorf("%+v", s.Suppressions)
	}
}

func TestMistakesAreToldAtTheirPlace(t *testing.T) {
	for text, want := range map[string]string{
		"langg: zh":                "1:1: unknown key \"langg\"",
		"lang: [zh]":               "1:7: lang takes one value",
		"only: {a: b}":             "1:7: only takes a list",
		"- a":                      "1:1: expected key: value",
		"lang: 'zh":                "found unexpected end of stream",
		"suppress:\n  - reason: x": "2:5: a suppression names a rule or a fingerprint",
		"suppress:\n  - rule: a":   "2:5: a suppression needs a reason",
		"suppress:\n  - {rule: a, reason: b, until: soon}": "until takes a day",
		"suppress:\n  - {rule: a, why: b}":                 "2:15: unknown key \"why\"",
		"lang: zh\nlang: en":                               "2:1: lang is set in line 1 already",
		"lang: zh\ntz: 'x":                                 "2: found unexpected end of stream",
		"lang: zh\nwidthh: 3\ncolour: never":               "2:1: unknown key \"widthh\"",
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, FileName), text)
		_, err := Load(dir, env(""))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), FileName) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestNoFileIsNoMistake(t *testing.T) {
	s, err := Load(t.TempDir(), env(t.TempDir()))
	if err != nil || len(s.Values) != 0 || len(s.Files) != 0 {
		t.Errorf("%+v %v", s, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("lang: zh\nsuppress: [{rule: a, reason: b}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s := &Settings{Values: map[string]Value{}}
		for _, p := range s.read("x", "x", text) {
			if !strings.HasPrefix(p, "x") {
				t.Fatalf("a problem without its place: %s", p)
			}
		}
	})
}
