// Package jvm reads what a JVM writes itself, past every logger: crash reports (hs_err files and the same lines on its output), refused options and failed
// starts, warnings, and garbage collection logs of JDK 8 and of unified logging. It knows no rule. Stack traces are javatrace's.
package jvm

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Layouts returns the layouts, those with the stricter heads first. They hold no state.
func Layouts() []parsers.Layout {
	return []parsers.Layout{unified{}, gc8{}, crash{}, output{}}
}

// crash is a block of lines that begin with '#'. Source: openjdk/jdk src/hotspot/share/utilities/vmError.cpp.
type crash struct{}

func (crash) Name() string { return "jvm-crash" }

var crashHeads = []string{"# A fatal error has been detected", "# There is insufficient memory for the Java Runtime", "# java.lang.OutOfMemoryError"}

// Head accepts the first line that says something; the bare '#' before it belongs to no record.
func (crash) Head(line []byte) (parsers.Head, bool) {
	if len(line) < 8 || line[0] != '#' {
		return parsers.Head{}, false
	}
	for _, text := range crashHeads {
		if bytes.HasPrefix(line, []byte(text)) {
			return parsers.Head{Level: parsers.LevelFatal, Component: parsers.ComponentJVM, Body: 2}, true
		}
	}
	return parsers.Head{}, false
}

func (crash) Continues(_, line []byte, n int) bool { return n < 200 && len(line) > 0 && line[0] == '#' }

func (crash) Finish(event *parsers.Event, text string) {
	event.Chain = nil
	event.Message = strings.Join(strings.Fields(strings.ReplaceAll(text, "\n#", "\n")), " ")
	event.Message = strings.TrimPrefix(event.Message, "# ")
	for _, signal := range [...]string{"SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE"} {
		if strings.Contains(event.Message, signal+" (") {
			set(event, "signal", signal)
		}
	}
	if _, frame, ok := strings.Cut(event.Message, "Problematic frame: "); ok {
		frame, _, _ = strings.Cut(frame, "]")
		set(event, "problematic_frame", frame+"]")
	}
	if _, rest, ok := strings.Cut(event.Message, " failed to map "); ok {
		bytes, _, _ := strings.Cut(rest, " ")
		set(event, "bytes", bytes)
	}
}

// output is what a JVM prints to its standard streams: refused options, warnings, its last words.
type output struct{}

func (output) Name() string { return "jvm-output" }

var outputs = []struct {
	text  string
	level parsers.Level
}{
	{"Error: VM option ", parsers.LevelFatal}, {"Unrecognized VM option ", parsers.LevelFatal}, {"Unrecognized option: -", parsers.LevelFatal},
	{"Error: Could not create the Java Virtual Machine", parsers.LevelFatal}, {"Error: A fatal exception has occurred", parsers.LevelFatal},
	{"Error occurred during initialization of VM", parsers.LevelFatal}, {"Invalid maximum heap size: ", parsers.LevelFatal},
	{"Invalid initial heap size: ", parsers.LevelFatal}, {"Conflicting collector combinations", parsers.LevelFatal},
	{"Improperly specified VM option ", parsers.LevelFatal}, {"Error: Unable to access jarfile", parsers.LevelFatal},
	{"Error: Could not find or load main class", parsers.LevelFatal}, {"Terminating due to java.lang.OutOfMemoryError", parsers.LevelFatal},
	{"Aborting due to java.lang.OutOfMemoryError", parsers.LevelFatal}, {"OpenJDK 64-Bit Server VM warning: ", parsers.LevelWarn},
	{"Java HotSpot(TM) 64-Bit Server VM warning: ", parsers.LevelWarn}, {"Picked up JAVA_TOOL_OPTIONS: ", parsers.LevelInfo},
	{"Picked up _JAVA_OPTIONS: ", parsers.LevelInfo},
}

func (output) Head(line []byte) (parsers.Head, bool) {
	if len(line) < 12 || bytes.IndexByte([]byte("EUICTAOJP"), line[0]) < 0 {
		return parsers.Head{}, false
	}
	for _, o := range outputs {
		if bytes.HasPrefix(line, []byte(o.text)) {
			return parsers.Head{Level: o.level, Component: parsers.ComponentJVM}, true
		}
	}
	return parsers.Head{}, false
}

func (output) Continues(_, line []byte, n int) bool {
	return n <= 3 && len(line) > 0 && (line[0] == ' ' || bytes.HasPrefix(line, []byte("Error: The ")) || bytes.HasPrefix(line, []byte("Error: Could not create")))
}

func (output) Finish(event *parsers.Event, text string) {
	event.Chain = nil
	event.Message = strings.Join(strings.Fields(text), " ")
}

func set(event *parsers.Event, name, value string) {
	if value != "" && len(value) < 300 {
		event.Fields = event.Fields.Set(name, value)
	}
}
