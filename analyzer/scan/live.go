package scan

import (
	"context"
	"errors"
	"io"
	"time"
)

// errLook says that what came of a live stream has waited long enough to be looked at. The read goes on.
var errLook = errors.New("time to look at what came")

// liveReader reads a stream that may be silent for long, and says when to look at what it gave. It belongs to one goroutine.
type liveReader struct {
	delay    time.Duration
	stop     <-chan struct{}
	requests chan []byte
	answers  chan answer
	pending  bool      // a request was not answered yet
	fresh    time.Time // when the first byte came that was not looked at; zero when there is none
}

type answer struct {
	n   int
	err error
}

// newLiveReader starts a goroutine that ends with ctx, or as soon after it as its Read returns.
func newLiveReader(ctx context.Context, r io.Reader, opt Options) *liveReader {
	l := &liveReader{delay: opt.Delay, stop: opt.Stop, requests: make(chan []byte), answers: make(chan answer, 1)}
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

// read is like Read of the stream. When something came a delay ago and was not looked at, it returns errLook, once; p may still be being read into then, and must
// be given again. The stream ends where it is when stop is closed.
func (l *liveReader) read(ctx context.Context, p []byte) (int, error) {
	var timeout <-chan time.Time
	if !l.fresh.IsZero() {
		left := time.Until(l.fresh.Add(l.delay))
		if left <= 0 {
			return 0, l.look()
		}
		timer := time.NewTimer(left)
		defer timer.Stop()
		timeout = timer.C
	}
	if !l.pending {
		select {
		case l.requests <- p:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
		l.pending = true
	}
	select {
	case a := <-l.answers:
		l.pending = false
		if a.n > 0 && l.fresh.IsZero() {
			l.fresh = time.Now()
		}
		return a.n, a.err
	case <-timeout:
		return 0, l.look()
	case <-l.stop:
		return 0, io.EOF
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (l *liveReader) look() error {
	l.fresh = time.Time{}
	return errLook
}
