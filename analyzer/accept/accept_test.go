package accept

import (
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
		{"other source", Suppression{Rule: "a", Source: "x*.log"}, "1 2 3", "matched nothing"},
		{"still holds today", Suppression{Rule: "a", Until: day(24)}, "2 3", ""},
		{"expired", Suppression{Rule: "a", Until: day(23)}, "1 2 3", "expired on 2026-11-23"},
		{"unused", Suppression{Rule: "zzz"}, "1 2 3", "matched nothing"},
	} {
		r := &report.Report{Incidents: []report.Incident{incident("1", "a", "new.log"), incident("2", "b", "logs/new.log"), incident("3", "b", "logs/old.log")}}
		c.s.Reason, c.s.Where = "planned", "f:1"
		Apply(r, []Suppression{c.s}, nil, now)
		var ids []string
		for _, i := range r.Incidents {
			ids = append(ids, i.ID)
		}
		if got := strings.Join(ids, " "); got != c.kept || len(r.Suppressed)+len(r.Incidents) != 3 {
			t.Errorf("%s: kept %s, want %s; suppressed %+v", c.name, got, c.kept, r.Suppressed)
		}
		if note := strings.Join(r.Notices, " "); !strings.Contains(note, c.note) || c.note == "" && note != "" {
			t.Errorf("%s: notices %q, want %q", c.name, note, c.note)
		}
	}
}

func TestBaseline(t *testing.T) {
	old := &report.Report{Incidents: []report.Incident{incident("1", "a", "x")}, Unexplained: []report.Unexplained{{Fingerprint: "u1"}}}
	r := &report.Report{
		Incidents:   []report.Incident{incident("1", "a", "x"), incident("2", "b", "x")},
		Unexplained: []report.Unexplained{{Fingerprint: "u1"}, {Fingerprint: "u2"}, {Fingerprint: "u3", Exception: "com.acme.Known", Message: "m"}},
	}
	baseline := Fingerprints(old)
	Apply(r, nil, baseline, time.Now())
	dropped := Allow(r, ReadAllowList("# known\n\ncom.acme.Known: m\n"), baseline)
	if len(r.Incidents) != 1 || r.Incidents[0].ID != "2" || dropped != 2 || len(r.Unexplained) != 1 || r.Unexplained[0].Fingerprint != "u2" {
		t.Errorf("%+v %+v %d", r.Incidents, r.Unexplained, dropped)
	}
}
