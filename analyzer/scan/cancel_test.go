package scan

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

func TestRunStopsWhenDoneFails(t *testing.T) {
	text := strings.Repeat("line\n", 1000)
	enough := errors.New("enough")
	for name, src := range map[string]*parsers.Source{"file": fileSource(text), "stream": streamSource(endless{})} {
		calls := 0
		totals, err := Run(context.Background(), src, Compile(nil), Options{BlockSize: 100, Workers: 2},
			func(b *Block) int { return b.Newlines },
			func(index int, _ int, _ int64) error {
				if calls++; index == 3 {
					return enough
				}
				return nil
			})
		if err != enough || calls != 4 || totals.Bytes != 300 {
			t.Errorf("%s: error %v after %d calls and %d bytes, want %v after 4 and 300", name, err, calls, totals.Bytes, enough)
		}
	}
	noGoroutines(t)
}

// endless never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '\n'
	}
	return len(p), nil
}

func (endless) ReadAt(p []byte, _ int64) (int, error) { return endless{}.Read(p) }

// TestRunCancelled cancels scans that would never end.
func TestRunCancelled(t *testing.T) {
	for name, src := range map[string]*parsers.Source{
		"file":   {Name: "file", File: endless{}, Size: 1 << 50},
		"stream": streamSource(endless{}),
	} {
		ctx, cancel := context.WithCancel(context.Background())
		_, err := Run(ctx, src, Compile([]string{"Exception"}), Options{BlockSize: 4 << 10, Workers: 3},
			func(b *Block) int { return b.Hi - b.Lo },
			func(index int, _ int, _ int64) error {
				if index == 10 {
					cancel()
				}
				return nil
			})
		if err != context.Canceled {
			t.Errorf("%s: error %v, want %v", name, err, context.Canceled)
		}
	}
	noGoroutines(t)
}

// TestRunCancelledWhileSilent cancels scans of streams from which nothing comes, and which do not end.
func TestRunCancelledWhileSilent(t *testing.T) {
	for _, live := range []bool{false, true} {
		silent, writer := io.Pipe()
		ctx, cancel := context.WithCancel(context.Background())
		src := streamSource(io.MultiReader(strings.NewReader("Exception\nab"), silent))
		time.AfterFunc(20*time.Millisecond, cancel)
		_, err := Run(ctx, src, Compile([]string{"Exception"}), Options{Workers: 3, Live: live, Delay: time.Millisecond},
			func(b *Block) int { return b.Hi - b.Lo }, func(int, int, int64) error { return nil })
		if err != context.Canceled {
			t.Errorf("live %v: error %v, want %v", live, err, context.Canceled)
		}
		writer.Close() // only now can the goroutine that reads return
	}
	noGoroutines(t)
}

func TestRunCancelledBefore(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range 50 {
		for _, src := range []*parsers.Source{fileSource("some\ntext"), streamSource(strings.NewReader("some\ntext"))} {
			s := look(ctx, src, "some\ntext", Compile(nil), Options{})
			switch {
			case s.err == nil:
				s.checkBlocks(t, "some\ntext") // it was faster
			case s.err != context.Canceled:
				t.Errorf("error %v", s.err)
			}
		}
	}
	noGoroutines(t)
}

func TestRunCancelledAtTheEnd(t *testing.T) {
	for range 50 {
		ctx, cancel := context.WithCancel(context.Background())
		_, err := Run(ctx, fileSource("some\ntext"), Compile(nil), Options{Workers: 1}, func(b *Block) bool { return b.Last },
			func(_ int, last bool, _ int64) error {
				if last {
					cancel()
				}
				return nil
			})
		if err != nil {
			t.Fatalf("error %v after everything was done", err)
		}
	}
}

// noGoroutines fails when goroutines of this package are still there after a while.
func noGoroutines(t *testing.T) {
	t.Helper()
	stacks := make([]byte, 1<<20)
	for range 200 {
		text := stacks[:runtime.Stack(stacks, true)]
		if !bytes.Contains(text, []byte("scan.(*run")) && !bytes.Contains(text, []byte("scan.(*stream")) && !bytes.Contains(text, []byte("scan.newLiveReader")) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("goroutines are left:\n%s", stacks[:runtime.Stack(stacks, true)])
}
