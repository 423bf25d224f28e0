package javalog

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/javalog/stamp"
)

// flinkLog4j reads the pattern of every log4j file that Flink ships, "%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c %x - %m%n", which ChunJun and
// many others use as well, with or without the brackets of an empty %x, and the same without date: log4j-bash-utils' "%-5p %x - %m%n" and
// pasted lines whose date was cut off. Source: apache/flink flink-dist/src/main/flink-bin/conf.
func flinkLog4j(c cursor) (parsers.Head, bool) {
	s, dated := c.stamp()
	if dated && (s.Style == stamp.StyleShortSlash || s.Style == stamp.StyleCompact) {
		return parsers.Head{}, false
	}
	level, exact := c.level()
	if !exact {
		var ok bool
		if level, ok = c.slippedLevel(); !ok || !dated {
			return parsers.Head{}, false
		}
	}
	gap := c.blanks()
	if c.end() {
		return parsers.Head{Time: s.Time, Level: level, Body: len(c.b)}, dated && exact
	}
	if gap == 0 && !isLetter(c.peek()) {
		return parsers.Head{}, false
	}
	return log4jTail(&c, s.Time, level, dated, exact)
}

// log4jTail reads logger, context and dash.
func log4jTail(c *cursor, at parsers.Time, level parsers.Level, dated, exact bool) (parsers.Head, bool) {
	start := c.i
	name := c.logger()
	if n := len(name) - 1; n > 0 && name[n] == '-' {
		name, c.i = name[:n], c.i-1 // the blank before the dash was lost
	}
	c.blanks()
	context := c.context()
	c.blanks()
	head := parsers.Head{Time: at, Level: level}
	whole := c.dash() || context && c.eat('-')
	switch {
	case !whole && c.end() && dated && exact && mayBeginLogger(name):
		head.Body = start // the rest of it stands on the next line, if it is one
		return head, true
	case whole && !exact && !isQualified(name, 2):
		return parsers.Head{}, false
	case whole && !dated && !context && !isQualified(name, 2):
		return parsers.Head{}, false
	case whole && (len(name) > 0 || context):
	case !whole && c.end() && dated && exact && isQualified(name, 2):
	default:
		return parsers.Head{}, false
	}
	head.Logger = loggerName(name)
	head.Component = parsers.ComponentFlink
	if head.Logger != "" {
		head.Component = componentOf(head.Logger)
	}
	head.Body = c.i
	return head, true
}

// mayBeginLogger tells whether a wrap may have torn a logger apart behind name.
func mayBeginLogger(name []byte) bool {
	const longestTop = len("org")
	return len(name) > 0 && !isQualified(name, 2) && (len(name) <= longestTop || bytes.IndexByte(name, '.') > 0)
}

// context takes the brackets of log4j's %x. Of an empty pair the opening one may be lost, or the closing
// one torn off by a wrap.
func (c *cursor) context() bool {
	if _, ok := c.bracket('[', ']'); ok {
		return true
	}
	if c.i == len(c.b)-1 && c.eat('[') {
		return true
	}
	return c.eat(']')
}

// loggerName copies a logger's name without the blanks that an OCR program put into it.
func loggerName(name []byte) string {
	if bytes.IndexByte(name, ' ') < 0 {
		return string(name)
	}
	return strings.ReplaceAll(string(name), " ", "")
}

// flinkLogback reads Flink's logback pattern "%d{yyyy-MM-dd HH:mm:ss.SSS} [%thread] %-5level %logger{60} %X{sourceThread} - %msg%n" and
// logback's own default, which lacks the date. Source: apache/flink flink-dist/src/main/flink-bin/conf/logback.xml.
func flinkLogback(c cursor) (parsers.Head, bool) {
	s, ok := c.stamp()
	if !ok || s.Style == stamp.StyleCompact {
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
	if c.blanks() == 0 && !c.end() && !isLetter(c.peek()) {
		return parsers.Head{}, false
	}
	name := c.loggerAndLine()
	if !c.toDash() && !(c.end() && (len(name) == 0 || isQualified(name, 1))) {
		return parsers.Head{}, false
	}
	head := parsers.Head{Time: s.Time, Level: level, Logger: loggerName(name), Thread: string(thread), Body: c.i}
	head.Component = componentOf(head.Logger)
	return head, true
}

// toDash skips a context word between logger and dash, and the dash.
func (c *cursor) toDash() bool {
	c.blanks()
	if c.dash() {
		return true
	}
	start := c.i
	for c.i < len(c.b) && c.b[c.i] != ' ' {
		c.i++
	}
	c.blanks()
	if c.dash() {
		return true
	}
	if !c.end() {
		c.i = start
	}
	return false
}

// loggerAndLine takes a logger and the line number that %logger:%L puts behind it.
func (c *cursor) loggerAndLine() []byte {
	name := c.logger()
	start := c.i
	if !c.eat(':') || !isDigit(c.peek()) {
		c.i = start
		return name
	}
	for isDigit(c.peek()) {
		c.i++
	}
	return name
}

// flinkOperator reads the pattern of the Flink Kubernetes operator, "%d %-30c{1.} [%-5level][namespace/name] %msg%n". Source:
// apache/flink-kubernetes-operator helm/flink-kubernetes-operator/conf/log4j-operator.properties.
func flinkOperator(c cursor) (parsers.Head, bool) {
	s, ok := c.stamp()
	if !ok || s.Style != stamp.StyleDash {
		return parsers.Head{}, false
	}
	name := c.logger()
	if !isQualified(name, 1) {
		return parsers.Head{}, false
	}
	c.blanks()
	if !c.eat('[') {
		return parsers.Head{}, false
	}
	level, ok := c.level()
	if !ok {
		return parsers.Head{}, false
	}
	c.blanks()
	if !c.eat(']') {
		return parsers.Head{}, false
	}
	head := parsers.Head{Time: s.Time, Level: level, Component: parsers.ComponentJava}
	if resource, ok := c.bracket('[', ']'); ok && bytes.IndexByte(resource, '/') >= 0 {
		head.Fields = head.Fields.Set("resource", string(resource))
	}
	c.eat(' ')
	head.Logger, head.Body = loggerName(name), c.i
	if strings.HasPrefix(head.Logger, "o.a.f.") || strings.HasPrefix(head.Logger, "org.apache.flink.") {
		head.Component = parsers.ComponentFlink
	}
	return head, true
}
