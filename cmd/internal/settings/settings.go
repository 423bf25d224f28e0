// Package settings reads what a project or a user has written down about how the program shall behave: .flinkdoctor.yaml, searched for upwards from the working
// directory, and the user's own file. It knows files and their form; what the settings mean is the commands' business.
package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/flinkdoctor/flinkdoctor/analyzer/accept"
)

// FileName is what the file of a project is called.
const FileName = ".flinkdoctor.yaml"

// Value is one setting and where it was made.
type Value struct {
	Key  string
	Text string   // of a single value
	List []string // of a list
	// Origin is "file:line", the file as people would name it from where they are.
	Origin string
	// Place is where the value stands, "file:line:column".
	Place string
	// Dir is the folder of the file, to which paths in it are relative.
	Dir string
}

// Settings are the values of all files; those of the project win over the user's.
type Settings struct {
	Values       map[string]Value
	Suppressions []accept.Suppression
	// Files are the files that were read, the strongest first.
	Files []string
}

// Get returns the text of a single value, "" when it is not set.
func (s *Settings) Get(key string) string { return s.Values[key].Text }

// List returns the values of a list.
func (s *Settings) List(key string) []string { return s.Values[key].List }

// Sorted returns all values in the order of their keys.
func (s *Settings) Sorted() []Value {
	var out []Value
	for _, v := range s.Values {
		out = append(out, v)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Key < out[j].Key })
	return out
}

// keys are what a file may set; true for lists.
var keys = map[string]bool{
	"lang": false, "tz": false, "color": false, "format": false, "fail-on": false, "fail-on-unexplained": false, "baseline": false, "width": false, "redact": false, "show-suppressed": false,
	"only": true, "skip": true, "rules": true, "allow": true, "config": true,
}

// Load reads the file of the project that dir belongs to and the user's. Either may be missing. env reads environment variables. The error lists everything that
// is wrong as file:line:column.
func Load(dir string, env func(string) string) (*Settings, error) {
	s := &Settings{Values: map[string]Value{}}
	var problems []string
	for _, path := range []string{project(dir), user(env)} {
		if path == "" {
			continue
		}
		text, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read the settings: %w", err)
		}
		s.Files = append(s.Files, path)
		problems = append(problems, s.read(path, shown(dir, env("HOME"), path), text)...)
	}
	if len(problems) > 0 {
		return nil, errors.New(strings.Join(problems, "\n"))
	}
	return s, nil
}

