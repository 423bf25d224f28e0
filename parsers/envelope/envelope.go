// Package envelope removes what others wrap around a log line: kubectl and stern, container runtimes, docker compose, syslog and journald,
// log shippers, and the JSON layouts of loggers. It knows wrappers only; what the line inside says is for the layouts, and no log grammar
// may enter.
//
// An object of a logger's JSON layout becomes the text line that the same program writes otherwise, so that each layout exists once: of
// StarRocks in the form of fe.log, of every other logger in Flink's, "2024-05-13 08:15:30,123Z LEVEL logger [] - message", the stack trace on
// the lines below. The zone stays on the time, by which it counts as zoned. The thread and the context map are dropped.
package envelope

import (
	"bytes"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Meta is what an envelope said about the line inside.
type Meta struct {
	// Kind names the outermost envelope: kubectl, stern, cri, docker-json, compose, syslog, journald, fluentd, shipper-json, logger-json,
	// starrocks-json. "" means that there is none.
	Kind string
	// Pod and Container say where the line was written; "" when the envelope does not tell.
	Pod, Container string
	// Partial tells that the next line continues this one without a line end between them.
	Partial bool
	// Time is when the envelope was put on; unknown when it states none. Syslog's lacks the year, which is 0 then.
	Time parsers.Time
}

// maxNested bounds the envelopes around one line.
const maxNested = 4

// Strip removes the envelopes of a line without line end. inner aliases line or is fresh memory, and holds line ends when the envelope carried
// several lines; ok is false, and inner the line itself, when there is none. It does not allocate then.
func Strip(line []byte) (inner []byte, meta Meta, ok bool) {
	inner = line
	for range maxNested {
		next, found, stripped := stripOne(inner)
		if !stripped {
			break
		}
		inner, ok = next, true
		meta.merge(&found)
	}
	return inner, meta, ok
}

// merge takes in what an inner envelope says; the outer one wins.
func (m *Meta) merge(inner *Meta) {
	if m.Kind == "" {
		m.Kind = inner.Kind
	}
	if m.Pod == "" {
		m.Pod = inner.Pod
	}
	if m.Container == "" {
		m.Container = inner.Container
	}
	if !m.Time.Known() {
		m.Time = inner.Time
	}
	m.Partial = m.Partial || inner.Partial
}

// stripOne removes one envelope.
func stripOne(line []byte) ([]byte, Meta, bool) {
	if len(line) < 4 {
		return line, Meta{}, false
	}
	switch c := line[0]; {
	case c == '{':
		return stripJSON(line)
	case c == '[':
		return stripPrefix(line)
	case c == '<':
		return stripPriority(line)
	case c == ' ': // docker compose aligns names to the right when it is asked for a table
		if text := bytes.TrimLeft(line, " "); len(text) > 0 && isNameByte(text[0]) {
			if inner, meta, ok := stripNames(text); ok && meta.Kind == "compose" {
				return inner, meta, true
			}
		}
	case c >= '0' && c <= '9':
		if inner, meta, ok := stripStamp(line); ok {
			return inner, meta, true
		}
		return stripNames(line)
	case isNameByte(c):
		if inner, meta, ok := stripSyslog(line); ok {
			return inner, meta, true
		}
		return stripNames(line)
	}
	return line, Meta{}, false
}
