package record

import (
	"bytes"
	"sort"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/javatrace"
)

// maxForeign bounds the lines of other pods that may stand inside a record.
const maxForeign = 200

// cutter cuts one record out of one window.
type cutter struct {
	r     *Reader
	lines []Line
	heads []headState
	start int64 // offset of the window's first byte
	bof   bool  // the window begins at the start of the source
	eof   bool  // the window reaches the end of the source
	last  bool  // no larger window will come
	// lo and hi bound what a cut may look at, so that a wider window gives no other answer.
	lo, hi int64
	pods   bool // lines say which pod or container wrote them
	walked walk
}

// walk is how far the records that begin at a line were walked: the next question is mostly about the line behind.
type walk struct{ from, next int }

// headState remembers whether a line is a strong head.
type headState struct {
	known  bool
	layout parsers.Layout
	head   parsers.Head
}

func newCutter(r *Reader, data []byte, start int64, eof bool) *cutter {
	c := &cutter{r: r, start: start, bof: start == 0, eof: eof, lo: start, hi: start + int64(len(data)), walked: walk{from: -1}}
	offset := start
	for len(data) > 0 {
		n := bytes.IndexByte(data, '\n')
		raw, size := data, len(data)
		if n >= 0 {
			raw, size = data[:n], n+1
		}
		c.add(raw, offset, offset+int64(size))
		data, offset = data[size:], offset+int64(size)
	}
	c.heads = make([]headState, len(c.lines))
	return c
}

// add appends a line, split where records were pasted one behind the other. The line that the window cuts off in front is not split: where it begins decides what
// its envelope is, and so whether it is.
func (c *cutter) add(raw []byte, start, end int64) {
	line := newLine(raw, start)
	c.pods = c.pods || line.Meta.Pod != "" || line.Meta.Container != ""
	var cuts []int
	if c.bof || len(c.lines) > 0 {
		cuts = c.r.splitPasted(line.Text)
	}
	if len(cuts) == 0 || len(line.Text) != len(raw) {
		line.End = end
		c.lines = append(c.lines, line)
		return
	}
	from := 0
	for _, cut := range append(cuts, len(raw)) {
		part := newLine(raw[from:cut], start+int64(from))
		part.End = start + int64(cut)
		c.lines = append(c.lines, part)
		from = cut
	}
	c.lines[len(c.lines)-1].End = end
}

func (c *cutter) strong(i int) *headState {
	h := &c.heads[i]
	if !h.known {
		h.known = true
		line := &c.lines[i]
		h.layout, h.head, _ = c.r.strongHead(line.Text)
		if h.layout != nil && printsTrace(line.Text[min(h.head.Body, len(line.Text)):]) {
			line.Text = line.Text[h.head.Body:]
			h.layout, h.head = nil, parsers.Head{}
		}
	}
	return h
}

// printsTrace tells whether a message is a line of a trace: schedulers such as DolphinScheduler log what a program printed line by line, so that every line of
// its traces has a head of its own.
func printsTrace(message []byte) bool {
	message = bytes.TrimLeft(message, " \t")
	if cause, ok := bytes.CutPrefix(message, []byte("Caused by: ")); ok {
		return javatrace.HeadsTrace(cause)
	}
	return javatrace.IsFrame(message)
}

// index returns the line that holds pos, -1 when none does.
func (c *cutter) index(pos int64) int {
	i := sort.Search(len(c.lines), func(i int) bool { return pos < c.lines[i].End })
	return min(i, len(c.lines)-1)
}

// cut returns the record around pos. complete is false when a larger window could give another answer.
func (c *cutter) cut(pos int64) (rec Record, complete bool) {
	i := c.index(pos)
	if i < 0 {
		return Record{Start: pos, End: pos + 1, Anchor: -1}, true
	}
	first, whole := c.firstWhole()
	if i < first || !c.endsLine(i) {
		if !c.last {
			return Record{}, false
		}
		return c.cell(pos, i), true
	}
	from, anchor, ok := c.before(i, first, whole)
	if !ok {
		return Record{}, false
	}
	return c.forward(from, i, anchor)
}

// firstWhole returns the first line whose beginning may be looked at.
func (c *cutter) firstWhole() (index int, atStart bool) {
	if c.lo == 0 {
		return 0, true
	}
	return sort.Search(len(c.lines), func(i int) bool { return c.lines[i].Start > c.lo }), false
}

// endsLine tells whether the end of line i may be looked at.
func (c *cutter) endsLine(i int) bool {
	line := &c.lines[i]
	whole := c.eof || i < len(c.lines)-1 || line.End-line.Start > int64(len(line.Raw))
	return whole && line.End <= c.hi
}

