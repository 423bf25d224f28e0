// Package yarn reads the diagnostics that YARN hands to clients and shows in its pages: why an application or a container ended. The daemons' own logs
// are log4j text and read elsewhere. It knows no rule.
package yarn

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Layouts returns the layouts. They hold no state.
func Layouts() []parsers.Layout { return []parsers.Layout{diagnostics{}} }

type diagnostics struct{}

// Name implements parsers.Layout.
func (diagnostics) Name() string { return "yarn-diagnostics" }

// Weak tells that a head does not end a record of another layout: the same words stand inside Flink's messages.
func (diagnostics) Weak() bool { return true }

var heads = []string{
	"Application application_", "AM Container for appattempt_", "Container [pid=", "[pid=", "Diagnostics: ", "Diagnostics", "Failing this attempt",
	"Exception from container-launch", "Container exited with a non-zero exit code", "Container killed by", "Container id: container_", "Exit code: ",
	"Killed by external signal", "Container container_", "Dump of the process-tree for container_",
}

// Head accepts the sentences with which diagnostics begin. Source: apache/hadoop hadoop-yarn-server-nodemanager ContainersMonitorImpl.java,
// hadoop-yarn-server-resourcemanager RMAppAttemptImpl.java.
func (diagnostics) Head(line []byte) (parsers.Head, bool) {
	text := bytes.TrimLeft(line, " \t")
	if len(text) < 8 || bytes.IndexByte([]byte("ACDEFK["), text[0]) < 0 {
		return parsers.Head{}, false
	}
	for _, head := range heads {
		if bytes.HasPrefix(text, []byte(head)) {
			return parsers.Head{Level: parsers.LevelError, Component: parsers.ComponentYarn, Body: len(line) - len(text)}, true
		}
	}
	return parsers.Head{}, false
}

// Continues takes what follows: diagnostics run over many lines until something with a head of its own comes.
func (diagnostics) Continues(_, line []byte, n int) bool { return n < 60 && len(line) > 0 }

// Finish names the application, the container and the exit code.
func (diagnostics) Finish(event *parsers.Event, text string) {
	set(event, "app", word(text, "application_"))
	set(event, "container", word(text, "container_"))
	for _, key := range [...]string{"exitCode: ", "Exit code: ", "Exit code is ", "exit code: ", "exit code "} {
		_, rest, ok := strings.Cut(text, key)
		if !ok {
			continue
		}
		end := 0
		for end < len(rest) && (rest[end] == '-' && end == 0 || rest[end] >= '0' && rest[end] <= '9') {
			end++
		}
		if end > 0 {
			set(event, "exit_code", rest[:end])
			return
		}
	}
}

// word returns the word that begins with the given text.
func word(text, begin string) string {
	i := strings.Index(text, begin)
	if i < 0 {
		return ""
	}
	end := i + len(begin)
	for end < len(text) && (text[end] == '_' || text[end] >= '0' && text[end] <= '9' || text[end] == 'e') {
		end++
	}
	return text[i:end]
}

func set(event *parsers.Event, name, value string) {
	if value != "" && len(value) < 200 {
		event.Fields = event.Fields.Set(name, value)
	}
}
