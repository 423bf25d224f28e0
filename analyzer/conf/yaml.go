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
	for document := 0; ; document++ {
		var node yaml.Node
		if err := decoder.Decode(&node); err != nil {
			if err.Error() == "EOF" {
				return nil
			}
			return []Problem{{f.Name, yamlLine(err), 1, strings.TrimPrefix(err.Error(), "yaml: ")}}
		}
		w := yamlWalker{file: f, starts: starts}
		w.table = pipelineTable(&node)
		for _, n := range node.Content {
			w.walk(n, "", nil, 0)
		}
	}
}

// pipelineTable tells a Flink CDC pipeline and a Kubernetes object from Flink's own configuration by the keys at the top.
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
	case top["apiVersion"] && top["kind"]:
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
		for i := 0; i+1 < len(n.Content); i += 2 {
			name, value := n.Content[i], n.Content[i+1]
			if value.Kind == yaml.ScalarNode {
				w.add(name, value, join(key, name.Value), path)
				continue
			}
			w.walk(value, w.prefix(key, name.Value), append(path[:len(path):len(path)], name.Value), depth+1)
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			if item.Kind == yaml.ScalarNode && w.table == "" { // lists of a Kubernetes object, such as the verbs of a role
				w.add(item, item, key, append(path[:len(path):len(path)], strconv.Itoa(i)))
				continue
			}
			w.walk(item, key, append(path[:len(path):len(path)], strconv.Itoa(i)), depth+1)
		}
	}
}

// prefix is what the keys below a mapping begin with. The blocks of a pipeline are no part of its options' keys.
func (w *yamlWalker) prefix(key, name string) string {
	if w.table == "flink-cdc" && key == "" {
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
	s := Setting{
		Table: w.table, Key: key, Value: value.Value, Path: path, At: Span{start, end},
		Whole: Span{w.starts[name.Line-1], w.starts[min(value.Line, len(w.starts)-1)]}, Line: name.Line, Column: name.Column, Block: -1,
	}
	w.file.Settings = append(w.file.Settings, s)
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
		if len(line) > 1 {
			if i := strings.LastIndexByte(line, line[0]); i > 0 {
				return start + i + 1
			}
		}
		return start
	case yaml.LiteralStyle, yaml.FoldedStyle:
		return start
	}
	if strings.HasPrefix(line, value.Value) {
		return start + len(value.Value)
	}
	return start
}

func yamlLine(err error) int {
	var line int
	if _, scanErr := fmt.Sscanf(strings.TrimPrefix(err.Error(), "yaml: "), "line %d:", &line); scanErr != nil {
		return 1
	}
	return line
}
