package rules

import (
	"fmt"
	"regexp"
	"sync"
	"time"

	"github.com/dlclark/regexp2/v2"
)

// matchTimeout bounds one search of an expression that RE2 cannot say. RE2 runs in time linear in the segment, which is bounded. The library counts the time of
// the wall clock and looks at it ten times a second only, so the limit is far above what a machine that is busy elsewhere may take from a search.
const matchTimeout = 2 * time.Second

// pattern is one expression of a rule, compiled when it is first needed. It may be used by several goroutines.
type pattern struct {
	expr  string
	once  sync.Once
	plain *regexp.Regexp  // RE2
	full  *regexp2.Regexp // look-around and back-references
	err   error
}

// found is where a pattern was found and what its named groups hold.
type found struct {
	start  int
	groups []group
}

type group struct{ name, value string }

func (p *pattern) compile() error {
	p.once.Do(func() {
		if p.plain, p.err = regexp.Compile(p.expr); p.err == nil {
			return
		}
		re2 := p.err
		if p.full, p.err = regexp2.Compile(p.expr); p.err != nil {
			p.err = fmt.Errorf("%w; as RE2: %v", p.err, re2)
			return
		}
		p.full.MatchTimeout = matchTimeout
	})
	return p.err
}

// find searches text. ok is false when it is not found; err is set when the search ran out of time or the expression does not compile.
func (p *pattern) find(text string) (f found, ok bool, err error) {
	if err := p.compile(); err != nil {
		return found{}, false, err
	}
	if p.plain != nil {
		f, ok = findPlain(p.plain, text)
		return f, ok, nil
	}
	return findFull(p.full, text)
}

func findPlain(re *regexp.Regexp, text string) (found, bool) {
	loc := re.FindStringSubmatchIndex(text)
	if loc == nil {
		return found{}, false
	}
	f := found{start: loc[0]}
	for i, name := range re.SubexpNames() {
		if name != "" && loc[2*i] >= 0 && loc[2*i+1] > loc[2*i] {
			f.groups = append(f.groups, group{name, text[loc[2*i]:loc[2*i+1]]})
		}
	}
	return f, true
}

func findFull(re *regexp2.Regexp, text string) (found, bool, error) {
	m, err := twice(func() (*regexp2.Match, error) { return re.FindStringMatch(text) })
	if err != nil {
		return found{}, false, fmt.Errorf("search: %w", err)
	}
	if m == nil {
		return found{}, false, nil
	}
	start, _ := m.ByteRange()
	f := found{start: start}
	for _, g := range m.Groups() {
		if value := g.String(); value != "" && isWord(g.Name) {
			f.groups = append(f.groups, group{g.Name, value})
		}
	}
	return f, true, nil
}

// twice searches once more when a search ran out of time: a process that was stopped or starved meanwhile must give the same report as any other run. What is
// too much work runs out of time again.
func twice(search func() (*regexp2.Match, error)) (*regexp2.Match, error) {
	m, err := search()
	if err != nil {
		m, err = search()
	}
	return m, err
}

// isWord tells a group's name from its number.
func isWord(name string) bool { return name != "" && (name[0] < '0' || name[0] > '9') }

// names returns the named groups of the expression.
func (p *pattern) names() []string {
	if p.compile() != nil {
		return nil
	}
	var list []string
	if p.plain != nil {
		list = p.plain.SubexpNames()
	} else {
		list = p.full.GetGroupNames()
	}
	out := list[:0:0]
	for _, name := range list {
		if isWord(name) {
			out = append(out, name)
		}
	}
	return out
}
