package scan

import (
	"context"
	"errors"
	"io"
	"time"
)

// errIdle says that a live stream has been silent for a while. The read goes on.
var errIdle = errors.New("nothing came")

// liveReader reads a stream that may be silent for long without waiting for it longer than asked.
type liveReader struct {
	idle     time.Duration
	requests chan []byte
	answers  chan answer
	pending  bool // a request was not answered yet
	told     bool // errIdle was returned for it
}

type answer struct {
	n   int
	err error
}

// newLiveReader starts a goroutine that ends with ctx, or as soon after it as its Read returns.
func newLiveReader(ctx context.Context, r io.Reader, idle time.Duration) *liveReader {
	l := &liveReader{idle: idle, requests: make(chan []byte), answers: make(chan answer, 1)}
	go func() {
		for {
			select {
			case p := <-l.requests:
				n, err := readSome(r, p)
				l.answers <- answer{n, err} // never blocks: there is one request at a time
			case <-ctx.Done():
				return
			}
		}
	}()
	return l
}

// read is like Read of the stream. When nothing came for the idle time it returns errIdle, once; p is still being read into
// then, and must be given again.
func (l *liveReader) read(ctx context.Context, p []byte) (int, error) {
	if !l.pending {
		select {
		case l.requests <- p:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
		l.pending, l.told = true, false
	}
	var timeout <-chan time.Time
	if !l.told {
		timer := time.NewTimer(l.idle)
		defer timer.Stop()
		timeout = timer.C
	}
	select {
	case a := <-l.answers:
		l.pending = false
		return a.n, a.err
	case <-timeout:
		l.told = true
		return 0, errIdle
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}
