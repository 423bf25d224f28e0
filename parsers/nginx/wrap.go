package nginx

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

const (
	// maxWrapped bounds the lines into which one line of the error log may have been broken.
	maxWrapped = 40
	// cutLength is the length near which nginx itself ends a line (NGX_MAX_ERROR_STR is 2048): such a line was not wrapped.
	cutLength = 2000
)

// trailerKeys are the names that only the rest of an error log line holds.
var trailerKeys = [...]string{"client: ", "server: ", `request: "`, `upstream: "`, `host: "`, `referrer: "`, "bytes from/to ",
	"request:", "upstream:", `", host:`, `", referrer:`}

// leadingKeys begin a line that was broken before a field or before the action.
var leadingKeys = [...]string{"while ", "client: ", "server: ", `request: "`, `subrequest: "`, `upstream: "`, `host: "`, `referrer: "`, "bytes from/to "}

// Continues implements parsers.Layout: it joins lines that were broken by hand or by a terminal, and Lua stack traces of OpenResty.
func (errorLog) Continues(first, line []byte, n int) bool {
	line = bytes.TrimSpace(line)
	if n > maxWrapped || len(line) == 0 || len(first) >= cutLength {
		return false
	}
	if begins(line) {
		return true
	}
	if isWhole(first) || lex.HasPrefix(line, "at ") || line[0] == '{' || line[0] == '<' {
		return false
	}
	return holdsKey(line) || isQuotedRest(line) || isLua(first, line) || n == 1 && isOpen(first) || isPiece(first, line, n)
}

// begins tells whether line begins with a field or an action.
func begins(line []byte) bool {
	line = bytes.TrimLeft(line, ", ")
	for _, key := range leadingKeys {
		if lex.HasPrefix(line, key) {
			return true
		}
	}
	return false
}

// isWhole tells whether the first line has told its fields to the end. Lines about the process itself have none.
func isWhole(first []byte) bool {
	if isOpen(first) {
		return false
	}
	if !hasClient(first) {
		return bytes.Contains(first[:min(len(first), 80)], []byte("[notice]"))
	}
	last := bytes.TrimRight(first, " \t\r")
	if bytes.Contains(first, []byte(`: "`)) && bytes.Contains(first, []byte(", server: ")) {
		return last[len(last)-1] == '"' || bytes.Contains(first, []byte("bytes from/to upstream:"))
	}
	return bytes.Contains(first, []byte(", server: ")) || bytes.Contains(first, []byte("bytes from/to upstream:"))
}

func hasClient(first []byte) bool {
	return bytes.Contains(first, []byte(", client:")) || bytes.Contains(first, []byte(", bytes from/to "))
}

// isPiece tells whether line can be a piece of a line that broke off in its fields: pieces are no longer than the first one, and no line of
// nginx makes many.
func isPiece(first, line []byte, n int) bool {
	const longest, slack = 800, 16
	return hasClient(first) && n*len(first) <= longest && len(line) <= len(first)+slack
}

// isOpen tells whether the line ends inside a pair of quotes or parentheses, or with a sign behind which something must come.
func isOpen(line []byte) bool {
	trimmed := bytes.TrimRight(line, " \t\r")
	if len(trimmed) == 0 || bytes.IndexByte([]byte(",:("), trimmed[len(trimmed)-1]) >= 0 {
		return true
	}
	return bytes.Count(line, []byte{'"'})%2 == 1 || bytes.Count(line, []byte{'('}) > bytes.Count(line, []byte{')'})
}

func holdsKey(line []byte) bool {
	for _, key := range trailerKeys {
		if bytes.Contains(line, []byte(key)) {
			return true
		}
	}
	return false
}

// isQuotedRest tells whether line is a value in quotes, or the end of one, and no line of JSON.
func isQuotedRest(line []byte) bool {
	if line[0] == '"' {
		end := bytes.IndexByte(line[1:], '"')
		return len(line) == 1 || end >= 0 && (end+2 == len(line) || line[end+2] == ',')
	}
	return bytes.HasSuffix(line, []byte(`HTTP/1.1",`)) || bytes.HasSuffix(line, []byte(`HTTP/1.0",`)) || line[len(line)-1] == '"'
}

// isLua tells whether line belongs to the stack trace that ngx_lua prints into the middle of its line.
func isLua(first, line []byte) bool {
	if !bytes.Contains(first, []byte("lua")) {
		return false
	}
	return lex.HasPrefix(line, "stack traceback:") || lex.HasPrefix(line, "coroutine ") || bytes.Contains(line, []byte(": in function"))
}

// unwrap joins the lines of a record. Lines broken at one column, as a terminal does, are joined without a blank; others broke at a blank.
func unwrap(text string) string {
	if !strings.Contains(text, "\n") {
		return text
	}
	lines := strings.Split(text, "\n")
	separator := " "
	if isColumnWrap(lines) {
		separator = ""
	}
	return strings.Join(lines, separator)
}

// isColumnWrap tells whether all lines but the last have the same width. Two lines are too few to tell.
func isColumnWrap(lines []string) bool {
	const narrowest = 60
	if len(lines) < 3 {
		return false
	}
	width := utf8.RuneCountInString(lines[0])
	for _, line := range lines[:len(lines)-1] {
		if utf8.RuneCountInString(line) != width {
			return false
		}
	}
	return width >= narrowest && utf8.RuneCountInString(lines[len(lines)-1]) <= width
}
