package javalog

import (
	"bytes"

	"github.com/flinkdoctor/flinkdoctor/parsers/javalog/stamp"
)

// cursor walks over the head of a line. It never leaves the line and allocates nothing.
type cursor struct {
	b []byte
	i int
}

// maxIndent bounds the blanks before a head: pasted logs are indented.
const maxIndent = 24

// newCursor returns a cursor behind the indentation of line.
func newCursor(line []byte) cursor {
	c := cursor{b: line}
	if bytes.HasPrefix(line, []byte("\ufeff")) {
		c.i = len("\ufeff")
	}
	for c.i < len(line) && c.i < maxIndent && (line[c.i] == ' ' || line[c.i] == '\t') {
		c.i++
	}
	return c
}

// mayBegin is a cheap test of the first byte: a digit of a date, a bracket, or a capital of a level or month.
func (c *cursor) mayBegin() bool {
	switch b := c.peek(); {
	case b >= '0' && b <= '9', b == '[', b >= 'A' && b <= 'Z', b >= 0x80:
		return true
	}
	return false
}

func (c *cursor) peek() byte {
	if c.i < len(c.b) {
		return c.b[c.i]
	}
	return 0
}

func (c *cursor) end() bool { return c.i >= len(c.b) }

// blanks skips blanks and returns how many there were.
func (c *cursor) blanks() int {
	start := c.i
	for c.i < len(c.b) && (c.b[c.i] == ' ' || c.b[c.i] == '\t' || c.b[c.i] == '\r') {
		c.i++
	}
	return c.i - start
}

// eat takes one byte if it is next.
func (c *cursor) eat(b byte) bool {
	if c.i < len(c.b) && c.b[c.i] == b {
		c.i++
		return true
	}
	return false
}

// eatWord takes a literal if it is next.
func (c *cursor) eatWord(word string) bool {
	if len(c.b)-c.i >= len(word) && string(c.b[c.i:c.i+len(word)]) == word {
		c.i += len(word)
		return true
	}
	return false
}

// dash takes the dash between head and message, which writing programs like to lengthen, and one blank behind it. A dash inside a word is
// none.
func (c *cursor) dash() bool {
	start := c.i
	if !c.eat('-') && !c.eatWord("–") && !c.eatWord("—") {
		return false
	}
	if c.end() || c.eat(' ') || c.b[c.i] == '\r' {
		return true
	}
	c.i = start
	return false
}

// stamp takes a timestamp and the blanks behind it.
func (c *cursor) stamp() (stamp.Stamp, bool) {
	if b := c.peek(); b < '0' || b > '9' {
		return stamp.Stamp{}, false
	}
	s, ok := stamp.Parse(c.b[c.i:])
	if !ok {
		return s, false
	}
	c.i += s.Len
	c.blanks()
	return s, true
}

// maxBracket bounds the bytes between brackets: thread names quote whole operator chains.
const maxBracket = 400

// bracket takes a balanced pair of brackets and returns what stands in it.
func (c *cursor) bracket(open, close byte) ([]byte, bool) {
	if c.peek() != open {
		return nil, false
	}
	depth := 0
	for j := c.i; j < len(c.b) && j-c.i < maxBracket; j++ {
		switch c.b[j] {
		case open:
			depth++
		case close:
			if depth--; depth == 0 {
				inner := c.b[c.i+1 : j]
				c.i = j + 1
				return inner, true
			}
		}
	}
	return nil, false
}

// logger takes a logger's name, whole or abbreviated. A blank that an OCR program put behind a dot is skipped; the name then still has it.
func (c *cursor) logger() []byte {
	start := c.i
	for c.i < len(c.b) && c.i-start < maxBracket {
		b := c.b[c.i]
		if isLoggerPart(b) {
			c.i++
			continue
		}
		if b == ' ' && c.i > start && c.b[c.i-1] == '.' && c.i+1 < len(c.b) && isLetter(c.b[c.i+1]) {
			c.i++
			continue
		}
		break
	}
	return c.b[start:c.i]
}

func isLoggerPart(b byte) bool {
	return isLetter(b) || b >= '0' && b <= '9' || b == '.' || b == '_' || b == '$' || b == '-' || b == '/' || b == '@'
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }
func isDigit(b byte) bool  { return b >= '0' && b <= '9' }

// isQualified tells whether a name has at least n dots and begins and ends like a logger's.
func isQualified(name []byte, n int) bool {
	if len(name) == 0 || !isLetter(name[0]) && name[0] != '0' || bytes.Count(name, []byte(".")) < n {
		return false
	}
	last := name[len(name)-1]
	return isLetter(last) || isDigit(last) || last == '$' || last == '_'
}
