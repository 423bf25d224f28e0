package options

import (
	"fmt"
	"strings"
)

// columns of a row behind its key and releases; trailing empty ones are not written.
const (
	colDefault = 2 + iota
	colType
	colScope
	colUnit
	colOnline
	colVendor
	colNote
	columns
)

// parseRow reads one row: a Range for every run of its releases, and the unit.
func parseRow(line string) (ranges []Range, unit string, err error) {
	var cell [columns]string
	for i, rest, more := 0, line, true; more; i++ {
		if i == columns {
			return nil, "", fmt.Errorf("more than %d columns: %q", columns, line)
		}
		cell[i], rest, more = strings.Cut(rest, "\t")
	}
	r := Range{Default: cell[colDefault], Type: cell[colType], Scope: cell[colScope], Online: cell[colOnline] == "online",
		Vendor: cell[colVendor], Note: cell[colNote]}
	if old, ok := strings.CutPrefix(r.Default, "(as "); ok {
		r.ReadAs, r.Default = strings.TrimSuffix(old, ")"), ""
	}
	for _, run := range strings.Split(cell[1], ",") {
		switch since, until, isRun := strings.Cut(run, ".."); {
		case run == "all":
			r.Since, r.Until = "", ""
		case isRun && (readable(since) || since == "" || since == Unreleased) && (readable(until) || until == ""):
			r.Since, r.Until = since, until
		case !isRun && readable(run):
			r.Since, r.Until = run, run
		default:
			return nil, "", fmt.Errorf("releases %q cannot be read: %q", run, line)
		}
		ranges = append(ranges, r)
	}
	return ranges, cell[colUnit], nil
}

func readable(release string) bool { return parseVersion(release).n > 0 }

// option reads all rows of a key.
func (t *table) option(rows []string) Option {
	out := Option{Table: t.name}
	out.Key, _, _ = strings.Cut(rows[0], "\t")
	var scopes []string
	for _, row := range rows {
		ranges, unit, err := parseRow(row)
		if err != nil {
			continue // the tests read every row of every embedded table
		}
		out.Ranges = append(out.Ranges, ranges...)
		if out.Unit == "" {
			out.Unit = unit
		}
		for _, scope := range strings.Split(ranges[0].Scope, "; ") {
			if scope != "" && !contains(scopes, scope) {
				scopes = append(scopes, scope)
			}
		}
	}
	out.Scope = strings.Join(scopes, "; ")
	out.Type = newestType(out.Ranges)
	return out
}

// newestType is the type in the newest range of the most usual scope.
func newestType(ranges []Range) string {
	newest := ""
	for _, r := range ranges {
		if r.Scope != ranges[0].Scope && newest != "" {
			break
		}
		if r.Type != "" {
			newest = r.Type
		}
	}
	return newest
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

// deepest bounds how many names are followed: none of the tables has a longer chain, and a wrong one must not run for ever.
const deepest = 8

// at gives the ranges that hold in a release; an old name gets the default of the key it is read as.
func (t *table) at(key string, v version) []Range {
	out := t.own(key, v)
	for i := range out {
		r := &out[i]
		now := r
		for depth := 0; now.ReadAs != "" && now.Default == "" && depth < deepest; depth++ {
			next := t.own(now.ReadAs, v)
			if len(next) == 0 {
				break
			}
			now = &next[0]
		}
		r.Default, r.Online = now.Default, now.Online
	}
	return out
}

// own gives the ranges that hold in a release as the table has them.
func (t *table) own(key string, v version) []Range {
	rows := t.rowsOf(key)
	if len(rows) == 0 {
		return nil
	}
	var out []Range
	for _, r := range t.option(rows).Ranges {
		if r.Vendor != "" || !v.flavourIn(r.Scope) {
			continue
		}
		in, inferred := t.holds(r, v)
		if !in {
			continue
		}
		r.Inferred = inferred
		out = append(out, r)
	}
	return out
}

// holds tells whether the range has the release, and whether that is inferred. Releases that were not read follow the newest one read
// that is older: a range that ends with the line 8.0 goes on to the next line that was read, when that is 8.4.
func (t *table) holds(r Range, v version) (in, inferred bool) {
	if r.Since == Unreleased || r.Since != "" && v.less(parseVersion(r.Since)) {
		return false, false
	}
	older := r.Since == "" && len(t.lines) > 0 && v.less(t.lines[0])
	if r.Until == "" {
		return true, older
	}
	until := parseVersion(r.Until)
	if !until.less(v.cut(until.n)) {
		return true, older
	}
	for i := 0; i+1 < len(t.lines); i++ {
		if t.lines[i] == until {
			return v.less(t.lines[i+1]), true
		}
	}
	return false, false
}
