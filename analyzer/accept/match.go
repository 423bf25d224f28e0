package accept

import (
	"path"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

func (s *Suppression) expired(now time.Time) bool {
	return !s.Until.IsZero() && !now.Before(s.Until.Add(24*time.Hour))
}

// accepts tells whether the suppression means a fingerprint or a rule ("" for none) with such evidence, and still holds.
func (s *Suppression) accepts(fingerprint, rule string, evidence []report.Evidence, now time.Time) bool {
	switch {
	case s.expired(now), s.Fingerprint != "" && s.Fingerprint != fingerprint, s.Rule != "" && s.Rule != rule:
		return false
	case s.Source == "":
		return true
	}
	return len(evidence) > 0 && matches(s.Source, evidence[0].Source)
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

// Entry is one line of an allow-list: a fingerprint, or a text that stands in "class: message".
type Entry struct {
	Text string
	// Reason is the comment above the line, Where its place, "file:line".
	Reason, Where string
}

// allows returns the entry that accepts a failure that no rule knows, nil when none does.
func (k *Known) allows(u *report.Unexplained) *Entry {
	text := u.Exception + ": " + u.Message
	for n := range k.Allow {
		if entry := &k.Allow[n]; entry.Text == u.Fingerprint || strings.Contains(text, entry.Text) {
			return entry
		}
	}
	return nil
}

// Allows tells whether an allow-list accepts a failure that no rule knows.
func (k *Known) Allows(u *report.Unexplained) bool { return k.allows(u) != nil }
