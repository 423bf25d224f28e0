package input

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"time"
	"unicode/utf8"
)

// silence is how long a live stream must say nothing before its beginning is judged by what has come.
const silence = 300 * time.Millisecond

// begin returns the first sampleBytes of a stream, or all of it. Of a live one that falls silent the first bytes of a packed stream, a byte order mark or
// whole lines of plain text are enough: what may yet come cannot make it another format, and national characters are looked for line by line.
func (it *item) begin(r io.Reader) (*bufio.Reader, []byte, error) {
	if !it.live {
		br := bufio.NewReaderSize(r, sampleBytes)
		head, err := br.Peek(sampleBytes)
		return br, head, err
	}
	w := &waiting{ctx: it.ctx, r: r, answer: make(chan chunk, 1)}
	br := bufio.NewReaderSize(w, sampleBytes)
	var head []byte
	var err error
	for len(head) < sampleBytes && err == nil {
		if !w.await(silence) && decided(head) {
			break
		}
		if head, err = br.Peek(br.Buffered() + 1); err == nil {
			head, err = br.Peek(br.Buffered())
		}
	}
	return br, head, err
}

// decided tells whether the first bytes of a stream say what it is, whatever follows them.
func decided(head []byte) bool {
	switch sniff(head) {
	case formatGzip, formatZstd, formatBzip2, formatXz:
		return true
	}
	const mark = 2
	return len(head) > mark && (bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))) || plainText(head)
}

// plainText tells whether a text ends a line and has no byte that plain text has not.
func plainText(text []byte) bool {
	if !bytes.HasSuffix(text, []byte{'\n'}) || !utf8.Valid(text) {
		return false
	}
	return !bytes.ContainsFunc(text, func(r rune) bool { return r < utf8.RuneSelf && !plainASCII(byte(r)) })
}

// waiting is a reader that can be asked whether something came. It belongs to one goroutine.
type waiting struct {
	ctx     context.Context //nolint:containedctx // a Read has no other way to be told
	r       io.Reader
	answer  chan chunk
	pending bool // a read is under way
	came    chunk
}

type chunk struct {
	text []byte
	err  error
}

// await waits for the next bytes, or the end, for a time. It is false when nothing came.
func (w *waiting) await(most time.Duration) bool {
	if len(w.came.text) > 0 || w.came.err != nil {
		return true
	}
	if !w.pending {
		w.pending = true
		go func() {
			text := make([]byte, sampleBytes)
			n, err := w.r.Read(text)
			w.answer <- chunk{text[:n], err} // never blocks: there is one read at a time
		}()
	}
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case w.came = <-w.answer:
		w.pending = false
		return true
	case <-timer.C:
	case <-w.ctx.Done():
	}
	return false
}

// Read implements io.Reader.
func (w *waiting) Read(p []byte) (int, error) {
	if w.pending {
		select {
		case w.came = <-w.answer:
			w.pending = false
		case <-w.ctx.Done():
			return 0, w.ctx.Err()
		}
	}
	if len(w.came.text) == 0 && w.came.err == nil {
		return w.r.Read(p)
	}
	n := copy(p, w.came.text)
	w.came.text = w.came.text[n:]
	if len(w.came.text) > 0 {
		return n, nil
	}
	err := w.came.err
	w.came.err = nil
	return n, err
}
