package paste

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers/envelope"
	"github.com/flinkdoctor/flinkdoctor/parsers/javatrace"
)

// reader tells log lines from others.
type reader struct{ heads Heads }

// sample is how many lines are looked at to judge a step.
const sample = 400

// sampled returns lines of the beginning, of which no more are needed to judge.
func sampled(lines []line) []line { return lines[:min(len(lines), sample)] }

// score counts the lines that read as log, among the first ones.
func (r reader) score(lines []line) int {
	n := 0
	for _, l := range sampled(lines) {
		if r.reads(l.text) {
			n++
		}
	}
	return n
}

// reads tells whether a line reads as the head of a record or as a line of a trace.
func (r reader) reads(text string) bool {
	raw := []byte(text)
	if len(raw) == 0 {
		return false
	}
	if r.heads(raw) {
		return true
	}
	if inner, _, ok := envelope.Strip(raw); ok {
		raw = inner
	}
	return tracesLine(raw)
}

// tracesLine tells whether a line is a frame, a cause or the head of a trace.
func tracesLine(raw []byte) bool {
	text := strings.TrimLeft(string(raw[:min(len(raw), 400)]), " \t")
	return javatrace.IsFrame(raw) || strings.HasPrefix(text, "Caused by: ") || strings.HasPrefix(text, "Exception in thread \"") || javatrace.HeadsTrace([]byte(text))
}

// begins tells whether a line can be no rest of the line before: it begins with a time, as a record, as a line of a trace, or it is empty.
func (r reader) begins(text string) bool {
	trimmed := strings.TrimLeft(text, " \t")
	switch {
	case trimmed == "", dated(trimmed), requested(trimmed), r.reads(text):
		return true
	case strings.HasPrefix(trimmed, "at ") && strings.Contains(firstWord(trimmed[len("at "):]), "."), strings.HasPrefix(trimmed, "Caused by"), strings.HasPrefix(trimmed, "Suppressed:"):
		return true
	case strings.HasPrefix(trimmed, "... ") && (strings.HasSuffix(trimmed, " more") || strings.HasSuffix(trimmed, " omitted")):
		return true
	}
	return strings.HasPrefix(trimmed, "*** ") || strings.HasPrefix(trimmed, "==> ")
}

// dated tells whether a line begins with a date, a time of day or glog's head, in brackets or not, or behind a name as logfmt writes it.
func dated(text string) bool {
	text = strings.TrimLeft(text, "[({|")
	if i := strings.IndexByte(text, '='); i > 0 && i <= len("timestamp") {
		text = strings.TrimLeft(text[i+1:], `"`)
	}
	if len(text) < 8 {
		return false
	}
	switch text[0] {
	case 'I', 'W', 'E', 'F':
		return isDigits(text[1:5]) && text[5] == ' '
	}
	for _, sep := range [...]int{4, 2} {
		if isDigits(text[:sep]) && isDigits(text[sep+1:sep+3]) && (text[sep] == '-' || text[sep] == '/' || text[sep] == ':') && (text[sep+3] == text[sep]) {
			return true
		}
	}
	return false
}

// requested tells whether a line begins like one of an access log: an address, a dash.
func requested(text string) bool {
	address, rest, ok := strings.Cut(text, " ")
	return ok && strings.HasPrefix(rest, "- ") && strings.Trim(address, "0123456789.:abcdef") == "" && (strings.Count(address, ".") == 3 || strings.Count(address, ":") > 1)
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) > 0
}

func firstWord(text string) string {
	text = strings.TrimLeft(text, " \t")
	if i := strings.IndexAny(text, " \t"); i >= 0 {
		return text[:i]
	}
	return text
}
