package conf

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// parseYAML reads every document of a YAML file for its scalar values. Nested keys are joined by dots, as Flink reads them.
func parseYAML(f *File) []Problem {
	starts := []int{0}
	for _, l := range linesOf(f.Data) {
		starts = append(starts, l.end)
	}
	decoder := yaml.NewDecoder(strings.NewReader(string(f.Data)))
	for {
		var node yaml.Node
		if err := decoder.Decode(&node); err != nil {
			if err.Error() == "EOF" {
				return nil
			}
			return []Problem{{File: f.Name, Line: yamlLine(err), Column: 1, Message: strings.TrimPrefix(err.Error(), "yaml: ")}}
		}
		w := yamlWalker{file: f, starts: starts}
		w.table = pipelineTable(&node)
		from := len(f.Settings)
		for _, n := range node.Content {
			w.walk(n, "", nil, 0)
		}
		f.group(from)
		if len(f.Settings) > from {
			f.documents = append(f.documents, from)
		}
	}
}

// pipelineTable tells a Flink CDC pipeline, a Kubernetes object and a compose file from Flink's own configuration by the keys at the top.
func pipelineTable(document *yaml.Node) string {
	if len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
		return ""
	}
	top := map[string]bool{}
	for i := 0; i+1 < len(document.Content[0].Content); i += 2 {
		top[document.Content[0].Content[i].Value] = true
	}
	switch {
	case top["source"] && top["sink"]:
		return "flink-cdc"
	case top["apiVersion"] && top["kind"], top["services"]:
		return ""
	}
	return "flink"
}

type yamlWalker struct {
	file   *File
	starts []int // where each line begins; index 0 is line 1
	table  string
}

// maxYAMLDepth bounds how deep a document is looked into.
const maxYAMLDepth = 24

func (w *yamlWalker) walk(n *yaml.Node, key string, path []string, depth int) {
	if depth > maxYAMLDepth {
		return
	}
	switch n.Kind {
	case yaml.MappingNode:
		w.duplicates(n, key)
		for i := 0; i+1 < len(n.Content); i += 2 {
			name, value := n.Content[i], n.Content[i+1]
			if value.Kind == yaml.ScalarNode {
				w.add(name, value, join(key, name.Value), path)
				w.inBraces(n, name)
				continue
			}
			if list, ok := listValue(value); ok && w.table != "" {
				w.addUnedited(name, list, join(key, name.Value), path)
				continue
			}
			w.walk(value, w.prefix(key, name.Value, depth), append(path[:len(path):len(path)], name.Value), depth+1)
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			if item.Kind == yaml.ScalarNode && w.table == "" { // lists of a Kubernetes object, such as the verbs of a role
				w.add(item, item, key, append(path[:len(path):len(path)], strconv.Itoa(i)))
				w.inBraces(n, item)
				continue
			}
			w.walk(item, key, append(path[:len(path):len(path)], strconv.Itoa(i)), depth+1)
		}
	}
}

// duplicates notes the keys of a mapping that stand in it already with a value of the same kind.
func (w *yamlWalker) duplicates(n *yaml.Node, key string) {
	type id struct {
		name string
		kind yaml.Kind
	}
	first := map[id]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, this := n.Content[i], id{n.Content[i].Value, n.Content[i+1].Kind}
		if line := first[this]; line > 0 {
			w.file.Duplicates = append(w.file.Duplicates, Duplicate{Key: join(key, name.Value), Line: name.Line, Column: name.Column, First: line})
		} else {
			first[this] = name.Line
		}
	}
}

// prefix is what the keys below a mapping begin with. The blocks of a pipeline are no part of its options' keys.
func (w *yamlWalker) prefix(key, name string, depth int) string {
	if w.table == "flink-cdc" && depth == 0 {
		return ""
	}
	return join(key, name)
}

func join(key, name string) string {
	if key == "" {
		return name
	}
	return key + "." + name
}

func (w *yamlWalker) add(name, value *yaml.Node, key string, path []string) {
	if name.Line < 1 || name.Line >= len(w.starts) || value.Line >= len(w.starts) || value.Line < 1 {
		return
	}
	start := w.starts[value.Line-1] + columnBytes(w.file.Data, w.starts[value.Line-1], value.Column)
	end := w.scalarEnd(start, value)
	if value.Value == "" && value.Style == 0 && name != value { // nothing stands behind the colon
		start = w.behindColon(name)
		end = start
	}
	if value.Value == "" && start < len(w.file.Data) && strings.IndexByte("!&", w.file.Data[start]) >= 0 { // nothing but a tag or an anchor
		end = len(w.file.Data)
		if i := bytes.IndexAny(w.file.Data[start:], " \t\r\n"); i > 0 {
			end = start + i
		}
	}
	s := Setting{
		Table: w.table, Key: key, Value: value.Value, Path: path, At: Span{start, end},
		Whole: w.whole(name, value), Line: name.Line, Column: name.Column, Block: -1,
	}
	w.file.Settings = append(w.file.Settings, s)
}

