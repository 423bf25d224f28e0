package render

import (
	"testing"
	"unicode/utf8"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// poison is what somebody who can write into a log would try on those who read reports: terminal control, marks of direction, workflow commands, ends of CDATA,
// comments and code blocks, tags, links, images, mentions, tables, headings.
const poison = "\x1b]0;owned\x07 \u009b2J \u202e \u200b \x00 \xff \uffff ::set-env name=PATH::/evil ##[error]x ]]> --> </script></style></title></svg><script>alert(1)</script>" +
	"<img src=x onerror=alert(1)> \" onclick=\"alert(1)\" ' {{.}} ``` ~~~ ` | a | b \\| [x](javascript:alert(1)) ![i](https://evil/x.png) <https://evil> https://evil.example/x " +
	"@everyone @acme/team user@host #12 GH-12 !7 &lt;b&gt; &amp; *b* _i_ ~~s~~ \r\n::error::forged\n# heading\n---\n> quote\n- item\n1. item\n%0A::error::x %25 $(id) `id`"

// hostile is a report in which everything that comes from logs, and more, is poison.
func hostile() *report.Report {
	r := accepted("en")
	evidence := []report.Evidence{{Source: poison, Line: 3, Text: poison, Time: at("14:53:12")}, {Source: "-", Line: -1, Text: poison}}
	finding := func(role string) report.Finding {
		id := poison
		return report.Finding{
			Rule: &id, Title: poison, Severity: poison, Role: role, Confidence: poison, Why: poison, Cause: poison, Component: poison, Count: 2,
			Captures: map[string]string{poison: poison}, Evidence: evidence, AskFor: []string{poison},
			Fixes: []report.Fix{
				{
					Title: poison, Apply: poison, Verify: poison, Risk: poison, Why: poison, Versions: poison, Vendor: poison,
					Changes: []report.Change{{File: poison, Section: poison, Key: poison, From: poison, To: poison, Note: poison, Vendor: poison, FromSource: poison}},
				},
				{Title: poison, Diff: poison, Apply: poison, Verify: poison},
			},
		}
	}
	root := finding("root")
	r.Incidents[0] = report.Incident{
		ID: poison, Fails: true, RootCause: &root, Contributing: []report.Finding{finding("root")}, Symptoms: []report.Finding{finding("symptom")},
		Restarts: []report.Restarts{{Job: poison, Count: 2, First: at("14:00:00"), Last: at("15:00:00"), Ended: poison}},
		Edges:    []report.CausalLink{{Cause: poison, Effect: poison, Why: poison}, {Cause: poison, Effect: "b", Why: poison}},
	}
	r.Unexplained = []report.Unexplained{{Fingerprint: poison, Exception: poison, Message: poison, FirstUserFrame: poison, Level: poison, Count: 1, Evidence: evidence, Before: []string{poison}}}
	r.NotAssessed = []report.NotAssessed{{What: poison, Why: poison}}
	r.Suppressed = []report.Suppressed{{Fingerprint: poison, Title: poison, AcceptedBy: poison, Reason: poison, By: poison}}
	r.Notices = []report.Notice{{State: poison, Suppression: poison, Where: poison, Reason: poison, Until: poison}, {State: "expired", Suppression: poison, Until: poison}}
	r.Exit.FailOn = poison
	r.Tool = report.Tool{Name: poison, Version: poison, Rules: poison}
	r.Summary.Zone, r.Summary.Since, r.Summary.Until = poison, poison, poison
	r.Sources[0].Name, r.Sources[0].Layout, r.Sources[0].Component, r.Sources[0].Notes = poison, poison, poison, []string{poison}
	r.Facts.Versions[poison] = report.Fact{Value: poison, Evidence: evidence[0]}
	r.Facts.EffectiveConfig[poison] = report.Fact{Value: poison, Evidence: evidence[0]}
	r.Timeline.Lanes[0].Source, r.Timeline.Lanes[0].Component = poison, poison
	r.Timeline.Lanes[0].Marks[0].Rule, r.Timeline.Lanes[0].Marks[1].Kind = poison, poison
	return r
}

// obeysNobody fails when a character that a terminal would obey, or that hides others, is in an output.
func obeysNobody(t *testing.T, out []byte) {
	t.Helper()
	if !utf8.Valid(out) {
		t.Error("the output is no UTF-8")
	}
	for _, c := range string(out) {
		if c != '\n' && (c < 0x20 || c == 0x7f || term.Hidden(c)) {
			t.Fatalf("character %U reaches the reader", c)
		}
	}
}

// No report, however strange, makes a renderer panic.
func TestEmptyReports(t *testing.T) {
	for _, format := range Formats {
		for name, r := range map[string]*report.Report{
			"empty":       {},
			"no root":     {Incidents: []report.Incident{{ID: "x"}}},
			"no evidence": {Incidents: []report.Incident{{RootCause: &report.Finding{}}}, Unexplained: []report.Unexplained{{}}, Timeline: &report.Timeline{}},
			"one lane":    {Timeline: &report.Timeline{Lanes: []report.Lane{{Marks: []report.TimelineMark{{Kind: "cause"}}}}}},
			"a loop":      {Incidents: []report.Incident{{RootCause: &report.Finding{Rule: ref("a")}, Edges: []report.CausalLink{{Cause: "a", Effect: "b"}, {Cause: "b", Effect: "a"}}}}},
		} {
			if out := renderAs(t, format, r, Options{Verbose: true, Timeline: true, ShowSuppressed: true}); len(out) == 0 && format != "github" {
				t.Errorf("%s of a report that is %s: nothing", format, name)
			}
		}
	}
}
