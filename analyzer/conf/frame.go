package conf

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"
)

// frame leads from the text of an embedded file to where that text stands in the file around it.
type frame interface {
	// offset returns where a byte of the text stands.
	offset(inner int) int
	// edit returns the edit of the file around that makes the edit of the text.
	edit(e Edit) Edit
}

// quotedFrame is the text of a scalar in double quotes, or of one line that is written as it is. marks are the places from which text and scalar run alike, in
// ascending order.
type quotedFrame struct {
	marks []mark
	plain bool // nothing is escaped
}

type mark struct{ inner, outer int }

func (q *quotedFrame) offset(inner int) int {
	i := sort.Search(len(q.marks), func(i int) bool { return q.marks[i].inner > inner }) - 1
	if i < 0 {
		return q.marks[0].outer
	}
	return q.marks[i].outer + inner - q.marks[i].inner
}

func (q *quotedFrame) edit(e Edit) Edit {
	if !q.plain {
		e.Text = escaper.Replace(e.Text)
	}
	return Edit{Span: Span{q.offset(e.Start), q.offset(e.End)}, Text: e.Text}
}

// escaper writes text between double quotes so that JSON and YAML read it alike.
var escaper = strings.NewReplacer("\\", "\\\\", "\"", "\\\"", "\n", "\\n", "\r", "\\r", "\t", "\\t")

// blockFrame is the text of a literal block ("key: |").
type blockFrame struct {
	lines  []blockLine // of the text, in ascending order; the empty one behind the last line end is among them
	indent string
	end    string // line end of the file around
	length int    // of the text
	behind int    // where the line behind the text begins
}

type blockLine struct {
	inner      int // where the line begins in the text
	before, at int // where it begins in the file around, before and behind the indentation
}

func (b *blockFrame) line(inner int) blockLine {
	return b.lines[max(0, sort.Search(len(b.lines), func(i int) bool { return b.lines[i].inner > inner })-1)]
}

func (b *blockFrame) offset(inner int) int {
	l := b.line(inner)
	return l.at + inner - l.inner
}

func (b *blockFrame) edit(e Edit) Edit {
	from, to := b.line(e.Start), b.line(e.End)
	if from.inner == e.Start && to.inner == e.End && (e.Text == "" || strings.HasSuffix(e.Text, "\n")) { // whole lines
		return Edit{Span: Span{from.before, to.before}, Text: b.indented(e.Text)}
	}
	text := e.Text
	switch {
	case e.End == b.length && text == "" && from.inner == e.Start && e.Start < e.End: // the last line, whose end belongs to the file around
		return Edit{Span: Span{from.before, b.behind}}
	case e.End == b.length:
		text = strings.TrimRight(text, "\r\n") // the file around ends the line
	}
	first, rest, more := strings.Cut(text, "\n")
	if more {
		text = first + "\n" + b.indented(rest)
		if rest == "" {
			text += b.indent // of what follows
		}
	}
	return Edit{Span: Span{b.offset(e.Start), b.offset(e.End)}, Text: b.ended(text)}
}

// indented puts the indentation before every line that is not empty.
func (b *blockFrame) indented(text string) string {
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if strings.TrimRight(line, "\r\n") != "" {
			lines[i] = b.indent + line
		}
	}
	return b.ended(strings.Join(lines, ""))
}

// ended gives the text the line ends of the file around.
func (b *blockFrame) ended(text string) string {
	if b.end == "\n" {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", b.end)
}

// newBlockFrame finds the lines of a literal block whose header ("|") stands at the offset; nil when they are not the text.
func newBlockFrame(data []byte, header int, text string) frame {
	at := lineAfter(data, header)
	b := &blockFrame{indent: blockIndent(data[at:], text), end: "\n", length: len(text)}
	inner := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		next := lineAfter(data, at)
		raw := strings.TrimRight(string(data[at:next]), "\r\n")
		body := strings.TrimRight(line, "\n")
		l := blockLine{inner: inner, before: at, at: at + min(len(b.indent), len(raw))}
		switch {
		case line == "" && inner > 0: // behind the last line end
			l.at = at
		case body == "" && strings.Trim(raw, " ") == "":
		case raw != b.indent+body:
			return nil
		}
		if bytes.HasSuffix(data[at:next], []byte("\r\n")) {
			b.end = "\r\n"
		}
		b.lines = append(b.lines, l)
		inner += len(line)
		at, b.behind = next, next
	}
	return b
}

