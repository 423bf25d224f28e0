package main

import (
	"slices"
	"sort"
	"strings"
)

// convert makes the rows of a table: adapted, in the table's releases, corrected, without what is said twice.
func (t target) convert(p product) []row {
	var out []row
	for _, r := range p.rows {
		if t.files != nil && !slices.Contains(t.files, r.file) || strings.HasPrefix(r.releases, "docs:") {
			continue // "docs:": documented, but in no source that was read
		}
		group := p.groupOf(&r)
		if !t.adapt(&r) {
			continue
		}
		for _, s := range splitRuns(p.releasesOf(&r)) {
			r.runs = append(r.runs, bounds(s, p.read[group], p.sparse))
		}
		cleanNotes(&r)
		if name, ok := strings.CutPrefix(r.def, "(as "); ok && !r.fallback {
			r.as, r.def = strings.TrimSuffix(name, ")"), ""
		}
		r.def, r.typ = cleanDefault(t.table, r.def, r.typ), cleanType(r.typ)
		if correct(t.table, &r) {
			out = append(out, r)
		}
	}
	out = append(out, added[t.table]...)
	return t.merge(withoutEchoes(out), p.readLines())
}

// withoutEchoes drops rows that say of a key what its other rows say better: that it stands in for another key while it is an option
// of its own, and that it is declared where it is only read as another key.
func withoutEchoes(rows []row) []row {
	byKey := map[string][]row{}
	for _, r := range rows {
		byKey[r.key] = append(byKey[r.key], r)
	}
	return slices.DeleteFunc(rows, func(r row) bool {
		for _, other := range byKey[r.key] {
			own := other.as == "" && !other.fallback
			switch {
			case r.fallback && own:
				return true
			case r.as != "" && own && !other.hidden && other.file == "flink.tsv" && overlap(r.runs, other.runs):
				return true
			case r.hidden && r.as == "" && other.as != "" && covered(r.runs, other.runs):
				return true
			}
		}
		return false
	})
}

func overlap(a, b []span) bool {
	for _, x := range a {
		for _, y := range b {
			if startsBefore(x.since, y.until) && startsBefore(y.since, x.until) {
				return true
			}
		}
	}
	return false
}

// startsBefore tells whether a run that begins with since begins at or before until.
func startsBefore(since, until string) bool {
	if since == "" || until == "" {
		return true
	}
	return since != "unreleased" && !olderRelease(until, since)
}

// covered tells whether every run of a lies within one of b.
func covered(a, b []span) bool {
	for _, x := range a {
		if !slices.ContainsFunc(b, func(y span) bool {
			begins := y.since == "" || x.since != "" && !olderRelease(x.since, y.since)
			ends := y.until == "" || x.until != "" && !olderRelease(y.until, x.until)
			return begins && ends
		}) {
			return false
		}
	}
	return true
}

// merge puts rows together that differ in their releases only, then those that differ in their scope only, and sorts: by key, then
// the preferred scope, then release; old names last.
func (t target) merge(rows []row, lines []string) []row {
	rows = mergeBy(rows, func(r *row) string { return r.said() + "\x00" + r.scope }, func(into, r *row) {
		into.runs = append(into.runs, r.runs...)
	})
	for i := range rows {
		rows[i].runs = join(rows[i].runs, lines)
	}
	rows = mergeBy(rows, func(r *row) string { return r.said() + "\x00" + runsText(r.runs) }, func(into, r *row) {
		scopes := append(strings.Split(into.scope, "; "), r.scope)
		sort.SliceStable(scopes, func(i, j int) bool { return t.rank(scopes[i]) < t.rank(scopes[j]) })
		into.scope = strings.Join(slices.Compact(scopes), "; ")
	})
	sort.SliceStable(rows, func(i, j int) bool { return t.before(&rows[i], &rows[j]) })
	return rows
}

// said is everything a row says but its scope and releases.
func (r *row) said() string {
	online := ""
	if r.online {
		online = "online"
	}
	return strings.Join([]string{r.key, r.def, r.as, r.typ, r.unit, online, r.vendor, r.notes}, "\x00")
}

func mergeBy(rows []row, id func(*row) string, add func(into, r *row)) []row {
	var out []row
	first := map[string]int{}
	for i := range rows {
		key := id(&rows[i])
		j, seen := first[key]
		if !seen {
			first[key] = len(out)
			out = append(out, rows[i])
			continue
		}
		add(&out[j], &rows[i])
		out[j].accepts = append(out[j].accepts, rows[i].accepts...)
	}
	return out
}

func (t target) rank(scope string) int {
	first, _, _ := strings.Cut(scope, "; ")
	if strings.HasSuffix(first, ")") { // "server (stream)"
		return len(t.prefer)
	}
	for i, prefix := range t.prefer {
		if strings.HasPrefix(scope, prefix) {
			return i
		}
	}
	return len(t.prefer)
}

func (t target) before(a, b *row) bool {
	if a.key != b.key {
		return a.key < b.key
	}
	if (a.as == "") != (b.as == "") {
		return a.as == ""
	}
	if (a.vendor == "") != (b.vendor == "") {
		return a.vendor == ""
	}
	if x, y := t.rank(a.scope), t.rank(b.scope); x != y {
		return x < y
	}
	if a.scope != b.scope {
		return a.scope < b.scope
	}
	return earlier(a.runs[0], b.runs[0])
}
