package options

import (
	"slices"
	"strings"
	"sync"
)

// Rename says that a key got a new name.
type Rename struct {
	// Since is the first release that has the new name; empty when that is older than the releases that were read, "unreleased"
	// when none has it yet. Where the new name was ported back, it is the release of the main line.
	Since string
	// Old and New are the keys.
	Old, New string
}

// renames are read on first use.
var renames struct {
	once     sync.Once
	old, new map[string][]Rename // by table and old or new name
}

func loadRenames() {
	text, err := files.ReadFile("tables/renames.txt")
	if err != nil {
		return
	}
	renames.old, renames.new = parseRenames(string(text))
}

// parseRenames reads lines of table, since, old, new; lines of another shape are no renames.
func parseRenames(text string) (byOld, byNew map[string][]Rename) {
	byOld, byNew = map[string][]Rename{}, map[string][]Rename{}
	for line := range strings.SplitSeq(text, "\n") {
		cell := strings.Split(line, "\t")
		if len(cell) != 4 || strings.HasPrefix(line, "#") {
			continue
		}
		r := Rename{Since: cell[1], Old: cell[2], New: cell[3]}
		byOld[cell[0]+"\t"+r.Old] = append(byOld[cell[0]+"\t"+r.Old], r)
		byNew[cell[0]+"\t"+r.New] = append(byNew[cell[0]+"\t"+r.New], r)
	}
	return byOld, byNew
}

func renamesTo(table, key string) []Rename {
	renames.once.Do(loadRenames)
	return renames.new[table+"\t"+plainKey(table, key)]
}

func renamesFrom(table, key string) []Rename {
	renames.once.Do(loadRenames)
	return renames.old[table+"\t"+plainKey(table, key)]
}

// Renames lists all older names of a key, the latest first, so that a report can say "akka.ask.timeout before Flink 1.18". The names that
// had become each other are all there: recovery.mode became high-availability, and that high-availability.type.
func Renames(table, key string) []Rename {
	var out []Rename
	for next := []string{key}; len(next) > 0 && len(out) < 64; next = next[1:] {
		for _, r := range renamesTo(table, next[0]) {
			if !slices.Contains(out, r) {
				out = append(out, r)
				next = append(next, r.Old)
			}
		}
	}
	return out
}

// Current gives the newest name of an old key; false when the key is not an old name. Where a key became several, the one that is
// meant as a rule.
func Current(table, oldKey string) (string, bool) {
	name := oldKey
	for range deepest {
		now := renamesFrom(table, name)
		if len(now) == 0 || now[0].Since == Unreleased {
			break
		}
		name = now[0].New
	}
	return name, name != oldKey
}

// NameFor gives the name that a key, old or new, has in that release: pekko.ask.timeout in Flink 1.17 is akka.ask.timeout. renamed tells
// that it differs from the key. An empty or unreadable version gives the key itself. Whether the release has the option at all is for At to say.
func NameFor(table, key, version string) (name string, renamed bool) {
	t := load(table)
	if t == nil || parseVersion(version).n == 0 {
		return key, false
	}
	now := key
	if current, ok := Current(table, key); ok {
		now = current
	}
	name, sure := t.nameIn(now, readVersion(table, version), 0)
	if !sure && !t.has(name) {
		return key, false
	}
	return name, name != key
}

func (t *table) has(key string) bool { return len(t.rowsOf(key)) > 0 }

// nameIn walks from a name back to the one that the release has as an option of its own; sure tells that the table says so. For
// releases older than those that were read the renames themselves decide.
func (t *table) nameIn(key string, v version, depth int) (name string, sure bool) {
	older := renamesTo(t.name, key)
	before := len(t.lines) > 0 && v.less(t.lines[0])
	if !before && t.owns(key, v) {
		return key, true
	}
	if depth == deepest {
		return key, false
	}
	guess := key
	for _, r := range older {
		name, sure := t.nameIn(r.Old, v, depth+1)
		if sure {
			return name, true
		}
		if guess == key && r.Since != "" && (r.Since == Unreleased || v.less(parseVersion(r.Since))) {
			guess = name
		}
	}
	return guess, false
}

// owns tells whether the release has the key as an option of its own, not as an old name of another.
func (t *table) owns(key string, v version) bool {
	for _, r := range t.own(key, v) {
		if r.ReadAs == "" {
			return true
		}
	}
	return false
}
