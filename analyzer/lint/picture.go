package lint

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// picture is everything that the checks look at. Embedded files follow the file that holds them.
type picture struct {
	files    []*conf.File
	problems []conf.Problem
	versions map[string]string
	scopes   []*scope
	nginx    *nginxConfig
}

func newPicture(files []*conf.File, problems []conf.Problem, versions map[string]string) *picture {
	p := &picture{problems: problems, versions: versions}
	for _, f := range files {
		p.files = append(p.files, f.With()...)
	}
	for _, f := range p.files {
		p.scopes = append(p.scopes, scopesOf(f)...)
	}
	p.scopes = mergeMySQL(p.scopes)
	p.nginx = newNginxConfig(p.files)
	return p
}

// version returns the release that decides over the keys of a table, "" when it is not known.
func (p *picture) version(table string) string { return p.versions[productOf[table]] }

// productOf names the product whose release decides over the keys of a table.
var productOf = map[string]string{
	"flink": "flink", "flink-cdc": "flink-cdc", "sr-connector": "sr-connector", "starrocks-fe": "starrocks", "starrocks-be": "starrocks", "nginx": "nginx",
	"mysql": "mysql", "zookeeper": "zookeeper", "streampark": "streampark",
}

// scope is a set of settings that belong together and of which the last one of a key counts: a whole file, a section, a table of a SQL script, the source
// of a pipeline.
type scope struct {
	file  *conf.File
	table string
	// name is the table of a CREATE TABLE, or the block of a pipeline ("source", "sink", "pipeline").
	name     string
	settings []*conf.Setting
	// whole says that what the scope does not set is not set at all, so that something can be missing.
	whole bool
	// line is where the scope begins.
	line int
	// group is what an object of a manifest sets, nil elsewhere.
	group *conf.Group
	// version is the release that the scope itself says it is for, "" when it does not.
	version string
	// last is the index of the last setting of each key, made on first use.
	last map[string]int
	// suggested are the keys that unknown ones resemble, made on first use.
	suggested map[string]string
}

// find returns the setting that counts for a key, by any of its names: the last one; nil when the scope does not set it.
func (s *scope) find(key string) *conf.Setting {
	found := -1
	for _, name := range namesOf(s.table, key) {
		if i, ok := s.indices()[name]; ok {
			found = max(found, i)
		}
	}
	if found < 0 {
		return nil
	}
	return s.settings[found]
}

// lastOf returns the last setting of a key under this very name; nil when there is none.
func (s *scope) lastOf(key string) *conf.Setting {
	if i, ok := s.indices()[key]; ok {
		return s.settings[i]
	}
	return nil
}

func (s *scope) indices() map[string]int {
	if s.last == nil {
		s.last = make(map[string]int, len(s.settings))
		for i, setting := range s.settings {
			s.last[setting.Key] = i
		}
	}
	return s.last
}

// value returns what a key is set to, "" when it is not.
func (s *scope) value(key string) string {
	if found := s.find(key); found != nil {
		return found.Value
	}
	return ""
}

// valueOr returns what a key is set to or its default, in the release or the newest one.
func (s *scope) valueOr(key, version string) string {
	if found := s.find(key); found != nil {
		return found.Value
	}
	return defaultOf(s.table, key, version)
}

// defaultOf returns the default of a key, "" when it has none that could be written down.
func defaultOf(table, key, version string) string {
	found, ok := options.At(table, key, version)
	if !ok || strings.HasPrefix(found.Default, "(") {
		return ""
	}
	return found.Default
}

// namesOf returns all names that a key has or had.
func namesOf(table, key string) []string {
	names := []string{key}
	for _, r := range options.Renames(table, key) {
		names = append(names, r.Old)
	}
	if newest, ok := options.Current(table, key); ok {
		names = append(names, newest)
	}
	return names
}
