package options

import (
	"embed"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
)

//go:embed tables/*.txt
var files embed.FS

// tables are read on first use, each on its own: a run needs three or four of them.
var tables = [...]lazy{
	{name: "chunjun"}, {name: "flink"}, {name: "flink-cdc"}, {name: "jdbc-connector"}, {name: "jvm"}, {name: "kafka"},
	{name: "kafka-connector"}, {name: "mysql"}, {name: "nginx"}, {name: "other"}, {name: "sr-connector"}, {name: "starrocks-be"},
	{name: "starrocks-fe"}, {name: "starrocks-session"}, {name: "starrocks-table"}, {name: "stream-load"}, {name: "streampark"},
	{name: "zookeeper"},
}

type lazy struct {
	name string
	once sync.Once
	read *table
}

// load gives the table, nil when there is none of that name. That every embedded table can be read is what the tests are for.
func load(name string) *table {
	for i := range tables {
		if l := &tables[i]; l.name == name {
			l.once.Do(func() {
				if text, err := files.ReadFile("tables/" + name + ".txt"); err == nil {
					l.read, _ = parseTable(name, string(text))
				}
			})
			return l.read
		}
	}
	return nil
}

// table is one table with its lines found, not yet read: a run asks for a handful of its keys.
type table struct {
	name  string
	keys  []string  // sorted
	rows  []string  // every line behind the header
	first []int     // of each key in rows, and at the end len(rows)
	wild  []pattern // keys with wildcards, the most specific first
	lines []version // release lines that were read, oldest first
	about string    // the product, its file and the releases, as the first line of the text says
}

// parseTable finds the keys and rows of a table's text.
func parseTable(name, text string) (*table, error) {
	t := &table{name: name}
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		if strings.HasPrefix(line, "#") {
			t.header(line)
			continue
		}
		key, _, found := strings.Cut(line, "\t")
		if key == "" || !found {
			return nil, fmt.Errorf("table %s: row %d has no key or no releases: %q", name, len(t.rows)+1, line)
		}
		if n := len(t.keys); n == 0 || t.keys[n-1] != key {
			if n > 0 && t.keys[n-1] > key {
				return nil, fmt.Errorf("table %s: %q stands behind %q: not sorted", name, key, t.keys[n-1])
			}
			t.keys = append(t.keys, key)
			t.first = append(t.first, len(t.rows))
		}
		t.rows = append(t.rows, line)
	}
	t.first = append(t.first, len(t.rows))
	t.findWildcards()
	return t, nil
}

// header reads the first line, of which what stands before the colon says what the table is about, and "# lines: 1.10 1.11 ...".
func (t *table) header(line string) {
	releases, ok := strings.CutPrefix(line, "# lines:")
	if !ok {
		if t.about == "" {
			t.about, _, _ = strings.Cut(strings.TrimPrefix(line, "# "), ": ")
		}
		return
	}
	for _, release := range strings.Fields(releases) {
		t.lines = append(t.lines, parseVersion(release))
	}
}

func (t *table) findWildcards() {
	for i, key := range t.keys {
		if strings.ContainsAny(key, "<*#") {
			t.wild = append(t.wild, pattern{key: i, parts: splitPattern(key)})
		}
	}
	sort.SliceStable(t.wild, func(i, j int) bool { return t.wild[i].literal() > t.wild[j].literal() })
}

// rowsOf gives the rows of a key: as it is written, as the product would read it, or by a wildcard.
func (t *table) rowsOf(key string) []string {
	key = plainKey(t.name, key)
	if i, found := slices.BinarySearch(t.keys, key); found {
		return t.rows[t.first[i]:t.first[i+1]]
	}
	if foldsCase(t.name) {
		for i, known := range t.keys {
			if strings.EqualFold(known, key) {
				return t.rows[t.first[i]:t.first[i+1]]
			}
		}
	}
	for _, p := range t.wild {
		if p.matches(key) {
			return t.rows[t.first[p.key]:t.first[p.key+1]]
		}
	}
	return nil
}

// foldsCase: variables and HTTP headers may be written in any case.
func foldsCase(table string) bool {
	return table == "mysql" || table == "starrocks-session" || table == "stream-load"
}

// jvmShort maps the short forms of the JVM's heap flags to the -XX flags that the table lists.
var jvmShort = []struct{ short, flag string }{
	{"-Xmx", "MaxHeapSize"}, {"-Xms", "InitialHeapSize"}, {"-Xss", "ThreadStackSize"}, {"-Xmn", "MaxNewSize"},
}

// plainKey takes off what belongs to the place where the key is written: "max-allowed-packet" in my.cnf, "-XX:+UseG1GC" and
// "-Xmx8g" on a command line.
func plainKey(table, key string) string {
	switch table {
	case "mysql":
		return strings.ReplaceAll(key, "-", "_")
	case "jvm":
		return plainFlag(key)
	}
	return key
}

func plainFlag(key string) string {
	if flag, ok := strings.CutPrefix(key, "-XX:"); ok {
		flag, _, _ = strings.Cut(strings.TrimLeft(flag, "+-"), "=")
		return flag
	}
	for _, s := range jvmShort {
		if value, ok := strings.CutPrefix(key, s.short); ok && (value == "" || value[0] >= '0' && value[0] <= '9') {
			return s.flag
		}
	}
	if strings.HasPrefix(key, "-Xlog") {
		key, _, _ = strings.Cut(key, ":")
	}
	return key
}
