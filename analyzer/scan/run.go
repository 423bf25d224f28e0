package scan

import (
	"context"
	"fmt"
	"sync"
)

// ahead is how many blocks per worker may be taken or finished while an earlier one is not.
const ahead = 4

// feeder hands out the blocks of a source, or those that one worker gets of them, in order. It returns nil when there are no more or
// the scan was cancelled. A block is valid until the next call. It belongs to one goroutine.
type feeder func() *Block

// outcome is one block, done.
type outcome[T any] struct {
	index    int
	bytes    int64
	newlines int64
	open     bool // the core ends within a line
	last     bool // the core ends the source
	idle     bool // there was nothing to work on, only err
	early    bool // the core comes again
	skipped  int64
	err      error
	result   T
}

// run is one scan under way.
type run[T any] struct {
	set      *Set
	work     func(*Block) T
	done     func(index int, result T, newlinesBefore int64) error
	progress func(bytes int64)
	outcomes chan outcome[T]
	tokens   chan struct{} // one for each block that was taken and whose result was not yet given to done

	totals   Totals
	newlines int64 // line ends before the next block
	complete bool  // the block that ends the source is done
}

// start starts a worker for each feeder. outcomes is closed when all have ended.
func (r *run[T]) start(ctx context.Context, feeds []feeder) {
	var workers sync.WaitGroup
	for _, next := range feeds {
		workers.Add(1)
		go func() {
			defer workers.Done()
			r.drive(ctx, next)
		}()
	}
	go func() {
		workers.Wait()
		close(r.outcomes)
	}()
}

// drive works on blocks until there are no more. It takes its token before the block, so that whoever holds the earliest block never
// waits for one.
func (r *run[T]) drive(ctx context.Context, next feeder) {
	for {
		select {
		case r.tokens <- struct{}{}:
		case <-ctx.Done():
			return
		}
		b := next()
		if b == nil {
			<-r.tokens
			return
		}
		select {
		case r.outcomes <- r.one(b):
		case <-ctx.Done():
			return
		}
	}
}

// one searches and works on one block.
func (r *run[T]) one(b *Block) outcome[T] {
	o := outcome[T]{index: b.index, bytes: int64(b.Hi - b.Lo), last: b.Last, early: b.Early, skipped: int64(b.Skipped)}
	if o.bytes == 0 && b.err != nil {
		o.idle, o.err = true, b.err
		return o
	}
	b.search(r.set)
	o.newlines = int64(b.Newlines)
	o.open = b.Hi > b.Lo && b.Data[b.Hi-1] != '\n'
	o.result = r.work(b)
	o.err = b.err // only now: a wider window may have failed too
	return o
}

// collect gives the results to done in the order of their blocks until all are done or something fails.
func (r *run[T]) collect(ctx context.Context, name string) error {
	waiting := map[int]outcome[T]{}
	for next := 0; ; {
		select {
		case o, ok := <-r.outcomes:
			if !ok {
				return r.verdict(ctx)
			}
			waiting[o.index] = o
		case <-ctx.Done():
			return r.verdict(ctx)
		}
		for {
			o, ok := waiting[next]
			if !ok {
				break
			}
			delete(waiting, next)
			next++
			<-r.tokens
			if err := r.take(&o); err != nil {
				return err
			}
			if o.err != nil {
				return fmt.Errorf("scan %s: %w", name, o.err)
			}
		}
	}
}

// verdict is the error of a scan in which nothing failed: workers also end early when ctx is cancelled.
func (r *run[T]) verdict(ctx context.Context) error {
	if r.complete {
		return nil
	}
	return ctx.Err()
}

// take hands one result over and counts it.
func (r *run[T]) take(o *outcome[T]) error {
	if o.idle {
		return nil
	}
	if err := r.done(o.index, o.result, r.newlines+o.skipped); err != nil || o.early {
		return err
	}
	r.newlines += o.newlines
	r.complete = o.last
	r.totals.Bytes += o.bytes
	r.totals.Lines = r.newlines
	if o.open {
		r.totals.Lines++
	}
	if r.progress != nil {
		r.progress(r.totals.Bytes)
	}
	return nil
}
