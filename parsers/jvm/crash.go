package jvm

import (
	"bytes"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
	"github.com/flinkdoctor/flinkdoctor/parsers/javatrace"
)

// crash is the block of lines beginning with '#' that a JVM prints when it dies, and what follows it in an hs_err file up to the list of all threads.
// Source: openjdk/jdk src/hotspot/share/utilities/vmError.cpp (VMError::report), src/hotspot/share/utilities/debug.cpp (report_java_out_of_memory).
type crash struct{}

// Name implements parsers.Layout.
func (crash) Name() string { return "jvm-crash" }

var crashHeads = []string{
	"# A fatal error has been detected", "# An unexpected error has been detected", "# There is insufficient memory for the Java Runtime", "# java.lang.OutOfMemoryError",
}

// Head accepts the first line that says something; the bare '#' before it belongs to no record.
func (crash) Head(line []byte) (parsers.Head, bool) {
	if len(line) < 8 || line[0] != '#' {
		return parsers.Head{}, false
	}
	for _, text := range crashHeads {
		if bytes.HasPrefix(line, []byte(text)) {
			return parsers.Head{Level: parsers.LevelFatal, Component: parsers.ComponentJVM, Body: len("# ")}, true
		}
	}
	return parsers.Head{}, false
}

// crashLines begin the lines of an hs_err file that tell about the crash itself.
var crashLines = []string{
	"---------------  S U M M A R Y", "---------------  T H R E A D", "Command Line: ", "Host: ", "Time: ", "Current thread ", "Current CompileTask:", "siginfo:", "Stack: ",
	"Native frames: ", "Java frames: ", "C  ", "V  ", "v  ", "J ", "j  ", "A  ", "[error occurred during error reporting", "[timeout occurred during error reporting",
}

// Continues takes the block and the lines about the crashed thread.
func (crash) Continues(_, line []byte, n int) bool {
	const most = 200
	if n >= most {
		return false
	}
	if len(line) == 0 || line[0] == '#' {
		return true
	}
	for _, text := range crashLines {
		if bytes.HasPrefix(line, []byte(text)) {
			return true
		}
	}
	return false
}

// Finish tells what killed the JVM: a signal and the frame that raised it, or memory that the system refused.
func (crash) Finish(event *parsers.Event, text string) {
	event.Chain = nil
	if first, _, _ := strings.Cut(text, "\n"); strings.HasPrefix(first, "# java.lang.OutOfMemoryError") {
		_, event.Chain = javatrace.Parse(first[len("# "):])
	}
	var said []string
	value := "" // the key whose value stands on the next line
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(strings.TrimPrefix(line, "#"))
		if line == "" || strings.HasPrefix(line, "---") {
			continue
		}
		said = append(said, line)
		if value != "" {
			set(event, value, line)
		}
		value = ""
		switch {
		case line == "Problematic frame:":
			value = "problematic_frame"
		case strings.HasPrefix(line, "An error report file with more information is saved as"):
			value = "error_file"
		case strings.HasPrefix(line, "Time: "):
			event.Time = reported(line[len("Time: "):])
		}
	}
	event.Message = lex.Fold(strings.Join(said, " "))
	crashFields(event, text)
}

func crashFields(event *parsers.Event, text string) {
	for _, signal := range [...]string{"SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGTRAP", "EXCEPTION_ACCESS_VIOLATION"} {
		if strings.Contains(text, signal+" (0x") {
			set(event, "signal", signal)
			break
		}
	}
	set(event, "internal_error", between(text, "Internal Error (", ")"))
	set(event, "pid", between(text, ", pid=", ","))
	set(event, "bytes", refused(event.Message))
	if frame := event.Fields.Get("problematic_frame"); strings.HasPrefix(frame, "C") {
		set(event, "library", between(frame, "[", "+0x"))
	}
}

// refused returns the bytes that the system did not give: "failed to map 4096 bytes", since JDK 5 also "failed to allocate", "to reserve".
func refused(message string) string {
	for _, before := range [...]string{" failed to map ", " failed to allocate ", " failed to reserve ", "os::commit_memory(0x"} {
		_, rest, ok := strings.Cut(message, before)
		if !ok {
			continue
		}
		if strings.HasSuffix(before, "0x") {
			_, rest, _ = strings.Cut(rest, ", ")
		}
		end := 0
		for end < len(rest) && lex.IsDigit(rest[end]) {
			end++
		}
		return rest[:end]
	}
	return ""
}

// reported reads "Mon May 13 08:15:44 2024 CST elapsed time: 12.345 seconds (0d 0h 0m 12s)". A zone's name says nothing unless it is UTC.
func reported(text string) parsers.Time {
	if len(text) < len(time.ANSIC) {
		return parsers.Time{}
	}
	at, err := time.Parse(time.ANSIC, text[:len(time.ANSIC)])
	if err != nil {
		return parsers.Time{}
	}
	return parsers.Time{At: at, Zoned: strings.HasPrefix(text[len(time.ANSIC):], " UTC ")}
}
