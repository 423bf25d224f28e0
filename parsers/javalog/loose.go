package javalog

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/javalog/stamp"
)

// Loose returns the layout for heads that no other one composes: a date, then a level within the first columns. It is asked after all others, so that a pattern
// nobody has foreseen does not make its ERROR lines the rest of the record before them.
func Loose() []parsers.Layout { return []parsers.Layout{layout{"java-log", loose}} }

const (
	// looseColumns bounds how far behind the date the level may stand, looseWords the words before it that are in no brackets: a thread, a host, a logger.
	looseColumns = 160
	looseWords   = 3
)

func loose(c cursor) (parsers.Head, bool) {
	indented := c.i > 0
	s, ok := c.looseStamp()
	if !ok || indented || s.Style == stamp.StyleCompact || !s.Time.Known() {
		return parsers.Head{}, false
	}
	if probe := c; isDigit(probe.peek()) {
		if _, ok := probe.stamp(); ok { // the line's own time; the first was put before it by who showed or shipped it
			return parsers.Head{}, false
		}
	}
	head := parsers.Head{Time: s.Time}
	limit := min(len(c.b), c.i+looseColumns)
	for words := 0; c.i < limit && head.Level == parsers.LevelUnknown; {
		start := c.i
		part, fenced := c.loosePart()
		switch {
		case len(part) == 0:
			c.i = max(c.i, start+1) // a bar, an empty pair of brackets, a blank
			continue
		case !fenced && start > 0 && c.b[start-1] == '\t':
			fenced = c.peek() == '\t'
		}
		if head.Level, ok = looseLevel(part, fenced); ok {
			break
		}
		if words++; words > looseWords && !fenced {
			return parsers.Head{}, false
		}
		if isQualified(part, 2) {
			head.Logger = loggerName(part)
		}
	}
	// A thread in brackets behind the level is the mark of the StarRocks FE.
	if probe := c; head.Level == parsers.LevelUnknown || probe.blanks() > 0 && probe.peek() == '(' {
		return parsers.Head{}, false
	}
	c.behindLevel(&head)
	head.Component, head.Body = componentOf(head.Logger), c.i
	return head, true
}

// loosePart takes what stands in a pair of brackets, which is fenced, or a word.
func (c *cursor) loosePart() (part []byte, fenced bool) {
	for _, pair := range [...]string{"[]", "()", "{}"} {
		if inner, ok := c.bracket(pair[0], pair[1]); ok {
			return bytes.TrimSpace(inner), true
		}
	}
	return c.looseWord(), false
}

// looseStamp takes a date, bare or in brackets.
func (c *cursor) looseStamp() (stamp.Stamp, bool) {
	c.eat('[')
	s, ok := c.stamp()
	c.eat(']')
	return s, ok
}

// looseWord takes what may be a level, a thread or a logger.
func (c *cursor) looseWord() []byte {
	start := c.i
	for c.i < len(c.b) && (isLoggerPart(c.b[c.i]) || c.b[c.i] == ':' && c.i+1 < len(c.b) && isDigit(c.b[c.i+1])) {
		c.i++
	}
	return c.b[start:c.i]
}

// looseLevel reads a level in capitals, or in small letters between brackets or tabs.
func looseLevel(word []byte, fenced bool) (parsers.Level, bool) {
	l := cursor{b: word}
	if level, ok := l.level(); ok && l.end() {
		return level, true
	}
	if !fenced || len(word) > len("CRITICAL") {
		return parsers.LevelUnknown, false
	}
	l = cursor{b: bytes.ToUpper(word)}
	level, ok := l.level()
	return level, ok && l.end()
}

// behindLevel takes a logger that follows the level and the marks before the message.
func (c *cursor) behindLevel(head *parsers.Head) {
	c.marks()
	if head.Logger != "" {
		return
	}
	start := c.i
	name := c.looseWord()
	if !isQualified(name, 2) {
		c.i = start
		return
	}
	head.Logger = loggerName(name)
	c.marks()
}

// marks skips brackets that close or open, bars, colons, dashes and blanks.
func (c *cursor) marks() {
	for c.i < len(c.b) && strings.IndexByte("])|: \t-", c.b[c.i]) >= 0 {
		c.i++
	}
}
