package analyzer

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/accept"
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
	// Accept is what is known and accepted.
	Accept Accept
}

// Lint finds fault with configuration files by the rules of role lint. Every finding is the root cause of an incident of its own, so that all formats of
// reports show it; the incidents stand in the order of files and lines.
func Lint(files []*conf.File, problems []conf.Problem, pack *rules.Pack, o LintOptions) *Report {
	out := &Report{
		SchemaVersion: SchemaVersion, Tool: Tool{Name: "flinkdoctor", Version: o.Version, Rules: pack.Hash()}, Language: o.options().Language,
		Sources: []SourceInfo{}, Incidents: []Incident{}, Unexplained: []Unexplained{}, NotAssessed: []NotAssessed{},
		Facts: Facts{Versions: map[string]Fact{}, EffectiveConfig: map[string]Fact{}, Properties: map[string]Fact{}},
	}
	lintSources(out, files)
	seen := map[string]int{}
	for _, f := range lint.Run(files, problems, pack, o.options()) {
		out.Incidents = append(out.Incidents, Incident{
			ID: lintFingerprint(&f, seen), RootCause: &f, Contributing: []report.Finding{}, Symptoms: []report.Finding{}, Edges: []report.CausalLink{},
		})
	}
	known := o.Accept
	known.Suppressions = forLint(out, pack, known.Suppressions)
	known.Apply(out)
	judge(out, pack, report.Exit{FailOn: o.FailOn})
	return out
}

// lintSources fills in what was read.
func lintSources(out *Report, files []*conf.File) {
	for _, f := range files {
		lines := int64(strings.Count(string(f.Data), "\n"))
		info := SourceInfo{Name: f.Name, Layout: string(f.Kind), Bytes: int64(len(f.Data)), Lines: lines, Assessed: lint.Assessed(f), Notes: []string{}}
		out.Sources = append(out.Sources, info)
		out.Summary.Bytes += info.Bytes
		out.Summary.Lines += lines
		if !info.Assessed {
			out.NotAssessed = append(out.NotAssessed, NotAssessed{What: f.Name, Why: words(out.Language, "no configuration that the rules know", "不是规则认识的配置")})
		}
	}
	out.Summary.Sources = len(files)
	sort.SliceStable(out.Sources, func(i, j int) bool { return out.Sources[i].Name < out.Sources[j].Name })
}

// lintFingerprint names a finding by what it is about, not by its line, so that it stays the same when other lines come and go.
func lintFingerprint(f *report.Finding, seen map[string]int) string {
	about := *f.Rule
	for _, name := range []string{"file", "scope", "block", "upstream", "server", "key", "value"} {
		about += "\x00" + f.Captures[name]
	}
	seen[about]++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", about, seen[about]))
	return hex.EncodeToString(sum[:6])
}

// forLint returns the suppressions that are about findings in configuration files; the others would be said to match nothing.
func forLint(out *Report, pack *rules.Pack, list []accept.Suppression) []accept.Suppression {
	return slices.DeleteFunc(slices.Clone(list), func(s accept.Suppression) bool {
		if s.Rule != "" {
			return !isLint(pack, s.Rule) // one that does not exist is told by analyze
		}
		return !slices.ContainsFunc(out.Incidents, func(i Incident) bool { return i.ID == s.Fingerprint })
	})
}

// forLogs returns the suppressions that are not about configuration files.
func forLogs(pack *rules.Pack, list []accept.Suppression) []accept.Suppression {
	return slices.DeleteFunc(slices.Clone(list), func(s accept.Suppression) bool { return isLint(pack, s.Rule) })
}

func isLint(pack *rules.Pack, id string) bool {
	rule := pack.ByID(id)
	return rule != nil && rule.Role == rules.RoleLint
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
