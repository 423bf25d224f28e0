package conf

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"gopkg.in/yaml.v3"
)

// Edit replaces a range of bytes; an empty range inserts.
type Edit struct {
	Span
	Text string
}

// Apply returns data with the edits made. Edits must not overlap and lie within data; data is not changed.
func Apply(data []byte, edits []Edit) ([]byte, error) {
	edits = slices.Clone(edits)
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].Start < edits[j].Start })
	out := make([]byte, 0, len(data)+64)
	at := 0
	for _, e := range edits {
		if e.Start < at || e.End < e.Start || e.End > len(data) {
			return nil, fmt.Errorf("change of bytes %d to %d overlaps another or lies outside of the file's %d bytes", e.Start, e.End, len(data))
		}
		out = append(append(out, data[at:e.Start]...), e.Text...)
		at = e.End
	}
	return append(out, data[at:]...), nil
}

// Diff returns the unified diff that patch -p1 and git apply accept, "" when nothing changed. name has forward slashes. An absolute one loses its first slash, as
// in git's diffs: patch -p1 -d / finds it.
func Diff(name string, before, after []byte) string {
	name = strings.TrimLeft(name, "/")
	return string(diff.Diff("a/"+name, before, "b/"+name, after))
}

// YAMLScalar writes a value as YAML reads it back: as it is where that is possible, else in single quotes. text asks for a value that is a string to every
// reader, where YAML would take it for a number or a truth value.
func YAMLScalar(value string, text bool) string {
	var node struct{ V yaml.Node }
	err := yaml.Unmarshal([]byte("v: "+value+"\n"), &node)
	plain := err == nil && node.V.Kind == yaml.ScalarNode && node.V.Style == 0 && node.V.Value == value && node.V.LineComment == ""
	if plain && (!text || node.V.Tag == "!!str") && value != "" {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", "''") + "'"
}

// IsSet tells the SET statement whose key begins at the position of a SQL script from the SET of an UPDATE and from hints.
func IsSet(text string, key int) bool {
	before := strings.TrimRight(text[:min(key, len(text))], " \t\r\n")
	n := len(before) - len("SET")
	if n < 0 || !strings.EqualFold(before[n:], "SET") {
		return false
	}
	before = strings.TrimRight(before[:n], " \t\r\n")
	last := before[strings.LastIndexByte(before, '\n')+1:]
	return before == "" || strings.HasSuffix(before, ";") || strings.Contains(last, "--") || strings.HasSuffix(before, "*/")
}

// EachLine returns the text with a function applied to every line, line ends kept.
func EachLine(text string, change func(line string) string) string {
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		body := strings.TrimRight(line, "\r\n")
		lines[i] = change(body) + line[len(body):]
	}
	return strings.Join(lines, "")
}
