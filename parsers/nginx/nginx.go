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

// firstLine returns the text up to its first line end.
func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
