// Package envelope removes what others wrap around a log line: kubectl and stern, container runtimes, docker compose, syslog and journald, log
// shippers, and the JSON layouts of loggers, which become a text line again. It knows wrappers only; what the line inside says is for the
// layouts.
package envelope

import (
	"bytes"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Meta is what an envelope said about the line inside.
type Meta struct {
	// Kind names the outermost envelope: kubectl, stern, cri, docker-json, compose, syslog, journald, shipper-json, logger-json, starrocks-json.
	Kind string
	// Pod and Container say where the line was written; "" when the envelope does not tell.
	Pod, Container string
	// Partial tells that the next line continues this one without a line end between them.
	Partial bool
	// Time is when the envelope was put on; unknown when it states none.
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
		meta.merge(found)
	}
	return inner, meta, ok
}

// merge takes in what an inner envelope says; the outer one wins.
func (m *Meta) merge(inner Meta) {
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
		return stripSyslog5424(line)
	case c == ' ': // docker compose aligns names to the right when it is asked for a table
		if inner, meta, ok := stripBar(bytes.TrimLeft(line, " ")); ok {
			return inner, meta, true
		}
	case c >= '0' && c <= '9':
		if inner, meta, ok := stripStamp(line); ok {
			return inner, meta, true
		}
		return stripBar(line)
	case isNameByte(c):
		if inner, meta, ok := stripSyslog(line); ok {
			return inner, meta, true
		}
		return stripBar(line)
	}
	return line, Meta{}, false
}

// stripPrefix removes "[pod/name/container] " of kubectl logs --prefix.
func stripPrefix(line []byte) ([]byte, Meta, bool) {
	rest, ok := bytes.CutPrefix(line, []byte("[pod/"))
	if !ok {
		return line, Meta{}, false
	}
	end := bytes.IndexByte(rest, ']')
	if end < 0 || end > maxName {
		return line, Meta{}, false
	}
	pod, container, ok := bytes.Cut(rest[:end], []byte{'/'})
	if !ok {
		return line, Meta{}, false
	}
	inner := bytes.TrimPrefix(rest[end+1:], []byte{' '})
	return inner, Meta{Kind: "kubectl", Pod: string(pod), Container: string(container)}, true
}

// maxName bounds the names that tools put in front of a line, in bytes.
const maxName = 300

// stripBar removes "name  | " of docker compose, and "pod container | " or "namespace pod container | " of stern. A pod's name holds a '-'.
func stripBar(line []byte) ([]byte, Meta, bool) {
	var names [3][]byte
	count, i := 0, 0
	for i < len(line) && i < maxName {
		start := i
		for i < len(line) && isNameByte(line[i]) {
			i++
		}
		if i == start || count == len(names) {
			return line, Meta{}, false
		}
		names[count] = line[start:i]
		count++
		blank := i
		for i < len(line) && line[i] == ' ' {
			i++
		}
		if i == blank || i >= len(line) {
			return line, Meta{}, false
		}
		if line[i] == '|' {
			return barred(line, i+1, names[:count])
		}
	}
	return line, Meta{}, false
}

func barred(line []byte, at int, names [][]byte) ([]byte, Meta, bool) {
	if at < len(line) && line[at] != ' ' || !hasLetter(names[0]) {
		return line, Meta{}, false
	}
	inner := bytes.TrimPrefix(line[at:], []byte{' '})
	if len(names) == 1 {
		return inner, Meta{Kind: "compose", Container: string(names[0])}, true
	}
	pod, container := names[len(names)-2], names[len(names)-1]
	if bytes.IndexByte(pod, '-') < 0 {
		return line, Meta{}, false
	}
	return inner, Meta{Kind: "stern", Pod: string(pod), Container: string(container)}, true
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.'
}

func hasLetter(b []byte) bool {
	for _, c := range b {
		if c|0x20 >= 'a' && c|0x20 <= 'z' {
			return true
		}
	}
	return false
}
