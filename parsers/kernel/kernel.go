// Package kernel reads what the Linux kernel logs: dmesg with seconds since the boot or with dates, and the kernel's lines of /var/log/messages
// and the journal, whose envelope was removed but for "kernel: ". Of all that the kernel says it reads values out of what stops a process or a
// disk: the OOM killer with its table of processes, crashes, I/O errors, full connection tables. No rule may enter.
package kernel

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Layouts returns the layouts. They hold no state.
func Layouts() []parsers.Layout { return []parsers.Layout{stamped{}, bare{}} }

// stamped is a line that shows who wrote it: "kernel: text", "[12345.678901] text", "[Wed Jan 24 14:53:12 2024] text", or the head of the OOM
// killer's table.
type stamped struct{}

// Name implements parsers.Layout.
func (stamped) Name() string { return "kernel" }

// Head accepts every line of the kernel but the rows of the OOM killer's table, which belong to the table's head.
func (stamped) Head(line []byte) (parsers.Head, bool) {
	at, body, ok := prefix(line)
	if !ok && !isTableHead(line) {
		return parsers.Head{}, false
	}
	if isRow(line[body:]) {
		return parsers.Head{}, false
	}
	return parsers.Head{Time: at, Component: parsers.ComponentKernel, Body: body}, true
}

// Continues takes the rows behind the head of a table, and otherwise the rest of a wrapped line: every line of the kernel has a head.
func (stamped) Continues(first, line []byte, n int) bool {
	if _, body, _ := prefix(first); isTableHead(first[body:]) {
		_, body, _ = prefix(line)
		return isRow(line[body:])
	}
	return n <= 2 && len(line) > 0 && line[0] == ' '
}

// Finish reads what happened to which process or device.
func (stamped) Finish(event *parsers.Event, text string) { finish(event, text) }

// bare is a line of the kernel that was copied without what stood in front of it: of the OOM killer and of its table.
type bare struct{}

// Name implements parsers.Layout.
func (bare) Name() string { return "kernel-bare" }

// Weak tells that a head does not end a record of another layout.
func (bare) Weak() bool { return true }

// Head accepts what cannot be anything else, with or without a prefix.
func (bare) Head(line []byte) (parsers.Head, bool) {
	at, body, _ := prefix(line)
	text := line[body:]
	if !isRow(text) && !isKill(text) {
		return parsers.Head{}, false
	}
	return parsers.Head{Time: at, Component: parsers.ComponentKernel, Body: body}, true
}

// Continues takes further rows.
func (bare) Continues(first, line []byte, _ int) bool {
	_, body, _ := prefix(first)
	_, next, _ := prefix(line)
	return isRow(first[body:]) && isRow(line[next:])
}

// Finish reads what happened to which process.
func (bare) Finish(event *parsers.Event, text string) { finish(event, text) }

// isKill recognises the OOM killer's own lines. Source: torvalds/linux mm/oom_kill.c.
func isKill(text []byte) bool {
	if len(text) < len("oom-kill:constraint=") {
		return false
	}
	switch text[0] {
	case 'O':
		return bytes.HasPrefix(text, []byte("Out of memory: Kill"))
	case 'M':
		return bytes.HasPrefix(text, []byte("Memory cgroup out of memory: Kill"))
	case 'K':
		return bytes.HasPrefix(text, []byte("Killed process ")) && bytes.Contains(text, []byte(" total-vm:"))
	case 'o':
		return bytes.HasPrefix(text, []byte("oom-kill:constraint=")) || bytes.HasPrefix(text, []byte("oom_reaper: reaped process "))
	}
	return bytes.Contains(text[:min(len(text), 40)], []byte(" invoked oom-killer: "))
}

func finish(event *parsers.Event, text string) {
	event.Chain = nil
	if table(event, text) {
		event.Level = parsers.LevelError
		return
	}
	for _, c := range cases {
		if strings.Contains(event.Message, c.text) {
			event.Level = c.level
			c.read(event)
			return
		}
	}
}

func set(event *parsers.Event, name, value string) {
	if value != "" && len(value) < 200 {
		event.Fields = event.Fields.Set(name, value)
	}
}
