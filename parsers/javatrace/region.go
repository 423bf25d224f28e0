package javatrace

import "strings"

// region works the text between the last mark and the next one into the message or the chain.
func (p *parser) region(from int, next mark) {
	to := next.from
	switch {
	case p.cur >= 0 && p.inFrames:
		p.behindFrames(from, to, next)
	case p.cur >= 0:
		p.elements[p.cur].text = span{from, to}
		if strings.Contains(p.s[from:to], serverBegin) {
			p.server = p.cur
		}
	default:
		p.messageRegion(from, to, next)
	}
}

// messageRegion splits text before the first element into message and the element's head.
func (p *parser) messageRegion(from, to int, next mark) {
	h, ok := p.header(from, to, next)
	if !ok {
		p.keep(from, to)
		return
	}
	p.keep(from, h.from)
	p.push(element{class: h.class, at: h.from, text: span{h.text, to}})
	if strings.Contains(p.s[h.text:to], serverBegin) {
		p.server = p.cur
	}
}

// behindFrames reads what follows a frame: packaging data that nobody could read, a second trace, or text that came with the record.
func (p *parser) behindFrames(from, to int, next mark) {
	if isBlank(p.s[from:to]) {
		return
	}
	h, ok := p.header(from, to, next)
	end := to
	if ok {
		end = h.from
	}
	p.leftover(from, end)
	if ok {
		p.suppressed = -1
		p.push(element{class: h.class, at: h.from, text: span{h.text, to}})
		if strings.Contains(p.s[h.text:to], serverBegin) {
			p.server = p.cur
		}
	}
}

// leftover keeps the text behind a frame that is worth keeping: lines of their own that are no torn packaging data.
func (p *parser) leftover(from, to int) {
	first := true
	for from < to {
		end := min(lineEnd(p.s, from), to)
		line := strings.TrimSpace(p.s[from:end])
		if line != "" && !isDebris(line, first) {
			p.keep(from, end)
		}
		from, first = end+1, false
	}
}

// isDebris tells whether text behind a frame is packaging data or a piece of it. inline text stands on the frame's own line.
func isDebris(line string, inline bool) bool {
	if strings.IndexFunc(line, func(r rune) bool { return r >= 0x80 || isIdent(byte(r)) }) < 0 {
		return true
	}
	if strings.HasPrefix(line, "- locked <") || strings.HasPrefix(line, "- waiting ") || strings.HasPrefix(line, "- parking ") {
		return false
	}
	if line[0] == '~' || line[0] == ':' || strings.HasSuffix(line, "]") || strings.HasSuffix(line, ")") && !strings.Contains(line, " ") {
		return inline || !strings.Contains(line, " ")
	}
	return inline && (len(line) < 40 || line[0] == '[')
}

func isBlank(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isSpace(s[i]) {
			return false
		}
	}
	return true
}

// header finds the head of a printed element in [from,to): its class. next is the mark that ends the range.
func (p *parser) header(from, to int, next mark) (name, bool) {
	c := candidates{from: from, framed: next.kind == markFrame}
	p.names(from, to, func(n name) bool {
		c.add(p, n, to)
		return true
	})
	printed := next.kind != markEnd && next.kind != markTraceback
	switch {
	case c.line.class != "" && c.inline.class != "" && c.inline.from < c.line.from && printed && p.wrapped(&c, next):
		return c.inline, true
	case c.line.class != "":
		return c.line, true
	case c.inline.class != "" && (printed || p.inFrames):
		return c.inline, true
	case next.kind != markFrame:
		return name{}, false
	case c.odd.class != "":
		return c.odd, true
	case c.bare.class != "":
		return c.bare, true
	case c.lost.class != "" && !p.inFrames:
		return c.lost, true
	}
	return name{}, false
}

// wrapped tells whether only a wrap put the second class at the start of its line: nothing stands between the two, or the trace that
// follows is not one frame a line.
func (p *parser) wrapped(c *candidates, next mark) bool {
	_, atStart := p.indent(next.from)
	return !atStart || isBlank(p.s[c.inline.text:c.line.from])
}

// candidates are the classes that may head an element, the first of each kind but odd, which is the last.
type candidates struct {
	from   int  // where the text begins
	framed bool // a frame follows the text
	line   name // qualified, known ending, begins a line
	inline name // the same inside a line
	odd    name // qualified, without the usual ending
	bare   name // unqualified, known ending, begins a line
	lost   name // the same inside a line
}

