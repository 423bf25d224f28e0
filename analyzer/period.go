package analyzer

import (
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Bound is a moment that bounds what is told. The zero value bounds nothing.
type Bound struct {
	// At is what the clock of the logs shows, as if it were UTC. With Daily only its time of day counts, every day.
	At    time.Time
	Daily bool
	// Instant is the moment itself, for records that state their zone; the zero time when only At is known. Other is what another clock may show at that moment
	// that states no zone; the zero time for none. A record counts as outside only when it is by both.
	Instant, Other time.Time
	// Text is how reports call it, "" for none.
	Text string
}

// period is the time of which is told.
type period struct{ since, until Bound }

// outside tells whether a record surely lies outside. One that states no time never does.
func (w *period) outside(t parsers.Time) bool {
	if !t.Known() {
		return false
	}
	if w.since.Daily && w.until.Daily && clockOf(w.since.At) > clockOf(w.until.At) { // over midnight
		return w.since.later(t) && w.until.earlier(t)
	}
	return w.since.later(t) || w.until.earlier(t)
}

// later tells whether the bound is later than the record.
func (b *Bound) later(t parsers.Time) bool {
	return b.all(t, func(bound, at time.Time) bool { return at.Before(bound) })
}

// earlier tells whether the bound is earlier than the record.
func (b *Bound) earlier(t parsers.Time) bool {
	return b.all(t, func(bound, at time.Time) bool { return at.After(bound) })
}

// all compares the record with whatever the bound may mean on its clock.
func (b *Bound) all(t parsers.Time, holds func(bound, at time.Time) bool) bool {
	wall := t.At.Add(time.Duration(t.Offset) * time.Second)
	switch {
	case b.At.IsZero():
		return false
	case b.Daily:
		return holds(time.Time{}.Add(clockOf(b.At)), time.Time{}.Add(clockOf(wall)))
	case t.Zoned && !b.Instant.IsZero():
		return holds(b.Instant, t.At)
	}
	return holds(b.At, wall) && (b.Other.IsZero() || holds(b.Other, wall))
}

// clockOf is the time of day.
func clockOf(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
}
