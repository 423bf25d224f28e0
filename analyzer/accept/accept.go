// Package accept tells what is known and accepted from what is new: suppressions with a reason, a baseline of an earlier report, an allow-list for failures that
// no rule knows. It knows reports only; no rule, no file and no clock but the one it is given may enter.
package accept

import (
	"path"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// Suppression accepts incidents. Rule, Fingerprint and Source narrow what is meant; at least one of the first two is given.
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
}

// Apply moves the incidents that a suppression or the baseline accepts out of the report's incidents, and notes what became of each suppression. now is the
// moment at which suppressions expire.
func Apply(r *report.Report, list []Suppression, baseline map[string]bool, now time.Time) {
	used := make([]int, len(list))
	kept := []report.Incident{}
	for i := range r.Incidents {
		incident := &r.Incidents[i]
		n := find(list, incident, now)
		switch {
		case n >= 0:
			used[n]++
			r.Suppressed = append(r.Suppressed, suppressed(incident, list[n].Reason, list[n].Where))
		case baseline[incident.ID]:
			r.Suppressed = append(r.Suppressed, suppressed(incident, "in the baseline", "baseline"))
		default:
			kept = append(kept, *incident)
		}
	}
	r.Incidents = kept
	for n, s := range list {
		switch {
		case expired(s, now):
			r.Notices = append(r.Notices, s.Where+": the suppression of "+s.name()+" expired on "+s.Until.Format(time.DateOnly)+" ("+s.Reason+"); remove it or give it a new date")
		case used[n] == 0:
			r.Notices = append(r.Notices, s.Where+": the suppression of "+s.name()+" matched nothing ("+s.Reason+"); remove it when it is no longer needed")
		}
	}
}

func (s Suppression) name() string {
	if s.Rule != "" {
		return s.Rule
	}
	return s.Fingerprint
}

func suppressed(i *report.Incident, reason, by string) report.Suppressed {
	return report.Suppressed{Fingerprint: i.ID, Rule: i.RootCause.Rule, Title: i.RootCause.Title, Count: i.RootCause.Count, Reason: reason, By: by}
}

func expired(s Suppression, now time.Time) bool {
	return !s.Until.IsZero() && now.After(s.Until.Add(24*time.Hour))
}

// find returns the first suppression that accepts the incident, -1 when none does.
func find(list []Suppression, i *report.Incident, now time.Time) int {
	for n := range list {
		s := &list[n]
		if expired(*s, now) || s.Fingerprint != "" && s.Fingerprint != i.ID {
			continue
		}
		if s.Rule != "" && (i.RootCause.Rule == nil || *i.RootCause.Rule != s.Rule) {
			continue
		}
		if s.Source != "" && !fromSource(i, s.Source) {
			continue
		}
		return n
	}
	return -1
}

func fromSource(i *report.Incident, pattern string) bool {
	if len(i.RootCause.Evidence) == 0 {
		return false
	}
	return matches(pattern, i.RootCause.Evidence[0].Source)
}

// matches compares a name with a pattern, or any of its ends when the pattern begins with "**/".
func matches(pattern, name string) bool {
	rest, deep := strings.CutPrefix(pattern, "**/")
	if !deep {
		ok, err := path.Match(pattern, name)
		return err == nil && ok
	}
	for {
		if ok, err := path.Match(rest, name); err == nil && ok {
			return true
		}
		_, tail, more := strings.Cut(name, "/")
		if !more {
			return false
		}
		name = tail
	}
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

// Allow drops the unexplained failures that the list or the baseline accepts and returns how many kinds were dropped. An entry is a fingerprint, or a text that
// stands in "class: message".
func Allow(r *report.Report, list []string, baseline map[string]bool) int {
	kept := []report.Unexplained{}
	for _, u := range r.Unexplained {
		if !baseline[u.Fingerprint] && !Allowed(u, list) {
			kept = append(kept, u)
		}
	}
	dropped := len(r.Unexplained) - len(kept)
	r.Unexplained = kept
	return dropped
}

// Allowed tells whether an allow-list accepts an unexplained failure.
func Allowed(u report.Unexplained, list []string) bool {
	text := u.Exception + ": " + u.Message
	for _, entry := range list {
		if entry == u.Fingerprint || strings.Contains(text, entry) {
			return true
		}
	}
	return false
}

// ReadAllowList returns the entries of an allow-list: one a line, '#' begins a comment.
func ReadAllowList(text string) []string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			out = append(out, line)
		}
	}
	return out
}