// addUnedited keeps a value that is no scalar on a line: it is known to be set, and has no place where another value could be written.
func (w *yamlWalker) addUnedited(name *yaml.Node, value, key string, path []string) {
	if name.Line < 1 || name.Line >= len(w.starts) {
		return
	}
	at := w.behindColon(name)
	w.file.Settings = append(w.file.Settings, Setting{
		Table: w.table, Key: key, Value: value, Path: path, At: Span{at, at}, Whole: w.whole(name, name), Line: name.Line, Column: name.Column, Block: -1,
	})
}

// listValue returns a list of scalars as Flink reads it, or what an alias stands for.
func listValue(n *yaml.Node) (string, bool) {
	switch {
	case n.Kind == yaml.AliasNode && n.Alias.Kind == yaml.ScalarNode:
		return n.Alias.Value, true
	case n.Kind != yaml.SequenceNode || len(n.Content) == 0:
		return "", false
	}
	var out []string
	for _, item := range n.Content {
		if item.Kind != yaml.ScalarNode {
			return "", false
		}
		out = append(out, item.Value)
	}
	return strings.Join(out, ";"), true
}

// behindColon returns where the value of a key would begin.
func (w *yamlWalker) behindColon(name *yaml.Node) int {
	start := w.starts[name.Line-1] + columnBytes(w.file.Data, w.starts[name.Line-1], name.Column)
	line, _, _ := bytes.Cut(w.file.Data[start:w.starts[name.Line]], []byte("\n"))
	skip := min(len(name.Value), len(line))
	if i := bytes.IndexByte(line[skip:], ':'); i >= 0 {
		return start + skip + i + 1
	}
	return start + len(bytes.TrimRight(line, "\r"))
}

// whole returns the lines of a key and its value, those that are indented more than the key included.
func (w *yamlWalker) whole(name, value *yaml.Node) Span {
	line := min(value.Line, len(w.starts)-1) // index of the next line in starts
	for more := line; more+1 < len(w.starts); more++ {
		text := strings.TrimRight(string(w.file.Data[w.starts[more]:w.starts[more+1]]), " \t\r\n")
		if text == "" {
			continue
		}
		indent := blanks(text)
		item := name == value && indent+1 == name.Column && strings.HasPrefix(text[indent:], "- ") // lists may stand as far left as their key
		if indent < name.Column && !item || text[indent] == '#' && value.Style != yaml.LiteralStyle && value.Style != yaml.FoldedStyle {
			break
		}
		line = more + 1
	}
	return Span{w.starts[name.Line-1], w.starts[line]}
}

// columnBytes turns yaml.v3's column, which counts characters from 1, into bytes from the line's start.
func columnBytes(data []byte, lineStart, column int) int {
	n := 0
	for range column - 1 {
		if lineStart+n >= len(data) {
			break
		}
		n++
		for lineStart+n < len(data) && data[lineStart+n]&0xc0 == 0x80 {
			n++
		}
	}
	return n
}

// scalarEnd returns where a scalar that stands on one line ends; others are given an empty range, so that they are not edited.
func (w *yamlWalker) scalarEnd(start int, value *yaml.Node) int {
	data := w.file.Data
	end := len(data)
	if i := bytes.IndexByte(data[start:], '\n'); i >= 0 {
		end = start + i
	}
	line := strings.TrimSuffix(string(data[start:end]), "\r")
	switch value.Style {
	case yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle:
		return start + quotedEnd(line)
	case yaml.LiteralStyle, yaml.FoldedStyle:
		return start
	}
	if strings.HasPrefix(line, value.Value) {
		return start + len(value.Value)
	}
	return start
}

// blanks counts the blanks at the start.
func blanks(text string) int { return len(text) - len(strings.TrimLeft(text, " ")) }

// quotedEnd returns where a quoted scalar at the start of the line ends, 0 when it goes on behind the line.
func quotedEnd(line string) int {
	for i := 1; i < len(line); i++ {
		switch {
		case line[0] == '"' && line[i] == '\\':
			i++
		case line[i] != line[0]:
		case line[0] == '\'' && i+1 < len(line) && line[i+1] == '\'': // two stand for one
			i++
		default:
			return i + 1
		}
	}
	return 0
}

// inBraces narrows what sets the setting that was added last, whose key or item is given, when it stands in a mapping in braces or in a list in brackets: to itself
// and the comma behind it, or else before it, so that the rest stays correct without it.
func (w *yamlWalker) inBraces(around, first *yaml.Node) {
	if around.Style&yaml.FlowStyle == 0 || len(w.file.Settings) == 0 {
		return
	}
	data, s := w.file.Data, &w.file.Settings[len(w.file.Settings)-1]
	start := min(w.starts[first.Line-1]+columnBytes(data, w.starts[first.Line-1], first.Column), len(data))
	end := min(max(start, s.At.End), len(data))
	s.Whole = Span{start, end}
	if rest := bytes.TrimLeft(data[end:], " \t\r\n"); bytes.HasPrefix(rest, []byte(",")) {
		s.Whole.End = len(data) - len(bytes.TrimLeft(rest[1:], " \t\r\n"))
	} else if before := bytes.TrimRight(data[:start], " \t\r\n"); bytes.HasSuffix(before, []byte(",")) {
		s.Whole.Start = len(before) - 1
	}
}

func yamlLine(err error) int {
	var line int
	if _, scanErr := fmt.Sscanf(strings.TrimPrefix(err.Error(), "yaml: "), "line %d:", &line); scanErr != nil {
		return 1
	}
	return line
}
