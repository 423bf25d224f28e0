package kubernetes

import (
	"encoding/json"
	"strings"
)

// read is what was read out of an object.
type read struct {
	kind  string
	pod   pod
	event said
	seen  bool // a state of a container was found
}

// isPod tells whether the object is a pod, or the part of one that holds the states.
func (o *read) isPod() bool { return o.kind == "Pod" || o.seen }

// walker follows the keys of YAML or of JSON that was printed over several lines. It knows as much of both as kubectl uses for a status: block style, one key a
// line, long strings wrapped behind the key.
type walker struct {
	keys    []string
	columns []int
	value   *string // where the rest of a wrapped string belongs
	quote   byte    // the mark that will close it, 0 when it is plain
}

// maxDepth bounds the keys that are followed, maxString the text of one value in bytes.
const (
	maxDepth  = 24
	maxString = 4 << 10
)

// scan reads an object line by line.
func (o *read) scan(text string) {
	var w walker
	for line := range strings.SplitSeq(text, "\n") {
		column := indent(line)
		line = strings.TrimRight(line[column:], " \r,")
		item := false
		for strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "{") || strings.HasPrefix(line, "[") {
			item = item || line[0] != '['
			if line[0] == '-' {
				column++
				line = line[1:]
			}
			column++
			line = line[1:]
		}
		key, value, ok := keyValue(line)
		switch {
		case ok:
		case strings.Trim(line, "{}[]- ") == "":
			w.open(column, item, o)
			continue
		default:
			w.more(line)
			continue
		}
		w.enter(column, key)
		if item {
			o.item(w.keys[:len(w.keys)-1])
		}
		if w.value = o.target(w.keys); w.value != nil {
			w.begin(value)
		}
	}
}

// open handles a line that holds an opening bracket alone: the next item of a JSON list.
func (w *walker) open(column int, item bool, o *read) {
	w.value = nil
	if !item {
		return
	}
	for len(w.keys) > 0 && w.columns[len(w.keys)-1] >= column {
		w.leave()
	}
	o.item(w.keys)
}

// enter puts a key in its place below the keys that stand further out.
func (w *walker) enter(column int, key string) {
	for len(w.keys) > 0 && w.columns[len(w.keys)-1] >= column {
		w.leave()
	}
	if len(w.keys) < maxDepth {
		w.keys, w.columns = append(w.keys, key), append(w.columns, column)
	}
}

func (w *walker) leave() {
	w.keys, w.columns = w.keys[:len(w.keys)-1], w.columns[:len(w.columns)-1]
}

