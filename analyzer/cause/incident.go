package cause

import (
	"slices"
	"sort"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/life"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// Incident is one story: what started it, what else was wrong at the same time, what followed.
type Incident struct {
	Root         *Finding
	Contributing []*Finding
	Symptoms     []*Finding
	Links        []Link
	Confidence   Confidence
}

// nearby is how close in time a symptom without an explicit cause must be to a root to be told as part of its story.
const nearby = 5 * time.Minute

// Incidents groups findings by the causal links between them and picks the root of each group. The most important incident
// comes first. jobs are the restarts that the logs tell of. The order of the findings does not matter.
func Incidents(findings []*Finding, jobs []life.Restarts) []Incident {
	all := likely(links(findings))
	groups := connect(findings, all)
	var out []Incident
	for _, group := range groups {
		out = append(out, build(group, all))
	}
	out = worthTelling(foldLoops(adopt(out), jobs))
	for i := range out {
		out[i].Confidence = confidence(&out[i])
	}
	sort.SliceStable(out, func(i, j int) bool { return moreImportant(&out[i], &out[j]) })
	return out
}

// worthTelling drops incidents that are one harmless symptom: a process that was told to stop, say, and of which nothing came.
func worthTelling(list []Incident) []Incident {
	return slices.DeleteFunc(list, func(i Incident) bool {
		alone := len(i.Symptoms) == 0 && len(i.Contributing) == 0
		return alone && i.Root.Rule.Role == rules.RoleSymptom && i.Root.Rule.Severity == rules.Info
	})
}

// connect returns the connected components of the findings under the links.
func connect(findings []*Finding, all []Link) [][]*Finding {
	parent := map[*Finding]*Finding{}
	find := func(f *Finding) *Finding {
		for parent[f] != nil && parent[f] != f {
			f = parent[f]
		}
		return f
	}
	for _, link := range all {
		a, b := find(link.Cause), find(link.Effect)
		if a != b {
			parent[b] = a
		}
	}
	index := map[*Finding]int{}
	var groups [][]*Finding
	for _, f := range findings {
		top := find(f)
		i, ok := index[top]
		if !ok {
			i = len(groups)
			index[top] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], f)
	}
	return groups
}

// build picks the root of one group and sorts the rest into contributing causes and symptoms.
func build(group []*Finding, all []Link) Incident {
	in := map[*Finding]bool{}
	for _, f := range group {
		in[f] = true
	}
	incident := Incident{}
	byRoot := map[*Finding]bool{}
	reach := map[*Finding]int{}
	for _, link := range all {
		if in[link.Cause] && in[link.Effect] {
			incident.Links = append(incident.Links, link)
			reach[link.Cause]++
		}
	}
	markExplained(group, incident.Links, byRoot)
	last := map[*Finding]bool{}
	for _, f := range group {
		last[f] = f.Rule.Role != rules.RoleRoot && !mutual(f, incident.Links)
	}
	for _, f := range group {
		if byRoot[f] && !mutual(f, incident.Links) {
			continue
		}
		if incident.Root == nil || betterRoot(f, incident.Root, last, reach) {
			incident.Root = f
		}
	}
	if incident.Root == nil {
		incident.Root = group[0]
	}
	for _, f := range group {
		switch {
		case f == incident.Root:
		case !downstream(incident.Root, f, incident.Links):
			incident.Contributing = append(incident.Contributing, f)
		default:
			incident.Symptoms = append(incident.Symptoms, f)
		}
	}
	return incident
}

// markExplained marks what a finding that can be a root explains, directly or through others. A symptom explains too, but is not the end of the
// search: behind it stands something that these logs may not show, and what it led to is the better answer when that can be a root.
func markExplained(group []*Finding, all []Link, byRoot map[*Finding]bool) {
	for _, f := range group {
		if f.Rule.Role != rules.RoleRoot {
			continue
		}
		for _, other := range group {
			if other != f && downstream(f, other, all) {
				byRoot[other] = true
			}
		}
	}
}

// mutual tells whether everything that explains f is itself explained by f, so that the links go round in a circle.
func mutual(f *Finding, all []Link) bool {
	for _, link := range all {
		if link.Effect == f && !downstream(f, link.Cause, all) {
			return false
		}
	}
	return true
}

