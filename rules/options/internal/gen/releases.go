package main

import (
	"sort"
	"strconv"
	"strings"
)

// A product's lists were read at certain releases. points are those that the lists name, in order; with a "group" where parts of
// the product were read at different ones (flavours of MySQL, kinds of Kafka keys).
type points map[string][]string

// unreleased are the names that lists use for the head of development.
func unreleased(release string) bool {
	return release == "HEAD" || release == "dev" || strings.HasPrefix(release, "main")
}

// plain takes the marks of branches and cuts off a release: "4.0-cut", "1.12.0-branch", "2.4-dev".
func plain(release string) string {
	for _, mark := range []string{"-cut", "-branch", "-dev"} {
		release = strings.TrimSuffix(release, mark)
	}
	return release
}

// numbers reads "3.2.1" as 3, 2, 1.
func numbers(release string) []int {
	var out []int
	for _, part := range strings.Split(release, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			break
		}
		out = append(out, n)
	}
	return out
}

func olderRelease(a, b string) bool {
	if unreleased(a) || unreleased(b) {
		return !unreleased(a)
	}
	x, y := numbers(a), numbers(b)
	for i := 0; i < len(x) || i < len(y); i++ {
		p, q := at(x, i), at(y, i)
		if p != q {
			return p < q
		}
	}
	return false
}

func at(n []int, i int) int {
	if i < len(n) {
		return n[i]
	}
	return 0
}

// lineOf is the release line, "3.2" of "3.2.1"; a JDK's is its first number alone.
func lineOf(release string) string {
	parts := strings.SplitN(release, ".", 3)
	if len(parts) > 2 {
		parts = parts[:2]
	}
	return strings.Join(parts, ".")
}

// splitRuns cuts "2.5.6..2.5.22,3.0.1..HEAD" into runs; the ends keep the names of the list.
func splitRuns(releases string) []span {
	var out []span
	for _, part := range strings.Split(releases, ",") {
		since, until, isRange := strings.Cut(part, "..")
		if !isRange {
			until = since
		}
		out = append(out, span{plain(since), plain(until)})
	}
	return out
}

// collect gathers the releases that the rows of a product name, group by group.
func collect(rows []row, p product) points {
	seen := map[string]map[string]bool{}
	add := func(group, release string) {
		if release == "" || !unreleased(release) && len(numbers(release)) == 0 {
			return
		}
		if seen[group] == nil {
			seen[group] = map[string]bool{}
		}
		seen[group][release] = true
	}
	for i := range rows {
		group := p.groupOf(&rows[i])
		for _, r := range splitRuns(p.releasesOf(&rows[i])) {
			add(group, r.since)
			add(group, r.until)
		}
		for _, release := range namedReleases(rows[i].notes) {
			add(group, release)
		}
	}
	out := points{}
	for group, set := range seen {
		for release := range set {
			out[group] = append(out[group], release)
		}
		sort.Slice(out[group], func(i, j int) bool { return olderRelease(out[group][i], out[group][j]) })
	}
	return out
}

// namedReleases finds the release in "gone from 3.2.3", "no longer from 2.0" and "renamed to x in 3.0.1".
func namedReleases(note string) []string {
	var out []string
	for _, part := range strings.Split(note, "; ") {
		for _, lead := range []string{"gone from ", "no longer from "} {
			if release, ok := strings.CutPrefix(part, lead); ok {
				out = append(out, plain(release))
			}
		}
		if rest, ok := strings.CutPrefix(part, "renamed to "); ok {
			if _, release, found := strings.Cut(rest, " in "); found {
				out = append(out, plain(release))
			}
		}
	}
	return out
}

// bounds turns the ends of a run as the list names them into those of the table: open where the run begins or ends with the first or
// last release that was read, and a whole line where it ends with the last release read of that line (later patch releases
// inherit). In a sparse product (only some releases of a line were read) a run that begins with the first one read of a line begins
// with the line.
func bounds(r span, read []string, sparse bool) span {
	out := r
	switch {
	case len(read) > 0 && r.since == read[0]:
		out.since = ""
	case unreleased(r.since):
		out.since = "unreleased"
	case sparse && firstOfLine(r.since, read):
		out.since = lineOf(r.since)
	}
	switch {
	case unreleased(r.until) || len(read) > 0 && r.until == read[len(read)-1]:
		out.until = ""
	case lastOfLine(r.until, read):
		out.until = lineOf(r.until)
	}
	return out
}

func firstOfLine(release string, read []string) bool {
	for _, other := range read {
		if lineOf(other) == lineOf(release) {
			return other == release
		}
	}
	return false
}

func lastOfLine(release string, read []string) bool {
	last := ""
	for _, other := range read {
		if lineOf(other) == lineOf(release) {
			last = other
		}
	}
	return last == release
}

// lines lists the release lines that were read, oldest first.
func (p points) lines() []string {
	seen := map[string]bool{}
	var out []string
	for _, read := range p {
		for _, release := range read {
			if line := lineOf(release); !unreleased(release) && !seen[line] {
				seen[line] = true
				out = append(out, line)
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return olderRelease(out[i], out[j]) })
	return out
}

// join puts runs that touch (one ends with a line, the next begins with the following line) together, oldest first.
func join(runs []span, lines []string) []span {
	sort.Slice(runs, func(i, j int) bool { return earlier(runs[i], runs[j]) })
	var out []span
	for _, r := range runs {
		if n := len(out); n > 0 && follows(out[n-1], r, lines) {
			if r.until == "" || out[n-1].until != "" && olderRelease(out[n-1].until, r.until) {
				out[n-1].until = r.until
			}
			continue
		}
		out = append(out, r)
	}
	return out
}

func earlier(a, b span) bool {
	if a.since == b.since || b.since == "" {
		return false
	}
	return a.since == "" || b.since == "unreleased" || a.since != "unreleased" && olderRelease(a.since, b.since)
}

// follows tells whether b begins inside a or with the line right behind it.
func follows(a, b span, lines []string) bool {
	if a.until == "" || a == b {
		return true
	}
	if b.since == "unreleased" {
		return a.until == lines[len(lines)-1]
	}
	for i, line := range lines[:len(lines)-1] {
		if line == a.until {
			return !olderRelease(lines[i+1]+".0", b.since)
		}
	}
	return b.since == "" || !olderRelease(a.until, b.since)
}
