package javalog

import (
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/javalog/stamp"
)

// hadoop reads the patterns of Hadoop, YARN, HBase and Spark, whose logger is followed by a colon: "%d{ISO8601} %p %c: %m%n", "%d{yy/MM/dd
// HH:mm:ss} %p %c{2}: %m%n", "%d{ISO8601} %p [%t] %c: %m%n", "%d{ISO8601} %-5p %c{2} (%F:%M(%L)) - %m%n", and the compact date with a
// thread id of old DataNodes. Sources: apache/hadoop hadoop-common/src/main/conf/log4j.properties, apache/spark
// conf/log4j2.properties.template, and container-log4j.properties of hadoop-yarn-server-nodemanager.
func hadoop(c cursor) (parsers.Head, bool) {
	s, ok := c.stamp()
	if !ok || s.Style == stamp.StyleClock {
		return parsers.Head{}, false
	}
	if s.Style == stamp.StyleCompact {
		start := c.i
		for isDigit(c.peek()) {
			c.i++
		}
		if c.i > start && c.blanks() == 0 {
			return parsers.Head{}, false
		}
	}
	level, ok := c.level()
	if !ok || c.blanks() == 0 || c.peek() == '(' {
		return parsers.Head{}, false
	}
	thread, _ := c.bracket('[', ']')
	c.blanks()
	name := c.logger()
	short := s.Style == stamp.StyleShortSlash || s.Style == stamp.StyleCompact
	if len(name) == 0 || !isLetter(name[0]) || !short && !isQualified(name, 1) {
		return parsers.Head{}, false
	}
	if !c.hadoopTail() {
		return parsers.Head{}, false
	}
	head := parsers.Head{Time: s.Time, Level: level, Logger: loggerName(name), Thread: string(thread), Body: c.i}
	head.Component = componentOf(head.Logger)
	return head, true
}

// hadoopTail takes the colon behind the logger, or the place in the source and the dash.
func (c *cursor) hadoopTail() bool {
	if c.eat(':') {
		return c.eat(' ') || c.end()
	}
	c.blanks()
	if _, ok := c.bracket('(', ')'); !ok {
		return false
	}
	c.blanks()
	if c.eat(':') {
		c.eat(' ')
		return true
	}
	return c.dash()
}
