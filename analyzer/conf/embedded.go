package conf

import (
	"slices"
	"strings"
)

// Within is how an embedded file stands in the one around it.
type Within struct {
	// File is the file around; that may itself stand within another.
	File *File
	// Key leads to the text in the file around: "data.nginx.conf", "spec.flinkConfiguration".
	Key string
	// Object are the settings of the Kubernetes object, or of the whole document, that holds the file.
	Object []Setting
	// anchor is the byte of the file around where the text begins; frame leads from the text's bytes to those around, nil when they are not the same.
	anchor int
	frame  frame
	lines  []int // where the lines of the text begin
	around []int // where those of the file around begin
}

// Outermost returns the file that the user has: f itself unless it is embedded.
func (f *File) Outermost() *File {
	for f.Within != nil {
		f = f.Within.File
	}
	return f
}

// Place returns where a line and a column of f, counted from 1, stand in the outermost file.
func (f *File) Place(line, column int) (int, int) {
	w := f.Within
	if w == nil {
		return line, column
	}
	at := w.anchor
	if w.frame != nil {
		at = w.frame.offset(min(w.lines[min(max(line, 1), len(w.lines))-1]+column-1, len(f.Data)))
	}
	n, found := slices.BinarySearch(w.around, at)
	if !found {
		n--
	}
	return w.File.Place(n+1, at-w.around[n]+1)
}

// lineStarts returns where the lines of a text begin; the first begins at 0.
func lineStarts(data []byte) []int {
	starts := []int{0}
	for i, c := range data {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// Outward returns the edit of the outermost file that makes the edit of f; false when there is none.
func (f *File) Outward(e Edit) (*File, Edit, bool) {
	for f.Within != nil {
		w := f.Within
		if w.frame == nil {
			return nil, Edit{}, false
		}
		moved := w.frame.edit(e)
		if e.Text == string(f.Data[e.Start:e.End]) { // nothing changes, whatever escapes it is written with
			moved.Text = string(w.File.Data[moved.Start:moved.End])
		}
		f, e = w.File, moved
	}
	return f, e, true
}

// With returns the file and, behind it, all files embedded in it, those within embedded ones too.
func (f *File) With() []*File {
	out := []*File{f}
	for _, inner := range f.Embedded {
		out = append(out, inner.With()...)
	}
	return out
}

// maxEmbedding bounds files within files within files: a pod template in a ConfigMap in a List.
const maxEmbedding = 3

// embed finds the files that the documents of a YAML file hold and returns what could not be read in them.
func (f *File) embed(depth int) []Problem {
	var problems []Problem
	var around []int
	for i := range f.Settings {
		if f.Settings[i].Table != "" || depth >= maxEmbedding {
			continue
		}
		if name, text := textOf(f.Settings, i); name != "" {
			if around == nil {
				around = lineStarts(f.Data)
			}
			problems = append(problems, f.embedText(i, name, text, depth, around)...)
		}
	}
	return problems
}

// commandName is what the script of a container is called.
const commandName = "command.sh"

// textOf tells the values that are files: those of a ConfigMap, under the name that it gives them, and the environment variable in which Flink's image is given its
// configuration. key is the file's name.
// Source: https://kubernetes.io/docs/concepts/configuration/configmap/, apache/flink-docker docker-entrypoint.sh (FLINK_PROPERTIES).
func textOf(document []Setting, i int) (key, text string) {
	s := &document[i]
	if len(s.Path) == 0 || !strings.ContainsAny(s.Value, " \n") { // base64 has neither
		return "", ""
	}
	parent := keyOf(s.Path)
	name := strings.TrimPrefix(s.Key, parent+".")
	const properties = "FLINK_PROPERTIES"
	switch strings.TrimPrefix(parent, "items.") {
	case "data", "stringData":
		if Named(name) {
			return name, s.Value
		}
		return "", ""
	}
	switch {
	case isCommand(s.Key) && isScript(s.Value) && strings.Contains(s.Value, "-D"):
		return commandName, s.Value
	case name == properties:
		return "flink-conf.yaml", s.Value
	case name == "value" && i > 0 && document[i-1].Value == properties && strings.HasSuffix(document[i-1].Key, ".env.name"):
		return "flink-conf.yaml", s.Value
	}
	if body, ok := strings.CutPrefix(s.Value, properties+"="); ok {
		return "flink-conf.yaml", body
	}
	return "", ""
}

// keyOf joins a path as keys are: without the numbers of list items.
func keyOf(path []string) string {
	var parts []string
	for _, p := range path {
		if !isIndex(p) {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ".")
}

func isIndex(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// embedText reads the text of a setting, which is the setting's value or the end of it, as a file of its own.
func (f *File) embedText(index int, name, text string, depth int, around []int) []Problem {
	s := &f.Settings[index]
	kind, table := Detect(name, []byte(text))
	if kind == "" {
		return nil
	}
	inner, problems := parse(f.Name, kind, table, []byte(text), depth+1)
	inner.Within = &Within{File: f, Key: s.Key, Object: f.object(index), anchor: s.At.Start, frame: frameOf(f.Data, s), lines: lineStarts(inner.Data), around: around}
	if skipped := len(s.Value) - len(text); skipped > 0 && inner.Within.frame != nil {
		inner.Within.frame = tailFrame{inner.Within.frame, skipped}
	}
	for i := range problems {
		p := &problems[i]
		p.Line, p.Column = inner.Place(p.Line, p.Column)
	}
	f.Embedded = append(f.Embedded, inner)
	return problems
}

// frameOf returns the way from the value of a setting to its place, nil when there is none.
func frameOf(data []byte, s *Setting) frame {
	at := s.At.Start
	switch {
	case at >= len(data):
		return nil
	case data[at] == '|':
		return newBlockFrame(data, at, s.Value)
	case data[at] == '"':
		return newQuotedFrame(data, at, s.Value)
	case data[at] == '\'':
		at++
	}
	if end := at + len(s.Value); s.At.Start < s.At.End && end <= len(data) && string(data[at:end]) == s.Value {
		return &quotedFrame{marks: []mark{{0, at}}, plain: true}
	}
	return nil
}

// tailFrame is the end of a text.
type tailFrame struct {
	whole   frame
	skipped int // bytes before
}

func (t tailFrame) offset(inner int) int { return t.whole.offset(inner + t.skipped) }

func (t tailFrame) edit(e Edit) Edit {
	e.Start, e.End = e.Start+t.skipped, e.End+t.skipped
	return t.whole.edit(e)
}
