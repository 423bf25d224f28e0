package analyzer

import (
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/lint"
	"github.com/flinkdoctor/flinkdoctor/analyzer/scan"
	"github.com/flinkdoctor/flinkdoctor/parsers/layouts"
	"github.com/flinkdoctor/flinkdoctor/parsers/record"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// SampleFailure says that a sample of a rule does not prove what it should.
type SampleFailure struct {
	Rule string
	// Want is true when the sample should make the rule speak, false when the rule should be silent.
	Want bool
	// Index counts from 0 within samples.match or samples.no_match.
	Index  int
	Sample string
	// Spoke are the rules that did speak, in alphabetical order.
	Spoke []string
}

// CheckSamples reads every sample of the wanted rules as if it were a small file and returns the failures, and how many samples were read.
func CheckSamples(pack *rules.Pack, wanted func(id string) bool) (failures []SampleFailure, checked int) {
	a := newAssessor(pack)
	for i := range pack.Rules {
		rule := &pack.Rules[i]
		if !wanted(rule.ID) {
			continue
		}
		for kind, samples := range [][]string{rule.Samples.Match, rule.Samples.NoMatch} {
			for j, sample := range samples {
				checked++
				spoke := a.speakersOf(pack, rule, sample)
				if want := kind == 0; slices.Contains(spoke, rule.ID) != want {
					failures = append(failures, SampleFailure{Rule: rule.ID, Want: want, Index: j, Sample: sample, Spoke: spoke})
				}
			}
		}
	}
	return failures, checked
}

// newAssessor prepares the judgement of single records.
func newAssessor(pack *rules.Pack) *assessor {
	matcher := rules.NewMatcher(pack)
	texts, index := keywords(matcher)
	return &assessor{
		reader: record.NewReader(layouts.All()), matcher: matcher, scanned: scan.Compile(scanned(matcher, pack)), set: scan.Compile(texts), index: index,
	}
}

// speakersOf reads a sample as what the rule reads: a configuration file or a log.
func (a *assessor) speakersOf(pack *rules.Pack, rule *rules.Rule, sample string) []string {
	if rule.Role == rules.RoleLint {
		return lint.Speakers(pack, rule, sample)
	}
	return a.speakers(sample)
}

// speakers returns the rules that speak in a text: those of its findings, and the wrapper and benign rules that recognise a record of it.
func (a *assessor) speakers(text string) []string {
	view := bytesView(strings.TrimSuffix(text, "\n") + "\n")
	found := newSourceResult("sample")
	a.readSmall(view, found)
	var out []string
	for _, f := range found.findings.Findings() {
		out = append(out, f.Rule.ID)
	}
	for pos := int64(0); pos < int64(len(view)); {
		rec := a.reader.At(view, pos)
		subject := subjectOf(rec.Event())
		hits, _ := a.matcher.Match(subject, a.candidates(subject), nil)
		for _, h := range hits {
			if !isFinding(h.Rule.Role) {
				out = append(out, h.Rule.ID)
			}
		}
		pos = max(rec.End, pos+1)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
