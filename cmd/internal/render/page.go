package render

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// Prose wider than this is hard to read, however wide the terminal is. Evidence and commands use what there is.
const widestProse = 110

// page lays text out: a column of labels on the left, the text on the right.
type page struct {
	bytes.Buffer
	words
	width  int // of the terminal
	column int // where the text begins
	pal    term.Palette
	label  string // waits for the next line
	paint  func(string) string
}

// words chooses between the two languages.
type words struct{ zh bool }

func (w words) say(en, zh string) string {
	if w.zh {
		return zh
	}
	return en
}

// count says "once", "3 times".
func (w words) count(n int) string {
	switch {
	case w.zh:
		return grouped(int64(n)) + " 次"
	case n == 1:
		return "once"
	}
	return grouped(int64(n)) + " times"
}

// some says "1 file", "3 files"; plural is the English plural.
func (w words) some(n int64, singular, plural, zh string) string {
	switch {
	case w.zh:
		return grouped(n) + " " + zh
	case n == 1:
		return "1 " + singular
	}
	return grouped(n) + " " + plural
}

func newPage(options Options, language string) *page {
	if options.Language != "" {
		language = options.Language
	}
	width := options.Width
	if width <= 0 {
		width = term.DefaultWidth
	}
	p := &page{words: words{zh: language == "zh"}, width: max(width, term.MinWidth), pal: options.Palette, column: 12}
	if p.width < 60 {
		p.column = 11
	}
	return p
}

func same(s string) string { return s }

// under sets the label that stands beside the next line.
func (p *page) under(label string, paint func(string) string) {
	p.label, p.paint = label, paint
}

// put writes one line, never wrapped, indented within the text column. It must be clean.
func (p *page) put(indent int, text string, paint func(string) string) {
	p.begin(indent)
	if paint == nil {
		paint = same
	}
	p.WriteString(paint(text))
	p.WriteByte('\n')
}

// begin writes what stands before a line's text: the waiting label or blanks.
func (p *page) begin(indent int) {
	if p.label != "" {
		p.WriteString(p.paint(p.label))
	}
	p.WriteString(strings.Repeat(" ", max(1, p.column-term.Columns(p.label))+indent))
	p.label = ""
}

// prose writes a sentence, wrapped; commands in it stay whole. Its line ends are kept, everything else is cleaned.
func (p *page) prose(indent int, text string, paint func(string) string) {
	for _, paragraph := range strings.Split(strings.TrimSpace(text), "\n") {
		clean := strings.TrimSpace(term.Clean(paragraph))
		for _, line := range term.Wrap(clean, min(p.width, widestProse)-p.column-indent, commands(clean)...) {
			p.put(indent, line, paint)
		}
	}
}

// item writes a short name and a sentence behind it, the sentence's further lines under its first.
func (p *page) item(name string, pad int, text string) {
	clean := strings.TrimSpace(term.Clean(text))
	if strings.ContainsRune(strings.TrimSpace(text), '\n') { // several lines, such as a script: as they are
		p.put(0, p.pal.Label(name), nil)
		for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
			p.put(2, strings.TrimRight(term.Clean(line), " "), nil)
		}
		return
	}
	for i, line := range term.Wrap(clean, min(p.width, widestProse)-p.column-pad, commands(clean)...) {
		if i == 0 {
			p.put(0, p.pal.Label(name)+strings.Repeat(" ", max(1, pad-term.Columns(name)))+line, nil)
			continue
		}
		p.put(pad, line, nil)
	}
}

// wide writes a sentence from the left edge on; blanks it begins with indent all of its lines.
func (p *page) wide(text string, paint func(string) string) {
	if paint == nil {
		paint = same
	}
	sentence := strings.TrimLeft(term.Clean(text), " ")
	indent := strings.Repeat(" ", len(text)-len(strings.TrimLeft(text, " ")))
	for _, line := range term.Wrap(sentence, min(p.width, widestProse)-len(indent), commands(sentence)...) {
		p.WriteString(indent + paint(line) + "\n")
	}
}

func (p *page) blank() { p.WriteByte('\n') }
