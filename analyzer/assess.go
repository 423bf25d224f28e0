package analyzer

import (
	"sort"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/facts"
	"github.com/flinkdoctor/flinkdoctor/analyzer/life"
	"github.com/flinkdoctor/flinkdoctor/analyzer/scan"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/record"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// assessor judges single records. It holds no state between records and may be used by several goroutines at once.
type assessor struct {
	reader  *record.Reader
	matcher *rules.Matcher
	scanned *scan.Set // literals that make a record a candidate
	set     *scan.Set // the rules' keywords
	index   [][]int   // keyword -> rules
}

// finding of one record: what was seen in it. Everything is copied.
type observation struct {
	event    *parsers.Event
	hits     []rules.Hit // root and symptom roles, best explanation first
	lines    []shownLine
	before   []string // what stands before a failure that no rule knows
	facts    []facts.Fact
	mark     life.Mark
	envelope string // kind of the envelope around the record's first line
	failure  bool   // looks like a failure, no rule knows it
	faint    bool   // a warning that reads as a failure, told only where nothing else is
	carrier  bool   // a failure that only announces another: a wrapper's line without what it wraps
	timeouts []rules.RuleTimeout
}

// shownLine is a physical line worth showing: its index within the record and its text.
type shownLine struct {
	index int
	text  string
}

// assess reads one record of a source whose name tells the program named. ok is false when there is nothing to tell about it.
func (a *assessor) assess(rec *record.Record, named parsers.Component) (obs observation, ok bool) {
	event := rec.Event()
	narrow(event, named)
	subject := subjectOf(event)
	hits, timeouts := a.matcher.Match(subject, a.candidates(subject), nil)
	obs = observation{event: event, timeouts: timeouts, facts: facts.Read(event, rec.Text())}
	obs.mark, _ = life.Read(event)
	if len(rec.Lines) > 0 {
		obs.envelope = rec.Lines[0].Meta.Kind
	}
	kept, benign, wrapped := sortHits(hits, event)
	switch {
	case benign && len(kept) == 0:
	case len(kept) > 0:
		obs.hits = kept
		obs.failure = framesUnknown(subject, hits, kept)
	default:
		obs.failure = looksFailed(event, wrapped)
		obs.carrier = obs.failure && wrapped && len(event.Chain) == 0
		obs.faint = !obs.failure && faint(event)
	}
	if len(obs.hits) > 0 || obs.failure || obs.faint {
		obs.lines = evidenceLines(rec, &obs)
	}
	return obs, len(obs.hits) > 0 || obs.failure || obs.faint || obs.mark.Kind != "" || len(obs.facts) > 0 || len(timeouts) > 0
}

// framesUnknown tells whether the best that rules know of an event is a symptom around an innermost exception that no rule knows: then that exception is the
// better answer, unless the message quotes it and the symptom's rule tells it.
func framesUnknown(s *rules.Subject, all, kept []rules.Hit) bool {
	if kept[0].Rule.Role != rules.RoleSymptom {
		return false
	}
	deepest := 0
	for _, h := range all {
		deepest = max(deepest, h.Segment)
	}
	for i := len(s.Segments) - 1; i > deepest; i-- {
		if x := &s.Segments[i]; !x.Suppressed && x.Class != "" {
			return !quoted(&kept[0], s.Segments[kept[0].Segment].Text, x.Text)
		}
	}
	return false
}

// quoted tells whether what an exception says is quoted in the text that a rule matched and among what the rule captured there.
func quoted(hit *rules.Hit, matched, exception string) bool {
	_, said, ok := strings.Cut(exception, ": ")
	if !ok || said == "" || !strings.Contains(matched, said) {
		return false
	}
	for _, value := range hit.Captures {
		if strings.Contains(value, said) {
			return true
		}
	}
	return false
}

// candidates returns the rules whose keyword stands in the event's text or stack frames, each once, in order.
func (a *assessor) candidates(s *rules.Subject) []int {
	var b strings.Builder
	for i := range s.Segments {
		b.WriteString(s.Segments[i].Text)
		b.WriteByte('\n')
	}
	for _, frame := range s.Frames {
		b.WriteString(frame)
		b.WriteByte('\n')
	}
	seen := map[int]bool{}
	var out []int
	for _, hit := range a.set.FindString(b.String(), nil) {
		for _, rule := range a.index[hit.Literal] {
			if !seen[rule] {
				seen[rule] = true
				out = append(out, rule)
			}
		}
	}
	sort.Ints(out)
	return out
}

// subjectOf shows the event to the rules.
func subjectOf(event *parsers.Event) *rules.Subject {
	s := &rules.Subject{Level: int(event.Level), Component: componentOf(event), Logger: event.Logger}
	s.Field = func(name string) string {
		if name == "component" { // a rule that names it here wants it known, where its component lets the unknown pass
			return s.Component
		}
		return event.Fields.Get(name)
	}
	s.Segments = append(s.Segments, rules.Segment{Text: event.Message})
	for i := range event.Chain {
		x := &event.Chain[i]
		text := x.Class
		if x.Message != "" {
			text += ": " + x.Message
		}
		s.Segments = append(s.Segments, rules.Segment{Text: text, Class: x.Class, Suppressed: x.Suppressed})
		s.Frames = append(s.Frames, x.Frames...)
	}
	return s
}

// componentOf returns where the failure that the event tells happened.
func componentOf(event *parsers.Event) string {
	if event.Origin != parsers.ComponentUnknown {
		return string(event.Origin)
	}
	return string(event.Component)
}

// sortHits drops wrappers and benign lines and puts the best explanation first. benign is true when a benign rule knows the event and
// no other rule matched deeper; wrapped when a wrapper rule spoke.
func sortHits(hits []rules.Hit, event *parsers.Event) (kept []rules.Hit, benign, wrapped bool) {
	calm := -1
	for _, h := range hits {
		switch h.Rule.Role {
		case rules.RoleBenign:
			calm = max(calm, h.Segment)
		case rules.RoleWrapper:
			wrapped = true
		default:
			kept = append(kept, h)
		}
	}
	if calm >= 0 {
		deeper := kept[:0]
		for _, h := range kept {
			if h.Segment > calm {
				deeper = append(deeper, h)
			}
		}
		kept = deeper
	}
	sort.SliceStable(kept, func(i, j int) bool { return betterHit(&kept[i], &kept[j], componentOf(event)) })
	return kept, calm >= 0, wrapped
}

// betterHit orders the rules that spoke in one event: the deepest cause first; at one depth the rule that the other names as its cause,
// then roots before symptoms, then the rule for the program that wrote it, then the graver, then the one that matched earlier in the alphabet.
func betterHit(a, b *rules.Hit, component string) bool {
	if names(b.Rule, a.Rule) != names(a.Rule, b.Rule) {
		return names(b.Rule, a.Rule)
	}
	if a.Segment != b.Segment {
		return a.Segment > b.Segment
	}
	if ra, rb := a.Rule.Role == rules.RoleRoot, b.Rule.Role == rules.RoleRoot; ra != rb {
		return ra
	}
	if ca, cb := rules.Certainty(a.Rule.Component, component), rules.Certainty(b.Rule.Component, component); ca != cb {
		return ca > cb
	}
	if sa, sb := a.Rule.Severity.Rank(), b.Rule.Severity.Rank(); sa != sb {
		return sa > sb
	}
	return a.Rule.ID < b.Rule.ID
}

// names tells whether effect names cause among its causes, or cause names effect among its consequences.
func names(effect, cause *rules.Rule) bool {
	for i := range effect.CausedBy {
		if effect.CausedBy[i].Rule == cause.ID {
			return true
		}
	}
	for i := range cause.LeadsTo {
		if cause.LeadsTo[i].Rule == effect.ID {
			return true
		}
	}
	return false
}

// looksFailed tells whether an event that no rule knows should be shown: errors, and exceptions that are more than information.
func looksFailed(event *parsers.Event, wrapped bool) bool {
	if event.Message == "" && (len(event.Chain) == 0 || event.Root().Class == "") {
		return false // the frames of a trace whose head was cut off
	}
	switch event.Level {
	case parsers.LevelError, parsers.LevelFatal:
		return true
	case parsers.LevelWarn:
		return len(event.Chain) > 0 || wrapped || strings.Contains(event.Message, " to FAILED")
	case parsers.LevelUnknown:
		return len(event.Chain) > 0 || strings.HasPrefix(event.Message, "Error: ")
	case parsers.LevelInfo:
		return strings.Contains(event.Message, "application status FAILED") || // with its diagnostics cut off, too
			len(event.Chain) > 0 && (strings.Contains(event.Message, " to FAILED") || strings.Contains(event.Message, "state FAILED") || strings.HasPrefix(event.Message, "Failed to "))
	}
	return false
}
