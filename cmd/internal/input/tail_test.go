package input

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestTail follows a file that grows, is truncated, and is rotated away.
func TestTail(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.log")
	appendTo(t, path, "one\n")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, err := Tail(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close() //nolint:errcheck // a test
	lines := make(chan string)
	go func() {
		defer close(lines)
		s := bufio.NewScanner(r)
		for s.Scan() {
			lines <- s.Text()
		}
	}()
	expect := func(want string) {
		t.Helper()
		select {
		case got := <-lines:
			if got != want {
				t.Fatalf("got %q, want %q", got, want)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%q did not come", want)
		}
	}
	expect("one")
	appendTo(t, path, "two\n")
	expect("two")
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	appendTo(t, path, "3\n")
	expect("3")
	if err := os.Rename(path, path+".1"); err != nil {
		t.Fatal(err)
	}
	appendTo(t, path, "after the rotation\n")
	expect("after the rotation")
	cancel()
	select {
	case _, open := <-lines:
		if open {
			t.Error("a line after the end")
		}
	case <-time.After(10 * time.Second):
		t.Error("the reader does not end")
	}
}

func TestTailOfNothing(t *testing.T) {
	if r, err := Tail(t.Context(), filepath.Join(t.TempDir(), "gone")); err == nil {
		_, _ = io.ReadAll(r)
		t.Error("a file that does not exist was opened")
	}
}
