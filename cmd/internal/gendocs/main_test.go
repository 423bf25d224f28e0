package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestManual(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	dir := filepath.Join(t.TempDir(), "man")
	if err := run([]string{"man", dir}); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(dir, "flinkdoctor-analyze.1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`\fB--fail-on\fP`, "Nov 2023", "Exit codes"} {
		if !bytes.Contains(page, []byte(part)) {
			t.Errorf("the page of analyze lacks %q:\n%s", part, page)
		}
	}
}

func TestDocsOfAPack(t *testing.T) {
	dir := t.TempDir()
	for _, folder := range []string{"schema", "pack/acme"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	rule, err := os.ReadFile("testdata/pack/acme/acme-lines.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "pack/acme/acme-lines.yaml"), rule, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{"docs", filepath.Join(dir, "pack"), dir}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"rules/README.md", "rules/acme/acme-lines.md", "schema/rule.schema.json"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{nil, {"docs", "a", "b", "c"}, {"man"}, {"pages"}, {"docs", "no-such-folder", t.TempDir()}} {
		if run(args) == nil {
			t.Errorf("%v is accepted", args)
		}
	}
}
