package input

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// walker is one walk over all arguments.
type walker struct {
	ctx     context.Context
	options Options
	limits  Limits
	yield   func(*parsers.Source) bool
	files   map[string]bool // identities of files that were read
	folders map[string]bool // identities of folders that were entered
	stdin   bool            // standard input was read
	stopped bool            // the consumer or ctx wants no more
}

// emit hands a source to the consumer and tells whether to go on.
func (w *walker) emit(src *parsers.Source) bool {
	if w.stopped || w.ctx.Err() != nil || !w.yield(src) {
		w.stopped = true
	}
	return !w.stopped
}

func (w *walker) fail(name string, err error) bool {
	return w.emit(&parsers.Source{Name: name, Err: err})
}

func (w *walker) failArgument(arg string, err error) bool {
	return w.fail(fileName(arg), &ArgumentError{Arg: arg, Err: reason(err)})
}

// argument reads one argument; false ends the walk.
func (w *walker) argument(arg string) bool {
	if arg == stdinName {
		return w.readStdin()
	}
	info, err := os.Stat(arg)
	if err != nil {
		if _, exists := os.Lstat(arg); exists != nil && isPattern(arg) {
			return w.pattern(arg)
		}
		return w.failArgument(arg, err)
	}
	if info.IsDir() {
		return w.root(arg, info)
	}
	return w.file(arg, info, true)
}

// pattern reads what matches a pattern that the shell left alone. Folders that match are read whole.
func (w *walker) pattern(arg string) bool {
	matches, err := glob(w.ctx, arg)
	if err != nil {
		return w.failArgument(arg, fmt.Errorf("bad pattern: %w", err))
	}
	if len(matches) == 0 {
		return w.failArgument(arg, &because{ErrNotFound, os.ErrNotExist, "no file matches the pattern"})
	}
	for _, match := range matches {
		info, err := os.Stat(match)
		ok := true
		switch {
		case err != nil:
			ok = w.fail(fileName(match), reason(err))
		case info.IsDir():
			ok = w.root(match, info)
		default:
			ok = w.file(match, info, true)
		}
		if !ok {
			return false
		}
	}
	return true
}

// root reads a folder that the user named.
func (w *walker) root(path string, info os.FileInfo) bool {
	f := folderWalk{walker: w, root: path, skips: newSkips()}
	entries, err := os.ReadDir(path)
	if err != nil {
		return w.failArgument(path, err)
	}
	if key := identity(path, info); key != "" {
		if w.folders[key] {
			return true
		}
		w.folders[key] = true
	}
	f.above = ancestors(path)
	if !f.entries(path, entries, 0) {
		return false
	}
	return f.finish()
}

// ancestors returns the identities of all folders that the folder lies in.
func ancestors(path string) map[string]bool {
	keys := map[string]bool{}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return keys
	}
	if real, err = filepath.Abs(real); err != nil {
		return keys
	}
	for dir := filepath.Dir(real); ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(dir); err == nil {
			keys[identity(dir, info)] = true
		}
		if dir == filepath.Dir(dir) {
			return keys
		}
	}
}

// isPattern tells whether the argument holds a meta character of a pattern.
func isPattern(arg string) bool { return strings.ContainsAny(arg, "*?[") }

// glob returns the sorted paths that match, with "**" for any number of folders.
func glob(ctx context.Context, pattern string) ([]string, error) {
	slashed := filepath.ToSlash(pattern)
	if !strings.Contains(slashed, "**") {
		matches, err := filepath.Glob(pattern)
		sort.Strings(matches)
		return matches, err
	}
	base := ""
	if cut := strings.LastIndexByte(slashed[:strings.IndexAny(slashed, "*?[")], '/'); cut >= 0 {
		base = slashed[:cut+1]
	}
	rest := strings.Split(slashed[len(base):], "/")
	for _, segment := range rest {
		if _, err := filepath.Match(segment, ""); err != nil {
			return nil, err
		}
	}
	return globDeep(ctx, filepath.Clean(filepath.FromSlash(base)), rest)
}

// globDeep walks the folder base, without following links, and keeps the files that match.
func globDeep(ctx context.Context, base string, segments []string) ([]string, error) {
	var matches []string
	err := filepath.WalkDir(base, func(path string, entry os.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil { // a folder that may not be read matches nothing
			return nil
		}
		rel, err := filepath.Rel(base, path)
		if err == nil && !entry.IsDir() && matchSegments(segments, strings.Split(filepath.ToSlash(rel), "/")) {
			matches = append(matches, path)
		}
		return nil
	})
	sort.Strings(matches)
	return matches, err
}

// matchSegments matches a path against a pattern, both cut at their slashes. It keeps one row of a table, so its cost is the product
// of the lengths however many "**" there are.
func matchSegments(pattern, path []string) bool {
	reach := make([]bool, len(path)+1) // reach[i]: the pattern so far matches the first i elements
	reach[0] = true
	for _, segment := range pattern {
		next := make([]bool, len(path)+1)
		for i := range reach {
			if segment == "**" {
				next[i] = reach[i] || i > 0 && next[i-1]
			} else if i > 0 && reach[i-1] {
				next[i], _ = filepath.Match(segment, path[i-1])
			}
		}
		reach = next
	}
	return reach[len(path)]
}
