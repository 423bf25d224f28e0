// Package jvm reads what a JVM writes itself, past every logger: crash reports (hs_err files and the same lines on its output), refused options and
// failed starts, warnings, and garbage collection logs of JDK 8 and of unified logging. It knows no rule. Stack traces are javatrace's.
package jvm

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Layouts returns the layouts, those with the stricter heads first. They hold no state.
func Layouts() []parsers.Layout {
	return []parsers.Layout{unified{}, gc8{}, crash{}, output{}, launcher{}}
}

func set(event *parsers.Event, name, value string) {
	if value != "" && len(value) < 300 {
		event.Fields = event.Fields.Set(name, value)
	}
}

// between returns what stands between two texts on one line, "" when either is missing.
func between(text, before, after string) string {
	_, rest, ok := strings.Cut(text, before)
	if !ok {
		return ""
	}
	value, _, ok := strings.Cut(rest, after)
	if !ok || strings.IndexByte(value, '\n') >= 0 {
		return ""
	}
	return value
}
