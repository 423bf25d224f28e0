package nginx

import (
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// errorLog is the error log of http and stream:
//
//	YYYY/MM/DD HH:MM:SS [LEVEL] PID#TID: [*CID ]MESSAGE[ (ERRNO: TEXT)][ while ACTION][, client: ..., server: ..., ...]
//
// The time is local and carries no zone. nginx cuts a line at 2048 bytes and writes request bytes as they came, so neither closing quotes
// nor UTF-8 can be relied on. Source: nginx/nginx src/core/ngx_log.c, src/http/ngx_http_request.c (ngx_http_log_error),
// src/stream/ngx_stream_handler.c.
type errorLog struct{}

// Name implements parsers.Layout.
func (errorLog) Name() string { return "nginx-error" }

// errorHead is the head of a line of the error log.
type errorHead struct {
	at       time.Time
	level    parsers.Level
	pid, cid span
	body     int
}

// span is a range of the line.
type span struct{ from, to int }

// Head implements parsers.Layout. Blanks may be missing or doubled, and the date may have been left out of a paste; PID#TID may not.
func (errorLog) Head(line []byte) (parsers.Head, bool) {
	h, ok := readErrorHead(line)
	if !ok {
		return parsers.Head{}, false
	}
	return parsers.Head{Time: parsers.Time{At: h.at}, Level: h.level, Component: parsers.ComponentNginx, Body: h.body}, true
}

func readErrorHead(line []byte) (h errorHead, ok bool) {
	i := lex.SkipBlank(line, 0)
	if i >= len(line) || i > maxLead {
		return h, false
	}
	if line[i] == 'n' && lex.HasPrefix(line[i:], "nginx: 2") { // sent to syslog, the tag is still there
		i += len("nginx: ")
	}
	if lex.IsDigit(line[i]) {
		n := 0
		if h.at, n = slashTime(line[i:]); n == 0 {
			return h, false
		}
		i = lex.SkipBlank(line, i+n)
	}
	level, n := bracketLevel(line, i)
	if n == 0 {
		return h, false
	}
	h.level = level
	i = lex.SkipBlank(line, n)
	pid := word(line, i)
	if pid == i || pid >= len(line) || line[pid] != '#' {
		return h, false
	}
	tid := word(line, pid+1)
	if tid == pid+1 || tid >= len(line) || line[tid] != ':' {
		return h, false
	}
	h.pid = span{i, pid}
	h.body = lex.SkipBlank(line, tid+1)
	if h.body+1 < len(line) && line[h.body] == '*' {
		if end := word(line, h.body+1); end > h.body+1 {
			h.cid = span{h.body + 1, end}
			h.body = lex.SkipBlank(line, end)
		}
	}
	return h, true
}

// slashTime reads "2024/01/24 14:53:14"; n is 0 when it is not there.
func slashTime(b []byte) (at time.Time, n int) {
	if len(b) < 18 || b[4] != '/' || b[7] != '/' {
		return at, 0
	}
	i := lex.SkipBlank(b, 10)
	year, month, day := lex.Number(b, 0, 4), lex.Number(b, 5, 2), lex.Number(b, 8, 2)
	hour, minute, second := lex.Number(b, i, 2), lex.Number(b, i+3, 2), lex.Number(b, i+6, 2)
	if i+8 > len(b) || b[i+2] != ':' || b[i+5] != ':' || !validDate(year, month, day) || !validClock(hour, minute, second) {
		return at, 0
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC), i + 8
}

func validDate(year, month, day int) bool {
	return year >= 1990 && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

func validClock(hour, minute, second int) bool {
	return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60
}

// bracketLevel reads "[error]" at i and returns the offset behind it, 0 when it is not there.
func bracketLevel(b []byte, i int) (parsers.Level, int) {
	if i+6 > len(b) || b[i] != '[' {
		return 0, 0
	}
	end := i + 1
	for end < len(b) && end-i < 8 && b[end] != ']' {
		end++
	}
	if end >= len(b) || b[end] != ']' {
		return 0, 0
	}
	switch string(b[i+1 : end]) {
	case "emerg", "alert", "crit":
		return parsers.LevelFatal, end + 1
	case "error":
		return parsers.LevelError, end + 1
	case "warn":
		return parsers.LevelWarn, end + 1
	case "notice", "info":
		return parsers.LevelInfo, end + 1
	case "debug":
		return parsers.LevelDebug, end + 1
	}
	return 0, 0
}

// word returns the end of the letters and digits at i: ids are numbers, but people mask them.
func word(b []byte, i int) int {
	start := i
	for i < len(b) && i-start < 20 && (lex.IsDigit(b[i]) || b[i]|0x20 >= 'a' && b[i]|0x20 <= 'z') {
		i++
	}
	return i
}

// Finish implements parsers.Layout: it puts a wrapped line together and reads the fields behind the message.
func (errorLog) Finish(event *parsers.Event, text string) {
	line := unwrap(text)
	h, ok := readErrorHead([]byte(line))
	if !ok {
		return
	}
	event.Message, event.Chain = lex.Fold(line[h.body:]), nil
	event.SetField("pid", line[h.pid.from:h.pid.to])
	event.SetField("cid", line[h.cid.from:h.cid.to])
	details(event)
}

// details reads the fields of an error log message, whatever its head was.
func details(event *parsers.Event) {
	said, trailer := splitTrailer(event.Message)
	event.SetField("errno", errno(said))
	event.SetField("action", action(said))
	if trailer == "" {
		readPlace(event, said)
	}
	readTrailer(event, said, trailer)
	if isStream(event, said, trailer) {
		event.Component = parsers.ComponentNginxStream
	}
}

// isStream tells the stream module's lines from those of http: they count bytes, name a peer without scheme, and tell of connections.
func isStream(event *parsers.Event, said, trailer string) bool {
	if strings.Contains(trailer, "bytes from/to ") {
		return true
	}
	if trailer != "" {
		return event.Fields.Get("upstream") != "" && event.Fields.Get("scheme") == "" && event.Fields.Get("request") == ""
	}
	return strings.Contains(said, " connected to ") && (strings.HasPrefix(said, "client ") || strings.HasPrefix(said, "proxy ") ||
		strings.HasPrefix(said, "udp client ") || strings.HasPrefix(said, "udp proxy "))
}
