package render

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

func TestSARIFGolden(t *testing.T) { goldens(t, "sarif", "sarif") }

// sarifReports are reports of every kind, and strange ones.
func sarifReports() map[string]*report.Report {
	reports := map[string]*report.Report{"hostile": hostile(), "no evidence": loadRefused("en"), "unknown decided": loadRefused("zh")}
	reports["no evidence"].Incidents[0].RootCause.Evidence = nil
	reports["no evidence"].Unexplained[0].Evidence = []report.Evidence{{Source: "C:\\logs\\x.log", Line: -3}}
	reports["unknown decided"].Incidents = nil
	for name, fixture := range fixtures {
		reports[name] = fixture("en")
	}
	return reports
}

// The project's own schema holds what GitHub demands beyond the standard.
func TestSARIFFollowsGitHub(t *testing.T) {
	text, err := os.ReadFile("testdata/sarif.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range sarifReports() {
		out := renderAs(t, "sarif", r, Options{Dir: "/repo"})
		validate(t, name, string(text), out)
		obeysNobody(t, out)
		checkSARIF(t, name, out)
	}
}

func checkSARIF(t *testing.T, name string, out []byte) {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal(out, &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	fingerprints := map[string]bool{}
	for _, result := range run.Results {
		if run.Tool.Driver.Rules[result.RuleIndex].ID != result.RuleID {
			t.Errorf("%s: the rule of %s is at another index", name, result.RuleID)
		}
		id := result.Fingerprints["primaryLocationLineHash"]
		if fingerprints[result.RuleID+id] {
			t.Errorf("%s: fingerprint %s is there twice", name, id)
		}
		fingerprints[result.RuleID+id] = true
		for n, related := range result.Related {
			if related.ID != n+1 {
				t.Errorf("%s: related location %d has id %d", name, n, related.ID)
			}
		}
	}
}

func TestSARIFHostile(t *testing.T) {
	var log sarifLog
	if err := json.Unmarshal(renderAs(t, "sarif", hostile(), Options{Dir: "/repo"}), &log); err != nil {
		t.Fatal(err)
	}
	result, rule := log.Runs[0].Results[0], log.Runs[0].Tool.Driver.Rules[0]
	if links := strings.Count(result.Message.Text, "]("); links != len(result.Related) {
		t.Errorf("%d links in %q, %d related locations", links, result.Message.Text, len(result.Related))
	}
	if rest := withoutCode(rule.Help.Markdown); strings.ContainsRune(rest, '@') || strings.Contains(rest, "://") {
		t.Errorf("the help notifies or links: %s", rest)
	}
	if len(result.Fixes) != 0 {
		t.Errorf("fixes from nonsense: %+v", result.Fixes)
	}
}

func TestSARIFHelpTellsApart(t *testing.T) {
	options := Options{ToldApart: func(rule, language string) string { return rule + " is not a 504 (" + language + ")" }}
	for _, lang := range term.Languages {
		var log sarifLog
		if err := json.Unmarshal(renderAs(t, "sarif", loadRefused(lang), options), &log); err != nil {
			t.Fatal(err)
		}
		help, want := log.Runs[0].Tool.Driver.Rules[0].Help, "nginx-no-live-upstreams is not a 504 ("+lang+")"
		if !strings.Contains(help.Text, want) || !strings.Contains(help.Markdown, want) {
			t.Errorf("%s: %q is missing in %+v", lang, want, help)
		}
	}
}

func TestSARIFHelpEndsWithSnippet(t *testing.T) {
	for _, lang := range term.Languages {
		var log sarifLog
		if err := json.Unmarshal(renderAs(t, "sarif", loadRefused(lang), Options{}), &log); err != nil {
			t.Fatal(err)
		}
		help := log.Runs[0].Tool.Driver.Rules[0].Help
		const snippet = "suppress:\n  - rule: nginx-no-live-upstreams\n    fingerprint: aa11bb22\n    reason: ...\n    until: YYYY-MM-DD"
		if !strings.HasSuffix(help.Text, snippet) || !strings.HasSuffix(help.Markdown, "```yaml\n"+snippet+"\n```") {
			t.Errorf("%s: the help does not end with the snippet:\n%s\n%s", lang, help.Text, help.Markdown)
		}
		for _, part := range []string{"max_fails=3", "nginx -s reload"} {
			if !strings.Contains(help.Text, part) || !strings.Contains(help.Markdown, part) {
				t.Errorf("%s: %q is missing in the help", lang, part)
			}
		}
	}
}

// applyFix does what a viewer does with a fix: it replaces whole lines, last first.
func applyFix(t *testing.T, text string, list []sarifReplacement) string {
	t.Helper()
	lines := strings.Split(text, "\n")
	for n := len(list) - 1; n >= 0; n-- {
		region := list[n].Deleted
		if region.StartLine < 1 || region.EndLine < region.StartLine || region.EndLine > len(lines) {
			t.Fatalf("region %+v in a file of %d lines", region, len(lines))
		}
		inserted := list[n].Inserted.Text
		if strings.HasSuffix(lines[region.EndLine-1], "\r") {
			inserted += "\r" // the end of the last line is not part of the region
		}
		lines = append(lines[:region.StartLine-1:region.StartLine-1], append(strings.Split(inserted, "\n"), lines[region.EndLine:]...)...)
	}
	return strings.Join(lines, "\n")
}

// A fix, applied, gives the file that the diff describes; what a fix cannot say exactly is left out.
func TestSARIFFixes(t *testing.T) {
	for name, c := range map[string]struct {
		before, after string
		none          bool
	}{
		"replace":            {"a\nb\nc\n", "a\nB\nc\n", false},
		"replace many":       {"a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n", "a\nB\nBB\nc\nd\ne\nf\ng\nh\ni\nJ\nl\n", false},
		"insert":             {"a\nb\n", "a\nx\ny\nb\n", false},
		"insert first":       {"a\nb\nc\n", "x\na\nb\nc\n", false},
		"insert twice":       {"a\nb\nc\n", "x\na\ny\nb\nc\n", false},
		"append":             {"a\nb\n", "a\nb\nx\n", false},
		"remove":             {"a\nb\nc\n", "a\nc\n", false},
		"remove first":       {"a\nb\nc\n", "b\nc\n", false},
		"remove last":        {"a\nb\nc\n", "a\nb\n", false},
		"Windows":            {"a\r\nb\r\nc\r\n", "a\r\nB\r\nx\r\nc\r\n", false},
		"dashes":             {"a\n-- b\n++ c\nd\n", "a\n++ b\n-- c\nd\n", false},
		"blank lines":        {"a\n\n\nb\n", "a\n\nx\n\nb\n", false},
		"everything":         {"a\n", "b\n", false},
		"into nothing":       {"", "a\n", true},
		"all of it":          {"a\n", "", true},
		"no end of line":     {"a\nb", "a\nc", true},
		"end of line is new": {"a\nb", "a\nb\n", true},
	} {
		fix := report.Fix{Title: name, Diff: conf.Diff("conf/x.yaml", []byte(c.before), []byte(c.after))}
		got, ok := sarifFixOf(&fix, func(name string) sarifArtifact { return sarifArtifact{URI: name} })
		if ok == c.none {
			t.Errorf("%s: ok is %v for\n%s", name, ok, fix.Diff)
			continue
		}
		if !ok {
			continue
		}
		if after := applyFix(t, c.before, got.Changes[0].Replacements); after != c.after || got.Changes[0].Artifact.URI != "conf/x.yaml" {
			t.Errorf("%s: got %q, want %q from %+v\n%s", name, after, c.after, got, fix.Diff)
		}
	}
}

func FuzzSARIFFix(f *testing.F) {
	f.Add(fixtureDiff)
	f.Add("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n")
	f.Add("--- a/x\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n")
	f.Fuzz(func(t *testing.T, diff string) {
		fix, ok := sarifFixOf(&report.Fix{Title: "x", Diff: diff}, func(name string) sarifArtifact { return sarifArtifact{URI: name} })
		if !ok {
			return
		}
		for _, change := range fix.Changes {
			if len(change.Replacements) == 0 {
				t.Fatal("a change without replacements")
			}
			for _, r := range change.Replacements {
				if r.Deleted.StartLine < 1 || r.Deleted.EndLine < r.Deleted.StartLine {
					t.Fatalf("region %+v", r.Deleted)
				}
			}
		}
	})
}

// A finding in a configuration file has a column and is no root cause.
func TestLintFindings(t *testing.T) {
	r := loadRefused("en")
	root := r.Incidents[0].RootCause
	root.Role, root.Evidence = "lint", []report.Evidence{{Source: "conf/nginx.conf", Line: 2, Column: 27, Text: "    server a max_fails=1;"}}
	r.Incidents[0].Symptoms = nil
	for format, want := range map[string]string{
		"sarif": `"startColumn": 27`, "github": "::error file=conf/nginx.conf,line=2,col=27,title=CONFIG%3A nginx has", "markdown": "conf/nginx.conf:2:27\n", "html": "conf/nginx.conf:2:27<",
	} {
		if out := string(renderAs(t, format, r, Options{})); !strings.Contains(out, want) || strings.Contains(out, "ROOT CAUSE") {
			t.Errorf("%s: no %q in\n%s", format, want, out)
		}
	}
}
