package scan

import "bytes"

var lineEnd = []byte{'\n'}

// reach is how many bytes before and after a block's core a Window may show: what a record and its neighbourhood can span.
const reach = 64 << 10

// Block is a piece of a source. It belongs to the function that works on it until that function returns.
type Block struct {
	// Data holds the core and some neighbouring bytes on both sides; Data[Lo:Hi] is the core. The cores of all blocks that are not
	// Early, one after the other, are the source.
	Data   []byte
	Lo, Hi int
	// Base is the offset in the source of Data[0].
	Base int64
	// First and Last tell whether the core begins and ends the source.
	First, Last bool
	// Early tells that the block only lets someone look at what came of a live stream: what follows may belong to the core's last record, and cannot be
	// seen yet. Its core comes again in a block that is not early; the cores of early blocks do not overlap.
	Early bool
	// Skipped is the number of line ends between the core of the last block that was not early and the core of an early one.
	Skipped int
	// Newlines is the number of line ends in the core.
	Newlines int
	// Hits are the literals whose first byte lies in the core, in order; their positions are indices of Data.
	Hits []Hit

	index int
	err   error  // reading failed behind the core
	room  []byte // Data and what a wider window may show
	base  int64  // offset in the source of room[0]
	end   bool   // the source ends where room ends
	widen func(before bool)
}

// Window returns the bytes [from,to) of the source, clipped to what exists and to what the block can show, 64 KiB or more before and
// after the core, and the offset of the first byte returned. end is true when the window reaches the end of the source. What is asked for within 64 KiB of a
// hit does not depend on how the source was cut into blocks, except in an Early block. The bytes are borrowed for as long as the block is.
func (b *Block) Window(from, to int64) (data []byte, start int64, end bool) {
	if b.widen != nil && from < b.base {
		b.widen(true)
	}
	if b.widen != nil && to > b.limit() {
		b.widen(false)
	}
	limit := b.limit()
	from = min(max(from, b.base), limit)
	to = min(max(to, from), limit)
	return b.room[from-b.base : to-b.base : to-b.base], from, b.end && to == limit
}

// limit is the offset in the source of the first byte behind room.
func (b *Block) limit() int64 { return b.base + int64(len(b.room)) }

// search fills in Newlines and Hits, reusing the memory of Hits.
func (b *Block) search(set *Set) {
	core := b.Data[b.Lo:b.Hi]
	b.Newlines = bytes.Count(core, lineEnd) // first: it brings the bytes into the cache faster than the search does
	b.Hits = b.Hits[:0]
	if len(core) == 0 {
		return
	}
	tail := min(len(b.Data), b.Hi+set.overhang())
	b.Hits = set.Find(b.Data[b.Lo:tail], b.Hits)
	n := len(b.Hits)
	for n > 0 && int(b.Hits[n-1].Pos) >= len(core) {
		n--
	}
	b.Hits = b.Hits[:n]
	for i := range b.Hits {
		b.Hits[i].Pos += int32(b.Lo)
	}
}