// blockIndent returns the indentation of a block by its first line that is not empty.
func blockIndent(block []byte, text string) string {
	for _, line := range strings.Split(text, "\n") {
		raw, rest, _ := bytes.Cut(block, []byte("\n"))
		if line != "" {
			return strings.Repeat(" ", max(0, len(bytes.TrimRight(raw, "\r"))-len(line)))
		}
		block = rest
	}
	return ""
}

// lineAfter returns where the line behind that of the offset begins.
func lineAfter(data []byte, at int) int {
	if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(data)
}

// newQuotedFrame reads a scalar in double quotes that begins at the offset, folded lines and escapes included; nil when it is not the text.
// Source: https://yaml.org/spec/1.2.2/#731-double-quoted-style.
func newQuotedFrame(data []byte, quote int, text string) frame {
	q := &quotedFrame{}
	inner, at := 0, quote+1
	take := func(decoded string, raw int) bool {
		if !strings.HasPrefix(text[inner:], decoded) {
			return false
		}
		if n := len(q.marks); n == 0 || q.marks[n-1].outer+inner-q.marks[n-1].inner != at {
			q.marks = append(q.marks, mark{inner, at})
		}
		inner, at = inner+len(decoded), at+raw
		return true
	}
	for at < len(data) && data[at] != '"' {
		decoded, raw := quotedPart(data[at:])
		if raw == 0 || !take(decoded, raw) {
			return nil
		}
	}
	if inner != len(text) || at >= len(data) {
		return nil
	}
	q.marks = append(q.marks, mark{inner, at})
	return q
}

// quotedPart decodes the beginning of what stands between double quotes; raw is 0 when it cannot be read.
func quotedPart(data []byte) (decoded string, raw int) {
	switch data[0] {
	case '\\':
		return escape(data)
	case ' ', '\t', '\r', '\n':
		return folded(data)
	}
	n := 1
	for n < len(data) && bytes.IndexByte([]byte("\\\" \t\r\n"), data[n]) < 0 {
		n++
	}
	return string(data[:n]), n
}

// folded reads white space: blanks around line ends go, one line end is a blank, further ones stay.
func folded(data []byte) (decoded string, raw int) {
	n, ends := 0, 0
	for n < len(data) && bytes.IndexByte([]byte(" \t\r\n"), data[n]) >= 0 {
		if data[n] == '\n' {
			ends++
		}
		n++
	}
	switch ends {
	case 0:
		return string(data[:n]), n
	case 1:
		return " ", n
	}
	return strings.Repeat("\n", ends-1), n
}

var escapes = map[byte]string{
	'n': "\n", 't': "\t", 'r': "\r", '"': "\"", '\\': "\\", '/': "/", ' ': " ", '0': "\x00", 'a': "\a", 'b': "\b", 'v': "\v", 'f': "\f", 'e': "\x1b",
	'N': "\u0085", '_': "\u00a0", 'L': "\u2028", 'P': "\u2029", '\t': "\t",
}

// escape reads what begins with a backslash: a character, or a line end that is to be ignored.
func escape(data []byte) (decoded string, raw int) {
	if len(data) < 2 {
		return "", 0
	}
	if digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[data[1]]; digits > 0 {
		return codePoint(data, digits)
	}
	if text, ok := escapes[data[1]]; ok {
		return text, 2
	}
	n := 1
	if data[n] == '\r' {
		n++
	}
	if n >= len(data) || data[n] != '\n' {
		return "", 0
	}
	for n++; n < len(data) && (data[n] == ' ' || data[n] == '\t'); n++ {
	}
	return "", n
}

func codePoint(data []byte, digits int) (decoded string, raw int) {
	if len(data) < 2+digits {
		return "", 0
	}
	var r rune
	for _, c := range data[2 : 2+digits] {
		i := bytes.IndexByte([]byte("0123456789abcdef"), c|0x20)
		if i < 0 || r > utf8.MaxRune {
			return "", 0
		}
		r = r<<4 | rune(i)
	}
	return string(r), 2 + digits
}
