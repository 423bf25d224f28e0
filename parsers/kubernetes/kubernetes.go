// Package kubernetes reads what kubectl prints about pods: describe, events, the table of get pods, and pods as JSON or YAML. It knows no rule. What kubectl
// logs prints is an envelope's business.
package kubernetes

import (
	"bytes"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Layouts returns the layouts, those with the stricter heads first. They hold no state.
func Layouts() []parsers.Layout { return []parsers.Layout{describe{}, table{}, events{}, object{}} }

// describe is kubectl describe pod: one record for the pod's head, and one for each container state, which begins at "State:" or "Last State:".
type describe struct{}

func (describe) Name() string { return "kubernetes-describe" }

// Weak tells that a head does not end a record of another layout.
func (describe) Weak() bool { return true }

var describeHeads = []string{"Name:   ", "Namespace:   ", "Last State:   ", "State:    ", "Containers:", "Conditions:", "Events:", "Status:   ", "Node:    ", "Init Containers:"}

// Head accepts the keys at which kubectl describe begins a part. Source: kubernetes/kubectl pkg/describe/describe.go.
func (describe) Head(line []byte) (parsers.Head, bool) {
	text := bytes.TrimLeft(line, " ")
	if len(text) < 6 || len(line)-len(text) > 12 || bytes.IndexByte([]byte("NLSCEI"), text[0]) < 0 {
		return parsers.Head{}, false
	}
	for _, head := range describeHeads {
		if bytes.HasPrefix(text, []byte(head)) {
			return parsers.Head{Component: parsers.ComponentKubernetes, Body: len(line) - len(text)}, true
		}
	}
	return parsers.Head{}, false
}

// Continues takes everything about one pod: from "Name:" to the next one, events included, so that the name of the pod and the end of its container
// stand in one event. A part that was pasted without the name ends at the next part.
func (d describe) Continues(first, line []byte, n int) bool {
	if bytes.HasPrefix(first, []byte("Name:")) {
		return n < 500 && !bytes.HasPrefix(line, []byte("Name:"))
	}
	if n > 40 || len(line) == 0 {
		return false
	}
	_, head := d.Head(line)
	return !head && (line[0] == ' ' || bytes.IndexByte(line, ':') > 0)
}

// Finish reads the state of a container.
func (describe) Finish(event *parsers.Event, text string) {
	event.Chain = nil
	event.Message = fold(text)
	last := text
	if _, state, ok := strings.Cut(text, "Last State:"); ok {
		last = state
	}
	set(event, "reason", described(last, "Reason:"))
	set(event, "exit_code", described(last, "Exit Code:"))
	if at, err := time.Parse(time.RFC1123Z, described(last, "Finished:")); err == nil {
		event.Time = parsers.Time{At: at.UTC(), Zoned: true}
	}
	set(event, "restart_count", described(text, "Restart Count:"))
	if strings.HasPrefix(strings.TrimLeft(text, " "), "Name:") {
		set(event, "pod", described(text, "Name:"))
		set(event, "namespace", described(text, "Namespace:"))
	}
}

// described returns the value of a key on a line of its own.
func described(text, key string) string {
	for _, line := range strings.Split(text, "\n") {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), key); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// table is kubectl get pods: "name  0/1  OOMKilled  3 (2m ago)  10m".
type table struct{}

func (table) Name() string { return "kubernetes-pods" }
func (table) Weak() bool   { return true }

func (table) Head(line []byte) (parsers.Head, bool) {
	slash := bytes.IndexByte(line, '/')
	if slash < 2 || slash+2 >= len(line) || !digit(line[slash-1]) || !digit(line[slash+1]) || line[slash-2] != ' ' || line[slash+2] != ' ' {
		return parsers.Head{}, false
	}
	name := bytes.IndexByte(line, ' ')
	if name < 1 || bytes.IndexByte(line[:name], '-') < 0 {
		return parsers.Head{}, false
	}
	rest := bytes.TrimLeft(line[slash+2:], " ")
	return parsers.Head{Component: parsers.ComponentKubernetes}, len(rest) > 0 && (rest[0] >= 'A' && rest[0] <= 'Z')
}

func (table) Continues(_, _ []byte, _ int) bool { return false }

func (table) Finish(event *parsers.Event, text string) {
	event.Chain = nil
	columns := strings.Fields(text)
	for i, c := range columns {
		if strings.IndexByte(c, '/') == 1 && i > 0 && i+1 < len(columns) {
			set(event, "pod", columns[i-1])
			set(event, "reason", columns[i+1])
			return
		}
	}
}

// events is the table of kubectl describe or get events: "Warning  FailedMount  2m (x5 over 10m)  kubelet  MountVolume.SetUp failed ...".
type events struct{}

func (events) Name() string { return "kubernetes-events" }
func (events) Weak() bool   { return true }

// Head accepts a line whose first, second or third word is Normal or Warning, followed by a reason in one word of two capitals or more.
func (events) Head(line []byte) (parsers.Head, bool) {
	if len(line) < 20 || len(line) > 4096 {
		return parsers.Head{}, false
	}
	for _, kind := range [...]string{"Warning ", "Normal "} {
		i := bytes.Index(line[:min(len(line), 60)], []byte(kind))
		if i < 0 || i > 0 && line[i-1] != ' ' || bytes.IndexByte(line[:i], ':') >= 0 || len(bytes.Fields(line[:i])) > 2 {
			continue
		}
		rest := bytes.TrimLeft(line[i+len(kind):], " ")
		end := bytes.IndexByte(rest, ' ')
		if end < 4 || rest[0] < 'A' || rest[0] > 'Z' || !allLetters(rest[:end]) {
			continue
		}
		head := parsers.Head{Level: parsers.LevelInfo, Component: parsers.ComponentKubernetes, Body: len(line) - len(rest)}
		if kind == "Warning " {
			head.Level = parsers.LevelWarn
		}
		return head, true
	}
	return parsers.Head{}, false
}

func (events) Continues(_, line []byte, n int) bool {
	return n <= 4 && len(line) > 40 && line[0] == ' ' && bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("("))
}

