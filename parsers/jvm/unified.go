package jvm

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// unified is -Xlog of JDK 9 and later: "[2026-11-21T09:05:31.156+0000][info][gc] GC(12) Pause Full ...", or with the uptime "[12.345s][warning][gc] ...".
// Sources: https://openjdk.org/jeps/158 and openjdk/jdk src/hotspot/share/logging/logDecorators.hpp.
type unified struct{}

// Name implements parsers.Layout.
func (unified) Name() string { return "jvm-unified" }

// decoration bounds what stands in one pair of brackets, in bytes; decorations how many pairs there are.
const (
	decoration  = 80
	decorations = 8
)

// Head reads the decorations. One of them must be the level, the tags behind it, and something a time or a number before it, unless the line begins with
// the level.
func (unified) Head(line []byte) (parsers.Head, bool) {
	if len(line) < 8 || line[0] != '[' {
		return parsers.Head{}, false
	}
	head := parsers.Head{Component: parsers.ComponentJVM}
	at, tags := 0, false
	for i := range decorations {
		word, size := bracketed(line[at:])
		if size == 0 {
			break
		}
		switch level := unifiedLevel(word); {
		case head.Level != parsers.LevelUnknown:
			tags = tags || isTags(word)
		case level != parsers.LevelUnknown:
			head.Level = level
		case i == 0 && !lex.IsDigit(word[0]):
			return parsers.Head{}, false
		case i == 0:
			head.Time = isoTime(word)
		}
		at += size
	}
	if !tags {
		return parsers.Head{}, false
	}
	for at < len(line) && line[at] == ' ' {
		at++
	}
	head.Body = at
	return head, true
}

// bracketed returns the word in the brackets at the start of b without the blanks that pad it, and the size of both; 0 when there are none.
func bracketed(b []byte) (word []byte, size int) {
	if len(b) < 3 || b[0] != '[' {
		return nil, 0
	}
	end := bytes.IndexByte(b[:min(len(b), decoration)], ']')
	if end < 0 {
		return nil, 0
	}
	word = bytes.TrimRight(b[1:end], " ")
	if len(word) == 0 {
		return nil, 0
	}
	return word, end + 1
}

func unifiedLevel(word []byte) parsers.Level {
	switch string(word) {
	case "trace":
		return parsers.LevelTrace
	case "debug":
		return parsers.LevelDebug
	case "info":
		return parsers.LevelInfo
	case "warning":
		return parsers.LevelWarn
	case "error":
		return parsers.LevelError
	}
	return parsers.LevelUnknown
}

// isTags tells whether a decoration is a list of tags, "gc,start".
func isTags(word []byte) bool {
	for _, c := range word {
		if (c < 'a' || c > 'z') && c != ',' && !lex.IsDigit(c) {
			return false
		}
	}
	return word[0] >= 'a' && word[0] <= 'z'
}

// isoTime reads the date of a decoration; an uptime ("12.345s") places nothing.
func isoTime(word []byte) parsers.Time {
	if len(word) < 23 || word[10] != 'T' {
		return parsers.Time{}
	}
	at, err := time.Parse("2006-01-02T15:04:05.000-0700", string(word))
	if err != nil {
		return parsers.Time{}
	}
	return parsers.StatedTime(at)
}

// Continues refuses every line: each has a head.
func (unified) Continues(_, _ []byte, _ int) bool { return false }

// Finish reads how long the program stood still and what that freed.
func (unified) Finish(event *parsers.Event, _ string) {
	event.Chain = nil
	if strings.HasPrefix(event.Message, "GC(") {
		unifiedPause(event)
		return
	}
	stopped(event)
}

// unifiedPause reads "GC(12) Pause Full (G1 Compaction Pause) 3999M->3998M(4000M) 1234.567ms". The line that announces a pause has no duration, and gives no
// fields.
func unifiedPause(event *parsers.Event) {
	_, rest, ok := strings.Cut(event.Message, ") Pause ")
	if !ok {
		return
	}
	last := rest[strings.LastIndexByte(rest, ' ')+1:]
	ms, ok := strings.CutSuffix(last, "ms")
	if !ok || !setMillis(event, ms, 0) {
		return
	}
	begin(event)
	var kind []string
	plain := true // still in the name of the pause
	for _, word := range strings.Fields(rest) {
		before, after, sizes := strings.Cut(word, "->")
		if sizes {
			heap(event, before, after)
		}
		if plain = plain && !sizes && word[0] != '(' && word != last; plain {
			kind = append(kind, word)
		}
	}
	set(event, "gc", strings.ToLower(strings.Join(kind, " ")))
	if i := strings.LastIndex(rest, " ("); i >= 0 {
		set(event, "gc_cause", between(rest[i:], " (", ") "))
	}
}

// heap reads "1021M" and "1018M(1024M)".
func heap(event *parsers.Event, before, after string) {
	after, size, _ := strings.Cut(after, "(")
	set(event, "heap_before", before)
	set(event, "heap_after", after)
	set(event, "heap_size", strings.TrimRight(size, "),"))
}

// begin moves the event to the moment at which the pause began: these lines are written when it is over, and what others saw of it happened meanwhile.
func begin(event *parsers.Event) {
	ms, err := strconv.Atoi(event.Fields.Get("pause_ms"))
	if err == nil && event.Time.Known() && ms < 1<<30 {
		event.Time.At = event.Time.At.Add(-time.Duration(ms) * time.Millisecond)
	}
}

// stopped reads the two forms in which JDK 8 to 21 tell how long all threads stood still, whatever for. Source: openjdk/jdk
// src/hotspot/share/runtime/safepoint.cpp.
func stopped(event *parsers.Event) {
	if seconds := between(event.Message, "application threads were stopped: ", " "); seconds != "" && setMillis(event, seconds, 3) {
		set(event, "gc", "safepoint")
		begin(event)
		return
	}
	if _, total, ok := strings.Cut(event.Message, ", Total: "); ok && strings.HasPrefix(event.Message, "Safepoint ") {
		nanos, _, _ := strings.Cut(total, " ")
		if setMillis(event, nanos, -6) {
			set(event, "gc", "safepoint")
			begin(event)
		}
	}
}

// setMillis sets pause_ms to a decimal number, moved by shift places to the left or, when negative, to the right; what is below a millisecond is dropped.
// It tells whether that was a number.
func setMillis(event *parsers.Event, text string, shift int) bool {
	whole, fraction, _ := strings.Cut(text, ".")
	if whole == "" || len(text) > 24 || strings.Trim(whole+fraction, "0123456789") != "" {
		return false
	}
	if shift < 0 {
		whole = whole[:max(0, len(whole)+shift)]
	} else if shift > 0 {
		whole += (fraction + "000000000")[:shift]
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	set(event, "pause_ms", whole)
	return true
}
