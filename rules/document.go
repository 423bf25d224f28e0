package rules

import (
	"bytes"
	"encoding"
	"fmt"
	"reflect"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// document is one rule file with the places of everything in it.
type document struct {
	file string
	root *yaml.Node
}

// parse reads one rule file. doc is nil when it is no YAML mapping; problems then say why.
func parse(file string, text []byte) (doc *document, rule *Rule, problems []Problem) {
	var node yaml.Node
	if err := yaml.Unmarshal(text, &node); err != nil {
		return nil, nil, []Problem{syntaxProblem(file, err)}
	}
	if len(node.Content) == 0 || node.Content[0].Kind != yaml.MappingNode {
		return nil, nil, []Problem{{File: file, Line: 1, Column: 1, Message: "a rule is a mapping that begins with id:", Hint: "see docs/rule-format.md"}}
	}
	doc, rule = &document{file, node.Content[0]}, &Rule{}
	problems = doc.unknownKeys(doc.root, reflect.TypeFor[Rule](), 0)
	if err := node.Decode(rule); err != nil {
		problems = append(problems, doc.decodeProblems(err)...)
	}
	return doc, rule, problems
}

var yamlLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)

func syntaxProblem(file string, err error) Problem {
	p := Problem{File: file, Line: 1, Column: 1, Message: strings.TrimPrefix(err.Error(), "yaml: "), Hint: "quote texts that hold ': ' or begin with a special character"}
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		p.Line, _ = strconv.Atoi(m[1]) // the expression allows digits only
		p.Message = m[2]
	}
	return p
}

// decodeProblems turns the errors of a decoding into problems.
func (d *document) decodeProblems(err error) []Problem {
	typed, ok := err.(*yaml.TypeError) //nolint:errorlint // yaml.v3 returns it unwrapped
	if !ok {
		return []Problem{{File: d.file, Line: 1, Column: 1, Message: strings.TrimPrefix(err.Error(), "yaml: ")}}
	}
	var out []Problem
	for _, text := range typed.Errors {
		p := syntaxProblem(d.file, fmt.Errorf("%s", text))
		p.Hint = "see docs/rule-format.md for the form of each field"
		out = append(out, p)
	}
	return out
}

// maxDepth bounds how deep a rule file is looked into.
const maxDepth = 12

// unknownKeys finds keys that the rule format does not have, with the nearest one that it has.
func (d *document) unknownKeys(node *yaml.Node, t reflect.Type, depth int) []Problem {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if depth > maxDepth || t.Kind() != reflect.Struct || reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return nil
	}
	var out []Problem
	switch node.Kind {
	case yaml.SequenceNode:
		for _, n := range node.Content {
			out = append(out, d.unknownKeys(n, t, depth+1)...)
		}
	case yaml.MappingNode:
		fields := fieldsOf(t)
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i]
			field, ok := fields[key.Value]
			if !ok {
				out = append(out, Problem{File: d.file, Line: key.Line, Column: key.Column, Message: fmt.Sprintf("unknown key %q", key.Value), Hint: nearestKey(key.Value, fields)})
				continue
			}
			out = append(out, d.unknownKeys(node.Content[i+1], field, depth+1)...)
		}
	}
	return out
}

// fieldsOf returns the YAML keys of a struct with their types.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if options == "inline" {
			for k, v := range fieldsOf(f.Type) {
				out[k] = v
			}
			continue
		}
		if name != "" {
			out[name] = f.Type
		}
	}
	return out
}

func nearestKey(key string, fields map[string]reflect.Type) string {
	var names []string
	for name := range fields {
		names = append(names, name)
	}
	sort.Strings(names)
	return "it can be " + strings.Join(names, ", ")
}

// node returns the node at a path of keys (string) and indices (int), or the deepest one on the way that exists.
func (d *document) node(at ...any) *yaml.Node {
	n := d.root
	for _, step := range at {
		next := child(n, step)
		if next == nil {
			return n
		}
		n = next
	}
	return n
}

func child(n *yaml.Node, step any) *yaml.Node {
	switch step := step.(type) {
	case int:
		if n.Kind == yaml.SequenceNode && step < len(n.Content) {
			return n.Content[step]
		}
	case string:
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == step {
				return n.Content[i+1]
			}
		}
	}
	return nil
}

func (d *document) problem(message, hint string, at ...any) Problem {
	n := d.node(at...)
	return Problem{File: d.file, Line: n.Line, Column: n.Column, Message: message, Hint: hint}
}

// YAML writes a rule in the form of a rule file; fields that are not set are left out.
func YAML(rule *Rule) ([]byte, error) {
	var node yaml.Node
	if err := node.Encode(rule); err != nil {
		return nil, fmt.Errorf("encode %s: %w", rule.ID, err)
	}
	prune(&node)
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(&node); err != nil {
		return nil, fmt.Errorf("encode %s: %w", rule.ID, err)
	}
	return b.Bytes(), nil
}

// prune drops keys whose values are empty.
func prune(n *yaml.Node) {
	for _, c := range n.Content {
		prune(c)
	}
	if n.Kind != yaml.MappingNode {
		return
	}
	kept := n.Content[:0]
	for i := 0; i+1 < len(n.Content); i += 2 {
		if v := n.Content[i+1]; len(v.Content) == 0 && (v.Kind != yaml.ScalarNode || v.Value == "" || v.Value == "null" || v.Value == "false" && v.Tag == "!!bool" || v.Value == "0s") {
			continue
		}
		kept = append(kept, n.Content[i], n.Content[i+1])
	}
	n.Content = kept
}
