package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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
	for _, part := range []string{`\fB\-\-fail\-on\fR \fIcritical|`, "2023-11-14", "Exit codes"} {
		if !bytes.Contains(page, []byte(part)) {
			t.Errorf("the page of analyze lacks %q:\n%s", part, page)
		}
	}
}

// TestManualReadsWell lets the formatter of the BSDs, which is stricter than groff, judge the pages, and measures what a terminal of 80 columns shows.
func TestManualReadsWell(t *testing.T) {
	mandoc, err := exec.LookPath("mandoc")
	if err != nil {
		t.Skip("mandoc is not installed; apt-get install mandoc")
	}
	dir := t.TempDir()
	if err := run([]string{"man", dir}); err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "*.1"))
	if err != nil || len(pages) < 15 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	if out, err := exec.Command(mandoc, append([]string{"-T", "lint", "-W", "warning"}, pages...)...).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("mandoc -T lint: %v\n%s", err, out)
	}
	for _, page := range pages {
		out, err := exec.Command(mandoc, "-T", "ascii", page).Output()
		if err != nil {
			t.Fatalf("mandoc %s: %v", page, err)
		}
		for line := range strings.Lines(string(out)) {
			if width := len(line) - 2*strings.Count(line, "\b") - 1; width > 80 { // bold is a letter, backspace, the letter again
				t.Errorf("%s: %d columns: %s", filepath.Base(page), width, line)
			}
		}
	}
}

func TestCompletions(t *testing.T) {
	dir := t.TempDir()
	if err := run([]string{"completions", dir}); err != nil {
		t.Fatal(err)
	}
	for name, part := range map[string]string{
		"flinkdoctor.bash": "complete -o default", "_flinkdoctor": "#compdef flinkdoctor", "flinkdoctor.fish": "complete -c flinkdoctor", "flinkdoctor.ps1": "Register-ArgumentCompleter",
	} {
		if text, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Contains(text, []byte(part)) {
			t.Errorf("%s lacks %q (%v)", name, part, err)
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
