// Package kubernetes reads what kubectl prints about pods: describe, events, the table of get pods, and objects as JSON or YAML. What kubectl logs
// prints is an envelope's business. No rule may enter.
//
// What begins a whole output ends the record of a log that stands before it in the same file; all other heads are words that may stand in the text of a record
// as well, and are weak.
package kubernetes

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Layouts returns the layouts, those with the stricter heads first. They hold no state.
func Layouts() []parsers.Layout {
	return []parsers.Layout{describe{}, heading{}, excerpt{}, table{}, events{}, object{}}
}

// heading is the line of titles over a table of kubectl get; the rows below it are records of their own.
type heading struct{}

// Name implements parsers.Layout.
func (heading) Name() string { return "kubernetes-heading" }

// Head accepts the titles of pods and of events.
func (heading) Head(line []byte) (parsers.Head, bool) {
	known := titleOf(line) == ofObjects || isPodTitle(line)
	return parsers.Head{Component: parsers.ComponentKubernetes}, known
}

// Continues refuses every line.
func (heading) Continues(_, _ []byte, _ int) bool { return false }

// Finish has nothing to add.
func (heading) Finish(*parsers.Event, string) {}

// isPodTitle recognises "NAME  READY  STATUS  RESTARTS  AGE", with or without the namespace in front.
func isPodTitle(line []byte) bool {
	return len(line) > 0 && line[0] == 'N' && (bytes.HasPrefix(line, []byte("NAME ")) || bytes.HasPrefix(line, []byte("NAMESPACE "))) &&
		bytes.Contains(line, []byte(" READY ")) && bytes.Contains(line, []byte(" STATUS ")) && bytes.Contains(line, []byte(" RESTARTS "))
}

// maxValue bounds a field's value, in bytes.
const maxValue = 200

func set(event *parsers.Event, name, value string) {
	if value != "" && len(value) < maxValue {
		event.Fields = event.Fields.Set(name, value)
	}
}

// indent returns how many blanks a line begins with.
func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }
