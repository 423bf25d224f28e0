package record

import (
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/javatrace"
	"github.com/flinkdoctor/flinkdoctor/parsers/kubernetes"
	"github.com/flinkdoctor/flinkdoctor/parsers/starrocks"
)

// Layout returns the name of the layout that read the record, "" when none did.
func (rec *Record) Layout() string {
	if rec.layout == nil {
		return ""
	}
	return rec.layout.Name()
}

// Drop takes away the lines that begin before pos, with the head when it stood there. A reader that goes from record to record needs it where text has no head
// within reach: there the cut depends on how far back a window sees.
func (rec *Record) Drop(pos int64) {
	n := 0
	for n < len(rec.Lines) && rec.Lines[n].Start < pos {
		n++
	}
	if n == 0 {
		return
	}
	rec.Lines, rec.Start = rec.Lines[n:], pos
	rec.layout, rec.head = nil, parsers.Head{}
}

// Event reads the record. Everything in the event is copied.
func (rec *Record) Event() *parsers.Event {
	event := &parsers.Event{
		Offset: rec.Start, Length: rec.End - rec.Start, Lines: len(rec.Lines),
		Layout: rec.Layout(), Time: rec.head.Time, Level: rec.head.Level, Component: rec.head.Component,
		Logger: rec.head.Logger, Thread: rec.head.Thread, Fields: rec.head.Fields,
	}
	if len(rec.Lines) == 0 {
		return event
	}
	meta := &rec.Lines[0].Meta
	event.Pod, event.Container = meta.Pod, meta.Container
	if !event.Time.Known() && meta.Time.Known() {
		event.Time = meta.Time
	}
	text := rec.Text()
	body := text
	if rec.layout != nil {
		body = text[min(rec.head.Body, len(text)):]
	}
	message, chain := javatrace.Parse(body)
	event.Message, event.Chain = fold(message), chain
	if rec.layout != nil {
		rec.layout.Finish(event, text)
	}
	if chain := kubernetes.ResourceError(event.Message); chain != nil && !framed(event.Chain) {
		event.Chain = chain // what was read so far are classes that its texts quote
	}
	addResponse(event)
	settle(event)
	if event.Level != parsers.LevelUnknown && event.Level < parsers.LevelWarn && kubernetes.TellsWarning(event.Message) {
		event.Level = parsers.LevelWarn
	}
	return event
}

// framed tells whether a chain was printed, with stack frames.
func framed(chain []parsers.Exception) bool {
	return slices.ContainsFunc(chain, func(x parsers.Exception) bool { return len(x.Frames) > 0 })
}

// Text returns the record's text with envelopes removed, lines joined by "\n". Partial lines of a container runtime are joined directly.
func (rec *Record) Text() string {
	var b strings.Builder
	for i := range rec.Lines {
		if i > 0 && !rec.Lines[i-1].Meta.Partial {
			b.WriteByte('\n')
		}
		b.Write(rec.Lines[i].Text)
	}
	return b.String()
}

// addResponse copies the fields of a load response that the message or an exception quotes; fields the layout set win.
func addResponse(event *parsers.Event) {
	fields, ok := responseIn(event.Message)
	for i := len(event.Chain) - 1; i >= 0 && !ok; i-- {
		fields, ok = responseIn(event.Chain[i].Message)
	}
	for _, f := range fields {
		if event.Fields.Get(f.Name) == "" {
			event.Fields = event.Fields.Set(f.Name, f.Value)
		}
	}
}

func responseIn(text string) (parsers.Fields, bool) {
	if !strings.Contains(text, "{") {
		return nil, false
	}
	return starrocks.ResponseFields(text)
}

// fold folds every run of white space to one blank and trims the ends.
func fold(text string) string {
	if !needsFold(text) {
		return text
	}
	return strings.Join(strings.Fields(text), " ")
}

func needsFold(text string) bool {
	blank := true // a leading blank needs folding
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == ' ':
			if blank {
				return true
			}
			blank = true
		case c == '\n' || c == '\t' || c == '\r' || c == '\v' || c == '\f' || c >= 0x80:
			return true
		default:
			blank = false
		}
	}
	return blank && len(text) > 0
}
