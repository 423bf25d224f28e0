package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
)

// maxFile bounds the size of one rule file in bytes, maxFiles the number of files of a pack.
const (
	maxFile  = 1 << 20
	maxFiles = 5000
)

// LoadDir loads all .yaml and .yml files below dir as one pack. It returns all problems of all files; the pack is nil when one of them is more than
// a warning. Edges may name rules of known, which may be nil.
func LoadDir(dir string, known ...*Pack) (*Pack, []Problem) {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = errors.New("is no folder; name the folder that holds the rule files")
	}
	if err != nil {
		return nil, []Problem{{File: dir, Message: reason(err)}}
	}
	return LoadFS(os.DirFS(dir), dir, known...)
}

// LoadFS is LoadDir for any file system; prefix is put before file names in problems.
func LoadFS(fsys fs.FS, prefix string, known ...*Pack) (*Pack, []Problem) {
	l := loader{fsys: fsys, prefix: prefix, files: map[string]string{}, keywords: map[string][]string{}}
	for _, name := range l.find() {
		l.load(name)
	}
	if len(l.rules) == 0 && len(l.problems) == 0 {
		l.add(Problem{File: prefix, Message: "holds no rule file", Hint: "a rule is a file <system>/<id>.yaml; flinkdoctor rules new writes one"})
	}
	l.edges(known)
	sort.SliceStable(l.problems, func(i, j int) bool { return before(l.problems[i], l.problems[j]) })
	for _, p := range l.problems {
		if !p.Warning {
			return nil, l.problems
		}
	}
	return newPack(l.rules, l.keywords, digest([]byte(l.content.String()))), l.problems
}

func before(a, b Problem) bool {
	if a.File != b.File {
		return a.File < b.File
	}
	if a.Line != b.Line {
		return a.Line < b.Line
	}
	return a.Column < b.Column
}

type loader struct {
	fsys     fs.FS
	prefix   string
	rules    []Rule
	docs     []*document // same index as rules
	files    map[string]string
	keywords map[string][]string
	problems []Problem
	content  strings.Builder
}

func (l *loader) add(p Problem) { l.problems = append(l.problems, p) }

// find returns the names of the rule files in order.
func (l *loader) find() []string {
	var names []string
	err := fs.WalkDir(l.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			l.add(Problem{File: l.path(name), Message: reason(err)})
			return nil
		case d.IsDir():
			return nil
		case len(names) >= maxFiles:
			return fmt.Errorf("more than %d rule files", maxFiles)
		}
		if ext := path.Ext(name); ext == ".yaml" || ext == ".yml" {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		l.add(Problem{File: l.prefix, Message: err.Error()})
	}
	return names
}

func (l *loader) path(name string) string {
	if l.prefix == "" {
		return name
	}
	return filepath.ToSlash(filepath.Join(l.prefix, filepath.FromSlash(name)))
}

// load reads and checks one file.
func (l *loader) load(name string) {
	file := l.path(name)
	info, err := fs.Stat(l.fsys, name)
	if err == nil && info.Size() > maxFile {
		err = fmt.Errorf("has %d bytes, more than %d", info.Size(), maxFile)
	}
	var text []byte
	if err == nil {
		text, err = fs.ReadFile(l.fsys, name)
	}
	if err != nil {
		l.add(Problem{File: file, Message: reason(err)})
		return
	}
	doc, rule, problems := parse(file, text)
	l.problems = append(l.problems, problems...)
	if doc == nil {
		return
	}
	checker := &checker{doc: doc, rule: rule}
	checker.check(name)
	l.problems = append(l.problems, checker.problems...)
	if other, ok := l.files[rule.ID]; ok && rule.ID != "" {
		l.add(doc.problem("the id is taken by "+other, "ids are unique in a pack", "id"))
		return
	}
	l.files[rule.ID] = file
	l.rules, l.docs = append(l.rules, *rule), append(l.docs, doc)
	l.keywords[rule.ID] = keywordsOf(&rule.Match)
	fmt.Fprintf(&l.content, "%s\n%s\n", name, text)
}

// edges checks that every rule that an edge or a condition names exists.
func (l *loader) edges(known []*Pack) {
	exists := func(id string) bool {
		if _, ok := l.files[id]; ok {
			return true
		}
		for _, p := range known {
			if p != nil && p.ByID(id) != nil {
				return true
			}
		}
		return false
	}
	for i := range l.rules {
		rule, doc := &l.rules[i], l.docs[i]
		check := func(id string, at ...any) {
			if id != "" && !exists(id) {
				l.add(doc.problem(fmt.Sprintf("no rule is called %q", id), "edges and conditions name rules of this pack or built-in ones", at...))
			}
		}
		for j, e := range rule.CausedBy {
			check(e.Rule, "caused_by", j, "rule")
		}
		for j, e := range rule.LeadsTo {
			check(e.Rule, "leads_to", j, "rule")
		}
		for j, fix := range rule.Fixes {
			for k, c := range fix.When {
				check(c.Rule, "fixes", j, "when", k, "rule")
				check(c.NotRule, "fixes", j, "when", k, "not_rule")
			}
		}
	}
}

// reason drops the operation and path that os errors carry: the problem names the file already.
func reason(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err.Error()
	}
	return err.Error()
}
