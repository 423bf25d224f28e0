// Package javatrace reads exception chains out of text, however the trace was rendered: one line a frame as log4j and logback print it,
// flattened to one line, hard-wrapped anywhere, escaped inside a JSON string, or retyped by an OCR program. The same trace gives the same
// chain from all of them. It knows traces only: no log heads and no rules may enter.
package javatrace

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Parse reads body, a record's text behind its head with lines joined by "\n". It returns the text that is no trace (white space as it
// stood) and the exception chain, outermost first, nil when there is none.
//
// An element is printed (it has a line of its own, "Caused by:" or stack frames) or quoted: a qualified class inside a message, followed by
// a colon or the end, becomes an element without frames behind the one whose message quotes it, unless a later element has that class.
// So org.apache.flink.util.SerializedThrowable, RuntimeException(cause) and Spring's "nested exception is" all give the real class an
// element, and the outer element keeps its whole message. A message that merely quotes an exception is returned whole.
//
// Stack frames without any class give an element whose Class is "". Parse is a pure function and safe for concurrent use.
func Parse(body string) (message string, chain []parsers.Exception) {
	p := &parser{text: normalise(body), cur: -1, suppressed: -1, firstTrace: -1, server: -1}
	p.run()
	return p.message(), p.chain()
}

// maxChain bounds the elements of a chain; of a longer one the middle is dropped.
const maxChain = 64

// span is a range of the normalised text.
type span struct{ from, to int }

// element is one printed exception.
type element struct {
	class      string
	at         int // where it begins
	text       span
	frames     []string
	suppressed bool
	python     bool
}

// parser walks over the text once, from trace mark to trace mark.
type parser struct {
	text
	elements []element
	pieces   []span // of the message
	cur      int    // the element that receives text and frames, -1 for the message
	inFrames bool   // frames of cur were seen
	// suppressed is the indentation of the "Suppressed:" line whose block is open, -1 when none is.
	suppressed int
	// firstTrace is the first mark that only a printed trace has, len(text) when there is none, -1 when not looked for yet.
	firstTrace int
	// server is the element whose message quotes a trace of the server side, -1 when none does.
	server int
}

func (p *parser) run() {
	from := 0
	for {
		m := p.next(from)
		p.region(from, m)
		if m.kind == markEnd {
			return
		}
		from = p.apply(m)
	}
}

// apply works a mark into the chain and returns where the text goes on.
func (p *parser) apply(m mark) int {
	switch m.kind {
	case markFrame:
		p.addFrame(m)
	case markCaused, markWrapped:
		p.addCause(m)
	case markSuppressed:
		indent, atStart := p.indent(m.from)
		if !atStart {
			p.suppressed = -1
		} else if p.suppressed < 0 || indent < p.suppressed {
			p.suppressed = indent
		}
		p.push(element{class: m.name.class, at: m.from, suppressed: true})
	case markTraceback:
		return p.python(m)
	case markMore:
		p.inFrames = p.cur >= 0
	case markServerEnd:
		if p.server >= 0 && p.server < len(p.elements) {
			p.cur, p.inFrames = p.server, true
		}
	}
	return m.to
}

func (p *parser) addFrame(m mark) {
	if p.cur < 0 {
		p.push(element{at: m.from})
	}
	if e := &p.elements[p.cur]; e.python && len(e.frames) > 0 {
		p.leavePython()
	}
	e := &p.elements[p.cur]
	p.inFrames = true
	if len(e.frames) < parsers.MaxFrames {
		e.frames = append(e.frames, m.frame)
	}
}

func (p *parser) addCause(m mark) {
	e := element{class: m.name.class, at: m.from}
	if indent, atStart := p.indent(m.from); p.suppressed > 0 && atStart && indent >= p.suppressed {
		e.suppressed = true
	} else {
		p.suppressed = -1
	}
	if m.kind == markWrapped && p.cur >= 0 {
		p.insert(0, e)
		return
	}
	p.push(e)
}

// push appends an element; the text that follows is its message.
func (p *parser) push(e element) { p.insert(len(p.elements), e) }

func (p *parser) insert(i int, e element) {
	p.elements = append(p.elements, element{})
	copy(p.elements[i+1:], p.elements[i:])
	p.elements[i] = e
	if p.server >= i {
		p.server++
	}
	p.cur, p.inFrames = i, false
}

// message joins the pieces of text that belong to no element.
func (p *parser) message() string {
	if len(p.pieces) == 1 {
		return p.s[p.pieces[0].from:p.pieces[0].to]
	}
	var b strings.Builder
	for i, piece := range p.pieces {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.s[piece.from:piece.to])
	}
	return b.String()
}

// keep adds text to the message.
func (p *parser) keep(from, to int) {
	for from < to && isSpace(p.s[from]) {
		from++
	}
	for to > from && isSpace(p.s[to-1]) {
		to--
	}
	if from < to {
		p.pieces = append(p.pieces, span{from, to})
	}
}

// indent returns the white space before i on its line; atStart is false when something else stands there.
func (p *parser) indent(i int) (n int, atStart bool) {
	for i > 0 && p.s[i-1] != '\n' {
		i--
		if !isSpace(p.s[i]) {
			return 0, false
		}
		n++
	}
	return n, true
}
