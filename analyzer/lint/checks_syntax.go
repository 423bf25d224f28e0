package lint

import (
	"bytes"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// unreadable returns a check for the places that could not be read in files of some kinds. Captures: problem.
func unreadable(kinds ...conf.Kind) check {
	return func(p *picture, c *rules.Lint) []spot {
		files, foreign := map[string]*conf.File{}, map[string]bool{} // by name, those that are the user's own
		for _, f := range p.files {
			if f.Within == nil && files[f.Name] == nil && !isTemplateFile(f) {
				files[f.Name], foreign[f.Name] = f, !isOurs(f)
			}
		}
		var out []spot
		for _, problem := range p.problems {
			if f := files[problem.File]; f != nil && !(problem.Kind == conf.YAML && foreign[f.Name]) && slices.Contains(kinds, problem.Kind) && (len(c.In) == 0 || slices.Contains(c.In, problem.Table)) {
				out = append(out, spot{file: f, line: max(problem.Line, 1), column: max(problem.Column, 1), block: -1, captures: map[string]string{"problem": problem.Message}})
			}
		}
		return out
	}
}

// isOurs tells YAML that cannot be read but speaks of Flink or of a pipeline from that of other programs.
func isOurs(f *conf.File) bool {
	if f.Kind != conf.YAML || strings.HasPrefix(path.Base(f.Name), "flink") {
		return true
	}
	has := func(text string) bool { return bytes.Contains(f.Data, []byte(text)) }
	return has("flink") || has("taskmanager") || has("jobmanager") || has("checkpointing") || has("starrocks") || has("source:") && has("sink:")
}

// yamlKeyTwice finds keys, and blocks of keys, that stand twice in the same mapping of Flink's config.yaml. Captures: line (of the first one).
// Source: apache/flink flink-core/src/main/java/org/apache/flink/configuration/YamlParserUtils.java (setAllowDuplicateKeys(false)).
func yamlKeyTwice(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, f := range p.files {
		if f.Kind != conf.YAML || isTemplateFile(f) || !isFlinkConfig(f) {
			continue
		}
		for _, d := range f.Duplicates {
			line, _ := f.Place(d.First, 1)
			out = append(out, spot{file: f, line: d.Line, column: d.Column, block: -1, captures: map[string]string{"key": d.Key, "value": "", "line": strconv.Itoa(line)}})
		}
	}
	return out
}

// scalarAndParent finds keys of a YAML file that have a value and keys below them in the same mapping, which no YAML allows: the key stands there twice.
// Captures: other (the key below), now (the name that the value should get, empty when there is none).
func scalarAndParent(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, s := range p.scopes {
		if s.table != "flink" || s.file.Kind != conf.YAML {
			continue
		}
		below := children(s)
		for _, setting := range s.settings {
			name := setting.Key
			if len(setting.Path) > 0 {
				name = strings.TrimPrefix(setting.Key, strings.Join(setting.Path, ".")+".")
			}
			child := below[joined(append(slices.Clone(setting.Path), name))]
			if child == nil {
				continue
			}
			captures := map[string]string{"key": setting.Key, "value": setting.Value, "set": setting.Value, "other": child.Key, "line": lineOf(s.file, child)}
			if now := setting.Key + ".type"; has("flink", "", now) {
				captures["now"] = now
			}
			out = append(out, at(s.file, setting, captures))
		}
	}
	return out
}

// children returns the first setting below every mapping of a scope, by the mapping's path.
func children(s *scope) map[string]*conf.Setting {
	out := map[string]*conf.Setting{}
	for _, setting := range s.settings {
		for n := 1; n <= len(setting.Path); n++ {
			if path := joined(setting.Path[:n]); out[path] == nil {
				out[path] = setting
			}
		}
	}
	return out
}

// joined makes a path a key of a map; names of YAML cannot hold the separator.
func joined(path []string) string { return strings.Join(path, "\x00") }