// downstream tells whether effect can be reached from cause along the links.
func downstream(cause, effect *Finding, all []Link) bool {
	seen := map[*Finding]bool{cause: true}
	queue := []*Finding{cause}
	for len(queue) > 0 {
		f := queue[0]
		queue = queue[1:]
		for _, link := range all {
			if link.Cause == f && !seen[link.Effect] {
				if link.Effect == effect {
					return true
				}
				seen[link.Effect] = true
				queue = append(queue, link.Effect)
			}
		}
	}
	return false
}

// betterRoot compares two findings of one group that no root explains. Where only symptoms are left the first of a chain is the better answer, however
// grave what it led to: a TaskManager's heartbeat that timed out, not the slots that are missing since. last tells which symptoms another one explains.
func betterRoot(a, b *Finding, last map[*Finding]bool, reach map[*Finding]int) bool {
	if ra, rb := a.Rule.Role == rules.RoleRoot, b.Rule.Role == rules.RoleRoot; ra != rb {
		return ra
	}
	if last[a] != last[b] {
		return last[b]
	}
	if sa, sb := a.Rule.Severity.Rank(), b.Rule.Severity.Rank(); sa != sb {
		return sa > sb
	}
	if reach[a] != reach[b] {
		return reach[a] > reach[b]
	}
	if earlier(a.Occ, b.Occ) != earlier(b.Occ, a.Occ) {
		return earlier(a.Occ, b.Occ)
	}
	return a.Rule.ID < b.Rule.ID
}

// adopt moves incidents that consist of symptoms only into the story of a root that came shortly before in the same source.
func adopt(list []Incident) []Incident {
	keep := list[:0:0]
	var orphans []Incident
	for _, incident := range list {
		if incident.Root.Rule.Role == rules.RoleRoot {
			keep = append(keep, incident)
		} else {
			orphans = append(orphans, incident)
		}
	}
	for _, orphan := range orphans {
		best := -1
		for i := range keep {
			if adopts(&keep[i], &orphan) && (best < 0 || moreImportant(&keep[i], &keep[best])) {
				best = i
			}
		}
		if best < 0 {
			keep = append(keep, orphan)
			continue
		}
		keep[best].Symptoms = append(keep[best].Symptoms, orphan.Root)
		keep[best].Symptoms = append(keep[best].Symptoms, orphan.Contributing...)
		keep[best].Symptoms = append(keep[best].Symptoms, orphan.Symptoms...)
		keep[best].Links = append(keep[best].Links, orphan.Links...)
	}
	return keep
}

// adopts tells whether the orphan's symptoms may be part of the incident's story although no edge says so.
func adopts(incident, orphan *Incident) bool {
	root, symptom := incident.Root, orphan.Root
	if root.Rule.Role != rules.RoleRoot || root.Rule.Severity.Rank() < symptom.Rule.Severity.Rank() && root.Rule.Severity.Rank() < 3 {
		return false
	}
	if result, _ := compare(root, symptom, "job"); result == disagree {
		return false
	}
	if process, _ := compare(root, symptom, "taskmanager"); !sameSource(root, symptom) && process != agrees {
		return false
	}
	if !comparable(root, symptom) {
		return root.Occ.Event.Offset <= symptom.Occ.Event.Offset
	}
	gap := symptom.First.At.Sub(root.First.At)
	return gap >= -slack && gap <= nearby
}

// moreImportant orders incidents.
func moreImportant(a, b *Incident) bool {
	wa, wb := weight(a), weight(b)
	if wa != wb {
		return wa > wb
	}
	if earlier(a.Root.Occ, b.Root.Occ) != earlier(b.Root.Occ, a.Root.Occ) {
		return earlier(a.Root.Occ, b.Root.Occ)
	}
	return a.Root.Rule.ID < b.Root.Rule.ID
}

// weight is the importance of an incident: the worst that happened in it, whether something went down, whether the root is known.
func weight(i *Incident) int {
	worst, down := i.Root.Rule.Severity.Rank(), i.Root.Failed
	for _, f := range append(append([]*Finding{}, i.Symptoms...), i.Contributing...) {
		worst = max(worst, f.Rule.Severity.Rank())
		down = down || f.Failed
	}
	w := worst * 10
	if down && worst >= rules.Error.Rank() {
		w += 8
	}
	if i.Root.Rule.Role == rules.RoleRoot {
		w += 4
	}
	return w
}
