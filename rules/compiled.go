package rules

import (
	"slices"
	"sort"
	"strings"
)

// compiledRule is a rule with its expressions ready to be compiled.
type compiledRule struct {
	rule             *Rule
	any, all, unless []compiledItem
	captures         []*pattern
}

func compileRule(rule *Rule) compiledRule {
	c := compiledRule{rule: rule, any: compileItems(rule.Match.Any), all: compileItems(rule.Match.All), unless: compileItems(rule.Match.Unless)}
	for _, expr := range rule.Capture {
		c.captures = append(c.captures, &pattern{expr: expr})
	}
	return c
}

// match tells whether the rule recognises the subject. err is set when an expression ran out of time.
func (c *compiledRule) match(s *Subject) (Hit, bool, error) {
	if !ComponentPasses(c.rule.Component, s.Component) {
		return Hit{}, false, nil
	}
	hit := Hit{Rule: c.rule, Segment: -1, Captures: map[string]string{}, Repeat: c.rule.Match.Repeat}
	if ok, err := c.matchAny(s, &hit); !ok || err != nil {
		return Hit{}, false, err
	}
	for i := range c.all {
		spot, ok, err := c.all[i].best(s)
		if !ok || err != nil {
			return Hit{}, false, err
		}
		hit.deepen(spot)
	}
	for i := range c.unless {
		if _, ok, err := c.unless[i].best(s); ok || err != nil {
			return Hit{}, false, err
		}
	}
	return hit, true, c.capture(s, &hit)
}

// matchAny looks at every item, since a later one may match deeper. Without items it holds.
func (c *compiledRule) matchAny(s *Subject, hit *Hit) (bool, error) {
	if len(c.any) == 0 {
		return true, nil
	}
	matched := false
	hit.Repeat = nil
	for i := range c.any {
		spot, ok, err := c.any[i].best(s)
		if err != nil {
			return false, err
		}
		if ok {
			repeat := c.any[i].item.Repeat
			if repeat == nil {
				repeat = c.rule.Match.Repeat
			}
			if !matched || fewer(repeat, hit.Repeat) {
				hit.Repeat = repeat
			}
			matched = true
			hit.deepen(spot)
		}
	}
	return matched, nil
}

// fewer tells whether a asks for fewer repeats than b.
func fewer(a, b *Repeat) bool {
	return a == nil || b != nil && a.Count < b.Count
}

// deepen takes a matching spot into the hit.
func (h *Hit) deepen(s spot) {
	if s.segment > h.Segment {
		h.Segment, h.Offset = s.segment, s.offset
	}
	for _, g := range s.groups {
		if h.Captures[g.name] == "" {
			h.Captures[g.name] = g.value
		}
	}
}

// capture searches the rule's capture expressions, in the matching segment first, then in the others from the message on.
func (c *compiledRule) capture(s *Subject, hit *Hit) error {
	order := make([]int, 0, len(s.Segments)+1)
	order = append(order, max(hit.Segment, 0))
	for i := range s.Segments {
		order = append(order, i)
	}
	for _, p := range c.captures {
		for _, i := range order {
			f, ok, err := p.find(s.Segments[i].Text)
			if err != nil {
				return err
			}
			if ok {
				hit.deepen(spot{segment: -1, groups: f.groups})
				break
			}
		}
	}
	return nil
}

// compiledItem is one condition.
type compiledItem struct {
	item   *Item
	regex  *pattern
	fields []fieldPattern
}

type fieldPattern struct {
	name string
	*pattern
}

func compileItems(items []Item) []compiledItem {
	out := make([]compiledItem, 0, len(items))
	for i := range items {
		out = append(out, compileItem(&items[i]))
	}
	return out
}

func compileItem(item *Item) compiledItem {
	c := compiledItem{item: item}
	if item.Regex != "" {
		c.regex = &pattern{expr: item.Regex}
	}
	for name, expr := range item.Field {
		c.fields = append(c.fields, fieldPattern{name, &pattern{expr: expr}})
	}
	sort.Slice(c.fields, func(i, j int) bool { return c.fields[i].name < c.fields[j].name })
	return c
}

// spot is where an item holds.
type spot struct {
	segment, offset int
	groups          []group
}

// best returns the deepest segment for which the item holds.
func (c *compiledItem) best(s *Subject) (spot, bool, error) {
	fields, ok, err := c.event(s)
	if !ok || err != nil {
		return spot{}, false, err
	}
	for i := len(s.Segments) - 1; i >= 0; i-- {
		if s.Segments[i].Suppressed || !c.inside(s, i) {
			continue
		}
		found, ok, err := c.segment(&s.Segments[i])
		if err != nil {
			return spot{}, false, err
		}
		if ok {
			found.segment = i
			found.groups = append(found.groups, fields...)
			return found, true, nil
		}
	}
	return spot{}, false, nil
}

// event tests what concerns the event as a whole, and returns the groups of the field expressions.
func (c *compiledItem) event(s *Subject) (groups []group, ok bool, err error) {
	item := c.item
	if item.Level != "" && s.Level != 0 && s.Level < LevelRank(item.Level) {
		return nil, false, nil
	}
	if item.Logger != "" && !strings.Contains(s.Logger, item.Logger) {
		return nil, false, nil
	}
	if !ComponentPasses(item.Component, s.Component) {
		return nil, false, nil
	}
	if item.Frame != "" && !slices.ContainsFunc(s.Frames, func(f string) bool { return strings.Contains(f, item.Frame) }) {
		return nil, false, nil
	}
	for _, field := range c.fields {
		f, ok, err := field.find(s.Field(field.name))
		if !ok || err != nil {
			return nil, false, err
		}
		groups = append(groups, f.groups...)
	}
	return groups, true, nil
}

// inside tells whether the segment is one of those the item is restricted to.
func (c *compiledItem) inside(s *Subject, i int) bool {
	switch c.item.In {
	case "message":
		return i == 0
	case "chain":
		return i > 0
	case "root":
		return i == rootOf(s)
	}
	return true
}

// rootOf returns the innermost cause, the message when there is no chain.
func rootOf(s *Subject) int {
	for i := len(s.Segments) - 1; i > 0; i-- {
		if !s.Segments[i].Suppressed {
			return i
		}
	}
	return 0
}

// segment tests text, exception and regex on one segment. An item without any of them holds for the message.
func (c *compiledItem) segment(s *Segment) (spot, bool, error) {
	var out spot
	item := c.item
	if item.Exception != "" && !SameClass(s.Class, item.Exception) {
		return out, false, nil
	}
	if item.Text != "" {
		if out.offset = strings.Index(s.Text, item.Text); out.offset < 0 {
			return out, false, nil
		}
	}
	if c.regex != nil {
		f, ok, err := c.regex.find(s.Text)
		if !ok || err != nil {
			return out, false, err
		}
		if item.Text == "" {
			out.offset = f.start
		}
		out.groups = f.groups
	}
	if item.Text == "" && c.regex == nil && item.Exception == "" && item.In == "" {
		return out, s.Class == "", nil
	}
	return out, true, nil
}
