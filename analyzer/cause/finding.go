// Package cause turns single matches into findings, and findings into incidents with a root cause. It knows rules and events, but
// neither files nor blocks; the order in which matches arrive must not change its answer.
package cause

import (
	"maps"
	"slices"
	"sort"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// Occurrence is one event in which at least one rule spoke, or a failure that no rule knows.
type Occurrence struct {
	// Source is the name of the source.
	Source string
	Event  *parsers.Event
	// Hits are the rules that spoke, root and symptom roles only, best explanation first.
	Hits []rules.Hit
	// Evidence are the lines that show it, the first line of the record first.
	Evidence []report.Evidence
	// Before are the lines that stand before the record, for failures that no rule knows.
	Before []string
	// Carrier is true for a failure that only announces another one.
	Carrier bool
}

// Finding is one rule that spoke, with its repeats in one stretch of time.
type Finding struct {
	Rule *rules.Rule
	// Occ is the first occurrence; Hit the match in it.
	Occ Occurrence
	Hit rules.Hit
	// Count is how often the rule spoke, First and Last when (zero when the logs tell no time).
	Count       int
	First, Last parsers.Time
	Captures    map[string]string
	Evidence    []report.Evidence
	Sources     map[string]bool
	// Failed is true when an occurrence reports a failed task or job, or a fatal error.
	Failed bool
	// companions counts how often another rule spoke in the same event and was ranked better (it explains this finding).
	companions map[string]int
	// recent are the times of the latest occurrences, as many as a repeat condition counts; repeated tells that none is left to be met.
	recent   []parsers.Time
	repeated bool
	values   values
}

// maxEvidence bounds the evidence lines kept per finding.
const maxEvidence = 6

// split is the silence after which the same rule speaking again is told as another finding.
const split = time.Hour

// Collector groups occurrences into findings. It is fed from one goroutine; memory is bounded by rules, not by occurrences.
type Collector struct {
	byRule map[string][]*Finding
}

// NewCollector returns an empty collector.
func NewCollector() *Collector { return &Collector{byRule: map[string][]*Finding{}} }

// Add records one occurrence.
func (c *Collector) Add(occ Occurrence) {
	for i, hit := range occ.Hits {
		f := c.finding(occ, hit)
		f.countRepeat(hit.Repeat, occ.Event.Time)
		f.absorb(occ)
		f.values.add(occ.Event, hit)
		if i > 0 {
			f.companions[occ.Hits[0].Rule.ID]++
		}
	}
}

// maxStretches bounds the findings one rule may have; further stretches count to the last one.
const maxStretches = 32

// finding returns the finding of the hit's rule that the occurrence continues, or a new one.
func (c *Collector) finding(occ Occurrence, hit rules.Hit) *Finding {
	list := c.byRule[hit.Rule.ID]
	for _, f := range list {
		if f.continues(occ, hit) {
			return f
		}
	}
	if len(list) >= maxStretches {
		return list[len(list)-1]
	}
	f := &Finding{Rule: hit.Rule, Occ: occ, Hit: hit, Captures: map[string]string{}, Sources: map[string]bool{}, companions: map[string]int{}, values: values{}}
	for k, v := range hit.Captures {
		f.Captures[k] = v
	}
	c.byRule[hit.Rule.ID] = append(list, f)
	return f
}

// identities are captures that tell two failures of one rule apart.
var identities = []string{"job"}

func (f *Finding) continues(occ Occurrence, hit rules.Hit) bool {
	for _, name := range identities {
		a, b := f.Captures[name], hit.Captures[name]
		if a != "" && b != "" && a != b {
			return false
		}
	}
	t := occ.Event.Time
	if !t.Known() || !f.First.Known() || t.Zoned != f.First.Zoned {
		return true
	}
	return t.At.After(f.First.At.Add(-split)) && t.At.Before(f.Last.At.Add(split))
}

// absorb counts the occurrence and keeps the earliest and the latest as evidence.
func (f *Finding) absorb(occ Occurrence) {
	f.Count++
	f.Sources[occ.Source] = true
	f.Failed = f.Failed || failed(occ.Event)
	f.First, f.Last = widen(f.First, f.Last, occ.Event.Time)
	if len(f.Evidence) < maxEvidence {
		f.Evidence = append(f.Evidence, occ.Evidence...)
		if len(f.Evidence) > maxEvidence {
			f.Evidence = f.Evidence[:maxEvidence]
		}
	}
	if earlier(occ, f.Occ) {
		f.Occ = occ
		for _, h := range occ.Hits {
			if h.Rule.ID == f.Rule.ID {
				f.Hit = h
			}
		}
	}
}

// countRepeat judges a repeat condition over the latest occurrences. Occurrences without a time count as close together.
func (f *Finding) countRepeat(want *rules.Repeat, t parsers.Time) {
	if want == nil || want.Count <= 1 {
		f.repeated, f.recent = true, nil
	}
	if f.repeated {
		return
	}
	f.recent = append(f.recent, t)
	if len(f.recent) < want.Count {
		return
	}
	oldest := f.recent[len(f.recent)-want.Count]
	f.recent = f.recent[len(f.recent)-want.Count+1:]
	f.repeated = !t.Known() || !oldest.Known() || t.At.Sub(oldest.At) <= time.Duration(want.Within)
}

// speaks tells whether the finding may be told: what recognised it has no repeat condition, or the condition was met.
func (f *Finding) speaks() bool { return f.repeated }

// earlier orders occurrences: by time where both clocks can be compared, else by source and line.
func earlier(a, b Occurrence) bool {
	ta, tb := a.Event.Time, b.Event.Time
	if ta.Known() && tb.Known() && ta.Zoned == tb.Zoned && !ta.At.Equal(tb.At) {
		return ta.At.Before(tb.At)
	}
	if a.Source != b.Source {
		return a.Source < b.Source
	}
	return a.Event.Offset < b.Event.Offset
}

// Merge adds the findings of another collector, which must not be used any more. Merging sources in name order makes the result
// independent of the order in which they were read.
func (c *Collector) Merge(other *Collector) {
	for _, f := range other.all() {
		c.merge(f)
	}
}

func (c *Collector) merge(f *Finding) {
	list := c.byRule[f.Rule.ID]
	for _, g := range list {
		if g.continues(f.Occ, f.Hit) {
			g.join(f)
			return
		}
	}
	if len(list) >= maxStretches {
		list[len(list)-1].join(f)
		return
	}
	c.byRule[f.Rule.ID] = append(list, f)
}

// join adds the counts and the evidence of a finding of the same rule.
func (f *Finding) join(g *Finding) {
	f.Count += g.Count
	f.repeated = f.repeated || g.repeated
	f.Failed = f.Failed || g.Failed
	for name := range g.Sources {
		f.Sources[name] = true
	}
	for id, n := range g.companions {
		f.companions[id] += n
	}
	f.values.merge(g.values)
	f.First, f.Last = widen(f.First, f.Last, g.First)
	f.First, f.Last = widen(f.First, f.Last, g.Last)
	const each = maxEvidence / 2
	f.Evidence = append(f.Evidence[:min(len(f.Evidence), each)], g.Evidence[:min(len(g.Evidence), each)]...)
	if earlier(g.Occ, f.Occ) {
		f.Occ, f.Hit = g.Occ, g.Hit
	}
	for name, value := range g.Captures {
		if f.Captures[name] == "" {
			f.Captures[name] = value
		}
	}
}

// widen extends a span so that it holds t; a clock of another kind is left out.
func widen(first, last, t parsers.Time) (parsers.Time, parsers.Time) {
	if !t.Known() || first.Known() && first.Zoned != t.Zoned {
		return first, last
	}
	if !first.Known() || t.At.Before(first.At) {
		first = t
	}
	if !last.Known() || t.At.After(last.At) {
		last = t
	}
	return first, last
}

// Drop removes the findings for which unwanted says so.
func (c *Collector) Drop(unwanted func(*Finding) bool) {
	for id, list := range c.byRule {
		kept := list[:0]
		for _, f := range list {
			if !unwanted(f) {
				kept = append(kept, f)
			}
		}
		c.byRule[id] = kept
	}
}

// Findings returns all findings that may be told, earliest first.
func (c *Collector) Findings() []*Finding {
	return slices.DeleteFunc(c.all(), func(f *Finding) bool { return !f.speaks() })
}

// all sorts from the alphabet of the rules on, never from a map's order: clocks of different kinds make earlier run in circles, and what a sort makes of a
// circle depends on where it begins.
func (c *Collector) all() []*Finding {
	var all []*Finding
	for _, id := range slices.Sorted(maps.Keys(c.byRule)) {
		all = append(all, c.byRule[id]...)
	}
	sort.SliceStable(all, func(i, j int) bool { return earlier(all[i].Occ, all[j].Occ) })
	return all
}

// Retime moves every time by a function of the source's clock. The collector must hold the findings of one source only.
func (c *Collector) Retime(move func(parsers.Time) parsers.Time) {
	for _, f := range c.all() {
		f.First, f.Last = move(f.First), move(f.Last)
		f.Evidence = retimed(f.Evidence, move)
		f.Occ = f.Occ.retime(move)
	}
}

// retime returns the occurrence with its times moved. Events and evidence are copied: other findings may hold the same ones.
func (o Occurrence) retime(move func(parsers.Time) parsers.Time) Occurrence {
	event := *o.Event
	event.Time = move(event.Time)
	o.Event, o.Evidence = &event, retimed(o.Evidence, move)
	return o
}

func retimed(list []report.Evidence, move func(parsers.Time) parsers.Time) []report.Evidence {
	out := slices.Clone(list)
	for i := range out {
		if out[i].Time != nil {
			at := move(parsers.Time{At: *out[i].Time}).At
			out[i].Time = &at
		}
	}
	return out
}
