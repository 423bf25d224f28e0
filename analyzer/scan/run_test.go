package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

func fileSource(text string) *parsers.Source {
	return &parsers.Source{Name: "test.log", File: strings.NewReader(text), Size: int64(len(text))}
}

func streamSource(r io.Reader) *parsers.Source {
	return &parsers.Source{Name: "-", Reader: r}
}

// seen is what a scan showed.
type seen struct {
	next     int         // index of the next block
	looks    []blockSeen // early blocks
	before   []int64     // line ends before each
	hits     []Hit       // positions in the source
	newlines []int64
	blocks   []blockSeen
	totals   Totals
	err      error
}

type blockSeen struct {
	start              int64
	core               string
	hits               []Hit
	newlines           int
	first, last, early bool
	complaint          string // about what the block says of the source
}

// look scans the source, which holds text or begins with it, and checks every block and windows around every hit.
func look(ctx context.Context, src *parsers.Source, text string, set *Set, opt Options) *seen {
	s := &seen{}
	s.totals, s.err = Run(ctx, src, set, opt, func(b *Block) blockSeen { return inspect(b, text) },
		s.take)
	return s
}

// take notes one block.
func (s *seen) take(index int, b blockSeen, newlines int64) error {
	if index != s.next {
		return fmt.Errorf("block %d came as number %d", index, s.next)
	}
	s.next++
	if b.early {
		s.looks, s.before = append(s.looks, b), append(s.before, newlines)
		return nil
	}
	s.hits = append(s.hits, b.hits...)
	s.newlines = append(s.newlines, newlines)
	s.blocks = append(s.blocks, b)
	return nil
}

func inspect(b *Block, text string) blockSeen {
	start := b.Base + int64(b.Lo)
	out := blockSeen{start: start, core: string(b.Data[b.Lo:b.Hi]), newlines: b.Newlines, first: b.First, last: b.Last, early: b.Early}
	if want := clip(text, b.Base, b.Base+int64(len(b.Data))); string(b.Data) != want {
		out.complaint = fmt.Sprintf("data at %d is not the source's", b.Base)
	}
	type window struct {
		data []byte
		want string
	}
	var windows []window // all of them must stay as they are while the block is worked on
	for _, hit := range b.Hits {
		pos := b.Base + int64(hit.Pos)
		out.hits = append(out.hits, Hit{int32(pos), hit.Literal})
		for _, d := range []int64{10, 4 << 10, reach} {
			data, from, end := b.Window(pos-d, pos+d)
			windows = append(windows, window{data, clip(text, pos-d, pos+d)})
			if wantEnd := pos+d >= int64(len(text)) && !b.Early; from != max(0, pos-d) || end != wantEnd {
				out.complaint = fmt.Sprintf("window of %d around %d: start %d, end %v", d, pos, from, end)
			}
		}
	}
	for _, w := range windows {
		if string(w.data) != w.want && !(b.Early && strings.HasPrefix(w.want, string(w.data))) {
			out.complaint = fmt.Sprintf("a window of block %d has %d bytes that are not the source's %d", start, len(w.data), len(w.want))
		}
	}
	return out
}

func clip(text string, from, to int64) string {
	from = min(max(from, 0), int64(len(text)))
	return text[from:min(max(to, from), int64(len(text)))]
}

// check compares what was seen of the whole text with the naive search.
func (s *seen) check(t *testing.T, text string, literals []string) {
	t.Helper()
	if s.err != nil {
		t.Fatal(s.err)
	}
	if want := naive(text, literals); !slices.Equal(s.hits, want) {
		t.Errorf("found %v, want %v", s.hits, want)
	}
	s.checkBlocks(t, text)
	if n := len(s.blocks); n > 0 && !s.blocks[n-1].last || n == 0 && text != "" {
		t.Error("no block ended the source")
	}
}

