// Package accept tells what is known and accepted from what is new: suppressions with a reason, a baseline of an earlier report, an allow-list for failures that
// no rule knows. It knows reports only; no rule, no file and no clock but the one it is given may enter.
package accept

import (
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// Known is what is known and accepted and no longer decides about the exit code.
type Known struct {
	Suppressions []Suppression
	// Baseline holds the fingerprints of an earlier report, Allow the entries of allow-lists for failures that no rule knows.
	Baseline map[string]bool
	Allow    []Entry
	// Now is the moment at which suppressions expire.
	Now time.Time
}

// Suppression accepts incidents, or a kind of failures that no rule knows. Rule, Fingerprint and Source narrow what is meant; at least one of the first two is given.
type Suppression struct {
	Rule        string
	Fingerprint string
	// Source is a pattern for the name of the source of the first evidence; "**/" stands for any folders. Empty: any.
	Source string
	// Reason says why; it is mandatory.
	Reason string
	// Until is the last day on which it holds; the zero time: for ever.
	Until time.Time
	// Where is the place of the suppression, "file:line", for messages.
	Where string
	// Unknown tells that there is no rule of this name.
	Unknown bool
}

// Apply moves what is accepted out of the report's incidents and unexplained failures, and notes what became of suppressions that did nothing.
func (k *Known) Apply(r *report.Report) {
	used := make([]int, len(k.Suppressions))
	gone := map[string]bool{} // fingerprints that are told already
	incidents := []report.Incident{}
	for i := range r.Incidents {
		incident := &r.Incidents[i]
		if out, ok := k.incident(incident, used); ok {
			r.Suppressed, gone[incident.ID] = append(r.Suppressed, out), true
		} else {
			incidents = append(incidents, *incident)
		}
	}
	failures := []report.Unexplained{}
	for i := range r.Unexplained {
		u := &r.Unexplained[i]
		out, ok := k.failure(u, used)
		switch {
		case !ok && !gone[u.Fingerprint]:
			failures = append(failures, *u)
		case ok && !gone[u.Fingerprint]:
			r.Suppressed = append(r.Suppressed, out)
		}
	}
	r.Incidents, r.Unexplained = incidents, failures
	for n := range k.Suppressions {
		if notice := k.Suppressions[n].notice(used[n], k.Now); notice != nil {
			r.Notices = append(r.Notices, *notice)
		}
	}
}

// incident tells whether an incident is accepted, and why.
func (k *Known) incident(i *report.Incident, used []int) (report.Suppressed, bool) {
	out := report.Suppressed{Fingerprint: i.ID, Rule: i.RootCause.Rule, Title: i.RootCause.Title, Count: i.RootCause.Count}
	rule := ""
	if out.Rule != nil {
		rule = *out.Rule
	}
	return k.byUser(out, rule, i.RootCause.Evidence, used)
}

// failure tells whether a failure that no rule knows is accepted, and why.
func (k *Known) failure(u *report.Unexplained, used []int) (report.Suppressed, bool) {
	out := report.Suppressed{Fingerprint: u.Fingerprint, Title: u.Title(), Count: u.Count}
	if out, ok := k.byUser(out, "", u.Evidence, used); ok {
		return out, true
	}
	entry := k.allows(u)
	if entry == nil {
		return out, false
	}
	out.AcceptedBy, out.Reason, out.By = report.ByAllowList, entry.Reason, entry.Where
	return out, true
}

// byUser completes out when a suppression or the baseline accepts it.
func (k *Known) byUser(out report.Suppressed, rule string, evidence []report.Evidence, used []int) (report.Suppressed, bool) {
	for n := range k.Suppressions {
		if s := &k.Suppressions[n]; s.accepts(out.Fingerprint, rule, evidence, k.Now) {
			used[n]++
			out.AcceptedBy, out.Reason, out.By = report.BySuppression, s.Reason, s.Where
			return out, true
		}
	}
	out.AcceptedBy, out.By = report.ByBaseline, report.ByBaseline
	return out, k.Baseline[out.Fingerprint]
}

// Covers tells whether the baseline or a suppression names a failure that no rule knows. An allow-list does not say so much: what it lists may still not bring a
// job down.
func (k *Known) Covers(u *report.Unexplained) bool {
	_, ok := k.byUser(report.Suppressed{Fingerprint: u.Fingerprint}, "", u.Evidence, make([]int, len(k.Suppressions)))
	return ok
}

// notice says what became of a suppression that was used so often, nil when there is nothing to say.
func (s *Suppression) notice(used int, now time.Time) *report.Notice {
	out := &report.Notice{Suppression: s.Rule, Where: s.Where, Reason: s.Reason}
	if s.Rule == "" {
		out.Suppression = s.Fingerprint
	}
	if !s.Until.IsZero() {
		out.Until = s.Until.Format(time.DateOnly)
	}
	switch {
	case s.Unknown:
		out.State = report.NoticeUnknownRule
	case s.expired(now):
		out.State = report.NoticeExpired
	case used == 0:
		out.State = report.NoticeUnused
	default:
		return nil
	}
	return out
}

// Fingerprints returns the fingerprints of a report's incidents and unexplained failures, the baseline for later reports.
func Fingerprints(r *report.Report) map[string]bool {
	out := map[string]bool{}
	for i := range r.Incidents {
		out[r.Incidents[i].ID] = true
	}
	for i := range r.Unexplained {
		out[r.Unexplained[i].Fingerprint] = true
	}
	for i := range r.Suppressed {
		out[r.Suppressed[i].Fingerprint] = true
	}
	return out
}
