package envelope

import (
	"bytes"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// stampSize is the length of "2024-01-24T14:53:12".
const stampSize = 19

// stripStamp removes a leading RFC 3339 time: of a container runtime (CRI: "time stdout F text"), of journald's short-iso ("time host prog[1]: text"),
// or of kubectl logs --timestamps. Programs that begin their own lines with such a time keep it: they write fewer digits.
func stripStamp(line []byte) ([]byte, Meta, bool) {
	if len(line) < stampSize+2 || line[4] != '-' || line[10] != 'T' {
		return line, Meta{}, false
	}
	end := bytes.IndexByte(line, ' ')
	if end < stampSize || end > 40 {
		return line, Meta{}, false
	}
	at, digits, ok := readStamp(line[:end])
	if !ok {
		return line, Meta{}, false
	}
	meta := Meta{Time: at}
	rest := line[end+1:]
	if inner, partial, ok := criRest(rest); ok {
		meta.Kind, meta.Partial = "cri", partial
		return inner, meta, true
	}
	if inner, ok := afterProgram(rest); ok && digits <= 6 {
		meta.Kind = "journald"
		return inner, meta, true
	}
	if digits >= 7 || startsWithDate(rest) {
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
	return parsers.Time{At: at.UTC(), Zoned: true}, digits, true
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

// startsWithDate tells whether the line inside begins with a time of its own, or with nginx's or glog's.
func startsWithDate(b []byte) bool {
	if len(b) < 19 {
		return false
	}
	digit := func(i int) bool { return b[i] >= '0' && b[i] <= '9' }
	date := digit(0) && digit(1) && digit(2) && digit(3) && (b[4] == '-' || b[4] == '/') && digit(5) && digit(6)
	glog := (b[0] == 'I' || b[0] == 'W' || b[0] == 'E' || b[0] == 'F') && digit(1) && digit(2) && digit(3) && digit(4)
	return date || glog
}

// stripSyslog removes "Jan 24 14:53:12 host prog[123]: " of RFC 3164 and of journald. The kernel's lines keep "kernel: ", by which they are known.
func stripSyslog(line []byte) ([]byte, Meta, bool) {
	const size = len("Jan 24 14:53:12 ")
	if len(line) < size+4 || line[3] != ' ' || line[6] != ' ' || line[9] != ':' || line[12] != ':' || line[15] != ' ' {
		return line, Meta{}, false
	}
	at, err := time.Parse("Jan _2 15:04:05", string(line[:size-1]))
	if err != nil {
		return line, Meta{}, false
	}
	inner, ok := afterProgram(line[size:])
	if !ok {
		return line, Meta{}, false
	}
	return inner, Meta{Kind: "syslog", Time: parsers.Time{At: at}}, true
}

// stripSyslog5424 removes "<34>1 2024-01-24T14:53:12.000Z host app 123 ID - ".
func stripSyslog5424(line []byte) ([]byte, Meta, bool) {
	end := bytes.IndexByte(line, '>')
	if end < 2 || end > 4 || len(line) < end+3 {
		return line, Meta{}, false
	}
	for _, c := range line[1:end] {
		if c < '0' || c > '9' {
			return line, Meta{}, false
		}
	}
	rest, ok := bytes.CutPrefix(line[end+1:], []byte("1 "))
	if !ok {
		return stripSyslogAfter(line, end+1)
	}
	stamp, rest, ok := bytes.Cut(rest, []byte{' '})
	if !ok || len(stamp) < stampSize+1 {
		return line, Meta{}, false
	}
	at, _, ok := readStamp(stamp)
	if !ok {
		return line, Meta{}, false
	}
	for range 4 { // host, application, process, message id
		if _, rest, ok = bytes.Cut(rest, []byte{' '}); !ok {
			return line, Meta{}, false
		}
	}
	if len(rest) > 0 && rest[0] == '[' {
		if i := bytes.Index(rest, []byte("] ")); i >= 0 {
			rest = rest[i+2:]
		}
	}
	rest = bytes.TrimPrefix(rest, []byte("- "))
	return rest, Meta{Kind: "syslog", Time: at}, true
}

// stripSyslogAfter reads the rest of "<34>Jan 24 ...".
func stripSyslogAfter(line []byte, from int) ([]byte, Meta, bool) {
	if inner, meta, ok := stripSyslog(line[from:]); ok {
		return inner, meta, true
	}
	return line, Meta{}, false
}

// afterProgram returns what follows "host prog[123]: ".
func afterProgram(rest []byte) ([]byte, bool) {
	host := bytes.IndexByte(rest, ' ')
	if host < 1 || host > maxName || !allName(rest[:host]) {
		return nil, false
	}
	rest = rest[host+1:]
	colon := bytes.Index(rest, []byte(": "))
	if colon < 1 || colon > 80 {
		return nil, false
	}
	program := rest[:colon]
	if string(program) == "kernel" {
		return rest, true
	}
	if open := bytes.IndexByte(program, '['); open > 0 && program[len(program)-1] == ']' {
		program = program[:open]
	}
	if !allName(program) {
		return nil, false
	}
	return rest[colon+2:], true
}

func allName(b []byte) bool {
	for _, c := range b {
		if !isNameByte(c) && c != '/' && c != '@' && c != '(' && c != ')' && c != ':' {
			return false
		}
	}
	return true
}
