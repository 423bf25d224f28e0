package cli

import (
	"fmt"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
)

// moment is a flag that takes a day, a time of day or both, in the clock of the logs unless it states a zone.
type moment struct{ bound analyzer.Bound }

func (m *moment) Type() string   { return "time" }
func (m *moment) String() string { return m.bound.Text }

// Set implements pflag.Value. A time of day alone is meant for every day.
func (m *moment) Set(value string) error {
	if at, err := time.Parse(time.RFC3339, value); err == nil {
		m.bound = analyzer.Bound{At: wallOf(at), Instant: at.UTC(), Text: value}
		return nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"} {
		if at, err := time.Parse(layout, value); err == nil {
			m.bound = analyzer.Bound{At: at, Text: value}
			return nil
		}
	}
	for _, layout := range []string{"15:04:05", "15:04"} {
		if at, err := time.Parse(layout, value); err == nil {
			m.bound = analyzer.Bound{At: at, Daily: true, Text: value}
			return nil
		}
	}
	return fmt.Errorf("use a moment such as 2024-01-24T14:00, 2024-01-24 or 14:00")
}

// wallOf is what a clock in the moment's zone shows, as if it were UTC.
func wallOf(at time.Time) time.Time {
	_, offset := at.Zone()
	return at.UTC().Add(time.Duration(offset) * time.Second)
}

// apply puts the gate into the options of an analysis.
func (g *gate) apply(o *analyzer.Options, now time.Time) error {
	o.Since, o.Until, o.FailOnUnexplained = g.since.inZone(o.Zone), g.until.inZone(o.Zone), g.unexplained
	if g.last > 0 {
		o.Since = lastOf(now.Add(-g.last), o.Zone)
	}
	var err error
	o.Accept, err = g.known(now)
	return err
}

// inZone is the bound on clocks that state no zone, which show that of the user's choice; nil: theirs is not known.
func (m *moment) inZone(zone *time.Location) analyzer.Bound {
	b := m.bound
	if zone == nil || b.Daily || b.At.IsZero() {
		return b
	}
	if b.Instant.IsZero() {
		b.Instant = time.Date(b.At.Year(), b.At.Month(), b.At.Day(), b.At.Hour(), b.At.Minute(), b.At.Second(), 0, zone).UTC()
	} else {
		b.At = wallOf(b.Instant.In(zone))
	}
	return b
}

// lastOf is a moment of now on clocks that state no zone: the user's own or, as in many containers, UTC.
func lastOf(at time.Time, zone *time.Location) analyzer.Bound {
	if zone != nil {
		return analyzer.Bound{At: wallOf(at.In(zone)), Instant: at.UTC(), Text: at.In(zone).Format(time.RFC3339)}
	}
	return analyzer.Bound{At: wallOf(at), Instant: at.UTC(), Other: at.UTC(), Text: at.Format(time.RFC3339)}
}
