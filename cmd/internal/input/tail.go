package input

import (
	"context"
	"io"
	"os"
	"time"
)

// tailPoll is how often a file is looked at for what was added.
const tailPoll = 200 * time.Millisecond

// Tail returns a reader of a file that somebody is still writing to. It begins at the start of the file and, at its end, waits for more: it goes on with a new
// file of the same name when the old one was rotated away, and from the start when the file was truncated. It ends when ctx is cancelled. The caller
// closes it.
func Tail(ctx context.Context, path string) (io.ReadCloser, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &tail{ctx: ctx, path: path, file: file}, nil
}

type tail struct {
	ctx  context.Context //nolint:containedctx // a Read has no other way to be told
	path string
	file *os.File
	at   int64
}

// Read implements io.Reader. It returns what is there, waits when nothing is, and ends with io.EOF when the context is done.
func (t *tail) Read(p []byte) (int, error) {
	for {
		n, err := t.file.Read(p)
		t.at += int64(n)
		if n > 0 || err != nil && err != io.EOF {
			return n, err
		}
		if t.moveOn() {
			continue
		}
		select {
		case <-t.ctx.Done():
			return 0, io.EOF
		case <-time.After(tailPoll):
		}
	}
}

// moveOn goes to the start of a truncated file or to the file that took the place of a rotated one; false when there is nothing to move to.
func (t *tail) moveOn() bool {
	now, err := os.Stat(t.path)
	if err != nil {
		return false // rotated away and not there again yet
	}
	open, err := t.file.Stat()
	if err != nil {
		return false
	}
	if os.SameFile(now, open) {
		if now.Size() >= t.at {
			return false
		}
		if _, err := t.file.Seek(0, io.SeekStart); err != nil {
			return false
		}
		t.at = 0
		return true
	}
	next, err := os.Open(t.path)
	if err != nil {
		return false
	}
	_ = t.file.Close() // everything in it was read
	t.file, t.at = next, 0
	return true
}

// Close implements io.Closer.
func (t *tail) Close() error { return t.file.Close() }
