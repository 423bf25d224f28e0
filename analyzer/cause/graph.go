package cause

import (
	"fmt"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

// defaultWithin is the longest time between cause and effect when the rule names none.
const defaultWithin = 15 * time.Minute

// slack forgives clocks and buffers that let an effect be logged slightly before its cause.
const slack = 2 * time.Second

// Link is a causal edge that counted between two findings.
type Link struct {
	Cause, Effect *Finding
	// Sure is false when the clocks could not order the two.
	Sure bool
	// Score compares the explanations of one effect: 0.5 for an edge that is merely possible, 1 for certain.
	Score float64
	Why   rules.Text
}

// edges indexes the causal edges of the rules: effect id -> cause id -> edge.
type edges map[string]map[string]rules.Edge

func edgesOf(findings []*Finding) edges {
	e := edges{}
	add := func(effect, cause string, edge rules.Edge) {
		if e[effect] == nil {
			e[effect] = map[string]rules.Edge{}
		}
		if _, ok := e[effect][cause]; !ok {
			e[effect][cause] = edge
		}
	}
	for _, f := range findings {
		for _, edge := range f.Rule.CausedBy {
			add(f.Rule.ID, edge.Rule, edge)
		}
	}
	for _, f := range findings {
		for _, edge := range f.Rule.LeadsTo {
			add(edge.Rule, f.Rule.ID, edge)
		}
	}
	return e
}

// links returns the edges that count between the findings.
func links(findings []*Finding) []Link {
	e := edgesOf(findings)
	var out []Link
	for _, effect := range findings {
		for _, cause := range findings {
			if cause == effect {
				continue
			}
			if link, ok := inEvent(cause, effect); ok {
				out = append(out, link)
				continue
			}
			edge, ok := e[effect.Rule.ID][cause.Rule.ID]
			if !ok {
				continue
			}
			if link, ok := judge(cause, effect, edge); ok {
				out = append(out, link)
			}
		}
	}
	return out
}

// doubt is how much less than the best explanation of an effect another one may score and still be told.
const doubt = 0.3

// likely drops the explanations of an effect that a much better one makes unlikely.
func likely(all []Link) []Link {
	best := map[*Finding]float64{}
	for i := range all {
		best[all[i].Effect] = max(best[all[i].Effect], all[i].Score)
	}
	out := all[:0:0]
	for _, link := range all {
		if link.Score >= best[link.Effect]-doubt {
			out = append(out, link)
		}
	}
	return out
}

// inEvent links two rules that spoke in the same events: the better explanation explains the other.
func inEvent(cause, effect *Finding) (Link, bool) {
	if effect.companions[cause.Rule.ID] == 0 || 2*effect.companions[cause.Rule.ID] < effect.Count {
		return Link{}, false
	}
	return Link{Cause: cause, Effect: effect, Sure: true, Score: scoreInEvent, Why: rules.Text{
		EN: "both stand in one record; this is the innermost cause",
		ZH: "两者出现在同一条记录里，这一条是最内层原因",
	}}, true
}

// What an edge is worth: the rules say it is possible; a value both findings name, an order that clocks confirm, and closeness make it likely.
const (
	scoreEdge     = 0.5
	scoreIdentity = 0.25
	scoreOrder    = 0.2
	scoreClose    = 0.05
	scoreInEvent  = 1.0
)

// judge decides whether an edge counts: order, window and shared captures must agree.
func judge(cause, effect *Finding, edge rules.Edge) (Link, bool) {
	link := Link{Cause: cause, Effect: effect, Score: scoreEdge}
	shared := ""
	for _, name := range append([]string{"job"}, edge.Same...) {
		result, value := compare(cause, effect, name)
		switch {
		case result == disagree:
			return Link{}, false
		case result == agrees && shared == "":
			shared = name + " (" + value + ")"
			link.Score += scoreIdentity
		}
	}
	within := time.Duration(edge.Within)
	if within == 0 {
		within = defaultWithin
	}
	if !comparable(cause, effect) {
		// A line that lost its time in a paste, while others kept theirs, has often lost its place as well.
		lostPlace := !cause.First.Known() && effect.First.Known()
		if sameSource(cause, effect) && !lostPlace && cause.Occ.Event.Offset > effect.Occ.Event.Offset && !overlap(cause, effect) {
			return Link{}, false
		}
		link.Why = reason(edge, shared, -1)
		return link, true
	}
	gap, ok := gapBetween(cause, effect, within, max(slack, time.Duration(edge.Late)))
	if !ok {
		return Link{}, false
	}
	link.Sure = true
	link.Score += scoreOrder + scoreClose*(1-float64(gap)/float64(within))
	link.Why = reason(edge, shared, gap)
	return link, true
}

func comparable(a, b *Finding) bool {
	return a.First.Known() && b.First.Known() && a.First.Zoned == b.First.Zoned
}

func sameSource(a, b *Finding) bool { return a.Occ.Source == b.Occ.Source }

// overlap tells whether a speaks again after b began, so that the order of their first lines decides nothing.
func overlap(a, b *Finding) bool { return a.Count > 1 && b.Count > 1 }

// gapBetween returns the time from cause to effect, and whether it is within the window. An effect that repeats may also be
// explained by a cause that stands between its repeats, but a cause must not begin after the effect's first occurrence.
func gapBetween(cause, effect *Finding, within, late time.Duration) (time.Duration, bool) {
	gap := effect.First.At.Sub(cause.First.At)
	if gap < -late {
		return 0, false
	}
	if gap <= within {
		return max(gap, 0), true
	}
	// the cause may have repeated until shortly before
	last := effect.First.At.Sub(cause.Last.At)
	if last <= within {
		return max(last, 0), true
	}
	return 0, false
}

// reason says why an edge counted: the rule's half sentence, the time between, what both name.
func reason(edge rules.Edge, shared string, gap time.Duration) rules.Text {
	var en, zh []string
	add := func(e, z string) { en, zh = append(en, e), append(zh, z) }
	if edge.Why.EN != "" {
		add(edge.Why.EN, edge.Why.ZH)
	}
	switch {
	case gap == 0:
		add("at the same time", "同时发生")
	case gap > 0:
		add(spell(gap)+" before", "早 "+spell(gap))
	default:
		add("the logs' clocks do not tell the order", "日志的时钟无法确定先后")
	}
	if shared != "" {
		add("same "+shared, "相同的 "+shared)
	}
	return rules.Text{EN: strings.Join(en, "; "), ZH: strings.Join(zh, "；")}
}

func spell(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < 10*time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	default:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	}
}
