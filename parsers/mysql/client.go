package mysql

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// clientError is an error as the mysql and mariadb clients, DBeaver and DataGrip print it:
//
//	ERROR 1236 (HY000): Could not find first log file name in binary log index file
//	ERROR 1064 (42000) at line 3: You have an error in your SQL syntax
//	SQL Error [1064] [42000]: Table creation timed out
//	[42000][1064] fail to create tablet
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

// isClientError tells whether line begins like the error of a client.
func isClientError(line []byte) bool { return len(clientCode(line)) > 0 }

// clientCode returns the number of a client's error, nil when line is none.
func clientCode(line []byte) []byte {
	switch {
	case lex.HasPrefix(line, "ERROR "):
		return numbered(line, len("ERROR "), " (", ")")
	case lex.HasPrefix(line, "SQL Error ["):
		return numbered(line, len("SQL Error ["), "] [", "]")
	case lex.HasPrefix(line, "[") && len(line) > len("[42000][1"):
		const from = len("[42000][")
		if end := lex.Digits(line, from, 6); isState(line[1:6]) && lex.HasPrefix(line[6:], "][") && end >= from+3 && lex.HasPrefix(line[end:], "] ") {
			return line[from:end]
		}
	}
	return nil
}

// numbered reads the number at i, and the SQL state between open and close behind it.
func numbered(line []byte, i int, open, close string) []byte {
	end := lex.Digits(line, i, 6)
	if end < i+3 || !lex.HasPrefix(line[end:], open) {
		return nil
	}
	rest := line[end+len(open):]
	if len(rest) < 7 || !isState(rest[:5]) || !lex.HasPrefix(rest[5:], close) || rest[6] != ':' && rest[6] != ' ' {
		return nil
	}
	return line[i:end]
}

// isState tells whether five bytes are a SQL state.
func isState(state []byte) bool {
	for _, c := range state {
		if !lex.IsDigit(c) && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// Continues implements parsers.Layout: the message may have been broken or have lines.
func (clientError) Continues(_, line []byte, n int) bool {
	const longest = 10
	return n < longest && len(line) > 0 && !isClientError(line) && !lex.HasPrefix(line, "mysql>") && !lex.HasPrefix(line, "MariaDB [")
}

// Finish implements parsers.Layout.
func (clientError) Finish(event *parsers.Event, text string) {
	first, _, _ := strings.Cut(text, "\n")
	event.SetField("error_code", string(clientCode([]byte(first))))
	if event.Message == "" {
		event.Message = lex.Fold(text)
	}
}
