package jvm

import (
	"bytes"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// output is what a JVM prints to its standard streams: refused options, warnings, its last words.
type output struct{}

// Name implements parsers.Layout.
func (output) Name() string { return "jvm-output" }

// opening is a text with which a line of the JVM begins.
type opening struct {
	text  string
	level parsers.Level
}

// openings are unmistakable wherever they stand. Sources: openjdk/jdk src/hotspot/share/runtime/arguments.cpp, src/java.base/share/classes/sun/launcher/resources/
// launcher.properties, src/hotspot/share/utilities/debug.cpp (report_java_out_of_memory).
var openings = []opening{
	{"Error: VM option ", parsers.LevelFatal}, {"Unrecognized VM option ", parsers.LevelFatal}, {"Unrecognized option: -", parsers.LevelFatal},
	{"Improperly specified VM option ", parsers.LevelFatal}, {"Missing +/- setting for VM option ", parsers.LevelFatal}, {"Unexpected +/- setting in VM option ", parsers.LevelFatal},
	{"Invalid maximum heap size: ", parsers.LevelFatal}, {"Invalid initial heap size: ", parsers.LevelFatal}, {"Invalid thread stack size: ", parsers.LevelFatal},
	{"Conflicting collector combinations", parsers.LevelFatal}, {"Error occurred during initialization of VM", parsers.LevelFatal},
	{"Error occurred during initialization of boot layer", parsers.LevelFatal}, {"Error opening zip file or JAR manifest missing", parsers.LevelFatal},
	{"Error: Unable to access jarfile", parsers.LevelFatal}, {"Error: Could not find or load main class", parsers.LevelFatal}, {"Error: Main method ", parsers.LevelFatal},
	{"Error: Unable to initialize main class", parsers.LevelFatal}, {"Error: LinkageError occurred while loading main class", parsers.LevelFatal},
	{"Error: A JNI error has occurred", parsers.LevelFatal},
	{"Terminating due to java.lang.OutOfMemoryError", parsers.LevelFatal}, {"Aborting due to java.lang.OutOfMemoryError", parsers.LevelFatal},
	{"Exception: java.lang.OutOfMemoryError thrown from ", parsers.LevelFatal},
	{"Picked up JAVA_TOOL_OPTIONS: ", parsers.LevelInfo}, {"Picked up _JAVA_OPTIONS: ", parsers.LevelInfo}, {"NOTE: Picked up JDK_JAVA_OPTIONS: ", parsers.LevelInfo},
}

// vmWarning stands behind the name of the VM: "OpenJDK 64-Bit Server VM warning: ", "Java HotSpot(TM) 64-Bit Server VM warning: ".
var vmWarning = []byte(" VM warning: ")

// Head accepts the first line of what the JVM has to say.
func (output) Head(line []byte) (parsers.Head, bool) {
	if len(line) < 12 || bytes.IndexByte([]byte("EUICTAOJPMN"), line[0]) < 0 {
		return parsers.Head{}, false
	}
	if line[0] == 'O' || line[0] == 'J' {
		known := bytes.HasPrefix(line, []byte("OpenJDK ")) || bytes.HasPrefix(line, []byte("Java HotSpot"))
		if !known || !bytes.Contains(line[:min(len(line), 60)], vmWarning) {
			return parsers.Head{}, false
		}
		return parsers.Head{Level: parsers.LevelWarn, Component: parsers.ComponentJVM}, true
	}
	return open(line, openings)
}

func open(line []byte, openings []opening) (parsers.Head, bool) {
	for i := range openings {
		if bytes.HasPrefix(line, []byte(openings[i].text)) {
			return parsers.Head{Level: openings[i].level, Component: parsers.ComponentJVM}, true
		}
	}
	return parsers.Head{}, false
}

// Continues takes the launcher's last words and the cause of a failed start. A warning and what was picked up are one line each.
func (o output) Continues(first, line []byte, n int) bool {
	const most = 40
	if head, _ := o.Head(first); head.Level != parsers.LevelFatal || n > most || len(line) == 0 {
		return false
	}
	if _, ok := (launcher{}).Head(line); ok {
		return true
	}
	return line[0] == ' ' || line[0] == '\t' || bytes.HasPrefix(line, []byte("Caused by: ")) || bytes.HasPrefix(line, []byte("Did you mean ")) || n == 1 && needsMore(first)
}

// needsMore tells whether the reason stands on the next line.
func needsMore(first []byte) bool {
	return bytes.HasPrefix(first, []byte("Error occurred during initialization of ")) || bytes.HasPrefix(first, []byte("Error: A JNI error ")) ||
		bytes.HasPrefix(first, []byte("Error: Unable to initialize main class")) || bytes.HasPrefix(first, []byte("Error: LinkageError "))
}

// Finish reads what memory was asked for.
func (output) Finish(event *parsers.Event, _ string) {
	set(event, "bytes", refused(event.Message))
	set(event, "errno", between(event.Message, "(errno=", ")"))
	set(event, "option", between(event.Message, "VM option '", "'"))
}

// launcher is what the launcher says last, behind the reason. Alone it begins a record only where none is open.
type launcher struct{}

// Name implements parsers.Layout.
func (launcher) Name() string { return "jvm-launcher" }

// Weak tells that a head does not end a record of another layout.
func (launcher) Weak() bool { return true }

var lastWords = []opening{
	{"Error: Could not create the Java Virtual Machine", parsers.LevelFatal}, {"Error: A fatal exception has occurred", parsers.LevelFatal},
	{"Error: Could not reserve enough space", parsers.LevelFatal}, {"Could not reserve enough space for", parsers.LevelFatal},
	{"Initial heap size set to a larger value than the maximum heap size", parsers.LevelFatal}, {"Multiple garbage collectors selected", parsers.LevelFatal},
	{"agent library failed to init", parsers.LevelFatal}, {"The Parallel collector can not be combined", parsers.LevelFatal},
}

// Head accepts the launcher's last words and the reasons that stand below "Error occurred during initialization of VM".
func (launcher) Head(line []byte) (parsers.Head, bool) {
	if len(line) < 12 || bytes.IndexByte([]byte("ECIMaT"), line[0]) < 0 {
		return parsers.Head{}, false
	}
	return open(line, lastWords)
}

// Continues takes further last words.
func (l launcher) Continues(_, line []byte, n int) bool {
	_, ok := l.Head(line)
	return ok && n < 4
}

// Finish has nothing to add.
func (launcher) Finish(*parsers.Event, string) {}
