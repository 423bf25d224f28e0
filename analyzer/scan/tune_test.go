package scan

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// manyTimes is a file that repeats a text.
type manyTimes string

func (m manyTimes) ReadAt(p []byte, offset int64) (int, error) {
	for n := 0; n < len(p); {
		n += copy(p[n:], m[(offset+int64(n))%int64(len(m)):])
	}
	return len(p), nil
}

// oddLine is full of what is rare in ordinary logs, and of beginnings of oddLiteral.
const oddLine = "QXJZ9-QXJZ9-QXJZ9-QXJZ9-QXJZ9-QXJZ9-QXJZ9-QXJZ9-QXJZ9-QXJZ9-QXJZ9-QXJZ9\n"

const oddLiteral = "QXJZ9-QXJZ9 org.apache.flink.runtime"

func TestTunePays(t *testing.T) {
	set := Compile([]string{oddLiteral})
	odd := &parsers.Source{File: manyTimes(oddLine), Size: tuneFrom}
	tuned := tuneFor(odd, set)
	if tuned == set {
		t.Fatal("a text full of what was thought rare did not change the set")
	}
	text := []byte(strings.Repeat(oddLine, 100))
	if before, after := set.candidates(text), tuned.candidates(text); after > before/10 {
		t.Errorf("%d candidates after, %d before", after, before)
	}
}

func TestTuneLeavesAlone(t *testing.T) {
	set := Compile([]string{oddLiteral})
	for name, src := range map[string]*parsers.Source{
		"too small":          {File: manyTimes(oddLine), Size: tuneFrom - 1},
		"nothing to improve": {File: manyTimes(".\n"), Size: tuneFrom},
		"unreadable":         {File: failingFile{"", 0, errDisk}, Size: tuneFrom},
	} {
		if tuneFor(src, set) != set {
			t.Errorf("%s: the set was changed", name)
		}
	}
}

// TestTunedRun scans a file that is large enough to be looked at first.
func TestTunedRun(t *testing.T) {
	if testing.Short() {
		t.Skip("scans 256 MiB")
	}
	line := strings.Repeat(oddLine, 10) + oddLiteral + "\n"
	literals := []string{oddLiteral, "QXJZ9 QXJZ9", "runtime\nQXJZ9"}
	repeats := int64(tuneFrom/len(line) + 1)
	src := &parsers.Source{Name: "odd.log", File: manyTimes(line), Size: repeats * int64(len(line))}
	places := []int64{int64(len(line) - len(oddLiteral) - 1), -1, int64(len(line) - len("runtime\n"))} // in the line
	found := make([]int64, len(literals))
	totals, err := Run(context.Background(), src, Compile(literals), Options{}, func(b *Block) []int64 {
		counts := make([]int64, len(literals))
		for _, hit := range b.Hits {
			if at := (b.Base + int64(hit.Pos)) % int64(len(line)); at != places[hit.Literal] {
				t.Errorf("hit of %q at %d of the line", literals[hit.Literal], at)
			}
			counts[hit.Literal]++
		}
		return counts
	}, func(_ int, counts []int64, _ int64) error {
		for i, n := range counts {
			found[i] += n
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []int64{repeats, 0, repeats - 1}; !slices.Equal(found, want) || totals.Lines != 11*repeats {
		t.Errorf("found %v in %d lines, want %v in %d", found, totals.Lines, want, 11*repeats)
	}
}
