package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// TestFixLeavesChangedFilesAlone: when one file is no longer as it was read, none is written and no copy is made.
func TestFixLeavesChangedFilesAlone(t *testing.T) {
	dir := t.TempDir()
	first, second := filepath.Join(dir, "a.conf"), filepath.Join(dir, "b.conf")
	for _, path := range []string{first, second} {
		if err := os.WriteFile(path, []byte("old\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(second, []byte("changed meanwhile\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := &fixOptions{analyze: &analyzeOptions{program: &program{term: &term.Terminal{Out: io.Discard}}}}
	err := o.apply(&analyzer.Fix{Patched: []report.PatchedFile{
		{Name: filepath.ToSlash(first), Before: []byte("old\n"), After: []byte("new\n")}, {Name: filepath.ToSlash(second), Before: []byte("old\n"), After: []byte("new\n")},
	}})
	if err == nil || !strings.Contains(err.Error(), "b.conf changed while it was looked at; nothing was written") {
		t.Errorf("error %v", err)
	}
	if now, err := os.ReadFile(first); err != nil || string(now) != "old\n" {
		t.Errorf("a.conf holds %q, %v", now, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("%d files, %v", len(left), err)
	}
}
