package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestCommittedPagesAreFresh compares docs/rules with what the generator makes of the pack.
func TestCommittedPagesAreFresh(t *testing.T) {
	const dir, advice = "../../../docs/rules", "run go generate ./... in the root"
	pack, err := load("../../../rules/pack")
	if err != nil {
		t.Fatal(err)
	}
	want := pages(pack)
	for name, body := range want {
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || !bytes.Equal(got, body) {
			t.Fatalf("docs/rules/%s is not what rules/pack says; %s", name, advice)
		}
	}
	stale, err := stalePages(dir, want)
	if err != nil {
		t.Fatal(err)
	}
	if len(stale) > 0 {
		t.Errorf("docs/rules holds pages of rules that are gone: %v; %s", stale, advice)
	}
}
