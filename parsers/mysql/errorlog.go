package mysql

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
	"github.com/flinkdoctor/flinkdoctor/parsers/javalog/stamp"
)

// errorLog is the error log of a server in its generations:
//
//	2024-01-24T14:53:12.123456Z 0 [ERROR] [MY-010584] [Repl] MESSAGE     MySQL 8 and later
//	2024-01-24T14:53:12.123456Z 0 [ERROR] MESSAGE                        MySQL 5.7
//	2013-12-16 15:32:40 12345 [ERROR] MESSAGE                            MySQL 5.6
//	131216 15:32:40 [ERROR] MESSAGE                                      MySQL 5.5, MariaDB before 10.1
//	2026-11-21  9:08:17 6 [ERROR] MESSAGE                                MariaDB
//
// The thread's number before the bracket tells it from Java logs with a level in brackets. Only the first two state a zone. Source:
// mysql/mysql-server sql/server_component/log_builtins.cc and sql/log.cc, MariaDB/server sql/log.cc (print_buffer_to_file).
type errorLog struct{}

// Name implements parsers.Layout.
func (errorLog) Name() string { return "mysql-error" }

// head is the head of a line; ranges are offsets in it.
type head struct {
	time           parsers.Time
	level          parsers.Level
	thread, module span
	code           span
	body           int
}

type span struct{ from, to int }

// Head implements parsers.Layout.
func (errorLog) Head(line []byte) (parsers.Head, bool) {
	h, ok := readHead(line)
	if !ok {
		return parsers.Head{}, false
	}
	return parsers.Head{
		Time: h.time, Level: h.level, Component: parsers.ComponentMySQL, Body: h.body,
		Thread: string(line[h.thread.from:h.thread.to]), Logger: string(line[h.module.from:h.module.to]),
	}, true
}

func readHead(line []byte) (h head, ok bool) {
	if len(line) < 16 || !lex.IsDigit(line[0]) {
		return h, false
	}
	s, ok := stamp.Parse(line)
	if !ok {
		return h, false
	}
	if s.Style == stamp.StyleClock || s.Style == stamp.StyleSlash || s.Style == stamp.StyleShortSlash {
		return h, false
	}
	h.time = s.Time
	i := lex.SkipBlank(line, s.Len)
	if i == s.Len || i >= len(line) {
		return h, false
	}
	h.thread = span{i, threadEnd(line, i)}
	bare := h.thread.from == h.thread.to
	i = lex.SkipBlank(line, h.thread.to)
	if i >= len(line) {
		return h, false
	}
	if line[i] != '[' {
		return h, h.unlevelled(line, i, bare, s.Style == stamp.StyleCompact)
	}
	var end int
	if h.level, end = level(line, i); end == 0 {
		return h, false
	}
	h.body = lex.SkipBlank(line, end)
	if bare && s.Style != stamp.StyleCompact && !lex.HasPrefix(line[h.body:], "[Entrypoint]") && !h.hasCode(line) {
		return h, false
	}
	h.brackets(line)
	return h, true
}

// hasCode tells whether a code of MySQL 8 stands at the body.
func (h *head) hasCode(line []byte) bool { return lex.HasPrefix(line[h.body:], "[MY-") }

// unlevelled reads what servers before 5.7 wrote without a level: InnoDB's own lines and those of mysqld_safe.
func (h *head) unlevelled(line []byte, i int, bare, compact bool) bool {
	h.level, h.body = parsers.LevelInfo, i
	switch {
	case lex.HasPrefix(line[i:], "InnoDB: ") && (compact || !bare):
		if lex.HasPrefix(line[i:], "InnoDB: Error") || lex.HasPrefix(line[i:], "InnoDB: Fatal") {
			h.level = parsers.LevelError
		}
		return true
	case lex.HasPrefix(line[i:], "mysqld_safe "), lex.HasPrefix(line[i:], "mariadbd-safe "):
		return compact
	case lex.HasPrefix(line[i:], "UTC - mysqld got signal"), lex.HasPrefix(line[i:], "- mysqld got "):
		h.level = parsers.LevelFatal
		return true
	}
	return false
}

// threadEnd returns the end of the thread's number at i: decimal, or hexadecimal as InnoDB 5.6 wrote it.
func threadEnd(b []byte, i int) int {
	k := i
	for k < len(b) && k-i < 20 && (lex.IsDigit(b[k]) || b[k] >= 'a' && b[k] <= 'f' || k == i+1 && b[k] == 'x') {
		k++
	}
	if k < len(b) && (b[k] == ' ' || b[k] == '[') && lex.IsDigit(b[i]) {
		return k
	}
	return i
}

// level reads "[ERROR]" at i and returns the offset behind it, 0 when it is not there.
func level(b []byte, i int) (parsers.Level, int) {
	end := i + 1
	for end < len(b) && end-i < 9 && b[end] != ']' {
		end++
	}
	if end >= len(b) || b[end] != ']' {
		return 0, 0
	}
	switch string(b[i+1 : end]) {
	case "ERROR", "Error":
		return parsers.LevelError, end + 1
	case "Warning", "WARNING":
		return parsers.LevelWarn, end + 1
	case "Note", "NOTE", "System", "SYSTEM":
		return parsers.LevelInfo, end + 1
	}
	return 0, 0
}

// brackets reads the code and the module of MySQL 8.
func (h *head) brackets(line []byte) {
	for lex.HasPrefix(line[h.body:], "[") {
		end := h.body + 1
		for end < len(line) && end-h.body < 30 && line[end] != ']' && line[end] != ' ' {
			end++
		}
		if end >= len(line) || line[end] != ']' {
			return
		}
		inner := span{h.body + 1, end}
		switch {
		case lex.HasPrefix(line[inner.from:], "MY-") && h.code.to == 0:
			h.code = inner
		case h.module.to == 0 && (h.code.to > 0 || lex.HasPrefix(line[inner.from:], "Entrypoint]")):
			h.module = inner
		default:
			return
		}
		h.body = lex.SkipBlank(line, end+1)
		if h.body < len(line) && line[h.body] == ':' { // the container's script writes "[Entrypoint]: "
			h.body = lex.SkipBlank(line, h.body+1)
		}
	}
}

// Continues implements parsers.Layout: what follows without a head of its own is a status report, a stack, or a broken line.
func (errorLog) Continues(_, line []byte, _ int) bool { return !isClientError(line) }

// Finish implements parsers.Layout.
func (errorLog) Finish(event *parsers.Event, text string) {
	if h, ok := readHead([]byte(text)); ok {
		event.SetField("code", text[h.code.from:h.code.to])
	}
	event.SetField("error_code", errorCode(event.Message))
}

// codeMarks stand before the number of an error that a message quotes, the most specific first.
var codeMarks = [...]string{"server_errno=", "Error_code: ", "Got fatal error ", "error code: ", "error_code: "}

// errorCode returns the number, or the code of MySQL 8, of the error that a message quotes.
func errorCode(message string) string {
	for _, mark := range codeMarks {
		i := strings.Index(message, mark)
		if i < 0 {
			continue
		}
		rest := message[i+len(mark):]
		prefix := 0
		if strings.HasPrefix(rest, "MY-") {
			prefix = len("MY-")
		}
		if end := lex.Digits([]byte(rest[:min(len(rest), 12)]), prefix, 6); end > prefix {
			return rest[:end]
		}
	}
	return ""
}
