package record

import (
	"bytes"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/envelope"
)

// Line is one line of a source, or one part of it when several records were pasted into one line.
type Line struct {
	// Start and End are byte offsets in the source, End behind the line end.
	Start, End int64
	// Raw is the text as it stands, without line end; Text is the same with envelope and terminal colours removed. Text may hold
	// several lines when an envelope carried them in one.
	Raw, Text []byte
	Meta      envelope.Meta
}

func newLine(raw []byte, start int64) Line {
	clean := envelope.Clean(raw)
	inner, meta, ok := envelope.Strip(clean)
	if ok {
		inner = envelope.Clean(inner)
		inner = bytes.TrimRight(inner, "\n")
	}
	return Line{Start: start, Raw: raw, Text: inner, Meta: meta}
}

// foreign tells whether a line was written by another pod or container than the first one.
func (l *Line) foreign(first *Line) bool {
	return l.Meta.Pod != first.Meta.Pod || l.Meta.Container != first.Meta.Container
}

// longLine is the length in bytes from which a line is searched for records pasted one behind the other.
const longLine = 200

// splitPasted returns the offsets in text at which a record begins inside the line, 0 not included.
func (r *Reader) splitPasted(text []byte) []int {
	if len(text) < longLine || !hasPastedDate(text[1:]) {
		return nil
	}
	var cuts []int
	for i := 1; i < len(text)-24; i++ {
		next := bytes.IndexByte(text[i:], ' ')
		if next < 0 {
			break
		}
		i += next
		if i+24 >= len(text) || !dateLike(text[i+1:]) {
			continue
		}
		_, head, ok := r.strongHead(text[i+1:])
		if ok && head.Level != parsers.LevelUnknown && head.Time.Known() {
			cuts = append(cuts, i+1)
			if len(cuts) == maxPasted {
				break
			}
		}
	}
	return cuts
}

// maxPasted bounds the records looked for in one line.
const maxPasted = 4096

// hasPastedDate is a cheap test for a year behind a blank.
func hasPastedDate(text []byte) bool { return bytes.Contains(text, []byte(" 20")) }

// dateLike tells whether text begins like 2024-01-24 or 2024/01/24.
func dateLike(text []byte) bool {
	if len(text) < 19 || text[0] != '2' || text[1] != '0' {
		return false
	}
	for _, i := range [...]int{2, 3, 5, 6, 8, 9, 11, 12} {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return (text[4] == '-' || text[4] == '/') && text[7] == text[4]
}
