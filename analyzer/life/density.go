package life

import (
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// densityBuckets bounds the memory of a Density.
const densityBuckets = 128

// Density counts events over time in a bounded number of buckets: when the span outgrows them, two become one. The zero value is ready. It is fed from one
// goroutine; the order of the events does not matter but for the rounding of bucket borders.
type Density struct {
	start  time.Time
	width  time.Duration
	counts [densityBuckets]int
	zoned  bool
}

// Add counts one event; one without a time, or of another kind of clock than the first, is left out.
func (d *Density) Add(t parsers.Time) { d.AddN(t, 1) }

// AddN counts n events at the same time.
func (d *Density) AddN(t parsers.Time, n int) {
	if !t.Known() {
		return
	}
	if d.width == 0 {
		d.width, d.zoned = time.Second, t.Zoned
		d.start = t.At.Truncate(d.width)
	}
	if t.Zoned != d.zoned {
		return
	}
	for t.At.Before(d.start) {
		if !d.growDown(t.At) {
			return
		}
	}
	for t.At.Sub(d.start) >= densityBuckets*d.width {
		if !d.double() {
			return
		}
	}
	d.counts[t.At.Sub(d.start)/d.width] += n
}

// maxWidth keeps the arithmetic of durations from overflowing: 128 buckets of it are some 80 years.
const maxWidth = 1 << 24 * time.Second

// double makes every bucket twice as wide, on borders that do not depend on where the first event fell.
func (d *Density) double() bool {
	if d.width >= maxWidth {
		return false
	}
	wide := 2 * d.width
	start := d.start.Truncate(wide)
	shift := int(d.start.Sub(start) / d.width)
	var merged [densityBuckets]int
	for i, n := range d.counts {
		if j := (i + shift) / 2; j < densityBuckets {
			merged[j] += n
		}
	}
	d.start, d.width, d.counts = start, wide, merged
	return true
}

// growDown moves the start so that at fits, widening the buckets when the last ones are in use.
func (d *Density) growDown(at time.Time) bool {
	steps := int64(d.start.Sub(at)/d.width) + 1
	last := 0
	for i, n := range d.counts {
		if n > 0 {
			last = i
		}
	}
	if steps+int64(last) >= densityBuckets {
		return d.double()
	}
	var moved [densityBuckets]int
	copy(moved[steps:], d.counts[:densityBuckets-int(steps)])
	d.start, d.counts = d.start.Add(-time.Duration(steps)*d.width), moved
	return true
}

// Retime moves the whole density by a function of its clock that keeps distances.
func (d *Density) Retime(move func(parsers.Time) parsers.Time) {
	if d.width == 0 {
		return
	}
	t := move(parsers.Time{At: d.start, Zoned: d.zoned})
	d.start, d.zoned = t.At, t.Zoned
}

// Between returns the counts in n equal parts of [from,to]. Zoned tells which kind of clock from and to are of; of the other kind nothing is counted.
func (d *Density) Between(from, to time.Time, zoned bool, n int) []int {
	out := make([]int, n)
	span := to.Sub(from)
	if d.width == 0 || d.zoned != zoned || n == 0 {
		return out
	}
	for i, count := range d.counts {
		if count == 0 {
			continue
		}
		middle := d.start.Add(time.Duration(i)*d.width + d.width/2)
		if middle.Before(from.Add(-d.width)) || middle.After(to.Add(d.width)) {
			continue
		}
		part := 0
		if span > 0 {
			part = int(float64(middle.Sub(from)) / float64(span) * float64(n))
		}
		out[min(max(part, 0), n-1)] += count
	}
	return out
}
