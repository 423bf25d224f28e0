package javalog

import (
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/javalog/stamp"
)

// streamPark reads StreamPark's logback patterns: the file's "%d{yyyy-MM-dd HH:mm:ss.SSS} %contextName [%thread] %-5level %logger{36}:%L -
// %msg%n" and the console's "%d{yyyy-MM-dd HH:mm:ss} | %-5level | %thread | %logger:%L] %msg%n". Source: apache/streampark
// streampark-console-service/src/main/resources/logback-spring.xml.
func streamPark(c cursor) (parsers.Head, bool) {
	s, ok := c.stamp()
	if !ok || s.Style != stamp.StyleDash {
		return parsers.Head{}, false
	}
	if c.eat('|') {
		return streamParkConsole(&c, s.Time)
	}
	if !c.eatWord("StreamPark") || c.blanks() == 0 {
		return parsers.Head{}, false
	}
	thread, ok := c.bracket('[', ']')
	if !ok {
		return parsers.Head{}, false
	}
	c.blanks()
	level, ok := c.level()
	if !ok {
		return parsers.Head{}, false
	}
	c.blanks()
	name := c.loggerAndLine()
	c.blanks()
	if !c.dash() && !c.end() {
		return parsers.Head{}, false
	}
	return parsers.Head{
		Time: s.Time, Level: level, Component: parsers.ComponentStreamPark, Logger: loggerName(name), Thread: string(thread), Body: c.i,
	}, true
}

// streamParkConsole reads what follows the first bar.
func streamParkConsole(c *cursor, at parsers.Time) (parsers.Head, bool) {
	c.blanks()
	level, ok := c.level()
	if !ok {
		return parsers.Head{}, false
	}
	c.blanks()
	if !c.eat('|') {
		return parsers.Head{}, false
	}
	c.blanks()
	start := c.i
	for c.i < len(c.b) && c.i-start < maxBracket && c.b[c.i] != '|' {
		c.i++
	}
	thread := trimRight(c.b[start:c.i])
	if !c.eat('|') {
		return parsers.Head{}, false
	}
	c.blanks()
	name := c.loggerAndLine()
	if !c.eat(']') && !c.end() {
		return parsers.Head{}, false
	}
	c.eat(' ')
	return parsers.Head{
		Time: at, Level: level, Component: parsers.ComponentStreamPark, Logger: loggerName(name), Thread: string(thread), Body: c.i,
	}, true
}

func trimRight(b []byte) []byte {
	for len(b) > 0 && (b[len(b)-1] == ' ' || b[len(b)-1] == '\t' || b[len(b)-1] == '\r') {
		b = b[:len(b)-1]
	}
	return b
}

// springBoot reads the default patterns of Spring Boot 1 to 3: "date LEVEL pid --- [app] [thread] logger : message". Source:
// spring-projects/spring-boot spring-boot/src/main/resources/org/springframework/boot/logging/logback/defaults.xml.
func springBoot(c cursor) (parsers.Head, bool) {
	s, ok := c.stamp()
	if !ok || s.Style == stamp.StyleCompact {
		return parsers.Head{}, false
	}
	level, ok := c.level()
	if !ok {
		return parsers.Head{}, false
	}
	c.blanks()
	c.optionalBracket()
	for isDigit(c.peek()) {
		c.i++
	}
	c.blanks()
	if !c.eatWord("---") {
		return parsers.Head{}, false
	}
	var thread []byte
	for c.blanks(); c.peek() == '['; c.blanks() {
		inner, ok := c.bracket('[', ']')
		if !ok {
			return parsers.Head{}, false
		}
		if inner = trimRight(inner); thread == nil || len(inner) > 0 && !isTraceID(inner) {
			thread = inner
		}
	}
	name := c.logger()
	c.blanks()
	if !c.eat(':') && !c.end() {
		return parsers.Head{}, false
	}
	c.eat(' ')
	head := parsers.Head{Time: s.Time, Level: level, Logger: loggerName(name), Thread: trimmed(thread), Body: c.i}
	head.Component = componentOf(head.Logger)
	return head, true
}

// optionalBracket skips the application name that Sleuth puts before the process id.
func (c *cursor) optionalBracket() {
	if _, ok := c.bracket('[', ']'); ok {
		c.blanks()
	}
}

// isTraceID tells whether the text between brackets is a trace and span id: hexadecimal digits, dashes, commas.
func isTraceID(b []byte) bool {
	for _, c := range b {
		if !isDigit(c) && (c < 'a' || c > 'f') && c != '-' && c != ',' && c != ' ' {
			return false
		}
	}
	return len(b) >= 16
}

func trimmed(b []byte) string {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t') {
		b = b[1:]
	}
	return string(trimRight(b))
}
