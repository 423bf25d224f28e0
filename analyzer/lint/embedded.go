package lint

import (
	"path"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
)

// embedded returns the files that a ConfigMap holds, each as a file of its own whose places are those in the ConfigMap: its data is the ConfigMap's, so that
// values are replaced there. Only values that stand as literal blocks ("key: |") are looked at.
func embedded(f *conf.File) []*conf.File {
	var out []*conf.File
	for i := range f.Settings {
		s := &f.Settings[i]
		name, isData := strings.CutPrefix(s.Key, "data.")
		if f.Kind != conf.YAML || s.Table != "" || !isData || len(s.Path) != 1 || !conf.Named(name) || !strings.Contains(s.Value, "\n") {
			continue
		}
		kind, table := conf.Detect(name, []byte(s.Value))
		if kind == "" || kind == conf.YAML && path.Base(name) != "config.yaml" {
			continue
		}
		inner, _ := conf.Parse(f.Name, kind, table, []byte(s.Value))
		if placed := place(f, s.Line, inner); placed != nil {
			out = append(out, placed)
		}
	}
	return out
}

// place moves everything in a file to where its text stands in the block below a line of another; nil when it does not stand there line by line.
func place(outer *conf.File, keyLine int, inner *conf.File) *conf.File {
	m, ok := newMapping(string(outer.Data), keyLine, string(inner.Data))
	if !ok {
		return nil
	}
	out := *inner
	out.Data = outer.Data
	out.Settings = append([]conf.Setting{}, inner.Settings...)
	for i := range out.Settings {
		s := &out.Settings[i]
		s.At, s.Whole = m.span(s.At), m.span(s.Whole)
		s.Column += m.indent
		s.Line += keyLine
	}
	out.Blocks = append([]conf.Block{}, inner.Blocks...)
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
	m := mapping{indent: len(data[at:]) - len(strings.TrimLeft(data[at:], " "))}
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
		inner += len(line)
		at = end
	}
	return m, true
}

// span moves a range; what begins or ends at the start of a line does so in the block too.
func (m mapping) span(s conf.Span) conf.Span {
	return conf.Span{Start: m.move(s.Start), End: m.move(s.End)}
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
