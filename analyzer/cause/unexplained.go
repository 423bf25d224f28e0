package cause

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/javatrace"
)

// Failure is a group of events that look like failures and that no rule knows, alike but for ids, numbers and addresses.
type Failure struct {
	Fingerprint string
	Exception   string // class of the innermost cause, "" when there is none
	Message     string // of the first event's innermost cause, or its message
	Frame       string // first frame of user code
	Occ         Occurrence
	Count       int
	First, Last parsers.Time
	Failed      bool
}

// Failures groups unexplained events. It is fed from one goroutine.
type Failures struct {
	groups map[string]*Failure
	// Dropped counts events that found no room among maxFailures groups.
	Dropped int
}

// maxFailures bounds the groups kept.
const maxFailures = 1000

// NewFailures returns an empty collection.
func NewFailures() *Failures { return &Failures{groups: map[string]*Failure{}} }

// Add records one unexplained event.
func (u *Failures) Add(occ Occurrence) {
	f := describe(occ)
	g, ok := u.groups[f.Fingerprint]
	if !ok {
		if len(u.groups) >= maxFailures {
			u.Dropped++
			return
		}
		g = f
		u.groups[f.Fingerprint] = g
	}
	g.Count++
	g.Failed = g.Failed || failed(occ.Event)
	if earlier(occ, g.Occ) {
		g.Occ = occ
	}
	g.First, g.Last = widen(g.First, g.Last, occ.Event.Time)
}

// Merge adds the groups of another collection, which must not be used any more.
func (u *Failures) Merge(other *Failures) {
	u.Dropped += other.Dropped
	for _, f := range other.List() {
		g, ok := u.groups[f.Fingerprint]
		switch {
		case !ok && len(u.groups) >= maxFailures:
			u.Dropped += f.Count
		case !ok:
			u.groups[f.Fingerprint] = f
		default:
			g.Count += f.Count
			g.Failed = g.Failed || f.Failed
			g.First, g.Last = widen(g.First, g.Last, f.First)
			g.First, g.Last = widen(g.First, g.Last, f.Last)
			if earlier(f.Occ, g.Occ) {
				g.Occ = f.Occ
			}
		}
	}
}

// Drop removes the groups for which unwanted says so.
func (u *Failures) Drop(unwanted func(*Failure) bool) {
	maps.DeleteFunc(u.groups, func(_ string, f *Failure) bool { return unwanted(f) })
}

// Retime moves every time by a function of the source's clock. The collection must hold the failures of one source only.
func (u *Failures) Retime(move func(parsers.Time) parsers.Time) {
	for _, f := range u.groups {
		f.First, f.Last = move(f.First), move(f.Last)
		f.Occ = f.Occ.retime(move)
	}
}

// List returns the groups: what took something down first, then exceptions, then by time.
func (u *Failures) List() []*Failure {
	out := make([]*Failure, 0, len(u.groups))
	for _, fingerprint := range slices.Sorted(maps.Keys(u.groups)) {
		out = append(out, u.groups[fingerprint])
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.Failed != b.Failed {
			return a.Failed
		}
		if (a.Exception != "") != (b.Exception != "") {
			return a.Exception != ""
		}
		return earlier(a.Occ, b.Occ)
	})
	return out
}

func describe(occ Occurrence) *Failure {
	event := occ.Event
	f := &Failure{Message: event.Message, Occ: occ}
	if root := event.Root(); root != nil {
		f.Exception, f.Frame = root.Class, javatrace.FirstUserFrame(*root)
		if root.Message != "" {
			f.Message = root.Message
		}
		for i := len(event.Chain) - 1; i >= 0 && f.Frame == ""; i-- {
			f.Frame = javatrace.FirstUserFrame(event.Chain[i])
		}
	}
	sum := sha256.Sum256([]byte(f.Exception + "\x00" + Normalise(f.Message) + "\x00" + methodOf(f.Frame)))
	f.Fingerprint = hex.EncodeToString(sum[:6])
	return f
}

// methodOf drops file and line, which change between releases.
func methodOf(frame string) string {
	if i := strings.IndexByte(frame, '('); i >= 0 {
		return frame[:i]
	}
	return frame
}

// Normalise replaces what differs between repeats of one message: numbers, hexadecimal ids, quoted values.
func Normalise(message string) string {
	const longest = 300
	if len(message) > longest {
		message = message[:longest]
	}
	var b strings.Builder
	for i := 0; i < len(message); {
		n := wordEnd(message, i)
		switch word := message[i:n]; {
		case n == i:
			b.WriteByte(message[i])
			n = i + 1
		case hasDigit(word):
			b.WriteByte('#')
		default:
			b.WriteString(word)
		}
		i = n
	}
	return b.String()
}

func wordEnd(s string, i int) int {
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z' || s[i] == '_' || s[i] >= 0x80) {
		i++
	}
	return i
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }
