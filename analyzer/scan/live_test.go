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
	s := &seen{}
	s.totals, s.err = Run(context.Background(), streamSource(pipeInSteps(steps, next)), Compile(literals),
		Options{Workers: 2, Live: true, Delay: 5 * time.Millisecond},
		func(b *Block) blockSeen { return inspect(b, text) },
		func(index int, b blockSeen, newlines int64) error {
			if b.early {
				next <- struct{}{}
			}
			if len(s.looks) == len(steps)-2 { // the last step ends no line: there is nothing to look at
				next <- struct{}{}
			}
			return s.take(index, b, newlines)
		})
	s.check(t, text, literals)
	want := []string{"java.lang.Exception: x\n\tat a.b(C.java:1)\n", "Caused by: y\nCaused by: z\n"}
	var got []string
	for _, b := range s.looks {
		got = append(got, b.core)
	}
	if !slices.Equal(got, want) || len(s.blocks) != 1 {
		t.Errorf("looked at %q, want %q; %d blocks", got, want, len(s.blocks))
	}
	noGoroutines(t)
}

// TestLiveLooksAtADrip: what comes steadily is looked at although the stream is never silent.
func TestLiveLooksAtADrip(t *testing.T) {
	r, w := io.Pipe()
	looked := make(chan struct{}, 1)
	go func() {
		for { // a line a millisecond, until one was looked at
			select {
			case <-looked:
				w.Close()
				return
			case <-time.After(time.Millisecond):
				io.WriteString(w, "Exception\n")
			}
		}
	}()
	_, err := Run(context.Background(), streamSource(r), Compile([]string{"Exception"}), Options{Live: true, Delay: 50 * time.Millisecond},
		func(b *Block) bool { return b.Early },
		func(_ int, early bool, _ int64) error {
			if early {
				select {
				case looked <- struct{}{}:
				default:
				}
			}
			return nil
		})
	if err != nil {
		t.Error(err)
	}
}

// TestLiveStop ends a stream whose writer is silent: what came counts, also what is no whole line.
func TestLiveStop(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	text := strings.Repeat("Exception\n", 20) + "Excep"
	stop := make(chan struct{})
	go io.WriteString(w, text)
	s := &seen{}
	s.totals, s.err = Run(context.Background(), streamSource(r), Compile([]string{"Exception"}), Options{BlockSize: 64, Live: true, Delay: time.Millisecond, Stop: stop},
		func(b *Block) blockSeen { return inspect(b, text) },
		func(index int, b blockSeen, newlines int64) error {
			if b.early {
				close(stop)
			}
			return s.take(index, b, newlines)
		})
	s.check(t, text, []string{"Exception"})
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
	opt := Options{Live: true, Delay: time.Millisecond}
	s := look(context.Background(), streamSource(pipeInSteps(steps, next)), text, set, opt)
	s.check(t, text, literals)
	if len(s.looks) < 1 {
		t.Error("nothing was looked at early")
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
	opt := Options{BlockSize: 30_000, Workers: 2, Live: true, Delay: 100 * time.Microsecond}
	look(context.Background(), streamSource(pipeInSteps(steps, next)), text, Compile(literals), opt).check(t, text, literals)
}
