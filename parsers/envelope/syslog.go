package envelope

import (
	"bytes"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// stripSyslog removes "Jan 24 14:53:12 host prog[123]: " of RFC 3164 and of journald, with or without a fraction of the second, and journald's
// short-full "Wed 2024-01-24 14:53:12 CST host prog[123]: ". The kernel's lines keep "kernel: ", by which they are known.
func stripSyslog(line []byte) ([]byte, Meta, bool) {
	const size = len("Jan 24 14:53:12")
	if len(line) < size+6 || line[3] != ' ' {
		return line, Meta{}, false
	}
	if line[4] == '2' && line[8] == '-' {
		return stripShortFull(line)
	}
	if line[6] != ' ' || line[9] != ':' || line[12] != ':' {
		return line, Meta{}, false
	}
	at, err := time.Parse("Jan _2 15:04:05", string(line[:size]))
	if err != nil {
		return line, Meta{}, false
	}
	end := size
	if line[end] == '.' {
		for end++; end < len(line) && line[end] >= '0' && line[end] <= '9'; end++ {
		}
	}
	if end >= len(line) || line[end] != ' ' {
		return line, Meta{}, false
	}
	inner, ok := afterProgram(line[end+1:])
	if !ok {
		return line, Meta{}, false
	}
	return inner, Meta{Kind: "syslog", Time: parsers.Time{At: at}}, true
}

// stripShortFull reads journalctl -o short-full and its kin. The zone is a name, which says nothing without the machine's tables, unless it is UTC.
func stripShortFull(line []byte) ([]byte, Meta, bool) {
	const from, size = len("Wed "), len("2024-01-24 14:53:12")
	if len(line) < from+size+2 {
		return line, Meta{}, false
	}
	at, err := time.Parse(time.DateTime, string(line[from:from+size]))
	if err != nil {
		return line, Meta{}, false
	}
	rest := line[from+size:]
	blank := bytes.IndexByte(rest, ' ') // behind a fraction, if any
	if blank < 0 || blank > len(".123456") {
		return line, Meta{}, false
	}
	zone, rest, ok := bytes.Cut(rest[blank+1:], []byte{' '})
	if !ok || len(zone) > len("America") {
		return line, Meta{}, false
	}
	inner, ok := afterProgram(rest)
	if !ok {
		return line, Meta{}, false
	}
	return inner, Meta{Kind: "journald", Time: parsers.Time{At: at, Zoned: string(zone) == "UTC"}}, true
}

// stripPriority removes "<34>1 2024-01-24T14:53:12.000Z host app 123 ID - " of RFC 5424 and "<34>Jan 24 ..." of RFC 3164.
func stripPriority(line []byte) ([]byte, Meta, bool) {
	end := bytes.IndexByte(line[:min(len(line), 5)], '>')
	if end < 2 || len(line) < end+3 {
		return line, Meta{}, false
	}
	for _, c := range line[1:end] {
		if c < '0' || c > '9' {
			return line, Meta{}, false
		}
	}
	rest, ok := bytes.CutPrefix(line[end+1:], []byte("1 "))
	if !ok {
		if inner, meta, ok := stripSyslog(line[end+1:]); ok {
			return inner, meta, true
		}
		return line, Meta{}, false
	}
	stamp, rest, ok := bytes.Cut(rest, []byte{' '})
	if !ok || len(stamp) < stampSize+1 || len(stamp) > maxStamp {
		return line, Meta{}, false
	}
	at, _, ok := readStamp(stamp)
	if !ok {
		return line, Meta{}, false
	}
	if rest, ok = after5424(rest); !ok {
		return line, Meta{}, false
	}
	return rest, Meta{Kind: "syslog", Time: at}, true
}

// after5424 returns what follows "host app 123 ID [data] ". Of the kernel's lines it leaves "kernel: " in front.
func after5424(rest []byte) ([]byte, bool) {
	var app []byte
	for i := range 4 { // host, application, process, message id
		word, tail, ok := bytes.Cut(rest, []byte{' '})
		if !ok {
			return nil, false
		}
		if i == 1 {
			app = word
		}
		rest = tail
	}
	rest, ok := afterData(rest)
	if !ok {
		return nil, false
	}
	rest = bytes.TrimPrefix(rest, bom)
	if string(app) == "kernel" {
		rest = append([]byte("kernel: "), rest...)
	}
	return rest, true
}

// afterData returns what follows the structured data, which is "-" or a sequence of [id name="value"].
func afterData(b []byte) ([]byte, bool) {
	i := 0
	if len(b) > 0 && b[0] == '-' {
		i = 1
	} else {
		for i < len(b) && b[i] == '[' {
			n := elementEnd(b[i:])
			if n == 0 {
				return nil, false
			}
			i += n
		}
	}
	if i == 0 || i < len(b) && b[i] != ' ' {
		return nil, false
	}
	return b[min(i+1, len(b)):], true
}

// elementEnd returns the length of the [id name="value"] at the start of b, 0 when it does not end.
func elementEnd(b []byte) int {
	quoted := false
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '\\' && quoted:
			i++
		case b[i] == '"':
			quoted = !quoted
		case b[i] == ']' && !quoted:
			return i + 1
		}
	}
	return 0
}

// maxProgram bounds a program's name with its process id, in bytes.
const maxProgram = 80

// afterProgram returns what follows "host prog[123]: ".
func afterProgram(rest []byte) ([]byte, bool) {
	host := bytes.IndexByte(rest[:min(len(rest), maxName)], ' ')
	if host < 1 || !allName(rest[:host]) || isLevel(rest[:host]) {
		return nil, false
	}
	rest = rest[host+1:]
	colon := bytes.IndexByte(rest[:min(len(rest), maxProgram)], ':')
	for colon >= 0 && colon+1 < len(rest) && rest[colon+1] != ' ' { // a colon inside the name
		next := bytes.IndexByte(rest[colon+1:min(len(rest), maxProgram)], ':')
		if next < 0 {
			return nil, false
		}
		colon += 1 + next
	}
	if colon < 1 {
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
	return rest[min(colon+2, len(rest)):], true
}

// isLevel keeps the level of a program's own line from being taken for a host.
func isLevel(word []byte) bool {
	switch string(word) {
	case "TRACE", "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "SEVERE", "trace", "debug", "info", "warn", "warning", "error", "fatal":
		return true
	}
	return false
}

func allName(b []byte) bool {
	for _, c := range b {
		if !isNameByte(c) && c != '/' && c != '@' && c != '(' && c != ')' && c != ':' {
			return false
		}
	}
	return true
}
