package conf

import (
	"bytes"
	"strings"
)

// line is one physical line of a file.
type line struct {
	text       string // without line end
	start, end int    // bytes; end is behind the line end
	number     int    // from 1
}

// linesOf cuts a file into lines. A carriage return belongs to the line end.
func linesOf(data []byte) []line {
	var out []line
	for at, number := 0, 1; at < len(data); number++ {
		end, last := len(data), len(data)
		if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
			end, last = at+i+1, at+i
		}
		out = append(out, line{text: strings.TrimSuffix(string(data[at:last]), "\r"), start: at, end: end, number: number})
		at = end
	}
	return out
}

// setting makes the setting of a line whose key begins at column key (from 0) and whose value is text[from:to].
func (l line) setting(table, key string, keyAt, from, to int, path []string) Setting {
	return Setting{
		Table: table, Key: key, Value: unquote(l.text[from:to]), Path: path, At: Span{l.start + from, l.start + to}, Whole: Span{l.start, l.end},
		Line: l.number, Column: keyAt + 1, Block: -1,
	}
}

// unquote removes one pair of quotes.
func unquote(s string) string {
	if n := len(s); n >= 2 && (s[0] == '"' || s[0] == '\'') && s[n-1] == s[0] {
		return s[1 : n-1]
	}
	return s
}

// trimmed returns the bounds of text[from:to] without blanks around it.
func trimmed(text string, from, to int) (int, int) {
	for from < to && (text[from] == ' ' || text[from] == '\t') {
		from++
	}
	for to > from && (text[to-1] == ' ' || text[to-1] == '\t') {
		to--
	}
	return from, to
}
