package javatrace

import (
	"bytes"

	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// IsContinuation tells whether line, without its line end, can continue a record as part of a trace or of a message of several lines: an
// empty or indented line, a frame, "Caused by:" and its relatives, "... 12 more", a qualified exception, or the torn rest of a frame.
// It allocates nothing.
func IsContinuation(line []byte) bool {
	if len(line) == 0 || isSpace(line[0]) {
		return true
	}
	for i := range traceWords {
		if traceWords[i][0] == line[0] && lex.HasPrefix(line, traceWords[i]) {
			return true
		}
	}
	return isTornFrame(line) || HeadsTrace(line)
}

// traceWords begin the lines of a trace.
var traceWords = [...]string{
	"at ", "at\t", "Caused by", "Caused  by", "Causedby", "Suppressed:", "Wrapped by", "...", "[CIRCULAR REFERENCE", "~[", "~ [", "- locked <",
	"Traceback (most", "The above exception", "During handling of the above", serverEnd,
}

// isTornFrame tells whether line ends like a frame or its packaging data.
func isTornFrame(line []byte) bool {
	line = bytes.TrimRight(line, " \t\r")
	if len(line) == 0 {
		return false
	}
	switch line[len(line)-1] {
	case ')':
		i := bytes.LastIndexByte(line, ':')
		return i > 0 && len(line)-i < 9 && allDigits(line[i+1:len(line)-1]) && bytes.LastIndexByte(line[:i], '.') >= 0 ||
			bytes.HasSuffix(line, []byte("(Native Method)")) || bytes.HasSuffix(line, []byte("(Unknown Source)"))
	case ']':
		return bytes.Contains(line, []byte(".jar:")) || bytes.HasSuffix(line, []byte("[?:?]"))
	}
	return false
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if !lex.IsDigit(c) {
			return false
		}
	}
	return len(b) > 0
}

// HeadsTrace tells whether line begins with the qualified class of an exception, followed by a colon or the line's end. It allocates
// nothing.
func HeadsTrace(line []byte) bool {
	if len(line) == 0 || !isLower(line[0]) {
		return false
	}
	i, simple := 0, -1
	for i < len(line) && i < maxName && (isIdent(line[i]) || line[i] == '.') {
		if line[i] != '.' {
			i++
			continue
		}
		i++
		if i+1 < len(line) && line[i] == ' ' && isIdent(line[i+1]) {
			i++ // a blank that an OCR program put behind the dot
		}
		simple = i
	}
	if simple < 0 || simple >= i || !isUpper(line[simple]) {
		return false
	}
	rest := bytes.TrimSpace(line[i:])
	if len(rest) > 0 && rest[0] != ':' && !lex.HasPrefix(rest, "：") {
		return false
	}
	return endsThrowable(line[simple:i])
}

func endsThrowable(simple []byte) bool {
	for _, end := range [...]string{"Exception", "Error", "Throwable", "Timeout"} {
		if len(simple) >= len(end) && string(simple[len(simple)-len(end):]) == end {
			return true
		}
	}
	return false
}

// IsFrame tells whether line is a frame: "at ", a qualified method, an opening parenthesis. It allocates nothing.
func IsFrame(line []byte) bool {
	line = bytes.TrimLeft(line, " \t")
	if !lex.HasPrefix(line, "at ") {
		return false
	}
	open := bytes.IndexByte(line, '(')
	if open < 0 {
		return false
	}
	name := line[len("at "):open]
	return bytes.IndexByte(name, '.') > 0 && bytes.IndexByte(name, ' ') < 0
}
