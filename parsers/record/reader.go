// Package record cuts records out of raw bytes and reads them into events. It joins what the sub-packages of parsers know:
// envelopes, layouts, exception chains. Cutting is a pure function of the source's bytes and a position, so blocks can be
// worked on in any order and on any number of cores with the same result. No rule and no file may enter.
package record

import (
	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Limits of one record. What lies beyond is read as a record of its own.
const (
	// MaxBytes bounds the bytes of a record, and how far a head is looked for before a candidate.
	MaxBytes = 64 << 10
	// nearBytes is the first, cheap guess at how far a record reaches.
	nearBytes = 4 << 10
	// cellBytes is the grid on which text without any head within reach is cut.
	cellBytes = 32 << 10
)

// View gives access to the bytes around a candidate.
type View interface {
	// Window returns the bytes [from,to) of the source, clipped to what exists, and the offset of the first byte returned. end is
	// true when the window reaches the end of the source. The bytes are borrowed until the next call.
	Window(from, to int64) (data []byte, start int64, end bool)
}

// Record is one record as it was cut.
type Record struct {
	// Start and End are byte offsets in the source; End is behind the last line end.
	Start, End int64
	// Anchor is the head or source start from which the cut was derived, -1 when there was none within reach.
	Anchor int64
	// Shared is true when lines of other pods stand between the record's own lines: bytes before End may belong to other records.
	Shared bool
	// Lines are the record's own lines.
	Lines []Line

	layout parsers.Layout
	head   parsers.Head
}

// Reader cuts and reads records. It holds no state between calls and may be used by several goroutines at once.
type Reader struct {
	strong []parsers.Layout
	weak   []parsers.Layout
}

// NewReader returns a reader that knows the given layouts. Order decides between layouts that both accept a line.
func NewReader(layouts []parsers.Layout) *Reader {
	r := &Reader{}
	for _, layout := range layouts {
		if w, ok := layout.(parsers.WeakLayout); ok && w.Weak() {
			r.weak = append(r.weak, layout)
		} else {
			r.strong = append(r.strong, layout)
		}
	}
	return r
}

// At cuts the record that contains the byte at pos. The lines of the record alias the view's window.
func (r *Reader) At(view View, pos int64) Record {
	data, start, end := view.Window(pos-nearBytes, pos+nearBytes)
	c := newCutter(r, data, start, end)
	if rec, complete := c.cut(pos); complete {
		return rec
	}
	data, start, end = view.Window(pos-MaxBytes, pos+MaxBytes)
	c = newCutter(r, data, start, end)
	c.last = true
	rec, _ := c.cut(pos)
	return rec
}

// Head reads line, without its line end, as the first line of a record of any strong layout, envelopes removed.
func (r *Reader) Head(line []byte) (parsers.Layout, parsers.Head, bool) {
	l := newLine(line, 0)
	return r.strongHead(l.Text)
}

func (r *Reader) strongHead(text []byte) (parsers.Layout, parsers.Head, bool) {
	return firstHead(r.strong, text)
}

func firstHead(layouts []parsers.Layout, text []byte) (parsers.Layout, parsers.Head, bool) {
	if len(text) == 0 {
		return nil, parsers.Head{}, false
	}
	for _, layout := range layouts {
		if head, ok := layout.Head(text); ok {
			return layout, head, true
		}
	}
	return nil, parsers.Head{}, false
}