// project returns the nearest file upwards from dir, "" when there is none.
func project(dir string) string {
	for {
		path := filepath.Join(dir, FileName)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// user returns where the user's file is looked for (XDG base directories).
func user(env func(string) string) string {
	base := env("XDG_CONFIG_HOME")
	if base == "" {
		home := env("HOME")
		if home == "" {
			return ""
		}
		base = filepath.Join(home, ".config")
	}
	return filepath.Join(base, "flinkdoctor", "config.yaml")
}

// shown is how people name a file: from where they are, or from their home. Reports repeat it, so it says nothing about the machine.
func shown(dir, home, path string) string {
	if rel, err := filepath.Rel(dir, path); err == nil && strings.Trim(filepath.Dir(rel), "./\\") == "" {
		return filepath.ToSlash(rel)
	}
	if rel, err := filepath.Rel(home, path); err == nil && home != "" && filepath.IsLocal(rel) {
		return "~/" + filepath.ToSlash(rel)
	}
	return filepath.ToSlash(path)
}

// read takes in one file, which messages call path; what is set already stays.
func (s *Settings) read(file, path string, text []byte) []string {
	var node yaml.Node
	if err := yaml.Unmarshal(text, &node); err != nil {
		place := strings.TrimPrefix(err.Error(), "yaml: ")
		if line, ok := strings.CutPrefix(place, "line "); ok {
			return []string{path + ":" + line}
		}
		return []string{path + ": " + place}
	}
	if len(node.Content) == 0 {
		return nil
	}
	top := node.Content[0]
	if top.Kind != yaml.MappingNode {
		return []string{at(path, top, "expected key: value lines; flinkdoctor config keys lists them")}
	}
	var problems []string
	seen := map[string]int{}
	for i := 0; i+1 < len(top.Content); i += 2 {
		key, value := top.Content[i], top.Content[i+1]
		if line := seen[key.Value]; line > 0 {
			problems = append(problems, at(path, key, fmt.Sprintf("%s is set in line %d already", key.Value, line)))
			continue
		}
		seen[key.Value] = key.Line
		if key.Value == "suppress" {
			problems = append(problems, s.suppress(path, value)...)
			continue
		}
		v, problem := read(path, key, value)
		if problem != "" {
			problems = append(problems, problem)
			continue
		}
		if _, set := s.Values[v.Key]; !set {
			v.Dir = filepath.Dir(file)
			s.Values[v.Key] = v
		}
	}
	return problems
}

func read(path string, key, value *yaml.Node) (Value, string) {
	list, known := keys[key.Value]
	if !known {
		return Value{}, at(path, key, fmt.Sprintf("unknown key %q; it can be %s", key.Value, strings.Join(Keys(), ", ")))
	}
	v := Value{Key: key.Value, Origin: fmt.Sprintf("%s:%d", path, key.Line), Place: fmt.Sprintf("%s:%d:%d", path, value.Line, value.Column)}
	switch {
	case list && value.Kind == yaml.SequenceNode:
		for _, item := range value.Content {
			v.List = append(v.List, item.Value)
		}
	case list && value.Kind == yaml.ScalarNode:
		v.List = []string{value.Value}
	case !list && value.Kind == yaml.ScalarNode:
		v.Text = value.Value
	default:
		return Value{}, at(path, value, fmt.Sprintf("%s takes %s", key.Value, map[bool]string{true: "a list", false: "one value"}[list]))
	}
	return v, ""
}

// Keys lists what may be set, in order.
func Keys() []string {
	out := []string{"suppress"}
	for key := range keys {
		out = append(out, key)
	}
	slices.Sort(out)
	return out
}

func at(path string, n *yaml.Node, message string) string {
	return fmt.Sprintf("%s:%d:%d: %s", path, n.Line, n.Column, message)
}

// suppression is one entry as it is written.
type suppression struct {
	Rule, Fingerprint, Source, Reason, Until string
}

// suppress reads the list of suppressions. Each needs a rule or a fingerprint, and a reason.
func (s *Settings) suppress(path string, list *yaml.Node) []string {
	if list.Kind != yaml.SequenceNode {
		return []string{at(path, list, "suppress takes a list of {rule or fingerprint, source, reason, until}")}
	}
	var problems []string
	for _, n := range list.Content {
		entry, problem := readSuppression(path, n)
		out := accept.Suppression{
			Rule: entry.Rule, Fingerprint: entry.Fingerprint, Source: entry.Source, Reason: entry.Reason, Where: fmt.Sprintf("%s:%d", path, n.Line),
		}
		switch {
		case problem != "":
		case entry.Rule == "" && entry.Fingerprint == "":
			problem = at(path, n, "a suppression names a rule or a fingerprint")
		case strings.TrimSpace(entry.Reason) == "":
			problem = at(path, n, "a suppression needs a reason: whoever reads it next year wants to know")
		case entry.Until != "":
			day, err := time.Parse(time.DateOnly, entry.Until)
			if err != nil {
				problem = at(path, n, "until takes a day such as 2026-12-31")
			}
			out.Until = day
		}
		if problem != "" {
			problems = append(problems, problem)
			continue
		}
		s.Suppressions = append(s.Suppressions, out)
	}
	return problems
}

func readSuppression(path string, n *yaml.Node) (suppression, string) {
	var out suppression
	if n.Kind != yaml.MappingNode {
		return out, at(path, n, "a suppression is {rule or fingerprint, source, reason, until}")
	}
	fields := map[string]*string{"rule": &out.Rule, "fingerprint": &out.Fingerprint, "source": &out.Source, "reason": &out.Reason, "until": &out.Until}
	for i := 0; i+1 < len(n.Content); i += 2 {
		field, ok := fields[n.Content[i].Value]
		if !ok || n.Content[i+1].Kind != yaml.ScalarNode {
			return out, at(path, n.Content[i], fmt.Sprintf("unknown key %q; a suppression has rule, fingerprint, source, reason, until", n.Content[i].Value))
		}
		*field = n.Content[i+1].Value
	}
	return out, ""
}
