package kubernetes

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// events is the table of kubectl describe, or a row of that of get events and events:
//
//	Warning  FailedMount  2m (x5 over 10m)  kubelet  MountVolume.SetUp failed ...
//	2m       Warning      FailedMount       pod/a-1  MountVolume.SetUp failed ...
//
// All rows of the first form are about one object and make one record, as in describe; each row of the second form is a record.
type events struct{}

// Name implements parsers.Layout.
func (events) Name() string { return "kubernetes-events" }

// Weak tells that a head does not end a record of another layout.
func (events) Weak() bool { return true }

// maxBefore bounds the namespace, ages and counts in front of the type, in bytes and in words.
const (
	maxBefore      = 120
	maxWordsBefore = 7
)

// Head accepts a line with Normal or Warning in one of its first columns and a reason behind it, and the titles of describe's table.
func (events) Head(line []byte) (parsers.Head, bool) {
	if titleOf(line) == ofObject {
		return parsers.Head{Component: parsers.ComponentKubernetes}, true
	}
	const shortest = 20
	if len(line) < shortest || line[0] == '\t' {
		return parsers.Head{}, false
	}
	level, reason := eventType(line)
	if level == parsers.LevelUnknown || !isReason(line, reason) {
		return parsers.Head{}, false
	}
	return parsers.Head{Level: level, Component: parsers.ComponentKubernetes, Body: reason}, true
}

// title is the kind of a line that heads a table.
type title uint8

const (
	noTitle   title = iota
	ofObject        // "Events:", "  Type  Reason ...": rows about one object follow
	ofObjects       // "LAST SEEN  TYPE ...": rows about many
)

func titleOf(line []byte) title {
	text := bytes.TrimLeft(line, " ")
	if len(text) < len("Events:") {
		return noTitle
	}
	found, kind := false, ofObjects
	switch text[0] {
	case 'E':
		found, kind = len(text) == len(line) && bytes.HasPrefix(text, []byte("Events:")), ofObject
	case 'T':
		found, kind = bytes.HasPrefix(text, []byte("Type  ")) && bytes.Contains(text, []byte(" Reason ")), ofObject
	case 'L':
		found = bytes.HasPrefix(text, []byte("LAST SEEN  "))
	case 'N':
		found = bytes.HasPrefix(text, []byte("NAMESPACE  ")) && bytes.Contains(text, []byte(" LAST SEEN "))
	}
	if !found {
		return noTitle
	}
	return kind
}

// eventType returns the level and where the reason begins.
func eventType(line []byte) (parsers.Level, int) {
	words, i := 0, 0
	for i < len(line) && i < maxBefore && words < maxWordsBefore {
		for i < len(line) && line[i] == ' ' {
			i++
		}
		start := i
		for i < len(line) && line[i] != ' ' {
			i++
		}
		next := i
		for next < len(line) && line[next] == ' ' {
			next++
		}
		switch string(line[start:i]) {
		case "Warning":
			return parsers.LevelWarn, next
		case "Normal":
			return parsers.LevelInfo, next
		}
		if bytes.IndexByte(line[start:i], ':') >= 0 {
			break // a time of day, a sentence: no column of this table
		}
		words++
	}
	return parsers.LevelUnknown, 0
}

// isRow recognises a row of the table of describe, where the type comes first; level and reason are as eventType returns them.
func isRow(line []byte) (level parsers.Level, reason int, ok bool) {
	text := bytes.TrimLeft(line, " ")
	if !bytes.HasPrefix(text, []byte("Warning ")) && !bytes.HasPrefix(text, []byte("Normal ")) {
		return 0, 0, false
	}
	level, reason = eventType(line)
	return level, reason, level != parsers.LevelUnknown && isReason(line, reason)
}

// isReason tells whether a reason stands at i: one word of letters, set off as columns are, or one that is known.
func isReason(line []byte, i int) bool {
	end := i
	for end < len(line) && (isLower(line[end]) || line[end] >= 'A' && line[end] <= 'Z') {
		end++
	}
	const shortest = 4
	if end-i < shortest || end+1 >= len(line) || line[end] != ' ' || isLower(line[i]) {
		return false
	}
	return line[i-1] == ' ' && line[i-2] == ' ' || line[end+1] == ' ' || isKnownReason(line[i:end])
}