// checkBlocks checks that the blocks are the text, one after the other, and that lines and bytes were counted.
func (s *seen) checkBlocks(t *testing.T, text string) {
	t.Helper()
	s.checkLooks(t, text)
	at, newlines := int64(0), int64(0)
	for i, b := range s.blocks {
		if b.complaint != "" {
			t.Errorf("block %d: %s", i, b.complaint)
		}
		if b.start != at || b.core != clip(text, at, at+int64(len(b.core))) {
			t.Errorf("block %d starts at %d, want %d, or is not the source's text", i, b.start, at)
		}
		if s.newlines[i] != newlines || b.newlines != strings.Count(b.core, "\n") {
			t.Errorf("block %d: %d line ends after %d, want %d after %d", i, b.newlines, s.newlines[i], strings.Count(b.core, "\n"), newlines)
		}
		if b.first != (i == 0) || b.last && i < len(s.blocks)-1 {
			t.Errorf("block %d of %d: first %v, last %v", i, len(s.blocks), b.first, b.last)
		}
		at += int64(len(b.core))
		newlines += int64(b.newlines)
	}
	if at != int64(len(text)) {
		t.Errorf("the blocks hold %d bytes, want %d", at, len(text))
	}
	if want := (Totals{int64(len(text)), lines(text)}); s.totals != want {
		t.Errorf("totals %+v, want %+v", s.totals, want)
	}
}

// checkLooks checks that early blocks are whole lines of the text, no line twice.
func (s *seen) checkLooks(t *testing.T, text string) {
	t.Helper()
	at := int64(0)
	for i, b := range s.looks {
		if b.complaint != "" {
			t.Errorf("early block %d: %s", i, b.complaint)
		}
		if b.start < at || b.core != clip(text, b.start, b.start+int64(len(b.core))) || !strings.HasSuffix(b.core, "\n") {
			t.Errorf("early block %d starts at %d, want %d or more, or is no lines of the text", i, b.start, at)
		}
		if want := int64(strings.Count(text[:b.start], "\n")); s.before[i] != want {
			t.Errorf("early block %d: after %d line ends, want %d", i, s.before[i], want)
		}
		at = b.start + int64(len(b.core))
	}
}

func lines(text string) int64 {
	n := int64(strings.Count(text, "\n"))
	if text != "" && !strings.HasSuffix(text, "\n") {
		n++
	}
	return n
}

func TestRunSmall(t *testing.T) {
	literals := []string{"Exception", "Caused by:", "a\nb", "no live upstreams while connecting to upstream"}
	texts := []string{"", "\n", "x", "Exception", "a\nb", "a\nb\n", "\n\n\nCaused by: Exception\n\tat x\nException",
		strings.Repeat("no live upstreams while connecting to upstream\n", 5)}
	set := Compile(literals)
	for _, text := range texts {
		for _, size := range []int{1, 2, 3, 7, 64, 0} {
			for _, workers := range []int{1, 3} {
				opt := Options{BlockSize: size, Workers: workers}
				look(context.Background(), fileSource(text), text, set, opt).check(t, text, literals)
				look(context.Background(), streamSource(strings.NewReader(text)), text, set, opt).check(t, text, literals)
				opt.Live = true
				look(context.Background(), streamSource(strings.NewReader(text)), text, set, opt).check(t, text, literals)
			}
		}
	}
}

// TestRunLarge scans a text of several times what a window may show.
func TestRunLarge(t *testing.T) {
	literals := messageTexts(t, 100)
	text := string(strew(healthyText(400<<10, 9), literals, 60))
	set := Compile(literals)
	for _, size := range []int{997, 4 << 10, 64 << 10, 100_000, 512 << 10} {
		for _, workers := range []int{1, 2, 5} {
			opt := Options{BlockSize: size, Workers: workers}
			t.Run(fmt.Sprintf("block=%d/workers=%d", size, workers), func(t *testing.T) {
				look(context.Background(), fileSource(text), text, set, opt).check(t, text, literals)
				look(context.Background(), streamSource(iotest.HalfReader(strings.NewReader(text))), text, set, opt).check(t, text, literals)
				look(context.Background(), streamSource(iotest.DataErrReader(strings.NewReader(text))), text, set, opt).check(t, text, literals)
			})
		}
	}
}

