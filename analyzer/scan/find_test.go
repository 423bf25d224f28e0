package scan

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// naive searches every literal at every position: what Find must equal.
func naive(text string, literals []string) []Hit {
	var hits []Hit
	for id, literal := range literals {
		if literal == "" {
			continue
		}
		for from := 0; ; from++ {
			i := strings.Index(text[from:], literal)
			if i < 0 {
				break
			}
			from += i
			hits = append(hits, Hit{Pos: int32(from), Literal: int32(id)})
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		if before(a, b) {
			return -1
		}
		return 1
	})
	return hits
}

func TestFind(t *testing.T) {
	tests := []struct {
		name     string
		literals []string
		text     string
	}{
		{"nothing to find", nil, "some text"},
		{"nothing to search", []string{"some text"}, ""},
		{"empty literal", []string{"", "text"}, "some text"},
		{"whole text", []string{"Caused by:"}, "Caused by:"},
		{"at both ends", []string{"FATAL ", "OutOfMemoryError"}, "FATAL java.lang.OutOfMemoryError"},
		{"cut off at the end", []string{"OutOfMemoryError"}, "java.lang.OutOfMemoryErro"},
		{"every alignment", []string{"Exception"}, strings.Repeat(".Exception..Exception", 20)},
		{"overlapping itself", []string{"aaaaaaaa"}, strings.Repeat("a", 40)},
		{"one inside another", []string{"no live upstreams", "live up", "upstreams"}, "[error] no live upstreams while connecting"},
		{"equal literals", []string{"Caused by:", "Caused by:"}, "x Caused by: y"},
		{"shorter than a gram", []string{"a", "\n", "ab", "abc"}, "abcab\nc"},
		{"a few one byte short for the stride", []string{"Error: ", "Exception: ", "Caused by: "}, "Error: x, Error: Caused by: Exception: "},
		{"long literal, late rare part", []string{strings.Repeat("ab", 100) + "Zq9!"}, strings.Repeat("ab", 300) + "Zq9!"},
		{"bytes of any value", []string{"\x00\xff\x80\x7f\x00", "失败原因：数据质量"}, "\x00\xff\x80\x7f\x00\x00\xff 失败原因：数据质量错误"},
		{"lines", []string{"failure\njava.lang."}, "task failure\njava.lang.RuntimeException"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set := Compile(test.literals)
			if got, want := set.FindString(test.text, nil), naive(test.text, test.literals); !slices.Equal(got, want) {
				t.Errorf("found %v, want %v", got, want)
			}
		})
	}
}

// TestFindAtTheEnd has a literal end with the text, whatever stands behind it in memory and wherever the probes fall.
func TestFindAtTheEnd(t *testing.T) {
	literals := []string{"no live upstreams while connecting", "java.lang.OutOfMemoryError: Java heap space"}
	set := Compile(literals)
	for _, literal := range literals {
		for n := range 100 {
			text := strings.Repeat(".", n) + literal + "\x00\x00\x00\x00 further text\n"
			text = text[:n+len(literal)]
			if got, want := set.FindString(text, nil), naive(text, literals); !slices.Equal(got, want) {
				t.Fatalf("after %d bytes: found %v, want %v", n, got, want)
			}
		}
	}
}

func TestFindAppends(t *testing.T) {
	set := Compile([]string{"b", "Exception"})
	kept := Hit{Pos: 99, Literal: 9}
	got := set.FindString("b Exception", []Hit{kept})
	want := []Hit{kept, {0, 0}, {2, 1}}
	if !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

// TestFindRandomly compares with the naive search on texts of few letters, in which literals overlap and nearly match all the time.
func TestFindRandomly(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		alphabet := "ab\ncdefgh"[:1+rng.IntN(9)]
		text := randomText(rng, alphabet, rng.IntN(400))
		literals := make([]string, 1+rng.IntN(12))
		for i := range literals {
			literals[i] = randomLiteral(rng, alphabet, text)
		}
		set := Compile(literals)
		if rng.IntN(2) == 0 {
			set = set.Tune([]byte(text))
		}
		if got, want := set.FindString(text, nil), naive(text, literals); !slices.Equal(got, want) {
			t.Fatalf("literals %q in %q: found %v, want %v", literals, text, got, want)
		}
	}
}

// TestFindMessages looks for what rules look for in ordinary text with some of it strewn in.
func TestFindMessages(t *testing.T) {
	literals := messageTexts(t, 600)
	text := string(strew(healthyText(1<<20, 3), literals, 400))
	want := naive(text, literals)
	if len(want) < 400 {
		t.Fatalf("the text holds only %d hits", len(want))
	}
	set := Compile(literals)
	for name, set := range map[string]*Set{"common": set, "tuned": set.Tune([]byte(text)[:64<<10]), "tuned to nothing": set.Tune(nil)} {
		if got := set.FindString(text, nil); !slices.Equal(got, want) {
			t.Errorf("%s: found %d, want %d", name, len(got), len(want))
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Caused by:|Exception|\n", "x Exception\nCaused by: y")
	f.Add("aaaa|aaaaa|aaaaaa|a", "aaaaaaaaaaaaaaaaaaaaaaaa")
	f.Add("Error: |no live upstreams|", "Error: Error: no live upstreams")
	f.Fuzz(func(t *testing.T, list, text string) {
		literals := strings.Split(list, "|")
		if len(list) > 1<<10 || len(text) > 1<<16 {
			t.Skip("no more to learn from long ones")
		}
		set := Compile(literals)
		want := naive(text, literals)
		for _, set := range []*Set{set, set.Tune([]byte(text))} {
			if got := set.FindString(text, nil); !slices.Equal(got, want) {
				t.Fatalf("literals %q in %q: found %v, want %v", literals, text, got, want)
			}
		}
	})
}

func randomText(rng *rand.Rand, alphabet string, n int) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = alphabet[rng.IntN(len(alphabet))]
	}
	return string(out)
}

// randomLiteral is often a piece of the text, sometimes with a byte changed.
func randomLiteral(rng *rand.Rand, alphabet, text string) string {
	n := rng.IntN(20)
	if rng.IntN(8) == 0 {
		n = rng.IntN(120)
	}
	if len(text) <= n || rng.IntN(5) == 0 {
		return randomText(rng, alphabet, n)
	}
	from := rng.IntN(len(text) - n)
	literal := []byte(text[from : from+n])
	if n > 0 && rng.IntN(4) == 0 {
		literal[rng.IntN(n)] = alphabet[rng.IntN(len(alphabet))]
	}
	return string(literal)
}

// strew writes n of the literals over the text at random places.
func strew(text []byte, literals []string, n int) []byte {
	rng := rand.New(rand.NewPCG(5, 6))
	for range n {
		literal := literals[rng.IntN(len(literals))]
		copy(text[rng.IntN(len(text)-len(literal)):], literal)
	}
	return text
}
