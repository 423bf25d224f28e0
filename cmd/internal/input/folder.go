package input

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// maxFolders bounds how deep folders are followed; no real tree of logs comes near.
const maxFolders = 64

// folderWalk is the walk through one folder that the user named.
type folderWalk struct {
	*walker
	root  string
	above map[string]bool // identities of the folders that root lies in
	skips *skips
	found bool // something was read or said
}

// entries reads what lies in a folder, sorted by name.
func (f *folderWalk) entries(dir string, entries []os.DirEntry, depth int) bool {
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() < entries[j].Name() })
	for _, entry := range entries {
		if f.ctx.Err() != nil || !f.entry(filepath.Join(dir, entry.Name()), depth) {
			f.stopped = true
			return false
		}
	}
	return true
}

func (f *folderWalk) entry(path string, depth int) bool {
	info, err := os.Stat(path)
	if err != nil {
		if judge(filepath.Base(path)) == unlikely {
			f.skips.add(filepath.Base(path))
			return true
		}
		f.found = true
		return f.fail(fileName(path), reason(err))
	}
	switch {
	case info.IsDir():
		return f.folder(path, info, depth+1)
	case !info.Mode().IsRegular():
		f.skips.count("not a regular file")
		return true
	case judge(filepath.Base(path)) == unlikely && !f.isConfig(path, info):
		f.skips.add(filepath.Base(path))
		return true
	case judge(filepath.Base(path)) == perhaps && !looksReadable(path):
		f.skips.count("binary")
		return true
	}
	f.found = true
	return f.file(path, info, false)
}

// folder enters a folder once. A link to a folder that the root lies in is not followed: it would lead through the whole disk.
func (f *folderWalk) folder(path string, info os.FileInfo, depth int) bool {
	if hiddenFolder(filepath.Base(path)) {
		f.skips.count(filepath.Base(path) + "/")
		return true
	}
	key := identity(path, info)
	if key != "" && (f.folders[key] || f.above[key]) {
		return true
	}
	if depth > maxFolders {
		return f.fail(fileName(path), fmt.Errorf("%w: folders nested deeper than %d", ErrLimit, maxFolders))
	}
	f.folders[key] = true
	entries, err := os.ReadDir(path)
	if err != nil {
		f.found = true
		return f.fail(fileName(path), reason(err))
	}
	return f.entries(path, entries, depth)
}

// finish says what was left out, and that there was nothing.
func (f *folderWalk) finish() bool {
	if err := f.skips.err(); err != nil {
		return f.fail(fileName(f.root), err)
	}
	if !f.found {
		return f.fail(fileName(f.root), ErrNoLogs)
	}
	return true
}

// looksReadable tells whether a file whose name says nothing holds text or something packed. What cannot be opened counts as
// readable, so that the reason gets reported.
func looksReadable(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return true
	}
	defer f.Close()
	sample := make([]byte, 4<<10)
	n, err := f.ReadAt(sample, 0)
	if n == 0 {
		return err == nil || n == 0
	}
	kind := sniff(sample[:n])
	return kind != formatBinary && (kind != formatText || classify(sample[:n]) != encodingNone)
}

// skips counts what was left out of a folder or archive, by kind.
type skips struct {
	total int
	kinds map[string]int
}

func newSkips() *skips { return &skips{kinds: map[string]int{}} }

// add counts a file by the ending of its name.
func (s *skips) add(base string) {
	kind := strings.ToLower(filepath.Ext(base))
	if kind == "" || len(kind) > 16 || kind == strings.ToLower(base) {
		kind = "other"
	}
	s.count(printable(kind))
}

func (s *skips) count(kind string) {
	s.total++
	if _, known := s.kinds[kind]; !known && len(s.kinds) >= 200 {
		kind = "other"
	}
	s.kinds[kind]++
}

// err tells what was skipped, most frequent kinds first, or nil.
func (s *skips) err() error {
	if s.total == 0 {
		return nil
	}
	kinds := make([]string, 0, len(s.kinds))
	for kind := range s.kinds {
		kinds = append(kinds, kind)
	}
	sort.Slice(kinds, func(i, j int) bool {
		if s.kinds[kinds[i]] != s.kinds[kinds[j]] {
			return s.kinds[kinds[i]] > s.kinds[kinds[j]]
		}
		return kinds[i] < kinds[j]
	})
	var list []string
	for i, kind := range kinds {
		if i == 8 {
			list = append(list, "...")
			break
		}
		list = append(list, fmt.Sprintf("%s %d", kind, s.kinds[kind]))
	}
	what := "files that are"
	if s.total == 1 {
		what = "file that is"
	}
	return fmt.Errorf("%w: %d %s no log by name or content (%s)", ErrSkipped, s.total, what, strings.Join(list, ", "))
}
