package term

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// Progress shows on one line of a terminal how much was read. Nothing is shown for runs shorter than a second, nor when nobody looks.
// The nil Progress shows nothing.
type Progress struct {
	mu     sync.Mutex
	out    io.Writer
	format func(done int64, took time.Duration) string
	now    func() time.Time
	start  time.Time
	last   time.Time
	shown  bool
	closed bool
}

const (
	quietTime   = time.Second
	refreshTime = 150 * time.Millisecond
	clearLine   = "\r\x1b[K"
)

// Progress returns a line on Err that format fills with the bytes read so far; nil when Err is no terminal or a dumb one.
func (t *Terminal) Progress(format func(done int64, took time.Duration) string) *Progress {
	if !t.ErrIsTTY || t.env("TERM") == "dumb" {
		return nil
	}
	return newProgress(t.Err, format, time.Now)
}

func newProgress(out io.Writer, format func(int64, time.Duration) string, now func() time.Time) *Progress {
	return &Progress{out: out, format: format, now: now, start: now()}
}

// Update tells how many bytes were read in all. Cheap; safe for concurrent use; does nothing after Close.
func (p *Progress) Update(done int64) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.now()
	if p.closed || at.Sub(p.start) < quietTime || at.Sub(p.last) < refreshTime {
		return
	}
	p.last, p.shown = at, true
	fmt.Fprint(p.out, clearLine+p.format(done, at.Sub(p.start))) //nolint:errcheck // a lost progress line is no failure
}

// Close takes the line away. It may be called more than once.
func (p *Progress) Close() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown && !p.closed {
		fmt.Fprint(p.out, clearLine) //nolint:errcheck // as above
	}
	p.closed = true
}
