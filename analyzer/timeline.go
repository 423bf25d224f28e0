package analyzer

import (
	"sort"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/cause"
	"github.com/flinkdoctor/flinkdoctor/analyzer/life"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/parsers"
)

const (
	// timelineParts is how many parts of equal length the timeline's density has.
	timelineParts = 60
	// laneMarks bounds the marks of one lane.
	laneMarks = 400
)

// markKinds are the kinds of marks of a life that a timeline shows; a change of a job's state is looked at more closely.
var markKinds = map[life.Kind]string{
	life.CheckpointCompleted: "checkpoint", life.CheckpointFailed: "checkpoint-failed", life.TaskManagerCame: "taskmanager-registered",
	life.TaskManagerLeft: "taskmanager-lost", life.ProcessStarted: "process-started", life.ProcessStopped: "process-stopped",
}

// timeline draws the incidents over time, one lane a source. It is nil when the logs tell no time or nothing happened.
func (r *run) timeline(incidents []cause.Incident) *report.Timeline {
	b := timelineBuilder{run: r, lanes: map[string]*report.Lane{}}
	for i := range incidents {
		b.finding(incidents[i].Root, "cause")
		for _, f := range incidents[i].Contributing {
			b.finding(f, "contributing")
		}
		for _, f := range incidents[i].Symptoms {
			b.finding(f, "symptom")
		}
	}
	for _, s := range r.results {
		b.unexplained(s)
	}
	if !b.first.Known() {
		return nil
	}
	around := max(b.last.At.Sub(b.first.At)/10, time.Minute)
	from, to := b.first.At.Add(-around), b.last.At.Add(around)
	for _, s := range r.results {
		b.life(s, from, to)
	}
	return b.finish()
}

type timelineBuilder struct {
	run         *run
	lanes       map[string]*report.Lane
	first, last parsers.Time // span of findings and failures
}

// span widens the time of the picture.
func (b *timelineBuilder) span(t parsers.Time) {
	var s sourceResult
	s.first, s.last = b.first, b.last
	s.span(t)
	b.first, b.last = s.first, s.last
}

func (b *timelineBuilder) lane(source string) *report.Lane {
	lane := b.lanes[source]
	if lane == nil {
		lane = &report.Lane{Source: source, Marks: []report.TimelineMark{}}
		b.lanes[source] = lane
	}
	return lane
}

// mark adds a mark whose clock can be compared with that of the picture.
func (b *timelineBuilder) mark(source string, t parsers.Time, m report.TimelineMark) {
	lane := b.lane(source)
	if !t.Known() || b.first.Known() && t.Zoned != b.first.Zoned || len(lane.Marks) >= laneMarks {
		return
	}
	b.span(t)
	m.Time = *b.run.moment(t)
	lane.Marks = append(lane.Marks, m)
}

func (b *timelineBuilder) finding(f *cause.Finding, kind string) {
	b.span(f.First)
	b.span(f.Last)
	b.mark(f.Occ.Source, f.First, report.TimelineMark{Kind: kind, Rule: f.Rule.ID, Count: f.Count})
	if f.Count > 1 && f.Last != f.First {
		b.mark(f.Occ.Source, f.Last, report.TimelineMark{Kind: kind, Rule: f.Rule.ID, Count: f.Count})
	}
}

func (b *timelineBuilder) unexplained(s *sourceResult) {
	for _, f := range s.failures.List() {
		b.span(f.First)
		b.span(f.Last)
		b.mark(s.info.Name, f.First, report.TimelineMark{Kind: "unexplained", Count: f.Count})
	}
}

// life adds what happened between from and to.
func (b *timelineBuilder) life(s *sourceResult, from, to time.Time) {
	for i := range s.life.Marks {
		m := &s.life.Marks[i]
		kind := markKinds[m.Kind]
		if m.Kind == life.JobState {
			kind = jobMark(m)
		}
		if kind == "" || !m.At.Known() || m.At.Zoned != b.first.Zoned || m.At.At.Before(from) || m.At.At.After(to) {
			continue
		}
		b.mark(s.info.Name, m.At, report.TimelineMark{Kind: kind})
	}
}

// jobMark names the state changes of a job that a picture shows.
func jobMark(m *life.Mark) string {
	switch {
	case m.To == "RESTARTING" || m.From == "RUNNING" && m.To == "FAILING":
		return "restart"
	case m.To == "FAILED":
		return "job-failed"
	case m.To == "RUNNING":
		return "running"
	}
	return ""
}

// finish sorts the lanes by name and fills in what depends on the whole span.
func (b *timelineBuilder) finish() *report.Timeline {
	out := &report.Timeline{First: *b.run.moment(b.first), Last: *b.run.moment(b.last), Lanes: []report.Lane{}}
	for _, s := range b.run.results {
		lane := b.lanes[s.info.Name]
		if lane == nil || len(lane.Marks) == 0 {
			continue
		}
		sort.SliceStable(lane.Marks, func(i, j int) bool { return lane.Marks[i].Time.Before(lane.Marks[j].Time) })
		lane.Component = s.info.Component
		lane.Density = s.density.Between(b.first.At, b.last.At, b.first.Zoned, timelineParts)
		out.Lanes = append(out.Lanes, *lane)
	}
	return out
}
