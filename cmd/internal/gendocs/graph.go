package main

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

// edge is one causal link, whichever of the two rules declares it.
type edge struct {
	cause, effect string
	within        rules.Duration
	why           rules.Text
}

// graph holds all causal links of a pack.
type graph struct {
	edges           []edge
	causes, effects map[string][]edge // by the id of the rule that has them
}

func graphOf(pack *rules.Pack) graph {
	found := map[[2]string]edge{}
	add := func(cause, effect string, declared rules.Edge) {
		key := [2]string{cause, effect}
		e := found[key]
		e.cause, e.effect, e.within = cause, effect, max(e.within, declared.Within)
		if e.why.IsZero() {
			e.why = declared.Why
		}
		found[key] = e
	}
	for i := range pack.Rules {
		r := &pack.Rules[i]
		for _, e := range r.CausedBy {
			add(e.Rule, r.ID, e)
		}
		for _, e := range r.LeadsTo {
			add(r.ID, e.Rule, e)
		}
	}
	g := graph{causes: map[string][]edge{}, effects: map[string][]edge{}}
	for _, e := range found {
		g.edges = append(g.edges, e)
	}
	sort.Slice(g.edges, func(i, j int) bool { return g.edges[i].before(g.edges[j]) })
	for _, e := range g.edges {
		g.causes[e.effect] = append(g.causes[e.effect], e)
		g.effects[e.cause] = append(g.effects[e.cause], e)
	}
	return g
}

func (e edge) before(other edge) bool {
	if e.effect != other.effect {
		return e.effect < other.effect
	}
	return e.cause < other.cause
}

// maxEdges is how many arrows one picture may have and still be read.
const maxEdges = 60

// pictures deals the edges that touch a system out to pictures: what hangs together stays together as far as it fits.
func (g *graph) pictures(touches func(edge) bool) [][]edge {
	var groups [][]edge
	for _, component := range components(g.edges, touches) {
		for len(component) > maxEdges {
			cut := maxEdges
			for cut > 1 && component[cut].effect == component[cut-1].effect { // all causes of one effect in one picture
				cut--
			}
			if cut == 1 {
				cut = maxEdges
			}
			groups = append(groups, component[:cut])
			component = component[cut:]
		}
		groups = append(groups, component)
	}
	var out [][]edge
	for _, group := range groups {
		if last := len(out) - 1; last >= 0 && len(out[last])+len(group) <= maxEdges {
			out[last] = append(slices.Clone(out[last]), group...)
			continue
		}
		out = append(out, group)
	}
	return out
}

// components returns the wanted edges grouped by what hangs together, the largest group first.
func components(edges []edge, wanted func(edge) bool) [][]edge {
	parent := map[string]string{}
	var find func(string) string
	find = func(id string) string {
		if parent[id] == "" || parent[id] == id {
			return id
		}
		parent[id] = find(parent[id])
		return parent[id]
	}
	for _, e := range edges {
		if wanted(e) {
			a, b := find(e.cause), find(e.effect)
			parent[max(a, b)] = min(a, b)
		}
	}
	groups := map[string][]edge{}
	for _, e := range edges {
		if wanted(e) {
			groups[find(e.cause)] = append(groups[find(e.cause)], e)
		}
	}
	var out [][]edge
	for _, name := range sorted(groups) {
		out = append(out, groups[name])
	}
	sort.SliceStable(out, func(i, j int) bool { return len(out[i]) > len(out[j]) })
	return out
}

// mermaid draws edges as a flow chart from causes to effects. Rules of other systems have dashed frames, root causes thick ones.
func (s *site) mermaid(system string, edges []edge) string {
	names := map[string]string{}
	for _, e := range edges {
		names[e.cause], names[e.effect] = "", ""
	}
	var b strings.Builder
	b.WriteString("```mermaid\nflowchart LR\n")
	for i, id := range sorted(names) {
		names[id] = fmt.Sprintf("n%d", i)
		fmt.Fprintf(&b, "  %s[\"%s\"]%s\n", names[id], id, s.class(system, id))
	}
	for _, e := range edges {
		fmt.Fprintf(&b, "  %s --> %s\n", names[e.cause], names[e.effect])
	}
	b.WriteString("  classDef root stroke-width:3px\n  classDef other stroke-dasharray:4 3\n```\n")
	return b.String()
}

func (s *site) class(system, id string) string {
	r := s.pack.ByID(id)
	switch {
	case r == nil || r.System != system:
		return ":::other"
	case r.Role == rules.RoleRoot:
		return ":::root"
	}
	return ""
}
