// Package scan finds candidates: it reads a source once, in big blocks on several cores, and tells at which bytes one of many
// literals stands. It knows bytes and literals only; rules, layouts, records and reports may not enter. Its cost on healthy text is
// what the whole program costs, so nothing here looks at single lines.
package scan

import (
	"context"
	"runtime"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Options steer one scan. The zero value works. Nothing here changes what is found.
type Options struct {
	// BlockSize is the size of a block's core in bytes; 0 means 512 KiB: smaller ones cost speed, larger ones gain next to none.
	BlockSize int
	// Workers is how many goroutines scan and work, at most 256; 0 means GOMAXPROCS.
	Workers int
	// Live tells that the source is a stream someone may still be writing to: finished lines that have not filled a block after Delay are shown
	// beforehand, in a block marked Early. What the other blocks hold does not depend on it.
	Live bool
	// Delay is how long what came of a live stream may wait for that; 0 means 200 ms.
	Delay time.Duration
	// Stop, when closed, ends a live stream where it is, as if its writer had gone; nil: never.
	Stop <-chan struct{}
	// Progress, if set, is told how many bytes of the source are done, on the goroutine that called Run.
	Progress func(bytes int64)
}

const (
	defaultBlock = 512 << 10
	maxBlock     = 64 << 20
	maxWorkers   = 256
	defaultDelay = 200 * time.Millisecond
)

func (o Options) withDefaults() Options {
	if o.BlockSize <= 0 {
		o.BlockSize = defaultBlock
	}
	o.BlockSize = min(o.BlockSize, maxBlock)
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	o.Workers = min(o.Workers, maxWorkers)
	if o.Delay <= 0 {
		o.Delay = defaultDelay
	}
	return o
}

// Totals is what a scan went through.
type Totals struct {
	// Bytes and Lines of the source; an unterminated last line counts.
	Bytes, Lines int64
}

// Run scans the source: it calls work for every block, on several goroutines at once, and done with work's results one by one, in the
// order of the blocks, on the goroutine that called Run; newlinesBefore counts the line ends before the block's core. Early blocks take no part in the totals. An error
// of done ends the scan and is returned as it is. When reading fails, everything before the failure has been worked on, and
// the error, wrapped, is returned with the totals up to there. When ctx is cancelled before the end, Run returns its error soon, with
// what is done by then. Memory is bounded by the number of workers and the block size: about (workers+2) blocks for streams, a block
// for each worker for files. No goroutine outlives Run, except one whose Read of a stream does not return, until it does.
func Run[T any](ctx context.Context, src *parsers.Source, set *Set, opt Options,
	work func(*Block) T, done func(index int, result T, newlinesBefore int64) error,
) (Totals, error) {
	if src.Err != nil {
		return Totals{}, src.Err
	}
	opt = opt.withDefaults()
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	var feeds []feeder
	switch {
	case src.File != nil:
		set = tuneFor(src, set)
		feeds = newFileFeeds(src, set, opt)
	case src.Reader != nil:
		feeds = newStreamFeeds(inner, src.Reader, set, opt)
	}
	r := &run[T]{
		set: set, work: work, done: done, progress: opt.Progress,
		outcomes: make(chan outcome[T], len(feeds)), tokens: make(chan struct{}, len(feeds)*ahead),
	}
	r.start(inner, feeds)
	err := r.collect(ctx, src.Name)
	cancel()
	for range r.outcomes { // lets workers that wait to send go, and waits for all of them
	}
	return r.totals, err
}
