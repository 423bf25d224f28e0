package javalog

import (
	"bytes"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/javalog/stamp"
)

// maxParts bounds the parts of a head.
const maxParts = 9

// general reads heads that people compose of date, level, thread and logger in any order and brackets: "[INFO] [date][logger]msg",
// "date [thread] [LEVEL] logger msg", "[dinky] date CST LEVEL logger 160 method - msg", "date - logger - LEVEL - msg". Date and level must
// both be there, and the level a word of capitals, bare or alone in brackets.
func general(c cursor) (parsers.Head, bool) {
	g := generalHead{}
	for parts := 0; parts < maxParts && g.part(&c); parts++ {
		c.blanks()
	}
	if !g.dated || !g.leveled || g.refused {
		return parsers.Head{}, false
	}
	head := parsers.Head{Time: g.at, Level: g.level, Logger: loggerName(g.logger), Thread: trimmed(g.thread), Body: c.i}
	head.Component = componentOf(head.Logger)
	return head, true
}

// generalHead is what was found so far.
type generalHead struct {
	dated, leveled bool
	refused        bool // the line belongs to another family
	separated      bool // the last part was a dash behind date and level: the message begins
	at             parsers.Time
	level          parsers.Level
	logger, thread []byte
}

// part takes one part of the head; false means that the message begins or that the line is no head.
func (g *generalHead) part(c *cursor) bool {
	switch b := c.peek(); {
	case c.end() || g.refused || g.separated:
		return false
	case !g.dated && isDigit(b):
		return g.date(c)
	case b == '[':
		return g.bracketed(c)
	case b == '(':
		// A thread behind the level is the mark of the StarRocks FE; Quarkus puts it behind a logger in brackets.
		if g.leveled && g.logger == nil {
			g.refused = true
			return false
		}
		return g.quarkusThread(c)
	case b == '-' || b == '|':
		return g.separator(c, b)
	case !g.leveled && b >= 'A' && b <= 'Z':
		return g.bareLevel(c)
	case g.dated && g.logger == nil && isLetter(b):
		return g.bareLogger(c)
	}
	return false
}

func (g *generalHead) date(c *cursor) bool {
	s, ok := c.stamp()
	if !ok || s.Style == stamp.StyleCompact {
		return false
	}
	g.dated, g.at = true, s.Time
	return true
}

// bracketed takes a date, a level, a logger or a thread in brackets.
func (g *generalHead) bracketed(c *cursor) bool {
	start := c.i
	inner, ok := c.bracket('[', ']')
	if !ok {
		return false
	}
	in := cursor{b: inner}
	in.blanks()
	if !g.dated {
		if s, ok := in.stamp(); ok && in.end() && s.Style != stamp.StyleCompact {
			g.dated, g.at = true, s.Time
			return true
		}
	}
	if level, ok := in.level(); ok && !g.leveled {
		in.blanks()
		if in.end() {
			g.leveled, g.level = true, level
			return true
		}
	}
	switch {
	case g.logger == nil && isQualified(inner, 2) && bytes.IndexByte(inner, ' ') < 0:
		g.logger = inner
	case g.thread == nil && !(g.dated && g.leveled && g.logger != nil):
		g.thread = inner
	default:
		c.i = start // brackets of the message
		return false
	}
	return true
}

func (g *generalHead) quarkusThread(c *cursor) bool {
	if !g.dated || !g.leveled || g.thread != nil {
		return false
	}
	inner, ok := c.bracket('(', ')')
	if ok {
		g.thread = inner
		c.eat(' ')
	}
	return false
}

// separator takes a dash or bar that stands alone.
func (g *generalHead) separator(c *cursor, b byte) bool {
	if b == '|' {
		return c.eat('|')
	}
	if !c.dash() {
		return false
	}
	g.separated = g.dated && g.leveled
	return true
}

func (g *generalHead) bareLevel(c *cursor) bool {
	level, ok := c.level()
	if !ok {
		return false
	}
	if b := c.peek(); !c.end() && b != ' ' && b != '\t' && b != ':' && b != '[' && b != '|' && b != '\r' {
		return false
	}
	c.eat(':')
	g.leveled, g.level = true, level
	return true
}

// bareLogger takes a qualified logger; before the level any single word passes as one when a dash follows, as Python writes it.
func (g *generalHead) bareLogger(c *cursor) bool {
	start := c.i
	name := c.logger()
	if !isQualified(name, 2) {
		probe := *c
		probe.blanks()
		if g.leveled || len(name) == 0 || !probe.dash() {
			c.i = start
			return false
		}
	}
	g.logger = name
	if g.leveled {
		g.behindLogger(c)
	}
	return true
}

// behindLogger takes a colon, or the line number and method of "logger 160 method - msg".
func (g *generalHead) behindLogger(c *cursor) {
	if c.eat(':') {
		g.separated = true
		return
	}
	probe := *c
	probe.blanks()
	if !isDigit(probe.peek()) {
		return
	}
	for isDigit(probe.peek()) {
		probe.i++
	}
	probe.blanks()
	probe.logger()
	probe.blanks()
	if probe.dash() {
		*c, g.separated = probe, true
	}
}
