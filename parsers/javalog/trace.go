package javalog

import (
	"bytes"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/javatrace"
)

// trace is the weak layout of a stack trace that stands alone: pasted, printed by the JVM, or shown by Flink's web interface below a bare
// date.
type trace struct{ layout }

// Weak reports that these heads begin a record only where none is open.
func (trace) Weak() bool { return true }

// Head reads the first line of a bare trace.
func (t trace) Head(line []byte) (parsers.Head, bool) {
	c := newCursor(line)
	return traceHead(c)
}

func traceHead(c cursor) (parsers.Head, bool) {
	rest := c.b[c.i:]
	switch {
	case len(rest) == 0:
		return parsers.Head{}, false
	case isDigit(rest[0]):
		return bareDate(&c)
	case bytes.HasPrefix(rest, []byte("Exception in thread")):
		return parsers.Head{Thread: quoted(rest)}, true
	case bytes.HasPrefix(rest, []byte("[ERROR] ")):
		return parsers.Head{Level: parsers.LevelError, Body: c.i + len("[ERROR] ")}, true
	case javatrace.HeadsTrace(rest), bytes.HasPrefix(rest, []byte("Traceback (most recent call last)")):
		return parsers.Head{}, true
	case bytes.HasPrefix(rest, []byte("Caused by:")), bytes.HasPrefix(rest, []byte("Suppressed:")):
		return parsers.Head{}, true
	case bytes.HasPrefix(rest, []byte("at ")) && javatrace.IsFrame(rest):
		return parsers.Head{}, true
	}
	return parsers.Head{}, false
}

// bareDate reads a line that holds a date and nothing else, as the exception history shows it above each trace.
func bareDate(c *cursor) (parsers.Head, bool) {
	s, ok := c.stamp()
	if !ok || !s.Time.Known() || !c.end() {
		return parsers.Head{}, false
	}
	return parsers.Head{Time: s.Time, Body: len(c.b)}, true
}

// quoted returns what stands between the first two quotation marks.
func quoted(b []byte) string {
	from := bytes.IndexByte(b, '"')
	if from < 0 {
		return ""
	}
	n := bytes.IndexByte(b[from+1:], '"')
	if n < 0 {
		return ""
	}
	return string(b[from+1 : from+1+n])
}

// Continues accepts what may belong to a message or a trace, and refuses a line that can only begin another bare trace. Below a bare date only
// a trace counts.
func (t trace) Continues(first, line []byte, n int) bool {
	c := newCursor(line)
	rest := c.b[c.i:]
	if bytes.HasPrefix(rest, []byte("Exception in thread")) || bytes.HasPrefix(rest, []byte("[ERROR] ")) {
		return false
	}
	if len(rest) > 0 && isDigit(rest[0]) {
		if _, ok := bareDate(&c); ok {
			return false
		}
	}
	if head := newCursor(first); n == 1 && isDigit(head.peek()) {
		return javatrace.HeadsTrace(rest) || javatrace.IsContinuation(line)
	}
	return true
}

// Finish has nothing to add.
func (trace) Finish(*parsers.Event, string) {}