// TestRunAtEdges has hits at the first and the last byte of cores.
func TestRunAtEdges(t *testing.T) {
	const size = 70_000
	text := []byte(strings.Repeat("ordinary line\n", 5*size/14))
	for at := size; at+size <= len(text); at += size {
		copy(text[at:], "Exception")
		copy(text[at-1:], "#")
	}
	literals := []string{"Exception", "#"}
	set := Compile(literals)
	opt := Options{BlockSize: size, Workers: 2}
	look(context.Background(), fileSource(string(text)), string(text), set, opt).check(t, string(text), literals)
	look(context.Background(), streamSource(bytes.NewReader(text)), string(text), set, opt).check(t, string(text), literals)
}

// TestRunLongLiteral looks for a literal that is longer than a block and than what a window shows.
func TestRunLongLiteral(t *testing.T) {
	literals := []string{strings.Repeat("0123456789", 8<<10), "upstream"}
	text := "x" + literals[0] + "\nupstream " + literals[0] + literals[0][:100]
	set := Compile(literals)
	for _, size := range []int{1000, 50_000, 0} {
		opt := Options{BlockSize: size, Workers: 2}
		look(context.Background(), fileSource(text), text, set, opt).check(t, text, literals)
		look(context.Background(), streamSource(strings.NewReader(text)), text, set, opt).check(t, text, literals)
	}
}

func TestRunRandomly(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		alphabet := "ab\ncdefgh"[:2+rng.IntN(8)]
		text := randomText(rng, alphabet, rng.IntN(2000))
		literals := make([]string, 1+rng.IntN(8))
		for i := range literals {
			literals[i] = randomLiteral(rng, alphabet, text)
		}
		set := Compile(literals)
		opt := Options{BlockSize: 1 + rng.IntN(300), Workers: 1 + rng.IntN(4), Live: rng.IntN(2) == 0}
		look(context.Background(), fileSource(text), text, set, opt).check(t, text, literals)
		look(context.Background(), streamSource(iotest.OneByteReader(strings.NewReader(text))), text, set, opt).check(t, text, literals)
		if t.Failed() {
			t.Fatalf("literals %q, text %q, options %+v", literals, text, opt)
		}
	}
}

func FuzzRun(f *testing.F) {
	f.Add("Caused by:|Exception|a\nb", "x Exception\na\nb\nCaused by: y", uint16(5), uint8(2))
	f.Add("aaaa|aaaaa", strings.Repeat("a", 100), uint16(1), uint8(1))
	f.Fuzz(func(t *testing.T, list, text string, size uint16, workers uint8) {
		literals := strings.Split(list, "|")
		if len(literals) > 20 || len(text) > 1<<12 {
			t.Skip("no more to learn from long ones")
		}
		set := Compile(literals)
		opt := Options{BlockSize: int(size), Workers: int(workers % 4)}
		look(context.Background(), fileSource(text), text, set, opt).check(t, text, literals)
		look(context.Background(), streamSource(strings.NewReader(text)), text, set, opt).check(t, text, literals)
	})
}

func TestRunNothing(t *testing.T) {
	s := look(context.Background(), &parsers.Source{Name: "x"}, "", Compile(nil), Options{})
	s.check(t, "", nil)
	unreadable := errors.New("unreadable")
	if s := look(context.Background(), &parsers.Source{Name: "x", Err: unreadable}, "", Compile(nil), Options{}); s.err != unreadable {
		t.Errorf("error %v, want the source's", s.err)
	}
}

func TestRunProgress(t *testing.T) {
	text := strings.Repeat("line\n", 1000)
	var told []int64
	opt := Options{BlockSize: 1000, Workers: 3, Progress: func(n int64) { told = append(told, n) }}
	look(context.Background(), fileSource(text), text, Compile(nil), opt).check(t, text, nil)
	if want := []int64{1000, 2000, 3000, 4000, 5000}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}