func (events) Finish(event *parsers.Event, _ string) {
	event.Chain = nil
	reason, rest, _ := strings.Cut(event.Message, " ")
	set(event, "reason", reason)
	for _, word := range strings.Fields(rest) {
		if pod, ok := strings.CutPrefix(word, "pod/"); ok {
			set(event, "pod", pod)
			return
		}
	}
}

// object is a pod as JSON or YAML; one record holds the whole status of a container, which ends at the next one.
type object struct{}

func (object) Name() string { return "kubernetes-object" }
func (object) Weak() bool   { return true }

var objectHeads = []string{`"containerStatuses":`, "containerStatuses:", `"lastState":`, "lastState:", "- containerID:", `"apiVersion": "v1"`, "apiVersion: v1"}

func (object) Head(line []byte) (parsers.Head, bool) {
	text := bytes.TrimLeft(line, " {")
	if len(text) < 10 || bytes.IndexByte([]byte(`"cla-`), text[0]) < 0 {
		return parsers.Head{}, false
	}
	for _, head := range objectHeads {
		if bytes.HasPrefix(text, []byte(head)) {
			return parsers.Head{Component: parsers.ComponentKubernetes, Body: len(line) - len(text)}, true
		}
	}
	return parsers.Head{}, false
}

func (o object) Continues(_, line []byte, n int) bool {
	if n > 60 || len(line) == 0 {
		return false
	}
	_, head := o.Head(line)
	return !head && (line[0] == ' ' || line[0] == '}' || line[0] == '{')
}

func (object) Finish(event *parsers.Event, text string) {
	event.Chain = nil
	event.Message = fold(text)
	set(event, "reason", property(event.Message, "reason"))
	set(event, "exit_code", property(event.Message, "exitCode"))
	set(event, "pod", property(event.Message, "podName"))
}

// property returns the value of `"key": value` or `key: value`.
func property(text, key string) string {
	for _, form := range [...]string{`"` + key + `": `, `"` + key + `":`, key + ": "} {
		_, rest, ok := strings.Cut(text, form)
		if !ok {
			continue
		}
		rest = strings.TrimPrefix(rest, `"`)
		if end := strings.IndexAny(rest, "\", }"); end >= 0 {
			rest = rest[:end]
		}
		return rest
	}
	return ""
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func allLetters(b []byte) bool {
	for _, c := range b {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return true
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

func set(event *parsers.Event, name, value string) {
	if value != "" && len(value) < 200 {
		event.Fields = event.Fields.Set(name, value)
	}
}
