package scan

import (
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// near is how many bytes around a core are read along with it: nearly all records end within. The rest of what a window may show is
// read when one asks for it.
const near = 4 << 10

// errShrunk says that a file ended before the size it had when it was opened.
var errShrunk = fmt.Errorf("the file became shorter while it was being read: %w", io.ErrUnexpectedEOF)

// fileFeed is one worker's share of a file. The workers take numbers of blocks from a common counter and read each into the one buffer
// that each of them owns.
type fileFeed struct {
	file   io.ReaderAt
	size   int64 // of the file
	core   int64 // size of a block's core
	behind int64 // bytes behind a core that the search needs
	next   *atomic.Int64

	buf   []byte // reach bytes, the core, reach bytes: the first byte of the core is always buf[reach]
	block Block
	wide  [2]bool // a wider window before, behind the core was asked for
}

// newFileFeeds returns a feeder for each worker that is of use.
func newFileFeeds(src *parsers.Source, set *Set, opt Options) []feeder {
	core := int64(opt.BlockSize)
	blocks := (src.Size + core - 1) / core
	next := new(atomic.Int64)
	feeds := make([]feeder, max(0, min(int64(opt.Workers), blocks)))
	for i := range feeds {
		f := &fileFeed{file: src.File, size: src.Size, core: core, behind: int64(set.overhang()), next: next}
		f.block.widen = f.widen
		feeds[i] = f.read
	}
	return feeds
}

// read reads the next block that no worker has taken.
func (f *fileFeed) read() *Block {
	index := f.next.Add(1) - 1
	at := index * f.core
	if at >= f.size {
		return nil
	}
	if f.buf == nil {
		f.buf = make([]byte, reach+f.core+max(reach, f.behind))
	}
	lead := min(near, at)
	core := min(f.core, f.size-at)
	tail := min(max(near, f.behind), f.size-at-core)
	n, err := f.readAt(f.buf[reach-lead:reach+core+tail], at-lead)
	got := max(0, n-lead) // of core and tail
	short := got < core
	b := &f.block
	*b = Block{
		Data: f.buf[reach-lead : reach+got], Lo: int(lead), Hi: int(lead + min(core, got)), Base: at - lead,
		First: at == 0, Last: short || at+core == f.size,
		Hits: b.Hits, index: int(index), widen: b.widen, end: err != nil || at+core+tail == f.size,
	}
	b.room, b.base = b.Data, b.Base
	if short {
		b.err = err
	}
	f.wide = [2]bool{}
	return b
}

// widen reads what a window may show before or behind the block, once. Bytes that cannot be read are not shown. A failure behind
// the core is left to the block whose core it is.
func (f *fileFeed) widen(before bool) {
	b := &f.block
	start := b.Base + int64(b.Lo) // of the core
	if before {
		from := max(0, start-reach)
		if f.wide[0] || b.base <= from {
			return
		}
		f.wide[0] = true
		lead := b.base - from
		first := reach - (start - from) // index of from in buf
		if _, err := f.readAt(f.buf[first:first+lead], from); err != nil {
			b.err = err
			return
		}
		b.base, b.room = from, f.buf[first:first+lead+int64(len(b.room))]
		return
	}
	limit := b.limit()
	to := min(f.size, b.Base+int64(b.Hi)+reach)
	if f.wide[1] || b.end || limit >= to {
		return
	}
	f.wide[1] = true
	first := reach + limit - start // index of limit in buf
	n, err := f.readAt(f.buf[first:first+to-limit], limit)
	b.room = b.room[:int64(len(b.room))+n]
	b.end = err != nil || to == f.size
}

// readAt fills p from the offset. Fewer bytes are always an error.
func (f *fileFeed) readAt(p []byte, offset int64) (int64, error) {
	n, err := f.file.ReadAt(p, offset)
	switch {
	case n == len(p):
		return int64(n), nil
	case err == nil || errors.Is(err, io.EOF):
		err = errShrunk
	}
	return int64(n), err
}
