package kubernetes

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// describe is kubectl describe pod, one record from "Name:" to the next object, events included: a mount that failed and a container that started after all tell
// together what either alone does not.
type describe struct{}

// Name implements parsers.Layout.
func (describe) Name() string { return "kubernetes-describe" }

// Head accepts the name of the object. Source: kubernetes/kubectl pkg/describe/describe.go (describePod).
func (describe) Head(line []byte) (parsers.Head, bool) {
	return parsers.Head{Component: parsers.ComponentKubernetes}, part(line) == partObject
}

// Continues takes everything up to the next object.
func (describe) Continues(_, line []byte, n int) bool {
	const most = 600
	return n < most && part(line) != partObject && isDescription(line)
}

// Finish reads which container is in what state.
func (describe) Finish(event *parsers.Event, text string) { finishDescription(event, text) }

func finishDescription(event *parsers.Event, text string) {
	event.Chain = nil
	event.Message = lex.Fold(text)
	described(text).fields(event)
	rows(event, text)
}

// excerpt is a piece of a description without the object's name: its containers, or the state of one.
type excerpt struct{}

// Name implements parsers.Layout.
func (excerpt) Name() string { return "kubernetes-describe-excerpt" }

// Weak tells that a head does not end a record of another layout.
func (excerpt) Weak() bool { return true }

// Head accepts the keys at which containers and states begin. Source: kubernetes/kubectl pkg/describe/describe.go (describeContainers).
func (excerpt) Head(line []byte) (parsers.Head, bool) {
	return parsers.Head{Component: parsers.ComponentKubernetes}, part(line) > partObject
}

// Continues takes the rest of the containers, or below a state what is indented and the state that follows it.
func (excerpt) Continues(first, line []byte, n int) bool {
	const most, mostOfState = 600, 60
	next := part(line)
	if from := part(first); from != partContainers {
		return n < mostOfState && (next == 0 || next > from) && len(line) > 0 && (line[0] == ' ' || first[0] != ' ' && isDescription(line))
	}
	return n < most && (next != partContainers || line[0] != first[0]) && isDescription(line)
}

// Finish reads which container is in what state.
func (excerpt) Finish(event *parsers.Event, text string) { finishDescription(event, text) }

// The parts of a description, larger ones first.
const (
	partObject = iota + 1
	partContainers
	partState
	partLastState
)

// part tells which part begins with a line, 0 for none.
func part(line []byte) int {
	text := bytes.TrimLeft(line, " ")
	if len(text) < 8 {
		return 0
	}
	switch text[0] {
	case 'N':
		if len(text) == len(line) && bytes.HasPrefix(text, []byte("Name:      ")) && bytes.IndexByte(bytes.TrimSpace(text[len("Name:"):]), ' ') < 0 {
			return partObject
		}
	case 'C', 'I':
		if bytes.HasPrefix(text, []byte("Containers:")) || bytes.HasPrefix(text, []byte("Init Containers:")) {
			return partContainers
		}
	case 'S':
		if rest, ok := bytes.CutPrefix(text, []byte("State:")); ok && isState(rest) {
			return partState
		}
	case 'L':
		if rest, ok := bytes.CutPrefix(text, []byte("Last State:")); ok && isState(rest) {
			return partLastState
		}
	}
	return 0
}

func isState(value []byte) bool {
	switch string(bytes.TrimSpace(value)) {
	case "Running", "Waiting", "Terminated":
		return true
	}
	return false
}

// isDescription tells whether a line is written as describe writes: blank, indented, or a key at the margin.
func isDescription(line []byte) bool {
	if len(line) == 0 || line[0] == ' ' || line[0] == '\t' {
		return true
	}
	const longest = 40
	colon := bytes.IndexByte(line[:min(len(line), longest)], ':')
	return line[0] >= 'A' && line[0] <= 'Z' && colon > 0
}

// described reads the text line by line: keys at the margin are the pod's, indented ones belong to the container and state above them.
func described(text string) *pod {
	p := &pod{}
	first, _, _ := strings.Cut(text, "\n")
	flat := part([]byte(first)) >= partState // nothing but states, wherever the margin was
	in := "Containers"                       // the key at the margin above
	below := place{pod: p}
	for line := range strings.SplitSeq(text, "\n") {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ":")
		value = strings.TrimSpace(value)
		switch column := indent(line); {
		case !ok:
		case !flat && column == 0:
			in = strings.TrimPrefix(key, "Init ")
			p.set(key, value)
		case in != "Containers":
		case !flat && column == containerIndent && value == "":
			p.add(key)
			below = place{pod: p}
		default:
			below.set(key, value)
		}
	}
	return p
}

// place is where a line below a container belongs.
type place struct {
	pod    *pod
	state  *status // the state that was begun last
	limits bool    // below "Limits:"
}

// set takes a value of a container.
func (b *place) set(key, value string) {
	c := b.pod.current()
	switch key {
	case "State":
		c.state.kind, b.state, b.limits = value, &c.state, false
	case "Last State":
		c.last.kind, b.state, b.limits = value, &c.last, false
	case "Restart Count":
		c.restarts, b.state = value, nil
	case "Limits", "Requests":
		b.limits, b.state = key == "Limits", nil
	case "memory":
		if b.limits {
			c.limit = value
		}
	default:
		if b.state != nil {
			b.state.set(key, value)
		}
	}
}

// containerIndent is how far a container's name is indented.
const containerIndent = 2

// set takes a value at the margin.
func (p *pod) set(key, value string) {
	switch key {
	case "Name":
		p.name = value
	case "Namespace":
		p.namespace = value
	case "Node":
		p.node, _, _ = strings.Cut(value, "/")
	case "Status":
		p.phase = value
	case "Reason":
		p.reason = value
	case "Message":
		p.message = value
	}
}

// set takes a value below a state.
func (s *status) set(key, value string) {
	switch key {
	case "Reason":
		s.reason = value
	case "Exit Code":
		s.exitCode = value
	case "Message":
		s.message = value
	case "Started":
		s.started = value
	case "Finished":
		s.finished = value
	}
}
