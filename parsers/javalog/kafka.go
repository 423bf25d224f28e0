package javalog

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/javalog/stamp"
)

// kafka is the layout of Kafka brokers, Kafka Connect and the command-line tools: "[%d] %p %m (%c)%n". The logger stands behind the message.
// Source: apache/kafka config/log4j.properties, config/connect-log4j.properties.
type kafka struct{ layout }

func kafkaHead(c cursor) (parsers.Head, bool) {
	if !c.eat('[') {
		return parsers.Head{}, false
	}
	s, ok := c.stamp()
	if !ok || s.Style != stamp.StyleDash || !c.eat(']') || c.blanks() == 0 {
		return parsers.Head{}, false
	}
	level, ok := c.level()
	if !ok || c.blanks() == 0 && !c.end() || c.peek() == '(' {
		return parsers.Head{}, false
	}
	rest := c
	if name := rest.logger(); isQualified(name, 2) {
		if rest.blanks(); rest.dash() || rest.eat(':') || rest.context() {
			return parsers.Head{}, false
		}
	}
	head := parsers.Head{Time: s.Time, Level: level, Component: parsers.ComponentJava, Body: c.i}
	if from := trailing(c.b[c.i:], '(', ')'); from >= 0 {
		head.Logger = withoutLine(c.b[c.i+from:])
		head.Component = componentOf(head.Logger)
	}
	return head, true
}

// Finish takes the logger off the end of the message.
func (k kafka) Finish(event *parsers.Event, text string) {
	k.layout.Finish(event, text)
	takeLogger(event, text, '(', ')')
}

// debezium is the layout of Debezium's Kafka Connect image: "%d{ISO8601} %-5p  %X{dbz.connectorType}|%X{dbz.connectorName}|
// %X{dbz.connectorContext}  %m   [%c]". Outside a connector the bars stand alone.
type debezium struct{ layout }

func debeziumHead(c cursor) (parsers.Head, bool) {
	s, ok := c.stamp()
	if !ok || s.Style != stamp.StyleDash {
		return parsers.Head{}, false
	}
	level, ok := c.level()
	if !ok || c.blanks() == 0 || !c.bars() {
		return parsers.Head{}, false
	}
	c.blanks()
	head := parsers.Head{Time: s.Time, Level: level, Component: parsers.ComponentJava, Body: c.i}
	if from := trailing(c.b[c.i:], '[', ']'); from >= 0 {
		head.Logger = withoutLine(c.b[c.i+from:])
		head.Component = componentOf(head.Logger)
	}
	return head, true
}

// bars takes a word with exactly two bars.
func (c *cursor) bars() bool {
	start, bars := c.i, 0
	for c.i < len(c.b) && c.b[c.i] != ' ' && c.i-start < maxBracket {
		if c.b[c.i] == '|' {
			bars++
		}
		c.i++
	}
	return bars == 2
}

// Finish takes the logger off the end of the message.
func (d debezium) Finish(event *parsers.Event, text string) {
	d.layout.Finish(event, text)
	takeLogger(event, text, '[', ']')
}

// trailing returns the offset of a qualified name in brackets at the end of a line, opening bracket included, -1 when there is none.
func trailing(line []byte, open, close byte) int {
	line = trimRight(line)
	if len(line) == 0 || line[len(line)-1] != close {
		return -1
	}
	from := bytes.LastIndexByte(line, open)
	if from < 0 || !isQualified(nameBehind(line[from+1:len(line)-1]), 1) || bytes.IndexByte(line[from:], ' ') >= 0 {
		return -1
	}
	return from
}

// nameBehind cuts the line number off a logger.
func nameBehind(b []byte) []byte {
	if i := bytes.LastIndexByte(b, ':'); i >= 0 {
		return b[:i]
	}
	return b
}

// withoutLine returns the logger of "(logger)" or "(logger:12)".
func withoutLine(b []byte) string {
	b = trimRight(b)
	return string(nameBehind(b[1 : len(b)-1]))
}

// takeLogger moves the logger from the end of the message, which may have several lines, into the event.
func takeLogger(event *parsers.Event, text string, open, close byte) {
	from := trailing([]byte(event.Message[max(0, len(event.Message)-maxBracket):]), open, close)
	if from < 0 {
		return
	}
	from += max(0, len(event.Message)-maxBracket)
	if event.Logger == "" {
		event.Logger = withoutLine([]byte(event.Message[from:]))
		event.Component = componentOf(event.Logger)
	}
	if strings.HasPrefix(event.Message[from+1:], event.Logger) {
		event.Message = strings.TrimSpace(event.Message[:from])
	}
}
