package render

import (
	"fmt"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// Measures of the causal graph, in pixels. Its rows are as high as the style says.
const (
	graphRow, graphWidth = 52, 84
	graphNodeX           = graphWidth - 12
	graphStep            = 14 // how far an arc reaches to the left for each row it spans
	mostNodes, mostLinks = 30, 1000
)

type (
	htmlGraph struct {
		Width, Height int
		Nodes         []htmlNode
		Arcs          []htmlArc
		More          both
	}
	htmlNode struct {
		Rule, Title, Class string
		X, Y               int
	}
	htmlArc struct{ Line, Tip, Title string }
)

// graph draws the causal links of an incident: findings below each other, causes above what they caused, an arc for every link. nil without links.
func (b *htmlBuilder) graph(i *report.Incident) *htmlGraph {
	if len(i.Edges) == 0 {
		return nil
	}
	edges := i.Edges[:min(len(i.Edges), mostLinks)]
	order := causalOrder(i, edges)
	out := &htmlGraph{Width: graphWidth}
	if more := len(order) - mostNodes; more > 0 {
		order = order[:mostNodes]
		out.More = b.both(func(p *textPage) string {
			return p.some(int64(more), "more finding is not drawn", "more findings are not drawn", "个发现未画出")
		})
	}
	out.Height = len(order) * graphRow
	titles, classes := graphNames(i)
	rows := map[string]int{}
	for n, rule := range order {
		rows[rule] = n
		out.Nodes = append(out.Nodes, htmlNode{clean(rule), clean(titles[rule]), classes[rule], graphNodeX, n*graphRow + graphRow/2})
	}
	drawn := map[[2]int]bool{}
	for _, e := range edges {
		from, known := rows[e.Cause]
		to, also := rows[e.Effect]
		if !known || !also || from == to || drawn[[2]int{from, to}] {
			continue
		}
		drawn[[2]int{from, to}] = true
		title := clean(e.Cause) + " → " + clean(e.Effect)
		if why := clean(e.Why); why != "" {
			title += ": " + why
		}
		out.Arcs = append(out.Arcs, arc(from, to, title))
	}
	return out
}

// arc bends to the left of the rows, the further the more rows it spans, and ends in a tip at the effect.
func arc(from, to int, title string) htmlArc {
	span := max(from-to, to-from)
	y1, y2, x := from*graphRow+graphRow/2, to*graphRow+graphRow/2, graphNodeX-7
	left := max(graphNodeX-8-graphStep*(span+1), 2)
	return htmlArc{
		Line: fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x, y1, left, y1, left, y2, x-4, y2), Tip: fmt.Sprintf("M%d %dl-9 -5v10z", x, y2), Title: title,
	}
}

// causalOrder returns the rules of an incident so that causes stand before effects as far as the links allow; otherwise contributing causes, the root, symptoms.
func causalOrder(i *report.Incident, edges []report.CausalLink) []string {
	var rules []string
	known := map[string]bool{}
	add := func(rule string) {
		if !known[rule] {
			known[rule] = true
			rules = append(rules, rule)
		}
	}
	linked := map[string]bool{}
	for _, e := range edges {
		linked[e.Cause], linked[e.Effect] = true, true
	}
	for _, f := range findingsOf(i) {
		if rule := ruleOf(f); linked[rule] || f == i.RootCause {
			add(rule)
		}
	}
	for _, e := range edges {
		add(e.Cause)
		add(e.Effect)
	}
	waits := map[string]int{}
	for _, e := range edges {
		if e.Cause != e.Effect {
			waits[e.Effect]++
		}
	}
	var order []string
	placed := map[string]bool{}
	for len(order) < len(rules) {
		next := ""
		for _, rule := range rules {
			if !placed[rule] && (next == "" || waits[rule] < waits[next]) {
				next = rule // in a loop the one that waits for least
			}
		}
		placed[next] = true
		order = append(order, next)
		for _, e := range edges {
			if e.Cause == next && e.Cause != e.Effect {
				waits[e.Effect]--
			}
		}
	}
	return order
}

// findingsOf lists contributing causes, the root and symptoms.
func findingsOf(i *report.Incident) []*report.Finding {
	var out []*report.Finding
	for n := range i.Contributing {
		out = append(out, &i.Contributing[n])
	}
	out = append(out, i.RootCause)
	for n := range i.Symptoms {
		out = append(out, &i.Symptoms[n])
	}
	return out
}

// graphNames returns the title of every rule of an incident and what it is in it.
func graphNames(i *report.Incident) (titles, classes map[string]string) {
	titles, classes = map[string]string{}, map[string]string{}
	for n := range i.Symptoms {
		titles[ruleOf(&i.Symptoms[n])] = i.Symptoms[n].Title
	}
	for n := range i.Contributing {
		titles[ruleOf(&i.Contributing[n])], classes[ruleOf(&i.Contributing[n])] = i.Contributing[n].Title, "contributing"
	}
	titles[ruleOf(i.RootCause)], classes[ruleOf(i.RootCause)] = i.RootCause.Title, "cause"
	return titles, classes
}
