package scan

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// failingFile can be read up to an offset only.
type failingFile struct {
	text string
	upTo int64
	err  error
}

func (f failingFile) ReadAt(p []byte, offset int64) (int, error) {
	if offset >= f.upTo {
		return 0, f.err
	}
	if n := copy(p, f.text[offset:f.upTo]); n < len(p) {
		return n, f.err
	}
	return len(p), nil
}

var errDisk = errors.New("input/output error")

func TestReadFails(t *testing.T) {
	literals := []string{"Caused by:", "Exception"}
	text := strings.Repeat("java.lang.Exception: x\nCaused by: y\n", 20_000)
	set := Compile(literals)
	for _, upTo := range []int{0, 1, 4000, 64 << 10, 100_001, len(text) - 1} {
		for _, size := range []int{10_000, 64 << 10, defaultBlock} {
			readable := text[:upTo]
			sources := map[string]*parsers.Source{
				"file":   {Name: "jm.log", File: failingFile{text, int64(upTo), errDisk}, Size: int64(len(text))},
				"stream": {Name: "jm.log", Reader: io.MultiReader(strings.NewReader(readable), iotest.ErrReader(errDisk))},
			}
			for name, src := range sources {
				s := look(context.Background(), src, readable, set, Options{BlockSize: size, Workers: 3})
				if !errors.Is(s.err, errDisk) || !strings.Contains(s.err.Error(), "jm.log") {
					t.Errorf("%s: error %v", name, s.err)
				}
				if n := len(s.blocks); upTo > 0 && upTo%size != 0 && !s.blocks[n-1].last {
					t.Errorf("%s readable up to %d, blocks of %d: no block is the last", name, upTo, size)
				}
				s.err = nil
				if s.checkBlocks(t, readable); len(s.hits) != len(naive(readable, literals)) {
					t.Errorf("%s readable up to %d, blocks of %d: found %d", name, upTo, size, len(s.hits))
				}
			}
		}
	}
	noGoroutines(t)
}

func TestFileShrinks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "jm.log")
	text := strings.Repeat("java.lang.Exception: x\n", 100_000)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	const left = 200_000
	src := &parsers.Source{Name: path, File: file, Size: int64(len(text))}
	var cut atomic.Bool
	totals, err := Run(context.Background(), src, Compile([]string{"Exception"}), Options{BlockSize: 50_000, Workers: 2},
		func(b *Block) int {
			if cut.CompareAndSwap(false, true) {
				if err := os.Truncate(path, left); err != nil {
					t.Error(err)
				}
			}
			for _, hit := range b.Hits {
				b.Window(b.Base+int64(hit.Pos)-reach, b.Base+int64(hit.Pos)+reach)
			}
			return len(b.Hits)
		},
		func(int, int, int64) error { return nil })
	if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), "shorter") {
		t.Errorf("error %v", err)
	}
	if totals.Bytes < left || totals.Bytes >= int64(len(text)) {
		t.Errorf("%d bytes were done, want what was there, %d", totals.Bytes, left)
	}
}

// TestWindowFails reads a file that shrinks to nothing while its last block is worked on.
func TestWindowFails(t *testing.T) {
	text := strings.Repeat("line\n", 40_000) + "Exception\n"
	file := &failingFile{text, int64(len(text)), io.EOF}
	src := &parsers.Source{Name: "jm.log", File: file, Size: int64(len(text))}
	_, err := Run(context.Background(), src, Compile([]string{"Exception"}), Options{BlockSize: 150_000, Workers: 1},
		func(b *Block) int {
			if len(b.Hits) == 0 {
				return 0
			}
			file.upTo = 0
			pos := b.Base + int64(b.Hits[0].Pos)
			data, start, end := b.Window(pos-reach, pos+reach)
			if start != b.Base || !end || string(data) != text[start:] {
				t.Errorf("window of %d bytes from %d, end %v; want what the block holds", len(data), start, end)
			}
			return 0
		},
		func(int, int, int64) error { return nil })
	if !errors.Is(err, errShrunk) {
		t.Errorf("error %v, want %v", err, errShrunk)
	}
}

// stuck never makes progress.
type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

func TestReaderMakesNoProgress(t *testing.T) {
	for _, live := range []bool{false, true} {
		s := look(context.Background(), streamSource(stuck{}), "", Compile(nil), Options{Live: live})
		if !errors.Is(s.err, io.ErrNoProgress) {
			t.Errorf("error %v, want %v", s.err, io.ErrNoProgress)
		}
	}
}
