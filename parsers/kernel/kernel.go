// Package kernel reads what the Linux kernel logs: dmesg in its plain and dated forms, and the kernel's lines of /var/log/messages, whose syslog envelope
// was removed but for "kernel: ". It knows no rule.
package kernel

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Layouts returns the layouts. They hold no state.
func Layouts() []parsers.Layout { return []parsers.Layout{layout{}} }

type layout struct{}

// Name implements parsers.Layout.
func (layout) Name() string { return "kernel" }

var prefix = []byte("kernel: ")

// Head accepts "kernel: text", "[12345.678901] text" and "[Wed Jan 24 14:53:12 2024] text".
func (layout) Head(line []byte) (parsers.Head, bool) {
	body := 0
	said := bytes.HasPrefix(line, prefix)
	if said {
		body = len(prefix)
	}
	head := parsers.Head{Component: parsers.ComponentKernel}
	if stamp, n := bracketed(line[body:]); n > 0 {
		if at, ok := readTime(stamp); ok {
			head.Time = at
			body += n
			said = true
		}
	}
	head.Body = body
	return head, said
}

// bracketed returns what stands in the square brackets at the start, and the bytes up to the text behind them.
func bracketed(line []byte) (inside []byte, n int) {
	const longest = 30
	if len(line) < 6 || line[0] != '[' {
		return nil, 0
	}
	end := bytes.IndexByte(line[:min(len(line), longest)], ']')
	if end < 0 || end+1 < len(line) && line[end+1] != ' ' {
		return nil, 0
	}
	return line[1:end], min(end+2, len(line))
}

// readTime reads seconds since the boot, which place nothing (the zero time), or a date in local time.
func readTime(stamp []byte) (parsers.Time, bool) {
	text := bytes.TrimLeft(stamp, " ")
	dot := bytes.IndexByte(text, '.')
	if dot > 0 && len(text)-dot == 7 && allDigits(text[:dot]) && allDigits(text[dot+1:]) {
		return parsers.Time{}, true
	}
	if len(text) != len(time.ANSIC) || text[3] != ' ' || text[7] != ' ' {
		return parsers.Time{}, false
	}
	at, err := time.Parse(time.ANSIC, string(text))
	return parsers.Time{At: at}, err == nil
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

// Continues takes the rest of a hard-wrapped line only: every line of the kernel has a head.
func (layout) Continues(_, line []byte, n int) bool { return n <= 2 && len(line) > 0 && line[0] == ' ' }

// Finish names the victim of the OOM killer. Source: torvalds/linux mm/oom_kill.c (oom_kill_process, dump_tasks).
func (layout) Finish(event *parsers.Event, _ string) {
	event.Chain = nil
	m := event.Message
	switch {
	case strings.Contains(m, "ut of memory: Kill"):
		event.Level = parsers.LevelError
		if _, rest, ok := strings.Cut(m, " process "); ok {
			victim(event, rest)
		}
	case strings.HasPrefix(m, "oom-kill:"), strings.Contains(m, "invoked oom-killer"):
		event.Level = parsers.LevelError
		set(event, "process", value(m, ",task="))
		set(event, "pid", value(m, ",pid="))
		set(event, "pod_uid", podUID(m))
	case isTask(m):
		task(event, m)
	}
}

// victim reads "4242 (java) total-vm:9876kB, anon-rss:8765kB, ..." behind " process "; a comma may stand behind the pid.
func victim(event *parsers.Event, rest string) {
	pid, rest, _ := strings.Cut(rest, " ")
	set(event, "pid", strings.TrimSuffix(pid, ","))
	if _, name, ok := strings.Cut(rest, "("); ok {
		name, _, _ = strings.Cut(name, ")")
		set(event, "process", name)
	}
	set(event, "anon_rss_kb", strings.TrimSuffix(value(rest, "anon-rss:"), "kB"))
}

// isTask recognises a row of the process table: "[22654]  1005 22654  8793525 7218120    14943         0              0  java".
func isTask(m string) bool {
	rest, ok := strings.CutPrefix(m, "[")
	if !ok {
		return false
	}
	pid, _, ok := strings.Cut(rest, "]")
	return ok && allDigits([]byte(strings.TrimSpace(pid)))
}

// pageKB is the size of a page in KiB: the table counts pages.
const pageKB = 4

func task(event *parsers.Event, m string) {
	inside, rest, _ := strings.Cut(m[1:], "]")
	columns := strings.Fields(rest)
	if len(columns) < 7 {
		return
	}
	set(event, "pid", strings.TrimSpace(inside))
	set(event, "process", columns[len(columns)-1])
	if rss, err := strconv.ParseInt(columns[3], 10, 64); err == nil && rss < 1<<50 {
		set(event, "rss_kb", strconv.FormatInt(rss*pageKB, 10))
	}
}

// value returns what follows the key up to a comma or blank.
func value(text, key string) string {
	_, rest, ok := strings.Cut(text, key)
	if !ok {
		return ""
	}
	if end := strings.IndexAny(rest, ", "); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

// podUID returns the uid of the pod in a cgroup path, "/kubepods/burstable/pod1234-.../...".
func podUID(text string) string {
	_, rest, ok := strings.Cut(text, "/pod")
	if !ok {
		_, rest, ok = strings.Cut(text, "-pod")
	}
	if !ok {
		return ""
	}
	if end := strings.IndexAny(rest, "/.,"); end >= 0 {
		rest = rest[:end]
	}
	return strings.ReplaceAll(rest, "_", "-")
}

func set(event *parsers.Event, name, value string) {
	if value != "" && len(value) < 200 {
		event.Fields = event.Fields.Set(name, value)
	}
}
