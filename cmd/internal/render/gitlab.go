package render

import (
	"io"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// gitlabRenderer writes a report for GitLab's Code Quality widget: a list of issues with the fields that it reads
// (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
type gitlabRenderer struct{ options Options }

type (
	gitlabIssue struct {
		Description string         `json:"description"`
		CheckName   string         `json:"check_name"`
		Fingerprint string         `json:"fingerprint"`
		Severity    string         `json:"severity"`
		Location    gitlabLocation `json:"location"`
	}
	gitlabLocation struct {
		Path  string      `json:"path"`
		Lines gitlabLines `json:"lines"`
	}
	gitlabLines struct {
		Begin int `json:"begin"`
	}
)

// gitlabSeverities spells severities as GitLab does; a failure of unknown severity is minor.
var gitlabSeverities = map[string]string{"critical": "critical", "error": "major", "warning": "minor", "info": "info"}

// Render implements Renderer. Fingerprints are those of the report; GitLab shows only the first of several that are alike, so repeats get a number.
func (g gitlabRenderer) Render(w io.Writer, r *report.Report) error {
	issues, names := []gitlabIssue{}, unique{}
	for n := range r.Incidents {
		i := &r.Incidents[n]
		root := i.RootCause
		if root == nil {
			continue
		}
		severity := gitlabSeverities[gated(r, i)]
		if severity == "" {
			severity = "minor"
		}
		issues = append(issues, gitlabIssue{withCause(root), clean(ruleOf(root)), clean(names.next(i.ID)), severity, g.location(r, root.Evidence)})
	}
	unknown := "minor"
	if unknownFails(r) {
		unknown = "major"
	}
	for _, u := range otherFailures(r) {
		issues = append(issues, gitlabIssue{clean(u.Title()), unexplainedRule, clean(names.next(u.Fingerprint)), unknown, g.location(r, u.Evidence)})
	}
	return writeJSON(w, issues)
}

func (g gitlabRenderer) location(r *report.Report, list []report.Evidence) gitlabLocation {
	e := firstPlace(r, list)
	return gitlabLocation{filePath(g.options.Dir, e.Source), gitlabLines{e.Line}}
}

// withCause says in one line what happened and why.
func withCause(f *report.Finding) string {
	if title, cause := clean(f.Title), clean(f.Cause); cause != "" {
		return title + ": " + cause
	}
	return clean(f.Title)
}
