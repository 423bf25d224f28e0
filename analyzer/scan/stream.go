package scan

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"
)

// buffer is the memory of a stream's block. data[lo:filled] has not been handed over, data[start:lo] is what came before it.
type buffer struct {
	data              []byte
	start, lo, filled int
	block             Block
}

// stream cuts what a reader gives into blocks. One goroutine, pump, reads into a buffer until it holds a core and what windows may
// show behind it, moves what the next block needs to another buffer, and hands the first one to a worker, which gives it back.
type stream struct {
	read     func(ctx context.Context, p []byte) (int, error)
	live     *liveReader // what read reads from, nil unless the stream is live
	looked   int64       // offset in the source up to which a live stream was looked at
	core     int         // size of a block's core
	tail     int         // bytes behind a core that must be there
	overhang int         // bytes that a literal may reach beyond a finished line
	limit    int         // of buffers
	made     int
	free     chan *buffer
	full     chan *buffer

	index  int
	offset int64 // in the source of the current buffer's data[lo]
}

// newStreamFeeds starts to read and returns a feeder for each worker.
func newStreamFeeds(ctx context.Context, r io.Reader, set *Set, opt Options) []feeder {
	s := &stream{
		core: opt.BlockSize, tail: max(reach, set.overhang()), limit: opt.Workers + 2,
		free: make(chan *buffer, opt.Workers+2), full: make(chan *buffer),
	}
	if set.newlines {
		s.overhang = set.overhang()
	}
	if opt.Live {
		s.live = newLiveReader(ctx, r, opt)
		s.read = s.live.read
	} else {
		s.read = func(_ context.Context, p []byte) (int, error) { return readSome(r, p) }
	}
	go s.pump(ctx)
	feeds := make([]feeder, opt.Workers)
	for i := range feeds {
		feeds[i] = s.feeder(ctx)
	}
	return feeds
}

// feeder returns what gives one worker its blocks and takes back the one before.
func (s *stream) feeder(ctx context.Context) feeder {
	var last *buffer
	return func() *Block {
		if last != nil {
			s.free <- last // never blocks: it has room for all buffers there are
		}
		last = nil
		select {
		case b, ok := <-s.full:
			if !ok {
				return nil
			}
			last = b
			return &b.block
		case <-ctx.Done():
			return nil
		}
	}
}

// pump reads the stream to its end.
func (s *stream) pump(ctx context.Context) {
	defer close(s.full)
	b := s.take(ctx)
	for b != nil {
		err := s.fill(ctx, b)
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, errLook):
			if !s.early(ctx, b) {
				return
			}
		case err != nil:
			s.finish(ctx, s.own(b), err)
			return
		default:
			b = s.hand(ctx, b, s.core, nil)
		}
	}
}

// fill reads until the buffer holds a core and its tail.
func (s *stream) fill(ctx context.Context, b *buffer) error {
	for b.filled-b.lo < s.core+s.tail {
		n, err := s.read(ctx, b.data[b.filled:])
		b.filled += n
		if err != nil {
			return err
		}
	}
	return nil
}

// finish hands over what is left before the end of the stream or a failure.
func (s *stream) finish(ctx context.Context, b *buffer, err error) {
	if errors.Is(err, io.EOF) {
		err = nil
	}
	for b != nil && b.filled-b.lo > s.core {
		b = s.hand(ctx, b, s.core, &end{})
	}
	if b == nil || b.filled == b.lo && s.index == 0 && err == nil {
		return
	}
	s.prepare(b, b.filled-b.lo, &end{last: true, err: err})
	s.send(ctx, b)
}

// end says that the stream ends with the buffer.
type end struct {
	last bool  // and with the block's core
	err  error // the failure that ended it
}

// own returns the buffer, or a copy when a read that was given up may still write into it.
func (s *stream) own(b *buffer) *buffer {
	if s.live == nil || !s.live.pending {
		return b
	}
	c := (&buffer{data: make([]byte, len(b.data))}).reset()
	c.follow(b, b.lo)
	return c
}

// hand hands the next core of b over and returns the buffer that holds what follows, nil when the scan was cancelled.
func (s *stream) hand(ctx context.Context, b *buffer, core int, e *end) *buffer {
	next := s.take(ctx)
	if next == nil {
		return nil
	}
	next.follow(b, b.lo+core)
	s.prepare(b, core, e)
	if !s.send(ctx, b) {
		return nil
	}
	return next
}

// early lets the finished lines of b be looked at that were not yet, in a buffer of their own, for b is being read into. It is false when the scan was cancelled.
func (s *stream) early(ctx context.Context, b *buffer) bool {
	from := b.lo + int(max(s.looked-s.offset, 0))
	lines := b.data[from:max(from, b.filled-s.overhang)]
	core := bytes.LastIndexByte(lines, '\n') + 1
	if core == 0 {
		return true
	}
	copied := s.take(ctx)
	if copied == nil {
		return false
	}
	copied.follow(b, from)
	offset := s.offset + int64(from-b.lo)
	s.looked = offset + int64(core)
	s.cut(copied, core, offset)
	copied.block.Early, copied.block.Skipped = true, bytes.Count(b.data[b.lo:from], lineEnd)
	return s.send(ctx, copied)
}

// prepare makes the next core of b its block.
func (s *stream) prepare(b *buffer, core int, e *end) {
	s.cut(b, core, s.offset)
	if e != nil {
		b.block.end, b.block.Last, b.block.err = true, e.last, e.err
	}
	s.offset += int64(core)
	if s.live != nil { // what follows was not looked at
		s.live.fresh = time.Now()
	}
}

// cut makes a core of b, which stands at an offset in the source, a block.
func (s *stream) cut(b *buffer, core int, offset int64) {
	start := max(b.start, b.lo-reach)
	data, base := b.data[start:b.filled], offset-int64(b.lo-start)
	b.block = Block{
		Data: data, Lo: b.lo - start, Hi: b.lo - start + core, Base: base, First: offset == 0, Hits: b.block.Hits, index: s.index, room: data, base: base,
	}
	s.index++
}

// send gives b to the next worker that is free. It is false when the scan was cancelled.
func (s *stream) send(ctx context.Context, b *buffer) bool {
	select {
	case s.full <- b:
		return true
	case <-ctx.Done():
		return false
	}
}

// take returns an empty buffer, nil when the scan was cancelled.
func (s *stream) take(ctx context.Context) *buffer {
	select {
	case b := <-s.free:
		return b.reset()
	default:
	}
	if s.made < s.limit {
		s.made++
		return (&buffer{data: make([]byte, reach+s.core+s.tail)}).reset()
	}
	select {
	case b := <-s.free:
		return b.reset()
	case <-ctx.Done():
		return nil
	}
}

func (b *buffer) reset() *buffer {
	b.start, b.lo, b.filled = reach, reach, reach
	return b
}

// follow copies what from holds around lo, an index of its data, into the empty buffer b.
func (b *buffer) follow(from *buffer, lo int) {
	start := max(from.start, lo-reach)
	b.start = b.lo - (lo - start)
	b.filled = b.start + copy(b.data[b.start:], from.data[start:from.filled])
}

// maxEmptyReads is how often in a row a reader may return neither bytes nor an error.
const maxEmptyReads = 100

// readSome reads at least one byte or returns an error.
func readSome(r io.Reader, p []byte) (int, error) {
	for range maxEmptyReads {
		if n, err := r.Read(p); n > 0 || err != nil {
			return n, err
		}
	}
	return 0, io.ErrNoProgress
}
