package analyzer

import (
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/cause"
	"github.com/flinkdoctor/flinkdoctor/analyzer/facts"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// note counts layouts and components and widens the time span.
func (r *sourceResult) note(obs *observation) {
	event := obs.event
	if obs.envelope != "" {
		r.envelopes[obs.envelope]++
	}
	if event.Layout != "" {
		r.layouts[event.Layout]++
		r.components[event.Component]++
	}
	r.span(event.Time)
}

func (r *sourceResult) span(t parsers.Time) {
	if !t.Known() || r.first.Known() && t.Zoned != r.first.Zoned {
		return
	}
	if !r.first.Known() || t.At.Before(r.first.At) {
		r.first = t
	}
	if !r.last.Known() || t.At.After(r.last.At) {
		r.last = t
	}
}

// keep takes in what one record told. The event's Line must be final.
func (r *sourceResult) keep(obs observation) {
	occ := cause.Occurrence{Source: r.info.Name, Event: obs.event, Hits: obs.hits, Before: obs.before, Carrier: obs.carrier}
	for _, line := range obs.lines {
		occ.Evidence = append(occ.Evidence, r.evidence(obs.event, line))
	}
	switch {
	case r.period.outside(obs.event.Time):
		r.spoke = r.spoke || len(obs.hits) > 0 || obs.failure
		obs.hits, obs.failure = nil, false
	default:
		r.spoke = r.spoke || len(obs.hits) > 0 || obs.failure
		if len(obs.hits) > 0 {
			r.findings.Add(occ)
		}
		if obs.failure {
			r.failures.Add(occ)
		}
		if obs.faint {
			r.faint.Add(occ)
		}
	}
	if len(obs.hits) > 0 || obs.failure {
		r.density.Add(obs.event.Time)
	}
	if obs.mark.Kind != "" {
		obs.mark.Line = r.line(obs.event.Line)
		r.life.Add(obs.mark)
	}
	for _, fact := range obs.facts {
		r.addFact(fact, obs.event)
	}
	for _, t := range obs.timeouts {
		r.timeouts[t.Rule]++
	}
}

// line returns the line of the source on which line n of what was read stands.
func (r *sourceResult) line(n int) int {
	if r.lineOf == nil {
		return n
	}
	return r.lineOf(n)
}

func (r *sourceResult) evidence(event *parsers.Event, line shownLine) report.Evidence {
	text := mask(line.text)
	out := report.Evidence{Source: r.info.Name, Line: r.line(event.Line + line.index), Text: text, Time: pointer(event.Time)}
	if line.index == 0 {
		out.MessageAt = messageAt(text, event.Message)
	}
	return out
}

// messageAt returns where in a line the message of its record begins, 0 when that cannot be told. The line may have more white space and fewer secrets.
func messageAt(text, message string) int {
	for _, n := range [...]int{24, 12, 6} {
		if len(message) >= n {
			if at := strings.Index(text, cutAt(message, n)); at >= 0 {
				return at
			}
		}
	}
	return 0
}

// addFact keeps the first statement of a fact; a stated version replaces one read off a jar name.
func (r *sourceResult) addFact(fact facts.Fact, event *parsers.Event) {
	if fact.Kind == facts.Role {
		if r.role == "" {
			r.role = parsers.Component(fact.Value)
		}
		return
	}
	kept := r.facts[fact.Kind]
	if kept == nil {
		kept = map[string]report.Fact{}
		r.facts[fact.Kind] = kept
	}
	key := fact.Key
	if fact.Weak {
		key += weakSuffix
	}
	if _, ok := kept[key]; ok && !fact.Strong || !ok && len(kept) >= maxFacts {
		return
	}
	text := excerpt(event.Message, "")
	kept[key] = report.Fact{Value: maskValue(fact.Key, fact.Value), Evidence: r.evidence(event, shownLine{text: text})}
}

// weakSuffix marks versions that were read off jar names until a stated one is known.
const weakSuffix = " (packaging)"

// maxFacts bounds the facts of one kind kept per source.
const maxFacts = 2000

func pointer(t parsers.Time) *time.Time {
	if !t.Known() {
		return nil
	}
	at := t.At.UTC()
	return &at
}
