package kernel

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// isTableHead recognises "[ pid ]   uid  tgid total_vm      rss ...", whose further columns changed over the years. Source: torvalds/linux
// mm/oom_kill.c (dump_tasks).
func isTableHead(text []byte) bool {
	if len(text) < 20 || text[0] != '[' {
		return false
	}
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(text[1:], " "), []byte("pid"))
	if !ok {
		return false
	}
	rest, ok = bytes.CutPrefix(bytes.TrimLeft(rest, " "), []byte("]"))
	return ok && bytes.HasPrefix(bytes.TrimLeft(rest, " "), []byte("uid"))
}

// isRow recognises a row of the table, "[22654]  1005 22654  8793525 7218120    14943         0              0  java".
func isRow(text []byte) bool {
	_, ok := rowColumns(text)
	return ok
}

// rowColumns returns what stands behind the process id when that is at least five numbers. It does not allocate.
func rowColumns(text []byte) ([]byte, bool) {
	const longest = 12
	if len(text) < 16 || text[0] != '[' {
		return nil, false
	}
	end := bytes.IndexByte(text[:longest], ']')
	if end < 2 || !allDigits(bytes.Trim(text[1:end], " ")) {
		return nil, false
	}
	rest := text[end+1:]
	i := 0
	for range 5 {
		start := i
		for i < len(rest) && rest[i] == ' ' {
			i++
		}
		digits := i
		for i < len(rest) && rest[i] >= '0' && rest[i] <= '9' {
			i++
		}
		if digits == start || i == digits || i == len(rest) || rest[i] != ' ' {
			return nil, false
		}
	}
	return rest, true
}

// pageKB is the size of a page in KiB on the machines Flink runs on; the table counts pages.
const pageKB = 4

// table reads the process with the largest resident memory out of the rows, and shortens the message to the head and that row. It returns false
// when the text holds neither head nor row.
func table(event *parsers.Event, text string) bool {
	head, row := "", ""
	largest := int64(-1)
	for n := 0; len(text) > 0; n++ {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		_, body, _ := prefix([]byte(line))
		line = line[body:]
		if isTableHead([]byte(line)) {
			head = line
		} else if rss, ok := residentPages(line); ok && rss > largest {
			row, largest, event.Decisive = line, rss, n
		}
	}
	if head == "" && row == "" {
		return false
	}
	event.Message = strings.Join(strings.Fields(head+" "+row), " ")
	if row != "" {
		end := strings.IndexByte(row, ']')
		set(event, "pid", strings.TrimSpace(row[1:end]))
		set(event, "process", row[strings.LastIndexByte(strings.TrimRight(row, " "), ' ')+1:])
		set(event, "rss_kb", strconv.FormatInt(largest*pageKB, 10))
	}
	return true
}

// residentPages returns the fourth column: uid, tgid, total_vm, rss.
func residentPages(row string) (int64, bool) {
	columns, ok := rowColumns([]byte(row))
	if !ok {
		return 0, false
	}
	words := bytes.Fields(columns)
	pages, err := strconv.ParseInt(string(words[3]), 10, 64)
	return pages, err == nil && pages < 1<<50
}