// before looks backwards for the line from which the records around line i are derived. ok is false when the window is too small.
func (c *cutter) before(i, first int, atStart bool) (from int, anchor int64, ok bool) {
	foreign := 0
	for j := i; j >= first; j-- {
		if c.lines[i].foreign(&c.lines[j]) {
			if foreign++; foreign > maxForeign {
				return i, c.lines[i].Start, true
			}
			continue
		}
		if c.lines[i].Start-c.lines[j].Start > MaxBytes {
			break
		}
		if c.strong(j).layout != nil {
			return j, c.lines[j].Start, true
		}
	}
	if atStart {
		return 0, 0, true
	}
	if !c.last {
		return 0, 0, false
	}
	grid := c.lines[i].Start/cellBytes*cellBytes - cellBytes
	for j := first; j <= i; j++ {
		if c.lines[j].Start >= grid {
			return j, -1, true
		}
	}
	return i, -1, true
}

// forward walks the records that begin at line from until it has the one that holds line i.
func (c *cutter) forward(from, i int, anchor int64) (Record, bool) {
	key := &c.lines[i]
	begin := from
	if !c.pods && c.walked.from == begin && c.walked.next <= i {
		from = c.walked.next
	}
	for from <= i {
		if from != i && c.lines[from].foreign(key) {
			from++
			continue
		}
		rec, next, complete := c.record(from, key)
		if contains(&rec, key) {
			c.walked = walk{from: begin, next: from}
			rec.Anchor = anchor
			return rec, complete || c.last
		}
		from = next
	}
	return Record{}, c.last
}

func contains(rec *Record, line *Line) bool {
	for k := range rec.Lines {
		if rec.Lines[k].Start == line.Start {
			return true
		}
	}
	return false
}

// record reads one record from line from on. key is a line of the pod whose record it is. next is the first line behind it that
// may begin another record of the same pod.
func (c *cutter) record(from int, key *Line) (rec Record, next int, complete bool) {
	first := &c.lines[from]
	layout, head := c.begin(from)
	rec = Record{Start: first.Start, End: first.End, Lines: []Line{*first}, layout: layout, head: head}
	own, foreign, next := 1, 0, from+1
	for k := from + 1; k < len(c.lines); k++ {
		line := &c.lines[k]
		if line.foreign(first) {
			if foreign++; foreign > maxForeign {
				return rec, next, true
			}
			continue
		}
		if !c.endsLine(k) { // it reaches farther than a record may
			return rec, next, c.last
		}
		if !c.continues(layout, first, k, own) || line.End-first.Start > MaxBytes {
			rec.Shared = rec.Shared || next != from+own
			return rec, next, true
		}
		if k != next {
			rec.Shared = true
		}
		rec.Lines = append(rec.Lines, *line)
		rec.End = line.End
		own++
		next = k + 1
	}
	return rec, next, c.eof
}

// begin reads line i as a head, strong before weak.
func (c *cutter) begin(i int) (parsers.Layout, parsers.Head) {
	if h := c.strong(i); h.layout != nil {
		return h.layout, h.head
	}
	layout, head, _ := firstHead(c.r.weak, c.lines[i].Text)
	return layout, head
}

// continues tells whether line k belongs to the record of the given layout that began with first.
func (c *cutter) continues(layout parsers.Layout, first *Line, k, n int) bool {
	if c.strong(k).layout != nil {
		return false
	}
	text := c.lines[k].Text
	if bytes.HasPrefix(text, uncaught) && c.isCalm(first) {
		return false
	}
	if layout == nil {
		return javatrace.IsContinuation(text)
	}
	return layout.Continues(first.Text, text, n)
}

// uncaught begins what a JVM prints to standard error for an exception that ended a thread. Behind a record of level information it is a failure of its own: the
// two streams of a container share one log.
var uncaught = []byte("Exception in thread \"")

// isCalm tells whether a line begins a record of level information or below, or one of java.util.logging, whose level stands on the second line: that logger never
// prints these words itself.
func (c *cutter) isCalm(first *Line) bool {
	_, head, ok := c.r.strongHead(first.Text)
	return ok && head.Level <= parsers.LevelInfo
}

// cell cuts a line that is longer than any window on a fixed grid.
func (c *cutter) cell(pos int64, i int) Record {
	from := pos / cellBytes * cellBytes
	line := &c.lines[i]
	from = max(from, line.Start)
	to := min(from+cellBytes, line.End)
	if from >= to {
		from, to = line.Start, line.End
	}
	part := newLine(c.bytes(line, from, to), from)
	part.End = to
	layout, head, _ := c.r.strongHead(part.Text)
	if layout == nil {
		layout, head, _ = firstHead(c.r.weak, part.Text)
	}
	return Record{Start: from, End: to, Anchor: -1, Lines: []Line{part}, layout: layout, head: head}
}

func (c *cutter) bytes(line *Line, from, to int64) []byte {
	lo, hi := from-line.Start, to-line.Start
	hi = min(hi, int64(len(line.Raw)))
	lo = min(lo, hi)
	return line.Raw[lo:hi]
}
