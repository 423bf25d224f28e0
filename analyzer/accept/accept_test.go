package accept

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

func incident(id, rule, source string) report.Incident {
	return report.Incident{ID: id, RootCause: &report.Finding{Rule: &rule, Title: rule, Evidence: []report.Evidence{{Source: source, Line: 1}}}}
}

func TestApply(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	day := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name string
		s    Suppression
		kept string // ids
		note string
	}{
		{"by rule", Suppression{Rule: "a"}, "2 3", ""},
		{"by fingerprint", Suppression{Fingerprint: "3"}, "1 2", ""},
		{"by source", Suppression{Rule: "b", Source: "**/old.log"}, "1 2", ""},
		{"other source", Suppression{Rule: "a", Source: "x*.log"}, "1 2 3", "unused a"},
		{"still holds today", Suppression{Rule: "a", Until: day(24)}, "2 3", ""},
		{"expired", Suppression{Rule: "a", Until: day(23)}, "1 2 3", "expired a 2026-11-23"},
		{"unused", Suppression{Rule: "zzz"}, "1 2 3", "unused zzz"},
		{"no such rule", Suppression{Rule: "zzz", Unknown: true}, "1 2 3", "unknown-rule zzz"},
	} {
		r := &report.Report{Incidents: []report.Incident{incident("1", "a", "new.log"), incident("2", "b", "logs/new.log"), incident("3", "b", "logs/old.log")}}
		c.s.Reason, c.s.Where = "planned", "f:1"
		known := Known{Suppressions: []Suppression{c.s}, Now: now}
		known.Apply(r)
		var ids []string
		for _, i := range r.Incidents {
			ids = append(ids, i.ID)
		}
		if got := strings.Join(ids, " "); got != c.kept || len(r.Suppressed)+len(r.Incidents) != 3 {
			t.Errorf("%s: kept %s, want %s; suppressed %+v", c.name, got, c.kept, r.Suppressed)
		}
		note := ""
		for _, n := range r.Notices {
			note = strings.TrimSpace(n.State + " " + n.Suppression + " " + n.Until)
		}
		if note != c.note {
			t.Errorf("%s: notices %q, want %q", c.name, note, c.note)
		}
	}
}

func TestBaseline(t *testing.T) {
	old := &report.Report{Incidents: []report.Incident{incident("1", "a", "x")}, Unexplained: []report.Unexplained{{Fingerprint: "u1"}}}
	r := &report.Report{
		Incidents:   []report.Incident{incident("1", "a", "x"), incident("2", "b", "x")},
		Unexplained: []report.Unexplained{{Fingerprint: "u1"}, {Fingerprint: "u2"}, {Fingerprint: "u3", Exception: "com.acme.Known", Message: "m"}, {Fingerprint: "u4"}},
	}
	known := Known{
		Baseline: Fingerprints(old), Now: time.Now(), Suppressions: []Suppression{{Fingerprint: "u4", Reason: "OPS-1", Where: "f:9"}},
		Allow: ReadAllowList("ci/allow.txt", "# not\n\n# the old\n# cluster\ncom.acme.Known: m\ncom.acme.Other\n\nlast"),
	}
	known.Apply(r)
	if len(r.Incidents) != 1 || r.Incidents[0].ID != "2" || len(r.Unexplained) != 1 || r.Unexplained[0].Fingerprint != "u2" || len(r.Notices) != 0 {
		t.Errorf("%+v %+v %+v", r.Incidents, r.Unexplained, r.Notices)
	}
	a := "a"
	want := []report.Suppressed{
		{Fingerprint: "1", Rule: &a, Title: "a", AcceptedBy: "baseline", By: "baseline"},
		{Fingerprint: "u1", AcceptedBy: "baseline", By: "baseline"},
		{Fingerprint: "u3", Title: "com.acme.Known: m", AcceptedBy: "allow-list", Reason: "the old cluster", By: "ci/allow.txt:5"},
		{Fingerprint: "u4", AcceptedBy: "suppression", Reason: "OPS-1", By: "f:9"},
	}
	if !reflect.DeepEqual(r.Suppressed, want) {
		t.Errorf("%+v", r.Suppressed)
	}
	if e := known.Allow; len(e) != 3 || e[1].Reason != "the old cluster" || e[2].Reason != "" {
		t.Errorf("%+v", e)
	}
}
