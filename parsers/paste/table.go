package paste

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// columns are the names that log stores give the column of the line itself.
var columns = []string{"message", "msg", "line", "log", "content", "_raw", "@message", "text", "body", "event", "log.message", "textpayload"}

// table takes the log out of a CSV or TSV export whose first row names the columns.
func (r reader) table(lines []line) ([]line, bool) {
	if len(lines) < 2 {
		return nil, false
	}
	for _, comma := range []rune{',', '\t', ';'} {
		column := columnOf(lines[0].text, comma)
		if column < 0 {
			continue
		}
		rows, ok := readColumn(lines[1:], comma, column)
		if ok && r.score(rows) >= max(1, r.score(lines[1:])) {
			return rows, true
		}
	}
	return nil, false
}

// columnOf returns the column that holds the lines, -1 when the text is no row of names.
func columnOf(head string, comma rune) int {
	names := strings.Split(strings.TrimPrefix(head, "\ufeff"), string(comma))
	if len(names) < 2 {
		return -1
	}
	best := len(columns)
	at := -1
	for i, name := range names {
		name = strings.ToLower(strings.Trim(strings.TrimSpace(name), `"`))
		if len(name) > 40 || strings.ContainsAny(name, ":=(") {
			return -1
		}
		for k, want := range columns[:best] {
			if name == want {
				best, at = k, i
				break
			}
		}
	}
	return at
}

// readColumn returns the lines of one column. Rows that are too short are left out.
func readColumn(lines []line, comma rune, column int) ([]line, bool) {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.text)
		b.WriteByte('\n')
	}
	in := csv.NewReader(strings.NewReader(b.String()))
	in.Comma, in.LazyQuotes, in.FieldsPerRecord, in.ReuseRecord = comma, true, -1, true
	var out []line
	for {
		row, err := in.Read()
		switch {
		case errors.Is(err, io.EOF):
			return out, len(out) > 0
		case err != nil:
			return nil, false
		case column >= len(row):
			continue
		}
		from, _ := in.FieldPos(column)
		for i, l := range split(row[column]) {
			out = append(out, line{l.text, lines[min(from-1+i, len(lines)-1)].at})
		}
	}
}
