package starrocks

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// response is the answer to a Stream Load or to a request of the transaction interface that stands alone, as a client printed it:
//
//	{"TxnId":1003,"Label":"l1","Status":"Fail","Message":"too many filtered rows","NumberTotalRows":3,...}
//
// compact or with one key a line. See ResponseFields for the spellings.
type response struct{}

// Name implements parsers.Layout.
func (response) Name() string { return "stream-load" }

// Weak implements parsers.WeakLayout: logs quote answers too.
func (response) Weak() bool { return true }

// Head implements parsers.Layout. A lone brace may open any JSON; Finish decides.
func (response) Head(line []byte) (parsers.Head, bool) {
	const furthest = 64
	i := lex.SkipBlank(line, 0)
	if i >= len(line) || i > furthest || line[i] != '{' && line[i] != '"' {
		return parsers.Head{}, false
	}
	rest := bytes.TrimRight(line[i:], " \t\r")
	if len(rest) == 1 && rest[0] == '{' || beginsResponse(rest) {
		return parsers.Head{Body: i}, true
	}
	return parsers.Head{}, false
}

// firstKeys are the keys with which answers begin; the order of keys is not fixed in those of a frontend.
var firstKeys = [...]string{"txnid", "label", "status", "message", "msg", "code", "existingjobstatus", "twophasecommit"}

// beginsResponse tells whether line begins with one of these keys, with or without the brace in front.
func beginsResponse(line []byte) bool {
	i := 0
	if len(line) > 0 && line[0] == '{' {
		i = lex.SkipBlank(line, 1)
	}
	if i >= len(line) || line[i] != '"' {
		return false
	}
	key := line[i+1:]
	for _, name := range firstKeys {
		if len(key) > len(name) && key[len(name)] == '"' && equalLower(key[:len(name)], name) {
			next := lex.SkipBlank(key, len(name)+1)
			return next < len(key) && key[next] == ':'
		}
	}
	return false
}

// equalLower tells whether b is the lower-case word, whatever case b is in.
func equalLower(b []byte, word string) bool {
	for i := 0; i < len(word); i++ {
		if b[i]|0x20 != word[i] {
			return false
		}
	}
	return true
}

// Continues implements parsers.Layout: as long as the first line has not closed the answer, lines that look like members of it follow.
func (response) Continues(first, line []byte, n int) bool {
	const longest, broken = 80, 4
	if n > longest || isClosed(first) {
		return false
	}
	line = bytes.TrimSpace(line)
	if len(line) == 0 {
		return false
	}
	switch line[0] {
	case '"', '}', ']', ',':
		return true
	}
	if bytes.Contains(line, []byte(`":`)) && line[0] != '{' || bytes.HasSuffix(line, []byte(`"}`)) {
		return true
	}
	return n < broken && bytes.Count(first, []byte{'"'})%2 == 1 // broken inside a value
}

// isClosed tells whether the line closes all braces that it opens.
func isClosed(line []byte) bool {
	closes := bytes.Count(line, []byte{'}'})
	return closes > 0 && closes >= bytes.Count(line, []byte{'{'})
}

// Finish implements parsers.Layout. JSON that is no answer is no record of this layout.
func (response) Finish(event *parsers.Event, text string) {
	fields, ok := ResponseFields(text)
	if !ok {
		event.Layout = ""
		return
	}
	event.Component = parsers.ComponentStreamLoad
	event.Message, event.Chain = lex.Fold(text), nil
	for _, f := range fields {
		event.SetField(f.Name, f.Value)
	}
	switch strings.ToUpper(fields.Get("status")) {
	case "SUCCESS", "OK", "PUBLISH TIMEOUT", "PUBLISH_TIMEOUT": // the data is committed in all four
		event.Level = parsers.LevelInfo
	case "LABEL ALREADY EXISTS", "LABEL_ALREADY_EXISTS", "TXN_IN_PROCESSING":
		event.Level = parsers.LevelWarn
	default:
		event.Level = parsers.LevelError
	}
}
