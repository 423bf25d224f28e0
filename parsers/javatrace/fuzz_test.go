package javatrace

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// FuzzParse: no panic, lines inside the body, bounded output, the same answer twice.
func FuzzParse(f *testing.F) {
	for _, body := range renderings() {
		f.Add(body)
	}
	seeds, _ := filepath.Glob(filepath.Join("testdata", "*.txt"))
	for _, file := range seeds {
		if text, err := os.ReadFile(file); err == nil {
			f.Add(string(text))
		}
	}
	f.Add("Traceback (most recent call last):\n  File \"a.py\", line 1, in f\nKeyError: 'x'\n\tat a.B.c(B.java:1)")
	f.Add("x, <Exception on server side:\na.B: c\n\tat a.B.c(B.java:1)\nEnd of exception on server side>]\n\tat a.B.c(B.java:1)")
	f.Fuzz(func(t *testing.T, body string) {
		message, chain := Parse(body)
		checkBounds(t, body, message, chain)
		again, _ := Parse(body)
		if again != message {
			t.Fatalf("%q, then %q", message, again)
		}
		IsContinuation([]byte(body))
	})
}

func checkBounds(t *testing.T, body, message string, chain []parsers.Exception) {
	t.Helper()
	// Every byte is in one message or frame, and in no more than maxQuoted quoting messages besides; a file name mended or put between
	// parentheses takes a few bytes more.
	size, lines := len(message), strings.Count(body, "\n")+1
	for i := range chain {
		e := &chain[i]
		size += len(e.Class) + len(e.Message)
		for _, frame := range e.Frames {
			size += len(frame)
		}
		if len(e.Frames) > parsers.MaxFrames {
			t.Fatalf("%d frames", len(e.Frames))
		}
		if e.Line < 0 || e.Line >= lines {
			t.Fatalf("line %d of %d", e.Line, lines)
		}
		if strings.ContainsAny(e.Message, "\n\t\r") || strings.Contains(e.Message, "  ") {
			t.Fatalf("message is not folded: %q", e.Message)
		}
		if strings.ContainsAny(e.Class, " \n\t") {
			t.Fatalf("class %q", e.Class)
		}
	}
	if limit := (2 + maxQuoted) * (len(body) + 64); size > limit {
		t.Fatalf("%d bytes out of %d", size, len(body))
	}
	if len(chain) > maxChain {
		t.Fatalf("%d elements", len(chain))
	}
}

// TestLongTexts: what takes time in the square of the length would show here.
func TestLongTexts(t *testing.T) {
	const size = 64 << 10
	for _, unit := range []string{"at a.a.a.a.(", "a.B: ", "java.lang.Exception: ", "\n", " ", "Caused by: ", "Caused by: a.B: c ", "a. ", "java. ", "[", "\"java.io.IOException: ", "...",
		"File \"a\", line 1, in ", "Traceback (most recent call last):", "at\n", "\\n\\tat ", "&lt;", "Suppressed: a.B: c\n", "a.B.c\n", "Exception\n", "C a u s e d b y", "at a.A.", "at a.B.c(B.java:1)"} {
		body := strings.Repeat(unit, size/len(unit))
		message, chain := Parse(body)
		checkBounds(t, body, message, chain)
	}
}

func BenchmarkParse(b *testing.B) {
	b.SetBytes(int64(len(base)))
	for b.Loop() {
		Parse(base)
	}
}

func BenchmarkParseProse(b *testing.B) {
	const line = "Completed checkpoint 4 for job 74cc920db2df2aec5c4bd1e1fe462088 (11721 bytes, checkpointDuration=48198 ms, finalizationTime=0 ms)."
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		Parse(line)
	}
}
