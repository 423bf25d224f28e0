package jvm

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// gc8 is the garbage collection log of JDK 8: "2024-01-24T14:53:12.123+0800: 12.345: [Full GC (Allocation Failure) ...", with either time or none.
type gc8 struct{}

// Name implements parsers.Layout.
func (gc8) Name() string { return "jvm-gc" }

// Head accepts a line that holds a collection, or how long the threads stood still, behind its times.
func (gc8) Head(line []byte) (parsers.Head, bool) {
	const dated = len("2024-01-24T14:53:12.123+0800")
	if len(line) < 12 || !lex.IsDigit(line[0]) && line[0] != '[' {
		return parsers.Head{}, false
	}
	head := parsers.Head{Level: parsers.LevelInfo, Component: parsers.ComponentJVM}
	if len(line) > dated+2 && line[10] == 'T' && line[dated] == ':' && line[dated+1] == ' ' {
		if head.Time = isoTime(line[:dated]); !head.Time.Known() {
			return parsers.Head{}, false
		}
		head.Body = dated + 2
	}
	n := head.Body
	for n < len(line) && (lex.IsDigit(line[n]) || line[n] == '.') {
		n++
	}
	if n > head.Body && n+2 < len(line) && line[n] == ':' && line[n+1] == ' ' {
		head.Body = n + 2
	}
	return head, opensCollection(line[head.Body:])
}

// opensCollection recognises the words behind the times.
func opensCollection(b []byte) bool {
	for _, text := range [...]string{"[GC ", "[Full GC ", "[Full GC(", "[GC(", "[CMS-concurrent-", "Total time for which application", "Application time: "} {
		if bytes.HasPrefix(b, []byte(text)) {
			return true
		}
	}
	return false
}

// Continues takes the phases of G1 and the times, which stand indented below.
func (gc8) Continues(_, line []byte, n int) bool {
	const most = 60
	return n < most && len(line) > 0 && (line[0] == ' ' || line[0] == ']' || line[0] == ',')
}

// Finish reads how long the program stood still and what that freed.
func (gc8) Finish(event *parsers.Event, _ string) {
	event.Chain = nil
	m := event.Message
	if !strings.HasPrefix(m, "[") {
		stopped(event)
		return
	}
	kind := collection(m)
	if kind == "" || !pause8(event, m) {
		return
	}
	set(event, "gc", kind)
	for _, before := range [...]string{"[Full GC (", "[GC pause (", "[GC ("} {
		if rest, ok := strings.CutPrefix(m, before); ok {
			cause, _, _ := strings.Cut(rest, ") ")
			set(event, "gc_cause", cause)
			break
		}
	}
	heap8(event, m)
}

// collection names the kind of a pause, "" for what runs beside the program.
func collection(m string) string {
	switch {
	case strings.HasPrefix(m, "[Full GC"):
		return "full"
	case strings.HasPrefix(m, "[CMS-concurrent-"), strings.HasPrefix(m, "[GC concurrent-"):
		return ""
	case strings.HasPrefix(m, "[GC remark"), strings.HasPrefix(m, "[GC (CMS Final Remark)"):
		return "remark"
	case strings.HasPrefix(m, "[GC cleanup"):
		return "cleanup"
	case strings.HasPrefix(m, "[GC (CMS Initial Mark)"):
		return "initial mark"
	}
	if _, rest, ok := strings.Cut(m[:min(len(m), 100)], ") ("); ok && strings.HasPrefix(rest, "mixed)") {
		return "mixed"
	}
	return "young"
}

// pause8 reads the wall clock of "[Times: user=35.01 sys=0.22, real=34.21 secs]", and where that is missing the duration behind the collection.
func pause8(event *parsers.Event, m string) bool {
	if i := strings.LastIndex(m, " real="); i >= 0 {
		seconds, _, _ := strings.Cut(m[i+len(" real="):], " ")
		if setMillis(event, seconds, 3) {
			return true
		}
	}
	i := strings.LastIndex(m, " secs]")
	if i < 0 {
		return false
	}
	return setMillis(event, m[strings.LastIndexByte(m[:i], ' ')+1:i], 3)
}

// heap8 reads the sizes of the whole heap: outside of the brackets of a generation, or behind G1's "Heap: ".
func heap8(event *parsers.Event, m string) {
	if _, rest, ok := strings.Cut(m, " Heap: "); ok { // "1024.0M(2048.0M)->512.0M(2048.0M)"
		rest, _, _ = strings.Cut(rest, "]")
		if before, after, ok := strings.Cut(rest, "->"); ok {
			before, _, _ = strings.Cut(before, "(")
			heap(event, before, after)
		}
		return
	}
	depth := 0
	for _, word := range strings.Fields(m) {
		opened, closed := strings.Count(word, "["), strings.Count(word, "]")
		if before, after, ok := strings.Cut(word, "->"); ok && depth == 1 && opened == 0 {
			heap(event, before, after)
			return
		}
		depth += opened - closed
	}
}