// begin takes what stands behind a key: a whole value, or the first line of a wrapped string.
func (w *walker) begin(text string) {
	w.quote = 0
	if len(text) > maxString {
		text = strings.ToValidUTF8(text[:maxString], "")
	}
	if n := len(text); n > 0 && (text[0] == '"' || text[0] == '\'') && (n == 1 || text[n-1] != text[0]) {
		w.quote, text = text[0], strings.TrimSuffix(text[1:], `\`)
	} else {
		text = unquote(text)
	}
	*w.value = text
}

// more appends a further line to the string that is being read.
func (w *walker) more(text string) {
	if w.value == nil || text == "" || len(*w.value)+len(text) > maxString {
		return
	}
	place := w.value
	switch w.quote {
	case '"':
		text = strings.TrimPrefix(text, `\ `)
		fallthrough
	case '\'':
		if closed, ok := strings.CutSuffix(text, string(w.quote)); ok {
			text, w.value = closed, nil
		}
		text = strings.TrimSuffix(text, `\`)
	}
	if *place != "" {
		text = *place + " " + text
	}
	*place = text
}

// keyValue splits `"key": value` and `key: value`.
func keyValue(line string) (key, value string, ok bool) {
	if quoted, isQuoted := strings.CutPrefix(line, `"`); isQuoted {
		key, value, ok = strings.Cut(quoted, `":`)
	} else {
		key, value, ok = strings.Cut(line, ":")
		ok = ok && (value == "" || value[0] == ' ')
	}
	const longest = 100
	if !ok || key == "" || len(key) > longest || strings.ContainsAny(key, " \t'") {
		return "", "", false
	}
	value = strings.TrimSpace(value)
	if value == "{" || value == "[" {
		value = ""
	}
	return key, value, true
}

// unquote reads a value that stands on one line.
func unquote(text string) string {
	switch text {
	case "", `""`, "''", "null", "|", "|-", ">", ">-", "{}", "[]":
		return ""
	}
	if text[0] == '"' {
		var s string
		if json.Unmarshal([]byte(text), &s) == nil {
			return s
		}
	}
	if text[0] == '\'' {
		return strings.ReplaceAll(strings.Trim(text, "'"), "''", "'")
	}
	return text
}

// item begins the next item of the list at the given place; in a part that was copied without its beginning every item at the margin is a container.
func (o *read) item(keys []string) {
	if len(keys) > 0 && isStatuses(keys[len(keys)-1]) || len(keys) == 0 && o.kind == "" && o.seen {
		o.pod.add("")
		o.seen = true
	}
}

func isStatuses(key string) bool {
	return key == "containerStatuses" || key == "initContainerStatuses"
}

// target returns where the value of a key belongs, nil when it is not wanted.
func (o *read) target(keys []string) *string {
	for i, key := range keys {
		if isStatuses(key) {
			return o.ofContainer(keys[i+1:])
		}
	}
	if o.kind == "" && len(keys) > 0 { // a part that was copied without its beginning
		if place := o.ofContainer(keys); place != nil {
			return place
		}
	}
	switch strings.Join(keys, ".") {
	case "kind":
		return &o.kind
	case "metadata.name":
		return &o.pod.name
	case "metadata.namespace":
		return &o.pod.namespace
	case "spec.nodeName":
		return &o.pod.node
	case "status.phase":
		return &o.pod.phase
	case "status.reason":
		return &o.pod.reason
	case "status.message":
		return &o.pod.message
	case "type":
		return &o.event.kind
	case "reason":
		return &o.event.reason
	case "message":
		return &o.event.message
	case "count":
		return &o.event.count
	case "lastTimestamp":
		return &o.event.last
	case "involvedObject.kind":
		return &o.event.objectKind
	case "involvedObject.name":
		return &o.event.objectName
	case "involvedObject.namespace":
		return &o.event.namespace
	}
	return nil
}

// ofContainer returns where a value of a container's status belongs, nil when it is not wanted.
func (o *read) ofContainer(keys []string) *string {
	if len(keys) == 0 {
		return nil
	}
	rest := keys[1:]
	switch keys[0] {
	case "name":
		return only(rest, &o.pod.current().name)
	case "restartCount":
		return only(rest, &o.pod.current().restarts)
	case "state":
		return o.ofState(&o.pod.current().state, rest)
	case "lastState":
		return o.ofState(&o.pod.current().last, rest)
	case "terminated":
		return o.ofState(&o.pod.current().last, keys)
	}
	return nil
}

// only returns the place when no key follows.
func only(rest []string, place *string) *string {
	if len(rest) > 0 {
		return nil
	}
	return place
}

// ofState returns where "terminated.reason" and its like belong.
func (o *read) ofState(s *status, keys []string) *string {
	if len(keys) == 0 {
		return nil
	}
	switch keys[0] {
	case "terminated":
		s.kind = "Terminated"
	case "waiting":
		s.kind = "Waiting"
	case "running":
		s.kind = "Running"
	default:
		return nil
	}
	o.seen = true
	if len(keys) != 2 {
		return nil
	}
	return s.field(keys[1])
}

// field returns where the value of a key of the API's ContainerState belongs.
func (s *status) field(key string) *string {
	switch key {
	case "reason":
		return &s.reason
	case "exitCode":
		return &s.exitCode
	case "message":
		return &s.message
	case "startedAt":
		return &s.started
	case "finishedAt":
		return &s.finished
	}
	return nil
}
