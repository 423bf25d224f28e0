package jvm

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// unified is -Xlog of JDK 9 and later: "[2026-11-21T09:05:31.156+0000][info][gc] GC(12) Pause Full ...", or with the uptime "[12.345s][warning][gc] ...".
// Source: https://openjdk.org/jeps/158 and openjdk/jdk src/hotspot/share/logging/logDecorators.hpp.
type unified struct{}

func (unified) Name() string { return "jvm-unified" }

var unifiedLevels = map[string]parsers.Level{
	"trace": parsers.LevelTrace, "debug": parsers.LevelDebug, "info": parsers.LevelInfo, "warning": parsers.LevelWarn, "error": parsers.LevelError,
}

// Head reads up to six decorations; one of them is the level.
func (unified) Head(line []byte) (parsers.Head, bool) {
	if len(line) < 8 || line[0] != '[' || line[1] < '0' || line[1] > '9' {
		return parsers.Head{}, false
	}
	head := parsers.Head{Component: parsers.ComponentJVM}
	at, ok := 0, false
	for range 6 {
		if at >= len(line) || line[at] != '[' {
			break
		}
		end := bytes.IndexByte(line[at:min(len(line), at+60)], ']')
		if end < 0 {
			return parsers.Head{}, false
		}
		word := bytes.TrimRight(line[at+1:at+end], " ")
		if level := unifiedLevels[string(word)]; level != parsers.LevelUnknown {
			head.Level, ok = level, true
		} else if at == 0 {
			head.Time = unifiedTime(word)
		}
		at += end + 1
	}
	for at < len(line) && line[at] == ' ' {
		at++
	}
	head.Body = at
	return head, ok
}

// unifiedTime reads the date of a decoration; an uptime ("12.345s") places nothing.
func unifiedTime(word []byte) parsers.Time {
	if len(word) < 23 || word[10] != 'T' {
		return parsers.Time{}
	}
	at, err := time.Parse("2006-01-02T15:04:05.000-0700", string(word))
	if err != nil {
		return parsers.Time{}
	}
	return parsers.Time{At: at.UTC(), Zoned: true}
}

func (unified) Continues(_, _ []byte, _ int) bool { return false }

func (unified) Finish(event *parsers.Event, text string) {
	event.Chain = nil
	line, _, _ := strings.Cut(text, "\n")
	pause(event, line)
}

// pause reads "GC(12) Pause Full (G1 Compaction Pause) 3999M->3998M(4000M) 1234.567ms".
func pause(event *parsers.Event, line string) {
	_, rest, ok := strings.Cut(line, ") Pause ")
	if !ok {
		return
	}
	kind, _, _ := strings.Cut(rest, " ")
	set(event, "gc", strings.ToLower(kind))
	words := strings.Fields(rest)
	last := words[len(words)-1]
	if ms, ok := strings.CutSuffix(last, "ms"); ok {
		whole, _, _ := strings.Cut(ms, ".")
		set(event, "pause_ms", whole)
		begin(event, whole)
	}
	for _, word := range words {
		before, after, ok := strings.Cut(word, "->")
		if !ok {
			continue
		}
		after, size, _ := strings.Cut(after, "(")
		set(event, "heap_before", before)
		set(event, "heap_after", after)
		set(event, "heap_size", strings.TrimSuffix(size, ")"))
	}
}

// begin moves the event to the moment at which the pause began: unified logging writes the line when it is over, and what others saw of it happened meanwhile.
func begin(event *parsers.Event, pauseMS string) {
	if ms, err := strconv.Atoi(pauseMS); err == nil && event.Time.Known() && ms > 0 && ms < 1<<30 {
		event.Time.At = event.Time.At.Add(-time.Duration(ms) * time.Millisecond)
	}
}

// gc8 is the garbage collection log of JDK 8: "2024-01-24T14:53:12.123+0800: 12.345: [Full GC (Allocation Failure) ...", or without date.
type gc8 struct{}

func (gc8) Name() string { return "jvm-gc" }

func (gc8) Head(line []byte) (parsers.Head, bool) {
	const dated = len("2024-01-24T14:53:12.123+0800")
	if len(line) < 12 || line[0] < '0' || line[0] > '9' {
		return parsers.Head{}, false
	}
	head := parsers.Head{Level: parsers.LevelInfo, Component: parsers.ComponentJVM}
	at := 0
	if len(line) > dated+2 && line[10] == 'T' && line[dated] == ':' && line[dated+1] == ' ' {
		if head.Time = unifiedTime(line[:dated]); !head.Time.Known() {
			return parsers.Head{}, false
		}
		at = dated + 2
	}
	n := at
	for n < len(line) && (line[n] >= '0' && line[n] <= '9' || line[n] == '.') {
		n++
	}
	if n == at || n+2 >= len(line) || line[n] != ':' || line[n+1] != ' ' {
		return parsers.Head{}, false
	}
	head.Body = n + 2
	rest := line[head.Body:]
	known := rest[0] == '[' || bytes.HasPrefix(rest, []byte("Total time for which")) || bytes.HasPrefix(rest, []byte("Application time"))
	return head, known
}

func (gc8) Continues(_, line []byte, n int) bool {
	return n < 12 && len(line) > 0 && (line[0] == ' ' || line[0] == '[' || line[0] == ']' || line[0] == ',')
}

func (gc8) Finish(event *parsers.Event, _ string) { event.Chain = nil }
