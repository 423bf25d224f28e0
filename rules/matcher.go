package rules

import (
	"sort"
	"strings"
)

// Segment is one piece of an event that rules look at: the message, or one element of the exception chain written "Class: message".
// White space is folded to single blanks.
type Segment struct {
	Text  string
	Class string // of a chain element; "" for the message
	// Suppressed elements are never matched: they are not the cause.
	Suppressed bool
}

// Subject is an event as the rules see it. The first segment is the message; the others are the exception chain, outermost first.
type Subject struct {
	Segments  []Segment
	Frames    []string // of all chain elements
	Level     int      // 0 unknown, then trace 1, debug 2, info 3, warn 4, error 5, fatal 6
	Component string
	Logger    string
	// Field returns the value of a field that the layout read, "" when there is none. It must not be nil.
	Field func(name string) string
}

// Hit is a rule that recognised an event.
type Hit struct {
	Rule *Rule
	// Segment is the index of the deepest segment that matched; Offset is where in it, in bytes.
	Segment, Offset int
	Captures        map[string]string
	// Repeat says how often this must be seen before the rule speaks; nil: at once.
	Repeat *Repeat
}

// RuleTimeout names a rule whose expression ran out of time on an event: that rule was not assessed there.
type RuleTimeout struct{ Rule string }

// Keyword is a literal of which rules make an event a candidate.
type Keyword struct {
	Text  string
	Rules []int // indices into Pack.Rules, in order
}

// Matcher tests events against the rules of one pack. It is immutable but for expressions compiled on first use, and may be used by
// several goroutines at once.
type Matcher struct {
	pack     *Pack
	compiled []compiledRule
}

// NewMatcher prepares the rules of the pack. Nothing is compiled yet.
func NewMatcher(pack *Pack) *Matcher {
	m := &Matcher{pack: pack, compiled: make([]compiledRule, len(pack.Rules))}
	for i := range pack.Rules {
		m.compiled[i] = compileRule(&pack.Rules[i])
	}
	return m
}

// Keywords returns every literal once, in alphabetical order.
func (m *Matcher) Keywords() []Keyword {
	index := map[string][]int{}
	for i, list := range m.pack.keywords {
		for _, text := range list {
			if rules := index[text]; len(rules) == 0 || rules[len(rules)-1] != i {
				index[text] = append(rules, i)
			}
		}
	}
	out := make([]Keyword, 0, len(index))
	for text, list := range index {
		out = append(out, Keyword{text, list})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Text < out[j].Text })
	return out
}

// Match tests the candidates (indices into Pack.Rules) and appends the rules that recognise the subject to dst, in the candidates' order. A rule
// whose expression ran out of time is returned in timeouts and counts as silent.
func (m *Matcher) Match(s *Subject, candidates []int, dst []Hit) (hits []Hit, timeouts []RuleTimeout) {
	for _, i := range candidates {
		if m.pack.Rules[i].Role == RoleLint {
			continue // it reads configuration files
		}
		hit, ok, err := m.compiled[i].match(s)
		switch {
		case err != nil:
			timeouts = append(timeouts, RuleTimeout{m.pack.Rules[i].ID})
		case ok:
			dst = append(dst, hit)
		}
	}
	return dst, timeouts
}

// Holds tells whether the condition's item holds for the subject and its capture expressions for the captures. The parts that speak of other rules are the
// caller's business. An expression that runs out of time does not hold.
func (m *Matcher) Holds(c Condition, s *Subject, captures map[string]string) bool {
	for name, expr := range c.Capture {
		p := pattern{expr: expr}
		if _, ok, err := p.find(captures[name]); err != nil || !ok {
			return false
		}
	}
	item := c.Item
	if item.isEmpty() {
		return true
	}
	compiled := compileItem(&item)
	_, ok, err := compiled.best(s)
	return ok && err == nil
}

// isEmpty tells whether the item has no part at all.
func (i *Item) isEmpty() bool {
	return i.Text == "" && i.Regex == "" && i.Exception == "" && i.In == "" && i.Level == "" && i.Logger == "" && i.Frame == "" &&
		len(i.Component) == 0 && len(i.Field) == 0
}

// SameClass tells whether class is meant by want: a simple name matches any package; a qualified one matches itself and shaded copies, whose
// packages have prefixes.
func SameClass(class, want string) bool {
	if class == want {
		return true
	}
	if !strings.HasSuffix(class, want) {
		return false
	}
	switch class[len(class)-len(want)-1] {
	case '.':
		return true
	case '$':
		return !strings.Contains(want, ".")
	}
	return false
}