func (c *candidates) add(p *parser, n name, to int) {
	if !n.colon && !n.last {
		return
	}
	// A wrap may bring a class to the start of a line that a message quotes.
	start := p.startsLine(n.from) && strings.Count(p.s[c.from:n.from], `"`)%2 == 0
	switch {
	case n.dots > 0 && n.known && start:
		set(&c.line, n)
	case n.known && n.spare() && (n.colon || p.leadsIn(n.from) || c.framed && isBlank(p.s[n.to:to])):
		set(&c.inline, n)
	case n.dots == 0 && n.known && start && len(n.class) > len("Exception"):
		set(&c.bare, n)
	case n.dots == 0 && n.known && n.colon && len(n.class) > len("Exception"):
		set(&c.lost, n)
	case n.dots > 0 && !n.known && n.class != "java.lang.Thread.State" && p.closes(n, to) && (start || n.dots > 1 && p.leadsIn(n.from)):
		c.odd = n
	}
}

func set(dst *name, n name) {
	if dst.class == "" {
		*dst = n
	}
}

// closes tells whether no line end stands between the class and the mark behind it.
func (p *parser) closes(n name, to int) bool {
	return !strings.Contains(strings.TrimSpace(p.s[n.text:max(n.text, to)]), "\n")
}

// startsLine tells whether nothing but blanks, list marks or "Exception in thread" stands before i on its line.
func (p *parser) startsLine(i int) bool {
	const furthest = 256 // thread names are shorter
	start := max(0, i-furthest)
	if n := strings.LastIndexByte(p.s[start:i], '\n'); n >= 0 {
		start += n + 1
	} else if start > 0 {
		return false
	}
	before := strings.TrimLeft(p.s[start:i], " \t-:>|#*\r")
	return before == "" || strings.HasPrefix(before, "Exception in thread") && strings.Count(before, `"`) == 2 &&
		strings.HasSuffix(strings.TrimRight(before, " \t"), `"`)
}

// leadWords are the words before a class that say that it was thrown.
var leadWords = [...]string{"by", "to", "of", "with", "exception", "Exception", "error", "Error", "cause", "got", "threw", "throws", "thrown", "is"}

// leadsIn tells whether the text before i announces an exception: a colon, or a word such as "by".
func (p *parser) leadsIn(i int) bool {
	before := strings.TrimRight(p.s[max(0, i-40):i], " \t\r\n")
	if before == "" || strings.HasSuffix(before, ":") || strings.HasSuffix(before, "：") {
		return true
	}
	for _, word := range leadWords {
		if rest, ok := strings.CutSuffix(before, word); ok && (rest == "" || rest[len(rest)-1] == ' ') {
			return true
		}
	}
	return false
}

// names calls yield for every class name in [from,to), left to right, until it returns false.
func (p *parser) names(from, to int, yield func(name) bool) {
	s := p.s[:to]
	for i := from; i < to; {
		if !isIdent(s[i]) {
			i++
			continue
		}
		end := i
		for end < to && isIdent(s[end]) {
			end++
		}
		if i > 0 && !mayPrecede(s[i-1]) || !worthReading(s, i, end) {
			i = end
			continue
		}
		n, ok := readName(s, i, false)
		if !ok {
			i = end
			continue
		}
		if !yield(n) {
			return
		}
		i = max(end, n.to)
	}
}

// mayPrecede tells whether a class name may begin behind c.
func mayPrecede(c byte) bool {
	switch c {
	case '.', '-', '/', '@', '*', '\\', '#', '+', '~', '%', '&', '?':
		return false
	}
	return true
}

// worthReading is a cheap test whether a class name may begin with the word [i,end).
func worthReading(s string, i, end int) bool {
	switch {
	case end >= len(s):
		return isThrowable(s[i:end])
	case s[end] == '.':
		return true
	case isThrowable(s[i:end]):
		return true
	case s[end] == '\n':
		return end-i < len("kotlinx") || isUpper(s[i])
	case s[end] == ' ':
		return end+1 < len(s) && (s[end+1] == '.' || s[end+1] == '\n') && isTop(s[i:end])
	}
	return false
}
