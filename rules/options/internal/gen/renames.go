package main

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// rename is one line of renames.txt.
type rename struct{ table, since, old, new string }

// splitRenames reads the renames out of a table's rows and adds the old names that rows accept but no row lists.
func splitRenames(table string, rows []row) ([]row, []rename) {
	listed, shown := map[string]bool{}, map[string]bool{}
	for _, r := range rows {
		listed[r.key+"\x00"+r.as] = r.as != ""
		shown[r.shown] = true
	}
	var found []rename
	add := func(since, old, name string) {
		if !shown[old] { // a product that shows the old name has not renamed it
			if unreleased(since) {
				since = "unreleased"
			}
			found = append(found, rename{table, since, old, name})
		}
	}
	for _, r := range slices.Clone(rows) {
		if r.as != "" {
			add(r.runs[0].since, r.key, r.as)
		}
		if r.renamed != "" {
			add(r.since, r.key, r.renamed)
		}
		for _, old := range r.accepts {
			if !listed[old+"\x00"+r.key] {
				listed[old+"\x00"+r.key] = true
				alias := row{key: old, as: r.key, typ: r.typ, scope: r.scope, unit: r.unit, online: r.online, runs: r.runs}
				rows = append(rows, alias)
				add(r.runs[0].since, old, r.key)
			}
		}
	}
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].key < rows[j].key })
	return rows, found
}

// firstOnly keeps of the renames of an old key those of the oldest release: later ones follow from the chain of names. A release
// that a note names is better than one read off the runs, and comes later in the list.
func firstOnly(all []rename) []rename {
	var out []rename
	for _, r := range all {
		if known(knownRenames, r) && !slices.Contains(knownRenames, r) {
			continue
		}
		same := slices.IndexFunc(out, func(o rename) bool { return o.table == r.table && o.old == r.old && o.new == r.new })
		if same >= 0 {
			out[same] = better(out[same], r)
			continue
		}
		out = append(out, r)
	}
	return slices.DeleteFunc(out, func(r rename) bool { return followsFromChain(out, r) })
}

func known(list []rename, r rename) bool {
	return slices.ContainsFunc(list, func(o rename) bool { return o.table == r.table && o.old == r.old && o.new == r.new })
}

func better(a, b rename) rename {
	if b.since != "" && a.since != "" && olderRelease(a.since, b.since) {
		return b // the note's release is that of the main line, the runs begin with a back-port
	}
	return a
}

// followsFromChain tells whether r.old reaches r.new by two renames of the list: "recovery.mode" to "high-availability" to
// "high-availability.type".
func followsFromChain(all []rename, r rename) bool {
	for _, a := range all {
		if a.table != r.table || a.old != r.old || a.new == r.new {
			continue
		}
		if known(all, rename{table: r.table, old: a.new, new: r.new}) {
			return true
		}
	}
	return false
}

// renderRenames writes renames.txt: sorted, the preferred new name first where a key became several.
func renderRenames(all []rename) string {
	all = firstOnly(all)
	sort.SliceStable(all, func(i, j int) bool {
		a, b := all[i], all[j]
		if a.table != b.table {
			return a.table < b.table
		}
		if a.old != b.old {
			return a.old < b.old
		}
		if x, y := slices.Contains(preferredRenames, a.new), slices.Contains(preferredRenames, b.new); x != y {
			return x
		}
		return a.new < b.new
	})
	var text strings.Builder
	text.WriteString("# Renamed configuration keys. Columns: table, first release with the new name (empty: older than the releases that were read), old, new.\n" +
		"# Where a key became several, the first line is the one that is meant as a rule. Written by internal/gen.\n")
	for _, r := range all {
		fmt.Fprintf(&text, "%s\t%s\t%s\t%s\n", r.table, r.since, r.old, r.new)
	}
	return text.String()
}