// isKnownReason recognises the reasons of the events that matter, in a line whose blanks were lost. Sources: kubernetes/kubernetes
// pkg/kubelet/events/event.go, pkg/scheduler/schedule_one.go.
func isKnownReason(reason []byte) bool {
	switch string(reason) {
	case "BackOff", "Created", "Evicted", "Failed", "FailedAttachVolume", "FailedCreate", "FailedCreatePodSandBox", "FailedKillPod", "FailedMount", "FailedScheduling", "InspectFailed",
		"Killing", "NodeNotReady", "OOMKilling", "Preempted", "Pulled", "Pulling", "Scheduled", "Started", "SystemOOM", "TaintManagerEviction", "Unhealthy":
		return true
	}
	return false
}

// Continues takes the rows of the same object, and what a narrow terminal wrapped.
func (e events) Continues(first, line []byte, n int) bool {
	text := bytes.TrimLeft(line, " ")
	const deep, most = 40, 200 // the column of the messages, the lines of a table
	if n > most || len(text) == 0 {
		return false
	}
	if _, _, row := isRow(first); row || titleOf(first) == ofObject {
		if _, _, ok := isRow(line); ok || text[0] == 'T' && titleOf(line) == ofObject || bytes.HasPrefix(text, []byte("----")) {
			return true
		}
	}
	_, head := e.Head(line)
	return !head && len(line)-len(text) >= deep
}

// Finish names what the events are about. Rules see the reason first, then the columns behind it.
func (events) Finish(event *parsers.Event, text string) {
	event.Chain = nil
	if first, _, _ := strings.Cut(text, "\n"); event.Level != parsers.LevelUnknown {
		if _, _, row := isRow([]byte(first)); !row {
			tell(event, event.Message)
			return
		}
	}
	event.Level = parsers.LevelUnknown
	rows(event, text)
}

// rows reads the table of describe: the last warning tells the reason where the containers do not.
func rows(event *parsers.Event, text string) {
	if !strings.Contains(text, "Warning ") && !strings.Contains(text, "Normal ") {
		return
	}
	last, level := "", parsers.LevelUnknown
	for line := range strings.SplitSeq(text, "\n") {
		of, reason, ok := isRow([]byte(line))
		if ok && of >= level {
			last, level = line[reason:], of
		}
	}
	if level == parsers.LevelUnknown {
		return
	}
	event.Level = max(event.Level, level)
	if event.Fields.Get("reason") == "" {
		tell(event, lex.Fold(last))
	}
}

// tell sets the fields of one event: "FailedMount 2m (x5 over 10m) kubelet MountVolume.SetUp failed ...".
func tell(event *parsers.Event, text string) {
	reason, rest, _ := strings.Cut(text, " ")
	set(event, "reason", reason)
	about(event, rest)
	if _, count, ok := strings.Cut(rest, "(x"); ok {
		count, _, _ = strings.Cut(count, " ")
		set(event, "count", strings.Trim(count, "x)"))
	}
}

// about names pod and container as far as a message or an object's column tells.
func about(event *parsers.Event, text string) {
	for word := range strings.FieldsSeq(text) {
		if name, ok := strings.CutPrefix(word, "pod/"); ok {
			set(event, "pod", name)
			break
		}
	}
	if _, rest, ok := strings.Cut(text, " in pod "); ok { // "... container main in pod jm-0_flink(8d7f3c1e-...)"
		name, rest, _ := strings.Cut(rest, "_")
		namespace, _, _ := strings.Cut(rest, "(")
		if isObjectName([]byte(name)) && !strings.Contains(namespace, " ") {
			set(event, "pod", name)
			set(event, "namespace", namespace)
		}
	}
	if _, rest, ok := strings.Cut(text, "spec.containers{"); ok {
		name, _, _ := strings.Cut(rest, "}")
		set(event, "container", name)
	} else if _, rest, ok := strings.Cut(text, " failed container "); ok {
		name, _, _ := strings.Cut(rest, " ")
		set(event, "container", strings.TrimPrefix(name, "container="))
	}
}
