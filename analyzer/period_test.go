package analyzer

import (
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

func TestPeriod(t *testing.T) {
	day := func(d, h, m int) time.Time { return time.Date(2024, 1, d, h, m, 0, 0, time.UTC) }
	wall := func(d, h, m int) parsers.Time { return parsers.Time{At: day(d, h, m)} }
	shanghai := func(d, h, m int) parsers.Time { // what a clock in Shanghai shows that says so
		return parsers.Time{At: day(d, h, m).Add(-8 * time.Hour), Zoned: true, Offset: 8 * 3600}
	}
	clock := func(h, m int) Bound { return Bound{At: day(1, h, m), Daily: true} }
	last := Bound{At: day(24, 20, 0), Instant: day(24, 12, 0), Other: day(24, 12, 0)} // of a user in Shanghai
	for _, c := range []struct {
		name         string
		since, until Bound
		t            parsers.Time
		outside      bool
	}{
		{"no bound", Bound{}, Bound{}, wall(24, 14, 0), false},
		{"no time", Bound{At: day(24, 14, 0)}, Bound{}, parsers.Time{}, false},
		{"before", Bound{At: day(24, 14, 0)}, Bound{}, wall(24, 13, 59), true},
		{"at", Bound{At: day(24, 14, 0)}, Bound{At: day(24, 14, 0)}, wall(24, 14, 0), false},
		{"after", Bound{}, Bound{At: day(24, 14, 0)}, wall(24, 14, 1), true},
		{"on the clock of a zoned log", Bound{At: day(24, 14, 0)}, Bound{}, shanghai(24, 14, 30), false},
		{"a moment with a zone", Bound{At: day(24, 14, 0), Instant: day(24, 14, 0)}, Bound{}, shanghai(24, 14, 30), true},
		{"a time of day, any day", clock(14, 0), clock(15, 30), wall(3, 14, 30), false},
		{"a time of day, too early", clock(14, 0), clock(15, 30), wall(3, 13, 30), true},
		{"a time of day, too late", clock(14, 0), clock(15, 30), wall(3, 15, 31), true},
		{"over midnight, in the evening", clock(22, 0), clock(2, 0), wall(3, 23, 0), false},
		{"over midnight, in the morning", clock(22, 0), clock(2, 0), wall(4, 1, 0), false},
		{"over midnight, at noon", clock(22, 0), clock(2, 0), wall(4, 12, 0), true},
		{"the last hours, on the user's clock", last, Bound{}, wall(24, 21, 0), false},
		{"the last hours, in a container that runs in UTC", last, Bound{}, wall(24, 13, 0), false},
		{"the last hours, long ago by any clock", last, Bound{}, wall(24, 11, 0), true},
		{"the last hours, zoned", last, Bound{}, shanghai(24, 19, 0), true},
	} {
		w := period{c.since, c.until}
		if got := w.outside(c.t); got != c.outside {
			t.Errorf("%s: outside %v, want %v", c.name, got, c.outside)
		}
	}
}
