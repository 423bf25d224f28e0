package options

import (
	"slices"
	"sort"
	"strings"
)

// longestKey bounds what is compared: longer than any key of the tables.
const longestKey = 200

// Nearest suggests up to n keys that a misspelt one may mean, the likeliest first: the same words in another order, then few typing
// slips (Damerau-Levenshtein: a character too many, missing, wrong, or two swapped), then keys of which it is the end. Keys with
// wildcards and the key itself are not suggested.
func Nearest(table, key string, n int) []string {
	t := load(table)
	if t == nil || key == "" || len(key) > longestKey || n <= 0 {
		return nil
	}
	key = plainKey(table, key)
	type candidate struct {
		key  string
		cost int
	}
	var found []candidate
	slips := min(2+len(key)/12, len(key)/3)
	words := sortedWords(key)
	for _, known := range t.keys {
		if known == key || strings.ContainsAny(known, "<*#") {
			continue
		}
		if cost := distance(key, known, words, slips); cost >= 0 {
			found = append(found, candidate{known, cost})
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].cost < found[j].cost })
	var out []string
	for _, c := range found[:min(n, len(found))] {
		out = append(out, c.key)
	}
	return out
}

// distance weighs a candidate; negative when it is none.
func distance(key, known string, words []string, slips int) int {
	if len(known) == len(key) && slices.Equal(words, sortedWords(known)) {
		return 0
	}
	if d := len(known) - len(key); d <= slips && -d <= slips {
		if cost := edits(strings.ToLower(key), strings.ToLower(known)); cost <= slips {
			return cost
		}
	}
	if len(key) >= 8 && (strings.HasSuffix(known, "."+key) || strings.HasSuffix(key, "."+known)) {
		return slips + 1
	}
	return -1
}

// sortedWords cuts a key at everything that keys put between words.
func sortedWords(key string) []string {
	words := strings.FieldsFunc(strings.ToLower(key), func(r rune) bool { return r == '.' || r == '-' || r == '_' || r == ' ' })
	sort.Strings(words)
	return words
}

// edits counts the typing slips between two keys (optimal string alignment).
func edits(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
