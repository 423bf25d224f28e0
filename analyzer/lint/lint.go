// Package lint finds fault with configuration files before anything fails: it runs the rules of role lint over files that package conf has read, and has
// package remedy write their fixes against the same files. It reads no log, opens no file and knows no terminal.
package lint

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/remedy"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// Options steer a run.
type Options struct {
	// Language is "en" or "zh".
	Language string
	// Versions are product -> version of the installation that the files are for, as far as it is known.
	Versions map[string]string
	// Mask hides secrets in a line that will be shown; nil for none.
	Mask func(line string) string
}

// Run returns the findings in the order of files, lines and rules. problems are the places of the files that could not be read. Files that include
// each other are one configuration. The same input gives the same output.
func Run(files []*conf.File, problems []conf.Problem, pack *rules.Pack, o Options) []report.Finding {
	r := &run{picture: newPicture(files, problems, o.Versions), options: o, matcher: rules.NewMatcher(pack), spoke: map[string]bool{}}
	type hit struct {
		rule *rules.Rule
		spot spot
	}
	var hits []hit
	for i := range pack.Rules {
		rule := &pack.Rules[i]
		if rule.Role != rules.RoleLint || rule.Config == nil {
			continue
		}
		spots := unique(r.spots(rule))
		for i, s := range spots[:min(len(spots), maxPlaces)] {
			if i == maxPlaces-1 {
				s.more = len(spots) - maxPlaces
			}
			hits = append(hits, hit{rule, s})
			r.spoke[rule.ID] = true
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(r.fileIndex(a.spot.file), r.fileIndex(b.spot.file)), cmp.Compare(a.spot.line, b.spot.line),
			cmp.Compare(a.spot.column, b.spot.column), cmp.Compare(b.rule.Severity.Rank(), a.rule.Severity.Rank()), cmp.Compare(a.rule.ID, b.rule.ID))
	})
	out := make([]report.Finding, 0, len(hits))
	for _, h := range hits {
		out = append(out, r.finding(h.rule, h.spot))
	}
	return out
}

// maxPlaces bounds the places that one rule names: a file of which every line is wrong needs another reader.
const maxPlaces = 200

type run struct {
	*picture
	options Options
	matcher *rules.Matcher
	spoke   map[string]bool // ids of the rules that have a finding
}

// spot is a place at fault.
type spot struct {
	file *conf.File
	// line and column are those of the file that the user has once the rule's spots are collected, not those of a file embedded in it.
	line, column int
	// setting is what is set wrongly, nil when something is missing.
	setting *conf.Setting
	// block is the index of the nginx block that a missing directive belongs to, -1 elsewhere.
	block int
	// servers are, for faults of servers of an upstream, the server lines at fault.
	servers  []*conf.Setting
	captures map[string]string
	// more is how many places of the rule are not named.
	more int
}

func (r *run) fileIndex(f *conf.File) int { return slices.Index(r.files, f.Outermost()) }

// unique drops places that are named twice, by two conditions of one rule or by two locations that inherit the same directive.
func unique(list []spot) []spot {
	type key struct {
		file         *conf.File
		line, column int
		name         string
	}
	seen := map[key]bool{}
	var out []spot
	for _, s := range list {
		k := key{s.file.Outermost(), s.line, s.column, s.captures["key"]}
		if !seen[k] {
			seen[k] = true
			out = append(out, s)
		}
	}
	return out
}

// spots returns where the rule finds fault.
func (r *run) spots(rule *rules.Rule) []spot {
	var out []spot
	for i := range rule.Config.Any {
		out = append(out, r.faults(&rule.Config.Any[i], rule.Config)...)
	}
	if check := checks[rule.Config.Check]; check != nil {
		out = append(out, check(r.picture, rule.Config)...)
	}
	for i := range out {
		out[i].line, out[i].column = out[i].file.Place(out[i].line, out[i].column)
	}
	return out
}

// finding writes a place at fault as a finding.
func (r *run) finding(rule *rules.Rule, s spot) report.Finding {
	captures := maps.Clone(s.captures)
	if captures == nil {
		captures = map[string]string{}
	}
	captures["file"] = s.file.Name
	value := func(name string) string { return captures[name] }
	fill := func(t rules.Text) string { return remedy.Fill(t.In(r.options.Language), value) }
	id := rule.ID
	f := report.Finding{
		Rule: &id, Title: fill(rule.Title), Severity: string(rule.Severity), Role: string(rule.Role), Confidence: "high", Cause: fill(rule.Cause),
		Count: 1 + s.more, Captures: captures, AskFor: []string{}, Fixes: r.fixes(rule, s, captures),
		Evidence: []report.Evidence{{Source: s.file.Name, Line: s.line, Column: s.column, Text: r.mask(lineText(s.file.Outermost().Data, s.line))}},
	}
	for _, ask := range rule.AskFor {
		f.AskFor = append(f.AskFor, fill(ask))
	}
	r.hide(&f)
	return f
}

func (r *run) mask(line string) string {
	if r.options.Mask == nil {
		return line
	}
	return r.options.Mask(line)
}

// longestLine bounds the bytes of a line that a finding quotes.
const longestLine = 400

// lineStart returns where a line of a file begins, counted from 1; the end of the file when it has fewer.
func lineStart(data []byte, number int) int {
	at := 0
	for ; number > 1; number-- {
		i := bytes.IndexByte(data[at:], '\n')
		if i < 0 {
			return len(data)
		}
		at += i + 1
	}
	return at
}

// lineText returns a line of a file, counted from 1, without its line end.
func lineText(data []byte, number int) string {
	line, _, _ := bytes.Cut(data[lineStart(data, number):], []byte("\n"))
	if len(line) > longestLine {
		return strings.ToValidUTF8(string(line[:longestLine]), "") + " ..."
	}
	return strings.TrimRight(string(line), "\r")
}
