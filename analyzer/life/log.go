package life

import (
	"sort"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// maxMarks bounds the marks kept of one source; later ones are counted only.
const maxMarks = 20000

// Log collects the marks of one source. It is fed from one goroutine in the order of the source.
type Log struct {
	Marks []Mark
	// Dropped counts marks that found no room.
	Dropped int
}

// Add keeps a mark.
func (l *Log) Add(m Mark) {
	if len(l.Marks) >= maxMarks {
		l.Dropped++
		return
	}
	l.Marks = append(l.Marks, m)
}

// Restarts tells how often a job went down.
type Restarts struct {
	Job string
	// Count is how often the job left RUNNING for a failure; First and Last are when.
	Count       int
	First, Last parsers.Time
	// Ended is the terminal state the job reached, "" when it goes on.
	Ended string
}

// Span is the time between the first and the last restart.
func (r *Restarts) Span() time.Duration {
	if !r.First.Known() || !r.Last.Known() {
		return 0
	}
	return r.Last.At.Sub(r.First.At)
}

// Jobs sums up the restarts of every job in the marks of all sources, by job id. Lines that several processes logged of one restart count once: the state
// of a job is logged by the JobManager only.
func Jobs(logs []*Log) []Restarts {
	byJob := map[string]*Restarts{}
	for _, l := range logs {
		for i := range l.Marks {
			m := &l.Marks[i]
			if m.Kind != JobState || m.Job == "" {
				continue
			}
			r := byJob[m.Job]
			if r == nil {
				r = &Restarts{Job: m.Job}
				byJob[m.Job] = r
			}
			r.note(m)
		}
	}
	out := make([]Restarts, 0, len(byJob))
	for _, r := range byJob {
		out = append(out, *r)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Job < out[j].Job })
	return out
}

// note counts a job that leaves RUNNING: to RESTARTING (1.10 and later, and the adaptive scheduler), to FAILING (before, and for good).
func (r *Restarts) note(m *Mark) {
	switch m.To {
	case "FAILED", "FINISHED", "CANCELED", "SUSPENDED":
		r.Ended = m.To
	}
	if m.From != "RUNNING" || m.To != "RESTARTING" && m.To != "FAILING" {
		return
	}
	r.Count++
	if !m.At.Known() || r.First.Known() && r.First.Zoned != m.At.Zoned {
		return
	}
	if !r.First.Known() || m.At.At.Before(r.First.At) {
		r.First = m.At
	}
	if !r.Last.Known() || m.At.At.After(r.Last.At) {
		r.Last = m.At
	}
}
