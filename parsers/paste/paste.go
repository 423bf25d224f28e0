// Package paste undoes what people and tools do to a log before somebody reads it: quoting and numbering of lines, columns of tables, exports of log stores as
// one JSON or CSV document, escaped line ends, HTML entities, typed punctuation, wrapping at a fixed width, newest line first. It works on small texts as a
// whole, because only the whole shows what was done; wrappers that each line shows for itself are the envelopes' business. It knows how log lines look, by
// asking, but no log grammar and no rule may enter.
//
// A step is kept only when more lines read as log behind it than before, so that a text which nobody changed stays as it is, byte by byte.
package paste

import (
	"bytes"
	"strings"
)

// Text is a log as it was before it was pasted.
type Text struct {
	// Data is the log, with a line end behind each line.
	Data []byte
	// Done are the steps that changed something, in the order in which they were taken.
	Done []Step
	at   []int
}

// Step names one thing that was undone.
type Step string

// The steps.
const (
	Document Step = "document" // one JSON or CSV document
	Escapes  Step = "escapes"  // \n and \t, entities, typed punctuation
	Prefix   Step = "prefix"   // the same text before each line
	Wrap     Step = "wrap"     // a fixed width
	Order    Step = "order"    // newest line first
)

// Line returns the line of the pasted text on which line n of the log began, both counted from 1.
func (t *Text) Line(n int) int {
	if len(t.at) == 0 {
		return n
	}
	return t.at[min(max(n, 1), len(t.at))-1] + 1
}

// line is one line of the text and where it began in the pasted one, counted from 0.
type line struct {
	text string
	at   int
}

// Heads tells whether a line, without its line end, begins a record.
type Heads func(line []byte) bool

// Restore undoes what was done to data. ok is false when nothing was. data is only read, and the result does not alias it.
func Restore(data []byte, heads Heads) (text Text, ok bool) {
	r := reader{heads: heads}
	lines := split(string(data))
	for _, s := range []struct {
		name Step
		undo func(reader, []line) ([]line, bool)
	}{
		{Document, reader.document}, {Document, reader.table}, {Escapes, reader.entities}, {Escapes, reader.escapes}, {Escapes, reader.typed}, {Prefix, reader.prefix},
		{Prefix, reader.prefix}, {Wrap, reader.wrap}, {Order, reader.order},
	} {
		if changed, did := s.undo(r, lines); did {
			lines = changed
			text.Done = append(text.Done, s.name)
		}
	}
	if len(text.Done) == 0 {
		return Text{}, false
	}
	var b bytes.Buffer
	for _, l := range lines {
		b.WriteString(l.text)
		b.WriteByte('\n')
		text.at = append(text.at, l.at)
	}
	text.Data = b.Bytes()
	return text, true
}

// split returns the lines of a text without their ends.
func split(s string) []line {
	var out []line
	for at := 0; s != ""; at++ {
		text, rest, _ := strings.Cut(s, "\n")
		out = append(out, line{strings.TrimSuffix(text, "\r"), at})
		s = rest
	}
	return out
}
