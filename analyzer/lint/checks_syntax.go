package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// unreadable returns a check for the places that could not be read in files of some kinds. Captures: problem.
func unreadable(kinds ...conf.Kind) check {
	return func(p *picture, c *rules.Lint) []spot {
		var out []spot
		for _, problem := range p.problems {
			for _, f := range p.files {
				if f.Name == problem.File && slices.Contains(kinds, f.Kind) && (len(c.In) == 0 || slices.Contains(c.In, f.Table)) {
					out = append(out, spot{file: f, line: max(problem.Line, 1), column: max(problem.Column, 1), block: -1, captures: map[string]string{"problem": problem.Message}})
				}
			}
		}
		return out
	}
}

// scalarAndParent finds keys of a YAML file that have a value and keys below them in the same mapping, which no YAML allows: the key stands there twice.
// Captures: other (the key below), now (the name that the value should get, empty when there is none).
func scalarAndParent(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, s := range p.scopes {
		if s.table != "flink" || s.file.Kind != conf.YAML {
			continue
		}
		for _, setting := range s.settings {
			below := child(s, setting)
			if below == nil {
				continue
			}
			captures := map[string]string{"key": setting.Key, "value": setting.Value, "set": setting.Value, "other": below.Key, "line": strconv.Itoa(below.Line)}
			if now := setting.Key + ".type"; has("flink", "", now) {
				captures["now"] = now
			}
			out = append(out, at(s.file, setting, captures))
		}
	}
	return out
}

// child returns a setting that stands in a nested mapping of the setting's own name.
func child(s *scope, parent *conf.Setting) *conf.Setting {
	name := parent.Key
	if len(parent.Path) > 0 {
		name = strings.TrimPrefix(parent.Key, strings.Join(parent.Path, ".")+".")
	}
	path := append(slices.Clone(parent.Path), name)
	for _, other := range s.settings {
		if len(other.Path) >= len(path) && slices.Equal(other.Path[:len(path)], path) {
			return other
		}
	}
	return nil
}
