package envelope

import (
	"bytes"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// stampSize is the length of "2024-01-24T14:53:12".
const stampSize = 19

// maxStamp bounds a time stamp with fraction and zone, in bytes.
const maxStamp = 40

// stripStamp removes a leading RFC 3339 time: of a container runtime (CRI: "time stdout F text"), of journald's short-iso or rsyslog ("time host
// prog[1]: text"), of Fluentd's files ("time<TAB>tag<TAB>{...}"), or of kubectl logs --timestamps. Programs that begin their own lines with such a
// time keep it: they write fewer digits.
func stripStamp(line []byte) ([]byte, Meta, bool) {
	if len(line) < stampSize+2 || line[4] != '-' || line[10] != 'T' {
		return line, Meta{}, false
	}
	end := bytes.IndexAny(line[:min(len(line), maxStamp)], " \t")
	if end < stampSize {
		return line, Meta{}, false
	}
	at, digits, ok := readStamp(line[:end])
	if !ok {
		return line, Meta{}, false
	}
	rest := line[end+1:]
	if line[end] == '\t' {
		return stripFluentd(line, rest, at)
	}
	meta := Meta{Time: at}
	if inner, partial, ok := criRest(rest); ok {
		meta.Kind, meta.Partial = "cri", partial
		return inner, meta, true
	}
	if inner, ok := afterProgram(rest); ok && (digits == 0 || digits == 6) { // what journald and rsyslog write
		meta.Kind = "journald"
		return inner, meta, true
	}
	// The API server drops the zeros at the end of a fraction, so one line in a thousand has no more digits than a program's own.
	if digits >= 7 || opensLine(rest) {
		meta.Kind = "kubectl"
		return rest, meta, true
	}
	return line, Meta{}, false
}

// readStamp reads the time and how many digits its fraction has.
func readStamp(b []byte) (parsers.Time, int, bool) {
	at, err := time.Parse(time.RFC3339Nano, string(b))
	if err != nil {
		if at, err = time.Parse("2006-01-02T15:04:05.999999999-0700", string(b)); err != nil {
			return parsers.Time{}, 0, false
		}
	}
	digits := 0
	if len(b) > stampSize && (b[stampSize] == '.' || b[stampSize] == ',') {
		for i := stampSize + 1; i < len(b) && b[i] >= '0' && b[i] <= '9'; i++ {
			digits++
		}
	}
	return parsers.StatedTime(at), digits, true
}

// criRest reads "stdout F text". Source: kubernetes/kubernetes pkg/kubelet/kuberuntime/logs.
func criRest(rest []byte) (inner []byte, partial, ok bool) {
	for _, stream := range [...]string{"stdout ", "stderr "} {
		tail, found := bytes.CutPrefix(rest, []byte(stream))
		if !found || len(tail) == 0 || tail[0] != 'F' && tail[0] != 'P' {
			continue
		}
		if len(tail) > 1 && tail[1] != ' ' && tail[1] != ':' {
			continue
		}
		at := bytes.IndexByte(tail, ' ')
		if at < 0 {
			return nil, tail[0] == 'P', true
		}
		return tail[at+1:], tail[0] == 'P', true
	}
	return nil, false, false
}

// stripFluentd reads the rest of "time<TAB>tag<TAB>{...}". Source: fluent/fluentd lib/fluent/plugin/formatter_out_file.rb.
func stripFluentd(line, rest []byte, at parsers.Time) ([]byte, Meta, bool) {
	tab := bytes.IndexByte(rest[:min(len(rest), maxName)], '\t')
	if tab < 1 || tab+1 >= len(rest) || rest[tab+1] != '{' {
		return line, Meta{}, false
	}
	return rest[tab+1:], Meta{Kind: "fluentd", Time: at}, true
}
