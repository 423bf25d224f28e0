// Package kubernetes reads what kubectl prints about pods: describe, events, the table of get pods, and objects as JSON or YAML. What kubectl logs
// prints is an envelope's business. No rule may enter.
//
// All layouts are weak, because their heads are words: where a record of a log is open they are its text.
package kubernetes

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Layouts returns the layouts, those with the stricter heads first. They hold no state.
func Layouts() []parsers.Layout { return []parsers.Layout{describe{}, table{}, events{}, object{}} }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// maxValue bounds a field's value, in bytes.
const maxValue = 200

func set(event *parsers.Event, name, value string) {
	if value != "" && len(value) < maxValue {
		event.Fields = event.Fields.Set(name, value)
	}
}

// indent returns how many blanks a line begins with.
func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }
