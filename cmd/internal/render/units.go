package render

import (
	"fmt"
	"strconv"
	"time"
)

// Bytes spells a number of bytes with decimal units, as disks and ls --si do.
func Bytes(n int64) string {
	const unit = 1000
	if n < unit {
		return fmt.Sprintf("%d B", n)
	}
	value, names := float64(n)/unit, "kMGTPE"
	for value >= 999.95 && len(names) > 1 {
		value, names = value/unit, names[1:]
	}
	return fmt.Sprintf("%.1f %cB", value, names[0])
}

// grouped spells a number with commas between thousands.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// took spells how long something took, no more exactly than anybody wants to know.
func took(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return fmt.Sprintf("%.1fs", d.Seconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0fs", d.Seconds())
	}
	d = d.Round(time.Second)
	return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
}

const (
	dayTime   = "2006-01-02 15:04:05"
	clockTime = "15:04:05"
)

func sameDay(a, b *time.Time) bool {
	return a != nil && b != nil && a.Format(time.DateOnly) == b.Format(time.DateOnly)
}

// clock spells moments of a report: without the day when everything in it happened on one.
type clock struct {
	oneDay bool
	to     string // between two moments
}

func (c clock) moment(t *time.Time) string {
	if c.oneDay {
		return t.Format(clockTime)
	}
	return t.Format(dayTime)
}

// span spells "first to last", one moment when they are the same second, "" when nothing is known.
func (c clock) span(first, last *time.Time) string {
	if first == nil {
		first = last
	}
	if last == nil {
		last = first
	}
	switch {
	case first == nil:
		return ""
	case first.Truncate(time.Second).Equal(last.Truncate(time.Second)):
		return c.moment(first)
	case sameDay(first, last):
		return c.moment(first) + c.to + last.Format(clockTime)
	}
	return c.moment(first) + c.to + c.moment(last)
}
