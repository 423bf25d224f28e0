package record

// cursorBytes is how far beyond what one cut may look at a cursor reads at once, so that it reads every byte about once.
const cursorBytes = 8 * MaxBytes

// Cursor cuts records one behind the other, with the same result as Reader.At but for lines that are longer than At's windows: a cursor sees more of them. A text without heads needs a wide window for each of its lines; a cursor reads that
// window once for all of them. The view's bytes must stay as they are while the cursor and its records are in use. A cursor belongs to one goroutine.
type Cursor struct {
	reader *Reader
	view   View
	wide   *cutter
	end    int64 // behind the last byte that wide holds
}

// NewCursor returns a cursor on a source.
func (r *Reader) NewCursor(view View) *Cursor { return &Cursor{reader: r, view: view} }

// At cuts the record that contains the byte at pos. Positions in rising order are cheap.
func (c *Cursor) At(pos int64) Record {
	lo, hi := max(pos-MaxBytes, 0), pos+MaxBytes
	if c.wide == nil || lo < c.wide.start || hi > c.end && !c.wide.eof {
		data, start, eof := c.view.Window(lo, hi+cursorBytes)
		c.wide = newCutter(c.reader, data, start, eof)
		c.wide.last = true
		c.end = start + int64(len(data))
	}
	c.wide.lo, c.wide.hi = lo, hi
	rec, _ := c.wide.cut(pos)
	return rec
}
