package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func generate(t *testing.T, seed uint64, failures bool, size int64) (*corpus, string) {
	t.Helper()
	var out bytes.Buffer
	c := newCorpus(seed, failures)
	if err := c.write(&out, size); err != nil {
		t.Fatal(err)
	}
	return c, out.String()
}

// TestSameBytes keeps figures comparable: who changes the corpus on purpose changes this sum.
func TestSameBytes(t *testing.T) {
	_, text := generate(t, 1, false, 1<<20)
	sum := sha256.Sum256([]byte(text))
	if got, want := fmt.Sprintf("%x", sum[:8]), "b270060655e267eb"; got != want {
		t.Errorf("sum %s, want %s", got, want)
	}
	if _, other := generate(t, 2, false, 1<<20); other == text {
		t.Error("another seed gave the same text")
	}
}

func TestSharesAreHundred(t *testing.T) {
	sum := 0
	for _, p := range programs {
		sum += p.share
	}
	if sum != 100 {
		t.Errorf("the shares are %d in sum", sum)
	}
}

// TestCounts compares what the corpus says of itself with the text.
func TestCounts(t *testing.T) {
	c, text := generate(t, 3, true, 24<<20)
	if c.bytes != int64(len(text)) || c.bytes < 24<<20 || c.bytes > 24<<20+10_000 {
		t.Errorf("%d bytes told, %d written", c.bytes, len(text))
	}
	if lines := int64(strings.Count(text, "\n")); c.lines != lines || !strings.HasSuffix(text, "\n") {
		t.Errorf("%d lines told, %d written", c.lines, lines)
	}
	if want := (c.lines + linesPerFailure/2) / linesPerFailure; c.failed != want || want < 2 {
		t.Errorf("%d failures in %d lines, want %d", c.failed, c.lines, want)
	}
	if n := strings.Count(text, "java.lang.OutOfMemoryError"); n == 0 {
		t.Error("the first failure is not in the text")
	}
}

func TestRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "healthy.log")
	var report bytes.Buffer
	if err := run([]string{"-size", "1", "-out", path}, &report); err != nil {
		t.Fatal(err)
	}
	_, want := generate(t, 1, false, 1<<20)
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%d bytes in the file, error %v; want %d", len(got), err, len(want))
	}
	if !strings.Contains(report.String(), "0 failures") {
		t.Errorf("report %q", report.String())
	}
	for _, args := range [][]string{{}, {"-out", path, "-size", "0"}, {"-out", path, "more"}, {"-out", filepath.Join(path, "x")}} {
		if err := run(args, &report); err == nil {
			t.Errorf("no error for %q", args)
		}
	}
}
