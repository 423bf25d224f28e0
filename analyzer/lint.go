package analyzer

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/lint"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// LintOptions steer Lint.
type LintOptions struct {
	// Language is "en" or "zh"; "" is "en".
	Language string
	// Version of this program, for the report.
	Version string
	// Versions are product -> version of what the files configure, as far as it is known.
	Versions map[string]string
	// FailOn is the severity from which a finding decides the exit code, "never" for none; "" is "error".
	FailOn string
}

// Lint finds fault with configuration files by the rules of role lint. Every finding is the root cause of an incident of its own, so that all formats of
// reports show it; the incidents stand in the order of files and lines.
func Lint(files []*conf.File, problems []conf.Problem, pack *rules.Pack, o LintOptions) *Report {
	out := &Report{
		SchemaVersion: SchemaVersion, Tool: Tool{Name: "flinkdoctor", Version: o.Version, Rules: pack.Hash()}, Language: o.Language,
		Sources: []SourceInfo{}, Incidents: []Incident{}, Unexplained: []Unexplained{}, NotAssessed: []NotAssessed{},
		Facts: Facts{Versions: map[string]Fact{}, EffectiveConfig: map[string]Fact{}, Properties: map[string]Fact{}},
	}
	if out.Language == "" {
		out.Language = "en"
	}
	for _, f := range files {
		lines := int64(strings.Count(string(f.Data), "\n"))
		out.Sources = append(out.Sources, SourceInfo{Name: f.Name, Layout: string(f.Kind), Bytes: int64(len(f.Data)), Lines: lines, Assessed: true, Notes: []string{}})
		out.Summary.Bytes += int64(len(f.Data))
		out.Summary.Lines += lines
	}
	out.Summary.Sources = len(files)
	sort.SliceStable(out.Sources, func(i, j int) bool { return out.Sources[i].Name < out.Sources[j].Name })
	for i, f := range lint.Run(files, problems, pack, o.options()) {
		out.Incidents = append(out.Incidents, Incident{
			ID: fmt.Sprintf("incident-%d", i+1), RootCause: &f, Contributing: []report.Finding{}, Symptoms: []report.Finding{}, Edges: []report.CausalLink{},
		})
	}
	out.Exit.Code, out.Exit.Reason = lintExit(out, pack, o.FailOn)
	return out
}

// LintFixes returns the files as the fixes of all findings of at least the severity leave them.
func LintFixes(files []*conf.File, problems []conf.Problem, pack *rules.Pack, o LintOptions, least rules.Severity) []report.PatchedFile {
	return lint.Mend(files, problems, pack, o.options(), func(f *report.Finding) bool { return rules.Severity(f.Severity).Rank() >= least.Rank() })
}

func (o *LintOptions) options() lint.Options {
	language := o.Language
	if language == "" {
		language = "en"
	}
	return lint.Options{Language: language, Versions: o.Versions, Mask: mask}
}

// lintExit decides the exit code. Drafts never fail a gate.
func lintExit(out *Report, pack *rules.Pack, failOn string) (code int, reason string) {
	limit := rules.Severity(failOn)
	if limit == "" {
		limit = rules.Error
	}
	fails := func(i Incident) bool {
		rule := pack.ByID(*i.RootCause.Rule)
		return limit.Rank() > 0 && rules.Severity(i.RootCause.Severity).Rank() >= limit.Rank() && (rule == nil || rule.Status != rules.Draft)
	}
	switch {
	case slices.ContainsFunc(out.Incidents, fails):
		return ExitFindings, "findings"
	case len(out.Sources) == 0:
		return ExitNotAssessed, "not-assessed"
	}
	return ExitClean, "healthy"
}
