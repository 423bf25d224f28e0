package kubernetes

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// object is an object as kubectl get -o yaml or -o json prints it: one record from its apiVersion to the next object. Where the beginning was not copied a record
// begins at the states of the containers.
type object struct{}

// Name implements parsers.Layout.
func (object) Name() string { return "kubernetes-object" }

// Weak tells that a head does not end a record of another layout.
func (object) Weak() bool { return true }

// objectKeys are the keys with which an object or a part of one begins. kubectl sorts keys; the API server does not, and puts the kind first.
var objectKeys = []string{"apiVersion", "kind", "containerStatuses", "initContainerStatuses", "lastState", "terminated"}

// Head accepts such a key in YAML or JSON.
func (object) Head(line []byte) (parsers.Head, bool) {
	key, at := firstKey(line)
	if key == "" {
		return parsers.Head{}, false
	}
	return parsers.Head{Component: parsers.ComponentKubernetes, Body: at}, true
}

// firstKey returns which of objectKeys a line begins with, behind "- ", "{" and quotation marks, and the column of it. It does not allocate.
func firstKey(line []byte) (key string, at int) {
	for at < len(line) && (line[at] == ' ' || line[at] == '{' || line[at] == '[' || line[at] == '-' && at+1 < len(line) && line[at+1] == ' ') {
		at++
	}
	text := line[at:]
	quoted := len(text) > 0 && text[0] == '"'
	if quoted {
		text = text[1:]
	}
	for _, key := range objectKeys {
		rest, ok := bytes.CutPrefix(text, []byte(key))
		if !ok {
			continue
		}
		if quoted {
			rest, ok = bytes.CutPrefix(rest, []byte(`"`))
		}
		if !ok || len(rest) == 0 || rest[0] != ':' {
			return "", 0
		}
		if !isValueOf(key, bytes.TrimLeft(rest[1:], " ")) {
			return "", 0 // prose
		}
		return key, at
	}
	return "", 0
}

// isValueOf tells whether a value may stand behind the key: a version, a kind, or for the rest the beginning of something larger.
func isValueOf(key string, value []byte) bool {
	first := byte(0)
	if value = bytes.TrimLeft(value, `"`); len(value) > 0 {
		first = value[0]
	}
	switch key {
	case "apiVersion":
		return isLower(first)
	case "kind":
		return first >= 'A' && first <= 'Z'
	}
	return first == 0 || first == '{' || first == '['
}

// Continues takes everything up to the next object of a list. Objects that others own are named in the middle of an object by their apiVersion as well;
// they stand further in.
func (object) Continues(first, line []byte, n int) bool {
	const most = 2000
	if n >= most || len(line) == 0 {
		return false
	}
	from, fromAt := firstKey(first)
	key, at := firstKey(line)
	switch {
	case from == "kind" && key == "apiVersion" && n == 1:
		return true
	case from != "apiVersion" && from != "kind":
		return n < 200 && key != "apiVersion" && isStructure(line)
	case key == "apiVersion" || key == "kind" && from == "kind":
		return !isNext(first, fromAt, line, at)
	}
	return isStructure(line)
}

// isNext tells whether a key at the column at begins another object than the one whose first key stands at fromAt: an object beside it, or, when that was the list,
// the first item of it.
func isNext(first []byte, fromAt int, line []byte, at int) bool {
	if at <= fromAt {
		return true
	}
	if first[fromAt] == '"' { // JSON: the list's keys stand one step in, those of its items three
		return at == 3*fromAt
	}
	return fromAt == 0 && line[0] == '-'
}

// isStructure tells whether a line is part of YAML or JSON: indented, an item, a bracket, or a key at the margin.
func isStructure(line []byte) bool {
	switch c := line[0]; c {
	case ' ', '\t', '-', '}', ']', '{', '[', '"':
		return true
	default:
		const longest = 40
		colon := bytes.IndexByte(line[:min(len(line), longest)], ':')
		return isLower(c) && colon > 0 && bytes.IndexByte(line[:colon], ' ') < 0 && (colon+1 == len(line) || line[colon+1] == ' ')
	}
}

// maxStatus bounds how much of an object's status is kept as the message, in bytes.
const maxStatus = 8 << 10

// Finish reads a pod's containers or what an Event says. The message is the status as it stands, and behind it the same in the words of kubectl describe.
func (object) Finish(event *parsers.Event, text string) {
	var o read
	if !o.decode(text) {
		o.scan(text)
	}
	if o.kind == "Event" {
		event.Chain = nil
		o.event.fields(event)
		event.Message = o.event.summary()
		return
	}
	if !o.isPod() {
		return
	}
	event.Chain = nil
	o.pod.fields(event)
	event.Message = lex.Fold(cut(statusOf(text), maxStatus) + " " + o.pod.summary())
}

// statusOf returns the text from the status on, all of it when there is none.
func statusOf(text string) string {
	for _, key := range [...]string{"\nstatus:\n", "\n  status:\n", "\"status\": {", "\"status\":{"} {
		if i := strings.LastIndex(text, key); i >= 0 {
			return text[i:]
		}
	}
	return text
}

func cut(text string, n int) string {
	if len(text) > n {
		return strings.ToValidUTF8(text[:n], "")
	}
	return text
}

// said is what an Event object tells.
type said struct {
	kind, reason, message, count, last string
	objectKind, objectName, namespace  string // what it is about
}

func (s *said) fields(event *parsers.Event) {
	set(event, "reason", s.reason)
	set(event, "count", s.count)
	set(event, "namespace", s.namespace)
	if s.objectKind == "Pod" {
		set(event, "pod", s.objectName)
	}
	about(event, s.message)
	event.Time = moment(s.last)
	event.Level = parsers.LevelInfo
	if s.kind == "Warning" {
		event.Level = parsers.LevelWarn
	}
}

func (s *said) summary() string {
	return lex.Fold(cut(s.reason+" "+s.objectKind+"/"+s.objectName+" "+s.message, maxStatus))
}
