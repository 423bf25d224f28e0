package rules

import (
	"fmt"
	"slices"
	"strings"
)

// matching checks the conditions and their keywords.
func (c *checker) matching() {
	m := &c.rule.Match
	if c.rule.Config != nil {
		c.add("config belongs to lint rules", "write role: lint, or match in its place", "config")
	}
	if len(m.Any) == 0 && len(m.All) == 0 {
		c.add("the rule matches nothing", "give match.any or match.all", "match")
		return
	}
	for kind, items := range map[string][]Item{"any": m.Any, "all": m.All, "unless": m.Unless} {
		for i := range items {
			c.item(&items[i], "match", kind, i)
			if items[i].isEmpty() {
				c.add("an empty condition", "give text, regex, exception, field, ...", "match", kind, i)
			}
		}
	}
	if m.Repeat != nil && (m.Repeat.Count < 2 || m.Repeat.Within <= 0) {
		c.add("repeat needs a count of 2 or more and a time span", "write repeat: {count: 5, within: 10m}", "match", "repeat")
	}
	for i, expr := range c.rule.Capture {
		if p := (pattern{expr: expr}); p.compile() != nil {
			c.add(p.err.Error(), "", "capture", i)
		} else if len(p.names()) == 0 {
			c.add("a capture without a named group", "write (?<name>...)", "capture", i)
		}
	}
	c.keywords()
}

func (c *checker) item(item *Item, at ...any) {
	if item.Regex != "" {
		if p := (pattern{expr: item.Regex}); p.compile() != nil {
			c.add(p.err.Error(), "", append(at, "regex")...)
		}
	}
	for name, expr := range item.Field {
		if p := (pattern{expr: expr}); p.compile() != nil {
			c.add(p.err.Error(), "", append(at, "field", name)...)
		}
	}
	if item.In != "" && !slices.Contains([]string{"message", "chain", "root"}, item.In) {
		c.add(fmt.Sprintf("in is %q", item.In), "use message, chain or root", append(at, "in")...)
	}
	if item.Level != "" && LevelRank(item.Level) == 0 {
		c.add(fmt.Sprintf("unknown level %q", item.Level), "use one of "+strings.Join(levels, ", "), append(at, "level")...)
	}
	if item.Repeat != nil && (item.Repeat.Count < 1 || item.Repeat.Count > 1 && item.Repeat.Within <= 0) {
		c.add("repeat needs a count and a time span", "write repeat: {count: 5, within: 10m}", append(at, "repeat")...)
	}
	for _, text := range []string{item.Text, item.Keyword} {
		if strings.ContainsAny(text, "\n\t") || strings.Contains(text, "  ") {
			c.add(fmt.Sprintf("%q can never match", text), "white space in events is folded to single blanks", at...)
		}
	}
	c.componentsKnown(item.Component, append(at, "component")...)
}

// keywords checks that the scan can find every item.
func (c *checker) keywords() {
	m := &c.rule.Match
	if len(m.Any) > 0 {
		for i := range m.Any {
			c.keyword(keywordsOfItem(&m.Any[i]), "match", "any", i)
		}
		return
	}
	c.keyword(keywordsOf(m), "match", "all")
}

func (c *checker) keyword(set []string, at ...any) {
	const hint = "give keyword: a literal that stands in every such event and is rare in healthy logs"
	switch n := shortest(set); {
	case n == 0:
		c.add("no literal by which the scan could find this", hint, at...)
	case n < minKeyword:
		c.add(fmt.Sprintf("the literal %q is shorter than %d bytes", weakest(set), minKeyword), hint, at...)
	case n < goodKeyword && !c.silent():
		c.warn(fmt.Sprintf("the literal %q is shorter than %d bytes and may slow the scan", weakest(set), goodKeyword), hint, at...)
	}
}

func weakest(set []string) string {
	return slices.MinFunc(set, func(a, b string) int { return len(a) - len(b) })
}
