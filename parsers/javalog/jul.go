package javalog

import (
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// julLayout is the two-line format of java.util.logging, which the MySQL binlog client writes to standard error: "Jan 22, 2024 6:04:01 PM
// class method" and "INFO: message". Source: java.util.logging.SimpleFormatter.
type julLayout struct{ layout }

var months = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// chineseMonths are the months as a JVM with a Chinese locale prints them, "一月 22, 2024 6:04:01 下午".
var chineseMonths = [...]string{"十二月", "十一月", "十月", "九月", "八月", "七月", "六月", "五月", "四月", "三月", "二月", "一月"}

func jul(c cursor) (parsers.Head, bool) {
	month := c.month()
	if month == 0 || c.blanks() == 0 {
		return parsers.Head{}, false
	}
	day, ok := c.number(2)
	if !ok || !c.eat(',') || c.blanks() == 0 {
		return parsers.Head{}, false
	}
	year, ok := c.number(4)
	c.eat(',')
	if !ok || year < 1990 || c.blanks() == 0 {
		return parsers.Head{}, false
	}
	hour, minute, second, ok := c.halfDay()
	if !ok || c.blanks() == 0 {
		return parsers.Head{}, false
	}
	name := c.logger()
	if !isQualified(name, 1) {
		return parsers.Head{}, false
	}
	at := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	head := parsers.Head{Time: parsers.Time{At: at}, Logger: loggerName(name), Body: len(c.b)}
	head.Component = componentOf(head.Logger)
	return head, true
}

// month takes a month's name and returns its number, 0 when there is none.
func (c *cursor) month() int {
	for i, name := range months {
		if c.eatWord(name) {
			return i + 1
		}
	}
	if c.peek() >= 0x80 {
		for i, name := range chineseMonths {
			if c.eatWord(name) {
				return 12 - i
			}
		}
	}
	return 0
}

// number takes up to max digits.
func (c *cursor) number(max int) (int, bool) {
	v, start := 0, c.i
	for c.i < len(c.b) && c.i-start < max && isDigit(c.b[c.i]) {
		v = v*10 + int(c.b[c.i]-'0')
		c.i++
	}
	return v, c.i > start
}

// halfDay takes "6:04:01 PM".
func (c *cursor) halfDay() (hour, minute, second int, ok bool) {
	hour, a := c.number(2)
	b := c.eat(':')
	minute, d := c.number(2)
	e := c.eat(':')
	second, f := c.number(2)
	c.blanks()
	if !a || !b || !d || !e || !f || hour > 12 {
		return 0, 0, 0, false
	}
	switch {
	case c.eatWord("PM") || c.eatWord("下午"):
		if hour < 12 {
			hour += 12
		}
	case c.eatWord("AM") || c.eatWord("上午"):
		hour %= 12
	default:
		return 0, 0, 0, false
	}
	return hour, minute, second, true
}

// Finish takes the level from the second line.
func (julLayout) Finish(event *parsers.Event, _ string) {
	c := cursor{b: []byte(event.Message[:min(len(event.Message), 16)])}
	if level, ok := c.level(); ok && c.eat(':') {
		event.Level = level
		event.Message = strings.TrimSpace(event.Message[c.i:])
	}
}
