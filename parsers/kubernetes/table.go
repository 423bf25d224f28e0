package kubernetes

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// table is a row of kubectl get pods: "name  0/1  OOMKilled  3 (2m ago)  10m", with the namespace in front or the address and node behind it.
type table struct{}

// Name implements parsers.Layout.
func (table) Name() string { return "kubernetes-pods" }

// Weak tells that a head does not end a record of another layout.
func (table) Weak() bool { return true }

// Head accepts a pod's name in the first or second column, how many of its containers are ready, and a status.
func (table) Head(line []byte) (parsers.Head, bool) {
	if len(line) < 12 || !isLower(line[0]) && !lex.IsDigit(line[0]) {
		return parsers.Head{}, false
	}
	name, rest := column(line)
	ready, status := column(rest)
	if !isReady(ready) {
		name, rest = ready, status
		ready, status = column(rest)
	}
	word, _ := column(status)
	if !isReady(ready) || !isObjectName(name) || len(word) < 4 || word[0] < 'A' || word[0] > 'Z' {
		return parsers.Head{}, false
	}
	return parsers.Head{Component: parsers.ComponentKubernetes}, true
}

// column returns the first word and what stands behind the blanks after it.
func column(b []byte) (word, rest []byte) {
	end := bytes.IndexByte(b, ' ')
	if end < 0 {
		return b, nil
	}
	return b[:end], bytes.TrimLeft(b[end:], " ")
}

// isReady recognises "0/1".
func isReady(b []byte) bool {
	slash := bytes.IndexByte(b, '/')
	return slash > 0 && slash+1 < len(b) && len(b) <= 7 && lex.IsDigit(b[0]) && lex.IsDigit(b[slash-1]) && lex.IsDigit(b[slash+1]) && lex.IsDigit(b[len(b)-1])
}

// isObjectName recognises the name of a pod that something created: it has a '-'.
func isObjectName(b []byte) bool {
	for _, c := range b {
		if !isLower(c) && !lex.IsDigit(c) && c != '-' && c != '.' {
			return false
		}
	}
	return bytes.IndexByte(b, '-') > 0
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

// Continues refuses every line.
func (table) Continues(_, _ []byte, _ int) bool { return false }

// Finish reads the columns. A status that names a failure counts as an error.
func (table) Finish(event *parsers.Event, _ string) {
	event.Chain = nil
	columns := strings.Fields(event.Message)
	for i := 1; i+1 < len(columns) && i <= 2; i++ {
		if !isReady([]byte(columns[i])) {
			continue
		}
		set(event, "pod", columns[i-1])
		if i == 2 {
			set(event, "namespace", columns[0])
		}
		status := columns[i+1]
		set(event, "reason", status)
		if i+2 < len(columns) {
			set(event, "restart_count", columns[i+2])
		}
		if isBad(status) {
			event.Level = parsers.LevelError
		} else if status == "Pending" || status == "Unknown" {
			event.Level = parsers.LevelWarn
		}
		return
	}
}
