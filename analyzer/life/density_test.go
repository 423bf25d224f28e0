package life

import (
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

func sum(counts []int) int {
	total := 0
	for _, n := range counts {
		total += n
	}
	return total
}

func TestDensityKeepsEveryCount(t *testing.T) {
	base := time.Date(2024, 1, 24, 14, 0, 0, 0, time.UTC)
	for _, step := range []time.Duration{time.Second, 7 * time.Minute, 26 * time.Hour} {
		for _, backwards := range []bool{false, true} {
			var d Density
			for i := range 1000 {
				at := base.Add(time.Duration(i) * step)
				if backwards {
					at = base.Add(time.Duration(999-i) * step)
				}
				d.Add(parsers.Time{At: at})
			}
			got := d.Between(base, base.Add(999*step), false, 40)
			if sum(got) != 1000 {
				t.Errorf("step %s backwards %v: %d of 1000 counted: %v", step, backwards, sum(got), got)
			}
			if got[0] == 0 || got[39] == 0 || got[20] < 10 {
				t.Errorf("step %s backwards %v: uneven %v", step, backwards, got)
			}
		}
	}
}

func TestDensityLeavesOtherClocksOut(t *testing.T) {
	at := time.Date(2024, 1, 24, 14, 0, 0, 0, time.UTC)
	var d Density
	d.Add(parsers.Time{})
	d.Add(parsers.Time{At: at})
	d.Add(parsers.Time{At: at, Zoned: true})
	if got := d.Between(at, at.Add(time.Hour), false, 4); sum(got) != 1 {
		t.Errorf("got %v", got)
	}
	if got := d.Between(at, at.Add(time.Hour), true, 4); sum(got) != 0 {
		t.Errorf("got %v", got)
	}
}
