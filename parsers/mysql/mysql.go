// Package mysql reads the error log of MySQL and MariaDB servers and the errors that their clients print. It knows lines and fields only: no
// rule may enter.
package mysql

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Layouts returns the layouts of MySQL, the strictest head first. They hold no state.
func Layouts() []parsers.Layout { return []parsers.Layout{errorLog{}, clientError{}} }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// digits returns the end of the digits at i, at most limit of them.
func digits(b []byte, i, limit int) int {
	start := i
	for i < len(b) && i-start < limit && isDigit(b[i]) {
		i++
	}
	return i
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

// set stores a field when there is something to store.
func set(event *parsers.Event, name, value string) {
	if value != "" {
		event.Fields = event.Fields.Set(name, value)
	}
}

// fold folds every run of white space to one blank.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }
