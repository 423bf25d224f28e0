package mysql

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// clientError is an error as the mysql and mariadb clients print it:
//
//	ERROR 1236 (HY000): Could not find first log file name in binary log index file
//	ERROR 1064 (42000) at line 3: You have an error in your SQL syntax
//
// The server may be a StarRocks frontend, which speaks the same protocol, so the component stays unknown.
type clientError struct{}

// Name implements parsers.Layout.
func (clientError) Name() string { return "mysql-client" }

// Weak implements parsers.WeakLayout.
func (clientError) Weak() bool { return true }

// Head implements parsers.Layout. The code is part of the message, as rules quote it.
func (clientError) Head(line []byte) (parsers.Head, bool) {
	if !isClientError(line) {
		return parsers.Head{}, false
	}
	return parsers.Head{Level: parsers.LevelError}, true
}

// isClientError tells whether line begins with "ERROR 1236 (HY000)".
func isClientError(line []byte) bool {
	const mark = "ERROR "
	if !lex.HasPrefix(line, mark) {
		return false
	}
	i := lex.Digits(line, len(mark), 6)
	if i < len(mark)+3 || !lex.HasPrefix(line[i:], " (") || len(line) < i+9 {
		return false
	}
	state := line[i+2 : i+7]
	for _, c := range state {
		if !lex.IsDigit(c) && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return line[i+7] == ')' && (line[i+8] == ':' || line[i+8] == ' ')
}

// Continues implements parsers.Layout: the message may have been broken or have lines.
func (clientError) Continues(_, line []byte, n int) bool {
	const longest = 10
	return n < longest && len(line) > 0 && !isClientError(line) && !lex.HasPrefix(line, "mysql>") && !lex.HasPrefix(line, "MariaDB [")
}

// Finish implements parsers.Layout.
func (clientError) Finish(event *parsers.Event, text string) {
	rest := strings.TrimPrefix(text, "ERROR ")
	if end := lex.Digits([]byte(rest[:min(len(rest), 8)]), 0, 6); end > 0 {
		event.SetField("error_code", rest[:end])
	}
	if event.Message == "" {
		event.Message = lex.Fold(text)
	}
}
