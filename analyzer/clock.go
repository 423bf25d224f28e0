package analyzer

import (
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/life"
	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// clockSlack is the difference between two clocks that is not worth mending: logging and buffers alone cause as much.
const clockSlack = 3 * time.Second

// completeYears gives sources whose clock has no year (glog before StarRocks 3, syslog) one: the year of the other sources, else that of the file's
// modification. Without either the year stays 0, which still orders events within the source.
func (r *run) completeYears() {
	year := 0
	for _, s := range r.results {
		if s.last.Known() && s.last.At.Year() > 0 {
			year = max(year, s.last.At.Year())
		}
	}
	for _, s := range r.results {
		if !s.last.Known() || s.last.At.Year() != 0 {
			continue
		}
		own := year
		if own == 0 && !s.modified.IsZero() {
			own = s.modified.Year()
			if last := s.last.At.AddDate(own, 0, 0); last.After(s.modified.Add(48 * time.Hour)) {
				own-- // the log ends after the file was written: it is of the year before
			}
		}
		if own == 0 {
			continue
		}
		s.retime(func(t parsers.Time) parsers.Time {
			if t.Known() && t.At.Year() == 0 {
				t.At = t.At.AddDate(own, 0, 0)
			}
			return t
		})
		s.info.Notes = append(s.info.Notes, fmt.Sprintf(words(r.options.Language, "clock without a year, read as %d", "日志时间没有年份，按 %d 年处理"), own))
	}
}

// placeClocks gives clocks that state no zone the one that the user named. Without it they take the zone that other sources state, when all state the same
// one and the source falls into their time with it and does not without it; this is told in the source's notes.
func (r *run) placeClocks() {
	if zone := r.options.Zone; zone != nil {
		for _, s := range r.results {
			s.retime(func(t parsers.Time) parsers.Time { return placed(t, zone) })
		}
		return
	}
	stated, offset := r.statedZone()
	if offset == 0 {
		return
	}
	zone := time.FixedZone("", offset)
	for _, s := range r.results {
		if !s.last.Known() || s.last.Zoned || meets(s, stated, time.UTC) || !meets(s, stated, zone) {
			continue
		}
		s.retime(func(t parsers.Time) parsers.Time { return placed(t, zone) })
		s.info.Notes = append(s.info.Notes, fmt.Sprintf(words(r.options.Language,
			"clock without a zone, read as %s like the sources that state one", "日志时间没有时区，按其他日志写明的 %s 处理"), time.Time{}.In(zone).Format("-07:00")))
	}
}

// statedZone returns the span of the sources that state a zone other than UTC, and the zone's offset in seconds; 0 when they disagree or none does.
func (r *run) statedZone() (span sourceResult, offset int) {
	for _, s := range r.results {
		switch o := s.last.Offset; {
		case o == 0:
		case offset != 0 && o != offset:
			return sourceResult{}, 0
		default:
			offset = o
			span.span(s.first)
			span.span(s.last)
		}
	}
	return span, offset
}

// meets tells whether a source without a zone falls into the span when its clock is of the zone.
func meets(s *sourceResult, span sourceResult, zone *time.Location) bool {
	const around = 10 * time.Minute
	first, last := placed(s.first, zone).At, placed(s.last, zone).At
	return !last.Before(span.first.At.Add(-around)) && !first.After(span.last.At.Add(around))
}

// placed reads a wall clock of an unknown zone as one of the zone.
func placed(t parsers.Time, zone *time.Location) parsers.Time {
	if !t.Known() || t.Zoned {
		return t
	}
	at := t.At
	at = time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), zone)
	return parsers.Time{At: at.UTC(), Zoned: true}
}

// alignClocks moves the clocks of sources onto that of a reference when events that both logged tell how far they are apart: a task attempt that
// fails is logged by its TaskManager and by the JobManager within moments. What was moved is told in the source's notes.
func (r *run) alignClocks() {
	reference := r.referenceSource()
	if reference == nil {
		return
	}
	known := failures(reference.life)
	for _, s := range r.results {
		if s == reference {
			continue
		}
		gap, zoned, n := clockGap(known, failures(s.life))
		if n == 0 || gap.Abs() <= clockSlack && zoned == s.last.Zoned {
			continue
		}
		s.retime(func(t parsers.Time) parsers.Time {
			if t.Known() {
				t.At, t.Zoned = t.At.Add(gap), zoned
			}
			return t
		})
		s.info.Notes = append(s.info.Notes, fmt.Sprintf(words(r.options.Language,
			"clock moved by %s to that of %s (estimated from %d failures that both logged)", "时钟按 %[3]d 个双方都记录的失败估算，平移 %[1]s 以对齐 %[2]s"), gap, reference.info.Name, n))
	}
}

// referenceSource returns the source whose clock the others are moved to: the one with the most failed attempts that other sources know too.
func (r *run) referenceSource() *sourceResult {
	seen := map[string]int{}
	for _, s := range r.results {
		for attempt := range failures(s.life) {
			seen[attempt]++
		}
	}
	var best *sourceResult
	most := 0
	for _, s := range r.results {
		shared := 0
		for attempt := range failures(s.life) {
			if seen[attempt] > 1 {
				shared++
			}
		}
		if shared > most {
			best, most = s, shared
		}
	}
	return best
}

// failures returns the first time at which each task attempt was logged as failed.
func failures(l *life.Log) map[string]parsers.Time {
	out := map[string]parsers.Time{}
	for i := range l.Marks {
		m := &l.Marks[i]
		if _, known := out[m.Attempt]; m.Kind == life.TaskFailed && m.Attempt != "" && m.At.Known() && !known {
			out[m.Attempt] = m.At
		}
	}
	return out
}

// clockGap returns the median of how much must be added to the other clock, the kind of the reference's clock, and the number of shared events. Gaps
// that disagree by more than a minute tell nothing: n is 0 then.
func clockGap(reference, other map[string]parsers.Time) (gap time.Duration, zoned bool, n int) {
	var gaps []time.Duration
	for attempt, t := range other {
		if ref, ok := reference[attempt]; ok {
			gaps = append(gaps, ref.At.Sub(t.At))
			zoned = zoned || ref.Zoned
		}
	}
	if len(gaps) == 0 {
		return 0, false, 0
	}
	sort.Slice(gaps, func(i, j int) bool { return gaps[i] < gaps[j] })
	gap = gaps[len(gaps)/2]
	agree := slices.DeleteFunc(slices.Clone(gaps), func(g time.Duration) bool { return (g - gap).Abs() > time.Minute })
	if 2*len(agree) <= len(gaps) {
		return 0, false, 0
	}
	return gap.Round(time.Second), zoned, len(agree)
}

// retime moves every time of the source.
func (s *sourceResult) retime(move func(parsers.Time) parsers.Time) {
	s.first, s.last = move(s.first), move(s.last)
	s.findings.Retime(move)
	s.failures.Retime(move)
	s.faint.Retime(move)
	for i := range s.life.Marks {
		s.life.Marks[i].At = move(s.life.Marks[i].At)
	}
	s.density.Retime(move)
}
