package kubernetes

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// events is a row of the table of kubectl describe, get events or events:
//
//	Warning  FailedMount  2m (x5 over 10m)  kubelet  MountVolume.SetUp failed ...
//	2m       Warning      FailedMount       pod/a-1  MountVolume.SetUp failed ...
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

// Head accepts a line with Normal or Warning in one of its first columns and a reason behind it, and the titles of the table.
func (events) Head(line []byte) (parsers.Head, bool) {
	if isTitle(line) {
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

// isTitle recognises "Events:", "LAST SEEN  TYPE ..." and "  Type  Reason ...".
func isTitle(line []byte) bool {
	text := bytes.TrimLeft(line, " ")
	if len(text) < len("Events:") {
		return false
	}
	switch text[0] {
	case 'E':
		return len(text) == len(line) && bytes.HasPrefix(text, []byte("Events:"))
	case 'L':
		return bytes.HasPrefix(text, []byte("LAST SEEN  "))
	case 'N':
		return bytes.HasPrefix(text, []byte("NAMESPACE  ")) && bytes.Contains(text, []byte(" LAST SEEN "))
	case 'T':
		return bytes.HasPrefix(text, []byte("Type  ")) && bytes.Contains(text, []byte(" Reason "))
	}
	return false
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

// Continues takes the line below a title, and what a narrow terminal wrapped.
func (e events) Continues(first, line []byte, n int) bool {
	text := bytes.TrimLeft(line, " ")
	if isTitle(first) {
		return n <= 2 && (isTitle(line) && len(text) < len(line) || bytes.HasPrefix(text, []byte("----")))
	}
	const deep = 40 // the column of the messages
	_, head := e.Head(line)
	return !head && n <= 4 && len(line)-len(text) >= deep
}

// Finish names what the event is about. Rules see the reason first, then the columns behind it.
func (events) Finish(event *parsers.Event, _ string) {
	event.Chain = nil
	if event.Level == parsers.LevelUnknown {
		return
	}
	reason, rest, _ := strings.Cut(event.Message, " ")
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
