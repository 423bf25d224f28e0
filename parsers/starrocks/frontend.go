package starrocks

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
	"github.com/flinkdoctor/flinkdoctor/parsers/javalog/stamp"
)

// frontend is fe.log, fe.warn.log and, with sys_log_to_console, the standard error of a frontend:
//
//	2025-08-09 08:16:07.852-06:00 WARN (Thread-70|2103846) [ConnectScheduler.run():339] MESSAGE
//	2024-02-06 14:33:58,211 INFO (main|1) [FrontendOptions.initAddrUseIp():249] MESSAGE
//
// The second form is that of older releases. Source: StarRocks/starrocks fe/fe-core/.../common/Log4jConfig.java.
type frontend struct{}

// Name implements parsers.Layout.
func (frontend) Name() string { return "starrocks-fe" }

// frontendHead is the head of a line of fe.log; ranges are offsets in it.
type frontendHead struct {
	time       parsers.Time
	level      parsers.Level
	threadFrom int
	threadTo   int
	loggerFrom int
	loggerTo   int
	body       int
}

// Head implements parsers.Layout. A line that was broken behind the thread is a head as well; Finish finds the logger on the next one.
func (frontend) Head(line []byte) (parsers.Head, bool) {
	h, ok := readFrontend(line)
	if !ok {
		return parsers.Head{}, false
	}
	return parsers.Head{
		Time: h.time, Level: h.level, Component: parsers.ComponentStarRocksFE,
		Thread: string(line[h.threadFrom:h.threadTo]), Logger: string(line[h.loggerFrom:h.loggerTo]), Body: h.body,
	}, true
}

func readFrontend(line []byte) (h frontendHead, ok bool) {
	if len(line) < 24 || !lex.IsDigit(line[0]) {
		return h, false
	}
	s, ok := stamp.Parse(line)
	if !ok || s.Style != stamp.StyleDash {
		return h, false
	}
	h.time = s.Time
	i := lex.SkipBlank(line, s.Len)
	var n int
	if h.level, n = javaLevel(line[i:]); n == 0 {
		return h, false
	}
	i = lex.SkipBlank(line, i+n)
	end := threadEnd(line, i)
	if end == 0 {
		return h, false
	}
	h.threadFrom, h.threadTo = i+1, end
	for h.threadTo > i && line[h.threadTo-1] != '|' { // the thread's number is dropped
		h.threadTo--
	}
	h.threadTo--
	h.body = lex.SkipBlank(line, end+1)
	from, to, next := location(line[h.body:])
	if next > 0 {
		h.loggerFrom, h.loggerTo = h.body+from, h.body+to
		h.body = lex.SkipBlank(line, h.body+next)
	}
	return h, true
}

// javaLevel reads a level of log4j; n is 0 when there is none.
func javaLevel(b []byte) (level parsers.Level, n int) {
	for n < len(b) && n < 6 && b[n] >= 'A' && b[n] <= 'Z' {
		n++
	}
	switch string(b[:n]) {
	case "FATAL":
		return parsers.LevelFatal, n
	case "ERROR":
		return parsers.LevelError, n
	case "WARN":
		return parsers.LevelWarn, n
	case "INFO":
		return parsers.LevelInfo, n
	case "DEBUG":
		return parsers.LevelDebug, n
	case "TRACE":
		return parsers.LevelTrace, n
	}
	return 0, 0
}

// threadEnd reads "(name|12)" at i and returns the offset of the closing parenthesis, 0 when it is not there. Names of BDB JE's threads hold
// parentheses themselves.
func threadEnd(b []byte, i int) int {
	const longest = 200
	if i >= len(b) || b[i] != '(' {
		return 0
	}
	for k := i + 1; k < len(b) && k-i < longest; k++ {
		if b[k] != '|' {
			continue
		}
		if end := lex.Digits(b, k+1, 20); end > k+1 && end < len(b) && b[end] == ')' {
			return end
		}
	}
	return 0
}

// location reads "[Class.method():12]"; from and to hold Class.method, next is behind the bracket, 0 when it is not there.
func location(b []byte) (from, to, next int) {
	const longest = 300
	if len(b) == 0 || b[0] != '[' {
		return 0, 0, 0
	}
	for k := 1; k < len(b) && k < longest; k++ {
		switch c := b[k]; {
		case c == '(' && k > 1 && lex.HasPrefix(b[k:], "():"):
			if end := lex.Digits(b, k+3, 9); end > k+3 && end < len(b) && b[end] == ']' {
				return 1, k, end + 1
			}
			return 0, 0, 0
		case c == ' ' || c == ']':
			return 0, 0, 0
		}
	}
	return 0, 0, 0
}

// Continues implements parsers.Layout: what follows a line of a frontend is its trace, a statement of several lines, or a report in JSON.
func (frontend) Continues(_, line []byte, _ int) bool {
	return !beginsCrash(line) && !beginsResponse(line)
}

// Finish implements parsers.Layout.
func (frontend) Finish(event *parsers.Event, _ string) {
	if event.Logger != "" {
		return
	}
	if from, to, next := location([]byte(event.Message)); next > 0 {
		event.Logger = event.Message[from:to]
		event.Message = strings.TrimLeft(event.Message[next:], " ")
	}
}

// frontendPiece is a line of a frontend whose date, level and thread were left out of a paste: "[BDBEnvironment.setup():198] MESSAGE".
type frontendPiece struct{ frontend }

// Weak implements parsers.WeakLayout: it is also what a broken line of fe.log goes on with.
func (frontendPiece) Weak() bool { return true }

// Head implements parsers.Layout.
func (frontendPiece) Head(line []byte) (parsers.Head, bool) {
	from, to, next := location(line)
	if next == 0 {
		return parsers.Head{}, false
	}
	return parsers.Head{Component: parsers.ComponentStarRocksFE, Logger: string(line[from:to]), Body: lex.SkipBlank(line, next)}, true
}
