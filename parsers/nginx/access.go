package nginx

import (
	"bytes"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// accessLog is the access log in the combined format and its descendants:
//
//	ADDR - USER [21/Nov/2026:07:11:03 +0000] "GET / HTTP/1.1" 404 153 "REFERRER" "AGENT" ...
//
// Apache and many servers write the same; who asks for it is in front of StarRocks here. Source: nginx.org ngx_http_log_module.
type accessLog struct{}

// Name implements parsers.Layout.
func (accessLog) Name() string { return "nginx-access" }

// Head implements parsers.Layout. The line states no level, and all of it is the message: there is nothing else to say.
func (accessLog) Head(line []byte) (parsers.Head, bool) {
	open := accessDate(line)
	if open < 0 {
		return parsers.Head{}, false
	}
	at, ok := commonTime(line[open:])
	if !ok {
		return parsers.Head{}, false
	}
	return parsers.Head{Time: parsers.StatedTime(at), Component: parsers.ComponentNginx}, true
}

// accessDate returns where the date of an access log line opens, -1 when it is none.
func accessDate(line []byte) int {
	const furthest = 300 // a chain of forwarding addresses may stand in front
	open := bytes.IndexByte(line[:min(len(line), furthest)], '[')
	if open < 6 || len(line) < open+28 || line[open+27] != ']' || line[open-1] != ' ' {
		return -1
	}
	dash := bytes.Index(line[:open], []byte(" - "))
	if dash <= 0 {
		return -1
	}
	for _, c := range line[:dash] {
		if !lex.IsDigit(c) && (c|0x20 < 'a' || c|0x20 > 'z') && c != '.' && c != ':' && c != '-' && c != '_' && c != ',' && c != ' ' {
			return -1
		}
	}
	return open
}

// commonTime reads "[21/Nov/2026:07:11:03 +0000]".
func commonTime(b []byte) (time.Time, bool) {
	if b[3] != '/' || b[7] != '/' || b[12] != ':' || b[15] != ':' || b[18] != ':' || b[21] != ' ' || b[22] != '+' && b[22] != '-' {
		return time.Time{}, false
	}
	month := monthOf(b[4:7])
	day, year := lex.Number(b, 1, 2), lex.Number(b, 8, 4)
	hour, minute, second := lex.Number(b, 13, 2), lex.Number(b, 16, 2), lex.Number(b, 19, 2)
	east := lex.Number(b, 23, 2)*60 + lex.Number(b, 25, 2)
	if !validDate(year, month, day) || !validClock(hour, minute, second) || east < 0 {
		return time.Time{}, false
	}
	if b[22] == '-' {
		east = -east
	}
	return time.Date(year, time.Month(month), day, hour, minute-east, second, 0, time.UTC), true
}

func monthOf(b []byte) int {
	const names = "JanFebMarAprMayJunJulAugSepOctNovDec"
	for i := 0; i < len(names); i += 3 {
		if string(b) == names[i:i+3] {
			return i/3 + 1
		}
	}
	return 0
}

// Continues implements parsers.Layout: nginx escapes line ends in what it logs.
func (accessLog) Continues(_, _ []byte, _ int) bool { return false }

// Finish implements parsers.Layout.
func (accessLog) Finish(event *parsers.Event, text string) {
	event.Message, event.Chain = lex.Fold(text), nil
	line := firstLine(text)
	open := accessDate([]byte(line))
	if open < 0 {
		return
	}
	client, _, _ := strings.Cut(line[:open], " ")
	event.SetField("client", strings.TrimSuffix(client, ","))
	rest, ok := strings.CutPrefix(line[open+28:], ` "`)
	if !ok {
		return
	}
	request, rest, ok := strings.Cut(rest, `" `)
	if !ok {
		return
	}
	readRequest(event, request)
	if status, _, _ := strings.Cut(rest, " "); len(status) == 3 && allDigits(status) {
		event.SetField("status", status)
	}
}
