// Package parsers holds what every log layout agrees on: the Event, the Layout that reads it out of a record, and the
// clock. It knows no rule, no command line and no file system; sub-packages each know one family of logs.
package parsers

import (
	"sort"
	"time"
)

// Level is the severity a record states for itself. The zero value says that the record states none.
type Level uint8

// Levels in rising order. Notice (nginx, syslog) ranks as Info, Crit, Alert and Emerg rank as Fatal.
const (
	LevelUnknown Level = iota
	LevelTrace
	LevelDebug
	LevelInfo
	LevelWarn
	LevelError
	LevelFatal
)

var levelNames = [...]string{"", "trace", "debug", "info", "warn", "error", "fatal"}

// String returns the lower-case name ("warn"), or "" for LevelUnknown.
func (l Level) String() string {
	if int(l) >= len(levelNames) {
		return ""
	}
	return levelNames[l]
}

// Component names the program that wrote an event, as far as the event itself tells. Rules name components too; the two
// lists are compared by a test in the analyzer, because parsers and rules do not import each other.
type Component string

// The components. "" means unknown text. ComponentJava is a Java program whose loggers do not tell which; ComponentFlink is a
// Flink process whose role (JobManager or TaskManager) the event alone does not tell.
const (
	ComponentUnknown     Component = ""
	ComponentJava        Component = "java"
	ComponentFlink       Component = "flink"
	ComponentJobManager  Component = "flink-jobmanager"
	ComponentTaskManager Component = "flink-taskmanager"
	ComponentFlinkClient Component = "flink-client"
	ComponentChunJun     Component = "chunjun"
	ComponentStreamPark  Component = "streampark"
	ComponentStarRocksFE Component = "starrocks-fe"
	ComponentStarRocksBE Component = "starrocks-be"
	ComponentStreamLoad  Component = "stream-load"
	ComponentNginx       Component = "nginx"
	ComponentNginxStream Component = "nginx-stream"
	ComponentZooKeeper   Component = "zookeeper"
	ComponentKafka       Component = "kafka"
	ComponentMySQL       Component = "mysql"
	ComponentKubernetes  Component = "kubernetes"
	ComponentYarn        Component = "yarn"
	ComponentKernel      Component = "kernel"
	ComponentJVM         Component = "jvm"
)

// Time is a moment as a record states it. At is UTC when Zoned; otherwise At holds the wall clock of an unknown zone as if it were
// UTC, and only comparisons inside one clock are meaningful. The zero value means that the record states no time.
type Time struct {
	At    time.Time
	Zoned bool
	// Offset is the zone that the record states, in seconds east of UTC; 0 when it states none.
	Offset int
}

// StatedTime is a moment that a record states with its zone.
func StatedTime(at time.Time) Time {
	_, offset := at.Zone()
	return Time{At: at.UTC(), Zoned: true, Offset: offset}
}

// Known tells whether the record states a time at all.
func (t Time) Known() bool { return !t.At.IsZero() }

// Exception is one element of an exception chain.
type Exception struct {
	// Class is the fully qualified class as printed, OCR slips mended; "" when the text names none.
	Class string
	// Message is the text after "Class: ", white space runs folded to one blank, lines of a multi-line message joined by one blank.
	Message string
	// Frames are "org.a.B.c(B.java:12)", innermost call first, packaging data dropped, at most MaxFrames.
	Frames []string
	// Line is the physical line of the record on which the element begins, counted from 0.
	Line int
	// Suppressed marks an element under "Suppressed:"; it is never the cause.
	Suppressed bool
}

// MaxFrames bounds the frames kept per exception.
const MaxFrames = 48

// Field is one named value that a layout read out of a record, such as upstream or label.
type Field struct{ Name, Value string }

// Fields are sorted by name; names are lower case with underscores.
type Fields []Field

// Get returns the value of the named field, or "".
func (f Fields) Get(name string) string {
	i := sort.Search(len(f), func(i int) bool { return f[i].Name >= name })
	if i < len(f) && f[i].Name == name {
		return f[i].Value
	}
	return ""
}

// Set returns the fields with name set to value, keeping the order.
func (f Fields) Set(name, value string) Fields {
	i := sort.Search(len(f), func(i int) bool { return f[i].Name >= name })
	if i < len(f) && f[i].Name == name {
		f[i].Value = value
		return f
	}
	f = append(f, Field{})
	copy(f[i+1:], f[i:])
	f[i] = Field{name, value}
	return f
}

// Event is one record, read. All strings are copies: an Event may be kept after the block it came from is reused.
type Event struct {
	// Offset and Length are the record's place in the decoded source, in bytes. Line is the number of its first line, counted
	// from 1 (a worker that sees one block only fills it relative to the block; the scan corrects it). Lines is how many it spans.
	Offset, Length int64
	Line, Lines    int

	Time      Time
	Level     Level
	Layout    string // name of the layout that read it; "" when none did
	Component Component
	// Origin is where the failure that the event reports happened, as far as its trace or wording tells: a JobManager also logs
	// what failed on a TaskManager. "" means: where it was written.
	Origin Component
	Logger string
	Thread string
	// Pod, Container are what an envelope said about where the line was written; "" when nothing did.
	Pod, Container string

	// Message is the text behind the head without the exception chain, white space runs (line ends included) folded to one blank.
	Message string
	// Chain is the exception chain, outermost first; the innermost cause is the last element that is not Suppressed.
	Chain  []Exception
	Fields Fields
	// Decisive is the physical line of the record that says most, counted from 0; 0 when the first one does or the chain tells.
	Decisive int
}

// SetField stores a field when there is something to store.
func (e *Event) SetField(name, value string) {
	if value != "" {
		e.Fields = e.Fields.Set(name, value)
	}
}

// Root returns the innermost cause of the chain, or nil when there is no chain.
func (e *Event) Root() *Exception {
	for i := len(e.Chain) - 1; i >= 0; i-- {
		if !e.Chain[i].Suppressed {
			return &e.Chain[i]
		}
	}
	return nil
}

// Head is what the first line of a record says.
type Head struct {
	Time      Time
	Level     Level
	Component Component
	Logger    string
	Thread    string
	Fields    Fields
	// Body is the offset in the line at which the message begins.
	Body int
}

// WeakLayout is a Layout whose heads begin a record only where no record with a strong head is open, such as a stack trace that
// stands alone.
type WeakLayout interface {
	Layout
	// Weak reports whether the layout's heads are weak.
	Weak() bool
}

// Layout reads one family of records. Layouts hold no state: the same bytes give the same answer, in any order, on any goroutine.
type Layout interface {
	// Name is the stable name used in reports, e.g. "flink-log4j".
	Name() string
	// Head reads line as the first line of a record; ok is false when it cannot be one. line carries no line end and is
	// borrowed: what is kept must be copied. It is called for every line around a candidate, so it must reject fast and not
	// allocate when it rejects.
	Head(line []byte) (head Head, ok bool)
	// Continues tells whether line belongs to the record that began with first; n counts from 1. It is asked only for lines that
	// are no strong head themselves.
	Continues(first, line []byte, n int) bool
	// Finish completes the event from the whole record: text is the record with envelopes removed, lines joined by "\n", head
	// included. Message, Chain and the fields of the head are already set; Finish adds fields or corrects them.
	Finish(event *Event, text string)
}
