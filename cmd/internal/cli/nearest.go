package cli

import (
	"sort"
	"strings"
)

// nearest returns up to limit of the names that a mistyped word may have meant, most alike first.
func nearest(word string, names []string, limit int) []string {
	type scored struct {
		name  string
		score int
	}
	const longest = 100
	word = strings.ToLower(word[:min(len(word), longest)])
	var list []scored
	for _, name := range names {
		score := distance(word, name)
		if len(word) > 2 && strings.Contains(name, word) || len(name) > 2 && strings.Contains(word, name) {
			score = min(score, 2)
		}
		if score -= sharedWords(word, name); score <= max(2, len(word)/3) {
			list = append(list, scored{name, score})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].score < list[j].score })
	var out []string
	for _, s := range list[:min(len(list), limit)] {
		out = append(out, s.name)
	}
	return out
}

// sharedWords is the number of letters in the parts between '-' that two names share, so that "no-live-upstream" finds what ends like it.
func sharedWords(a, b string) int {
	letters, seen := 0, map[string]bool{}
	for _, part := range strings.Split(b, "-") {
		seen[part] = true
	}
	for _, part := range strings.Split(a, "-") {
		if seen[part] && len(part) > 2 {
			letters += len(part)
			seen[part] = false
		}
	}
	return letters
}

// distance is how many letters must be added, removed or replaced to turn a into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		corner := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := corner
			if a[i-1] != b[j-1] {
				cost++
			}
			corner = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
