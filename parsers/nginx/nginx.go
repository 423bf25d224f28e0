// Package nginx reads what nginx writes: the error log of http and stream, what it says before it has a log, the entry point of its container image,
// the access log, and the HTML pages with which it answers. It knows lines and fields only: no rule may enter.
package nginx

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Layouts returns the layouts of nginx, the strictest head first. They hold no state.
func Layouts() []parsers.Layout {
	return []parsers.Layout{errorLog{}, startup{}, entrypoint{}, accessLog{}, page{}}
}

// maxLead bounds the blanks before a head, in bytes: pasted lines are indented.
const maxLead = 16

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// number reads exactly n digits at i, -1 when they are not there.
func number(b []byte, i, n int) int {
	if i < 0 || i+n > len(b) {
		return -1
	}
	v := 0
	for _, c := range b[i : i+n] {
		if !isDigit(c) {
			return -1
		}
		v = v*10 + int(c-'0')
	}
	return v
}

// skipBlank returns the offset of the first byte from i on that is neither blank nor tab.
func skipBlank(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t') {
		i++
	}
	return i
}

func hasPrefix(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix
}

// fold folds every run of white space to one blank.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// firstLine returns the text up to its first line end.
func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// set stores a field when there is something to store.
func set(event *parsers.Event, name, value string) {
	if value != "" {
		event.Fields = event.Fields.Set(name, value)
	}
}
