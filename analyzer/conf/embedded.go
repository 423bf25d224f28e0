package conf

import (
	"path"
	"slices"
	"strings"
)

// Embedded returns the files that a ConfigMap holds, each as a file of its own whose places are those in the ConfigMap: its data is the ConfigMap's, so that
// values are replaced there, and its Inside and Indent say where its own text stands. Only values that stand as literal blocks ("key: |") are looked at.
func Embedded(f *File) []*File {
	var out []*File
	for i := range f.Settings {
		s := &f.Settings[i]
		name, isData := strings.CutPrefix(s.Key, "data.")
		if f.Kind != YAML || s.Table != "" || !isData || len(s.Path) != 1 || !Named(name) || !strings.Contains(s.Value, "\n") {
			continue
		}
		kind, table := Detect(name, []byte(s.Value))
		if kind == "" || kind == YAML && path.Base(name) != "config.yaml" {
			continue
		}
		inner, _ := Parse(f.Name, kind, table, []byte(s.Value))
		if placed := within(f, s.Line, inner); placed != nil {
			out = append(out, placed)
		}
	}
	return out
}

// within moves everything in a file to where its text stands in the block below a line of another; nil when it does not stand there line by line.
func within(outer *File, keyLine int, inner *File) *File {
	m, ok := newMapping(string(outer.Data), keyLine, string(inner.Data))
	if !ok {
		return nil
	}
	out := *inner
	out.Data = outer.Data
	out.Inside = Span{m.outer[0], m.end}
	out.Indent = strings.Repeat(" ", m.indent)
	out.Settings = append([]Setting{}, inner.Settings...)
	for i := range out.Settings {
		s := &out.Settings[i]
		s.At, s.Whole = m.span(s.At), m.whole(s.Whole)
		s.Column += m.indent
		s.Line += keyLine
	}
	out.Blocks = append([]Block{}, inner.Blocks...)
	for i := range out.Blocks {
		out.Blocks[i].Inside = m.span(out.Blocks[i].Inside)
		out.Blocks[i].Line += keyLine
	}
	return &out
}

// mapping leads from bytes of a text to those of the indented block that it was read from.
type mapping struct {
	indent int
	starts []int // of the lines of the text
	outer  []int // of the same lines in the block, indentation included
	size   int   // of the text
	end    int   // of the block: behind the line end of its last line that is not blank
}

func newMapping(data string, keyLine int, text string) (mapping, bool) {
	at := 0
	for range keyLine {
		i := strings.IndexByte(data[at:], '\n')
		if i < 0 {
			return mapping{}, false
		}
		at += i + 1
	}
	first := strings.TrimLeft(text, "\n") // the indentation of blank lines tells nothing
	at0 := at
	for range len(text) - len(first) {
		at0 += strings.IndexByte(data[at0:], '\n') + 1
	}
	m := mapping{indent: blanks(data[at0:]) - blanks(first), size: len(text)}
	if m.indent < 0 {
		return mapping{}, false
	}
	inner := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		m.starts, m.outer = append(m.starts, inner), append(m.outer, at)
		end := len(data)
		if i := strings.IndexByte(data[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		if body := strings.TrimRight(line, "\n"); body != "" && strings.TrimRight(data[at:end], "\r\n") != strings.Repeat(" ", m.indent)+body {
			return mapping{}, false
		}
		if strings.TrimSpace(line) != "" {
			m.end = end
		}
		inner += len(line)
		at = end
	}
	return m, true
}

// blanks counts the blanks at the start.
func blanks(text string) int { return len(text) - len(strings.TrimLeft(text, " ")) }

// whole moves the range of a setting with all that sets it: the indentation goes with the line, but stays when something else stands on the line.
func (m mapping) whole(s Span) Span {
	out := m.span(s)
	switch {
	case !slices.Contains(m.starts, s.Start):
	case s.End == m.size:
		out.End = m.end
	case !slices.Contains(m.starts, s.End):
		out.Start += m.indent
	}
	return out
}

// span moves a range; what begins or ends at the start of a line does so in the block too.
func (m mapping) span(s Span) Span {
	return Span{Start: m.move(s.Start), End: m.move(s.End)}
}

func (m mapping) move(offset int) int {
	for i := len(m.starts) - 1; i >= 0; i-- {
		if offset == m.starts[i] {
			return m.outer[i]
		}
		if offset > m.starts[i] {
			return m.outer[i] + m.indent + offset - m.starts[i]
		}
	}
	return 0
}
