package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// row is one line of a list, as written there, "-" read as nothing.
type row struct {
	file                                                   string
	key, releases, def, typ, scope, unit, docsSince, notes string
	module                                                 string
	online                                                 bool

	// What converting makes of it.
	runs     []span
	vendor   string
	as       string   // the key is an old name, read as this one
	accepts  []string // other names that are read as this key
	shown    string   // the name under which the product shows the key
	renamed  string   // the key that replaced this one ...
	since    string   // ... and the release that did
	fallback bool     // the key stands in for another one, but is not its old name
	hidden   bool     // declared in the sources, left out of the documentation
}

// span is one run of releases, both ends inclusive, "" open.
type span struct{ since, until string }

// columns maps the names that the lists' headers use to the field they fill.
var columns = map[string]func(*row, string){
	"key":       func(r *row, v string) { r.key = v },
	"releases":  func(r *row, v string) { r.releases = v },
	"server":    func(r *row, v string) { r.releases = v },
	"default":   func(r *row, v string) { r.def = v },
	"type":      func(r *row, v string) { r.typ = v },
	"args":      func(r *row, v string) { r.typ = v },
	"scope":     func(r *row, v string) { r.scope = v },
	"connector": func(r *row, v string) { r.scope = v },
	"context":   func(r *row, v string) { r.scope = v },
	"kind":      func(r *row, v string) { r.scope = v },
	"module":    func(r *row, v string) { r.module = v },
	"mutable":   func(r *row, v string) { r.online = v == "yes" },
	"dynamic":   func(r *row, v string) { r.online = v == "yes" },
	"unit":      func(r *row, v string) { r.unit = v },
	"doc-since": func(*row, string) {}, // when the documentation first names it; the releases column is read from the sources
	"docs-since": func(r *row, v string) {
		r.docsSince = v
	},
	"notes": func(r *row, v string) { r.notes = v },
}

// headerless are the columns of a list whose header does not name them.
var headerless = []string{"key", "releases", "default", "type"}

// readList reads one TSV file.
func readList(dir, name string) ([]row, error) {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	header, rows := headerless, []row(nil)
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "# key\t") {
			header = strings.Split(strings.TrimPrefix(line, "# "), "\t")
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		r, err := parseLine(header, line)
		if err != nil {
			return nil, fmt.Errorf("%s: %q: %w", name, line, err)
		}
		r.file = name
		rows = append(rows, r)
	}
	return rows, lines.Err()
}

func parseLine(header []string, line string) (row, error) {
	cells := strings.Split(line, "\t")
	if len(cells) != len(header) {
		return row{}, fmt.Errorf("%d columns, the header has %d", len(cells), len(header))
	}
	var r row
	for i, name := range header {
		set, ok := columns[name]
		if !ok {
			return row{}, fmt.Errorf("unknown column %q", name)
		}
		value := cells[i]
		if value == "-" {
			value = ""
		}
		set(&r, value)
	}
	return r, nil
}
