package yarn

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

func fields(event *parsers.Event, text string) {
	set(event, "app", identifier(text, "application_"))
	set(event, "attempt", identifier(text, "appattempt_"))
	set(event, "container", identifier(text, "container_"))
	set(event, "exit_code", exitCode(text))
	memory(event)
}

// exitCode returns the first code that is named: a launch's is that of the process, and what is said about it later repeats it.
func exitCode(text string) string {
	first, at := "", len(text)
	for _, key := range [...]string{"exitCode: ", "exitCode=", "Exit code: ", "Exit code:", "Exit code is ", "exit code: ", "exit code "} {
		i := strings.Index(text, key)
		if i < 0 || i >= at {
			continue
		}
		if code := number(text[i+len(key):]); code != "" {
			first, at = code, i
		}
	}
	return first
}

func number(text string) string {
	end := 0
	for end < len(text) && (text[end] == '-' && end == 0 || text[end] >= '0' && text[end] <= '9') {
		end++
	}
	return strings.TrimRight(text[:end], "-")
}

// memory reads "is running beyond physical memory limits" of Hadoop 2 and "is running 4096B beyond the 'PHYSICAL' memory limit" of Hadoop 3, and behind both
// "Current usage: 2.1 GB of 2 GB physical memory used; 4.9 GB of 4.2 GB virtual memory used". Source: apache/hadoop ContainersMonitorImpl.java
// (formatErrorMessage).
func memory(event *parsers.Event) {
	for _, kind := range [...]string{"virtual", "physical"} { // where both are named the second is the one to cure
		if strings.Contains(event.Message, "beyond "+kind+" memory limits") || strings.Contains(event.Message, "beyond the '"+strings.ToUpper(kind)+"' memory limit") {
			set(event, "memory_kind", kind)
		}
	}
	_, usage, ok := strings.Cut(event.Message, "Current usage: ")
	if !ok {
		return
	}
	physical, virtual, _ := strings.Cut(usage, "; ")
	amounts(event, "physical", physical)
	amounts(event, "virtual", virtual)
}

// amounts reads "2.1 GB of 2 GB physical memory used".
func amounts(event *parsers.Event, kind, text string) {
	text, _, ok := strings.Cut(text, " "+kind+" memory used")
	if !ok {
		return
	}
	used, limit, ok := strings.Cut(text, " of ")
	if ok {
		set(event, kind+"_used", used)
		set(event, kind+"_limit", limit)
	}
}

// identifier returns the id that begins with the given text: digits, '_' and the 'e' of an epoch behind it.
func identifier(text, begin string) string {
	for from := 0; ; {
		i := strings.Index(text[from:], begin)
		if i < 0 {
			return ""
		}
		start := from + i
		end := start + len(begin)
		for end < len(text) && (text[end] == '_' || text[end] >= '0' && text[end] <= '9' || text[end] == 'e') {
			end++
		}
		if end > start+len(begin) {
			return text[start:end]
		}
		from = end
	}
}

// word returns what follows the key up to the end of the line.
func word(text, key string) string {
	_, rest, ok := strings.Cut(text, key)
	if !ok {
		return ""
	}
	rest, _, _ = strings.Cut(rest, "\n")
	return strings.TrimSpace(rest)
}

func set(event *parsers.Event, name, value string) {
	if value != "" && len(value) < 200 {
		event.Fields = event.Fields.Set(name, value)
	}
}
