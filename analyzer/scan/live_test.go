package scan

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

// pipeInSteps returns a reader that gives the steps one by one, each once the one before was taken and next says so, and then ends.
func pipeInSteps(steps []string, next <-chan struct{}) io.Reader {
	r, w := io.Pipe()
	go func() {
		for i, step := range steps {
			if i > 0 {
				<-next
			}
			io.WriteString(w, step)
		}
		<-next
		w.Close()
	}()
	return r
}

func TestLive(t *testing.T) {
	steps := []string{
		"java.lang.Exception: x\n\tat a.b(C.java:1)\nCaused",
		" by: y\nCaused by: z\nCau",
		"sed by: unfinished",
	}
	text := strings.Join(steps, "")
	literals := []string{"Caused by:", "Exception"}
	next := make(chan struct{}, len(steps))
	early := 0
	s := &seen{}
	s.totals, s.err = Run(context.Background(), streamSource(pipeInSteps(steps, next)), Compile(literals),
		Options{Workers: 2, Live: true, Idle: 5 * time.Millisecond},
		func(b *Block) blockSeen { return inspect(b, text) },
		func(_ int, b blockSeen, newlines int64) error {
			s.hits, s.newlines, s.blocks = append(s.hits, b.hits...), append(s.newlines, newlines), append(s.blocks, b)
			if b.early {
				early++
				next <- struct{}{}
			}
			if early == len(steps)-1 { // the last step ends no line: nothing can be handed over
				next <- struct{}{}
				early++
			}
			return nil
		})
	s.check(t, text, literals)
	want := []string{"java.lang.Exception: x\n\tat a.b(C.java:1)\n", "Caused by: y\nCaused by: z\n", "Caused by: unfinished"}
	var got []string
	for _, b := range s.blocks {
		got = append(got, b.core)
		if b.early == b.last {
			t.Errorf("block %q: early %v, last %v", b.core, b.early, b.last)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("blocks %q, want %q", got, want)
	}
	noGoroutines(t)
}

// TestLiveEndsAfterEarly ends a stream of which everything has been handed over.
func TestLiveEndsAfterEarly(t *testing.T) {
	next := make(chan struct{}, 1)
	text := "Exception\n"
	s := &seen{}
	s.totals, s.err = Run(context.Background(), streamSource(pipeInSteps([]string{text}, next)), Compile([]string{"Exception"}),
		Options{Live: true, Idle: time.Millisecond},
		func(b *Block) blockSeen { return inspect(b, text) },
		func(_ int, b blockSeen, newlines int64) error {
			s.hits, s.newlines, s.blocks = append(s.hits, b.hits...), append(s.newlines, newlines), append(s.blocks, b)
			if b.early {
				next <- struct{}{}
			}
			return nil
		})
	s.check(t, text, []string{"Exception"})
	if len(s.blocks) != 2 || !s.blocks[0].early || s.blocks[1].core != "" {
		t.Errorf("blocks %+v, want the line and an empty end", s.blocks)
	}
}

// TestLiveKeepsLiteralsTogether hands over early only what no literal with a line end in it can begin in.
func TestLiveKeepsLiteralsTogether(t *testing.T) {
	literals := []string{"failure\njava.lang."}
	set := Compile(literals)
	steps := []string{"first line\ntask failure\n", "java.lang.RuntimeException\n" + strings.Repeat("more\n", 10)}
	text := strings.Join(steps, "")
	next := make(chan struct{}, 2)
	go func() {
		time.Sleep(20 * time.Millisecond)
		next <- struct{}{}
		time.Sleep(20 * time.Millisecond)
		next <- struct{}{}
	}()
	opt := Options{Live: true, Idle: time.Millisecond}
	s := look(context.Background(), streamSource(pipeInSteps(steps, next)), text, set, opt)
	s.check(t, text, literals)
	if len(s.blocks) < 2 {
		t.Errorf("%d blocks, want at least one early", len(s.blocks))
	}
}

// TestLiveLong hands over many early blocks of different sizes, so that buffers wrap.
func TestLiveLong(t *testing.T) {
	literals := messageTexts(t, 50)
	text := string(strew(healthyText(600<<10, 11), literals, 50))
	var steps []string
	for rest, n := text, 100; rest != ""; n = n*3%50_000 + 1 {
		n = min(n, len(rest))
		steps = append(steps, rest[:n])
		rest = rest[n:]
	}
	next := make(chan struct{}, len(steps))
	go func() {
		for range steps {
			time.Sleep(300 * time.Microsecond)
			next <- struct{}{}
		}
	}()
	opt := Options{BlockSize: 30_000, Workers: 2, Live: true, Idle: 100 * time.Microsecond}
	look(context.Background(), streamSource(pipeInSteps(steps, next)), text, Compile(literals), opt).check(t, text, literals)
}
