package rules

import (
	"regexp/syntax"
	"strings"
)

// Keyword lengths in bytes: below the first a rule does not load, below the second it is a lint warning, because weak keywords make
// the scan look closer at healthy lines.
const (
	minKeyword  = 6
	goodKeyword = 11
)

// maxExpand bounds the literals one alternation may expand to.
const maxExpand = 16

// keywordsOf returns the literals by which the scan finds candidates of the rule: at least one of them stands in every event that the rule
// recognises. It is nil when there is no such set.
func keywordsOf(m *Match) []string {
	if len(m.Any) > 0 {
		var all []string
		for i := range m.Any {
			own := keywordsOfItem(&m.Any[i])
			if len(own) == 0 {
				return nil
			}
			all = append(all, own...)
		}
		return unique(all)
	}
	var best []string
	for i := range m.All {
		if own := keywordsOfItem(&m.All[i]); shortest(own) > shortest(best) {
			best = own
		}
	}
	return best
}

// keywordsOfItem returns the strongest any-of set of literals that the item requires.
func keywordsOfItem(item *Item) []string {
	if item.Keyword != "" {
		return []string{item.Keyword}
	}
	best := []string{}
	consider := func(set []string) {
		if len(set) > 0 && shortest(set) > shortest(best) {
			best = set
		}
	}
	consider(wrap(plainPart(item.Text)))
	consider(wrap(simpleName(item.Exception)))
	if item.Regex != "" {
		if parsed, err := syntax.Parse(item.Regex, syntax.Perl); err == nil {
			consider(required(parsed))
		}
	}
	return best
}

func wrap(literal string) []string {
	if literal == "" {
		return nil
	}
	return []string{literal}
}

// shortest returns the length of the weakest literal, 0 for an empty set.
func shortest(set []string) int {
	if len(set) == 0 {
		return 0
	}
	n := len(set[0])
	for _, s := range set[1:] {
		n = min(n, len(s))
	}
	return n
}

// plainPart returns the longest part of a text that looks the same inside a JSON string: quotes, backslashes and what some encoders escape
// ('<', '>', '&') cut it.
func plainPart(text string) string {
	best := ""
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\"\\<>&", r) }) {
		if part = strings.Trim(part, " "); len(part) > len(best) {
			best = part
		}
	}
	return best
}

// simpleName returns the class name behind the last dot.
func simpleName(class string) string { return class[strings.LastIndexByte(class, '.')+1:] }

// required returns an any-of set of literals of which one stands in every text that the expression matches; nil when none is known.
func required(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return nil
		}
		return wrap(plainPart(string(re.Rune)))
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return required(re.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if set := required(sub); shortest(set) > shortest(best) {
				best = set
			}
		}
		return best
	case syntax.OpAlternate:
		return requiredOfAll(re.Sub)
	}
	return nil
}

func requiredOfAll(alternatives []*syntax.Regexp) []string {
	var all []string
	for _, sub := range alternatives {
		set := required(sub)
		if len(set) == 0 {
			return nil
		}
		if all = append(all, set...); len(all) > maxExpand {
			return nil
		}
	}
	return all
}

func unique(list []string) []string {
	seen := map[string]bool{}
	out := list[:0:0]
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
