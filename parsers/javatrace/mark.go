package javatrace

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// markKind says what a trace mark is.
type markKind uint8

const (
	markEnd        markKind = iota // end of the text
	markFrame                      // at a.b.C.d(C.java:1)
	markCaused                     // Caused by: class
	markWrapped                    // Wrapped by: class (root-first rendering of logback)
	markSuppressed                 // Suppressed: class
	markMore                       // ... 12 more, [CIRCULAR REFERENCE:...]
	markTraceback                  // Traceback (most recent call last):
	markServerEnd                  // End of exception on server side
)

// mark is a place in the text that only a trace has.
type mark struct {
	kind     markKind
	from, to int
	name     name   // class of markCaused, markWrapped and markSuppressed
	frame    string // of markFrame
}

// next returns the first mark from i on.
func (p *parser) next(i int) mark {
	s := p.s
	for ; i < len(s); i++ {
		var m mark
		switch s[i] {
		case 'a':
			m = p.frameMark(i)
		case 'C':
			m = p.causeMark(i, markCaused, "Causedby")
		case 'W':
			m = p.causeMark(i, markWrapped, "Wrappedby")
		case 'S':
			m = p.causeMark(i, markSuppressed, "Suppressed")
		case '.':
			m = moreMark(s, i)
		case '[':
			m = circularMark(s, i)
		case 'T':
			if to := loose(s, i, "Traceback(mostrecentcalllast):"); to > 0 {
				m = mark{kind: markTraceback, from: i, to: to}
			}
		case 'E':
			if p.server >= 0 && strings.HasPrefix(s[i:], serverEnd) {
				m = mark{kind: markServerEnd, from: i, to: lineEnd(s, i)}
			}
		}
		if m.kind != markEnd {
			return m
		}
	}
	return mark{kind: markEnd, from: len(s), to: len(s)}
}

// serverEnd closes the trace that a REST error quotes. Source: apache/flink flink-runtime
// rest/handler/AbstractRestHandler and util/ExceptionUtils "<Exception on server side:".
const (
	serverBegin = "Exception on server side"
	serverEnd   = "End of exception on server side"
)

func lineEnd(s string, i int) int {
	if n := strings.IndexByte(s[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(s)
}

// loose matches word at i with white space allowed anywhere between its letters and returns the offset behind it, 0 when it does not match.
// Within a word of the phrase only a line end may stand.
func loose(s string, i int, word string) int {
	for k := 0; k < len(word); k++ {
		if k > 0 && i < len(s) && isSpace(s[i]) {
			w := skipSpace(s, i)
			if !phraseGap(word, k) && strings.IndexByte(s[i:w], '\n') < 0 {
				return 0
			}
			i = w
		}
		if i >= len(s) || s[i] != word[k] {
			return 0
		}
		i++
	}
	return i
}

// phraseGap tells whether a blank belongs before letter k of the phrase.
func phraseGap(word string, k int) bool {
	switch word {
	case "Causedby":
		return k == len("Caused")
	case "Wrappedby":
		return k == len("Wrapped")
	case "commonframesomitted":
		return k == len("common") || k == len("commonframes")
	case "Suppressed", "more":
		return false
	}
	return true
}

// causeMark reads "Caused by:" and its relatives together with the class behind it.
func (p *parser) causeMark(i int, kind markKind, phrase string) mark {
	j := causeColon(p.s, i, phrase)
	if j == 0 {
		return mark{}
	}
	_, atStart := p.indent(i)
	if !atStart && p.cur < 0 && p.traceStart() == len(p.s) && !p.headed() {
		return mark{} // a quoted cause in a message without a trace: the message stays whole
	}
	m := mark{kind: kind, from: i}
	at := skipSpace(p.s, j)
	bracket := at < len(p.s) && p.s[at] == '['
	if bracket {
		at++
	}
	if strings.HasPrefix(p.s[at:], "CIRCULAR") {
		return mark{kind: markMore, from: i, to: lineEnd(p.s, i)}
	}
	n, ok := readName(p.s, at, true)
	switch {
	case ok && n.dots > 0 && (n.colon || n.last || n.known || bracket), ok && n.dots == 0 && n.known && (n.colon || n.last):
		m.name, m.to = n, n.text
		return m
	case atStart && p.cur >= 0:
		m.to = at
		return m
	}
	return p.tightCause(m, at)
}

// headed tells whether the text begins with an exception.
func (p *parser) headed() bool {
	n, ok := readName(p.s, skipSpace(p.s, 0), false)
	return ok && n.dots > 0 && n.known && n.colon
}

// causeColon returns the offset behind the colon of the phrase at i, 0 when it does not stand there.
func causeColon(s string, i int, phrase string) int {
	if i+1 >= len(s) || s[i+1] != phrase[1] && s[i+1] != '\n' {
		return 0
	}
	j := loose(s, i, phrase)
	if j == 0 {
		return 0
	}
	j = skipSpace(s, j)
	switch {
	case j >= len(s):
		return 0
	case s[j] == ':', s[j] == ';':
		return j + 1
	case strings.HasPrefix(s[j:], "："):
		return j + len("：")
	}
	return 0
}

// tightCause accepts a class that is directly followed by a frame: "Caused by: com.acme.ShardClosed at com.acme...".
func (p *parser) tightCause(m mark, at int) mark {
	n, ok := readName(p.s, at, true)
	if !ok || n.dots == 0 {
		return mark{}
	}
	if k := skipSpace(p.s, n.to); k < len(p.s) && p.s[k] == 'a' && p.frameMark(k).kind == markFrame {
		m.name, m.to = n, n.to
		return m
	}
	return mark{}
}

// traceStart returns the offset of the first frame or "... n more".
func (p *parser) traceStart() int {
	if p.firstTrace >= 0 {
		return p.firstTrace
	}
	p.firstTrace = len(p.s)
	for i := 0; i < len(p.s); i++ {
		if p.s[i] == 'a' && p.frameMark(i).kind == markFrame || p.s[i] == '.' && moreMark(p.s, i).kind == markMore {
			p.firstTrace = i
			break
		}
	}
	return p.firstTrace
}

// moreMark reads "... 12 more" and "... 12 common frames omitted".
func moreMark(s string, i int) mark {
	if i+1 >= len(s) || s[i+1] != '.' && s[i+1] != '\n' || i > 0 && s[i-1] == '.' {
		return mark{}
	}
	j := loose(s, i, "...")
	if j == 0 {
		return mark{}
	}
	j = skipSpace(s, j)
	k := j
	for k < len(s) && (lex.IsDigit(s[k]) || s[k] == '\n' && k > j && k-j < 8) {
		k++
	}
	if k == j {
		return mark{}
	}
	k = skipSpace(s, k)
	to := loose(s, k, "more")
	if to == 0 {
		to = loose(s, k, "commonframesomitted")
	}
	if to == 0 {
		return mark{}
	}
	return mark{kind: markMore, from: i, to: to}
}

func circularMark(s string, i int) mark {
	if !strings.HasPrefix(s[i:], "[CIRCULAR REFERENCE") {
		return mark{}
	}
	end := lineEnd(s, i)
	if n := strings.IndexByte(s[i:end], ']'); n >= 0 {
		end = i + n + 1
	}
	return mark{kind: markMore, from: i, to: end}
}
