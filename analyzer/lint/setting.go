package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// faults returns the places where a condition holds under the rule's preconditions.
func (r *run) faults(item *rules.Setting, c *rules.Lint) []spot {
	if item.In == "nginx" {
		return r.nginxFaults(item, c)
	}
	var out []spot
	for _, s := range r.scopes {
		if s.table != item.In || !r.applies(s, c) {
			continue
		}
		fault, ok := r.fault(s, item)
		if !ok {
			continue
		}
		for i := range c.When { // what is missing is missed because of this setting
			if because := s.find(c.When[i].Key); fault.setting == nil && because != nil {
				fault.line, fault.column = because.Line, because.Column
				break
			}
		}
		out = append(out, fault)
	}
	return out
}

// applies tells whether the preconditions of a rule hold in a scope.
func (p *picture) applies(s *scope, c *rules.Lint) bool {
	for i := range c.When {
		if _, ok := p.fault(s, &c.When[i]); !ok {
			return false
		}
	}
	return !slices.ContainsFunc(c.Unless, func(item rules.Setting) bool {
		_, ok := p.fault(s, &item)
		return ok
	})
}

// fault tells whether a condition holds in a scope, and where.
func (p *picture) fault(s *scope, item *rules.Setting) (spot, bool) {
	if s.table != item.In {
		return spot{}, false
	}
	found := s.find(item.Key)
	if found == nil {
		if !item.Missing || !s.whole {
			return spot{}, false
		}
		return spot{file: s.file, line: s.line, column: 1, block: -1, captures: map[string]string{
			"key": item.Key, "value": defaultOf(item.In, item.Key, p.version(item.In)), "scope": s.name,
		}}, true
	}
	other := ""
	if key, ok := rules.OtherKey(item.Below + item.Above); ok {
		other = s.valueOr(key, p.version(item.In))
	}
	captures, ok := faulty(item, found.Value, other)
	if !ok {
		return spot{}, false
	}
	captures["key"], captures["value"], captures["set"], captures["scope"], captures["other"] = found.Key, found.Value, found.Value, s.name, other
	return at(s.file, found, captures), true
}

// at is the place of a setting.
func at(f *conf.File, s *conf.Setting, captures map[string]string) spot {
	return spot{file: f, line: s.Line, column: s.Column, setting: s, block: s.Block, captures: captures}
}

// lineOf returns the line of a setting in the file that the user has.
func lineOf(f *conf.File, s *conf.Setting) string {
	line, _ := f.Place(s.Line, s.Column)
	return strconv.Itoa(line)
}

// faulty tells whether a condition finds fault with a value. other is what a limit "{key}" stands for.
func faulty(item *rules.Setting, value, other string) (map[string]string, bool) {
	if item.Value == "" && item.Below == "" && item.Above == "" || isTemplate(value) {
		return nil, false
	}
	captures, ok := item.Faulty(value)
	if !ok || item.Below != "" && compare(item.In, value, limitOf(item.Below, other)) >= 0 || item.Above != "" && compare(item.In, value, limitOf(item.Above, other)) <= 0 {
		return nil, false
	}
	return captures, true
}

func limitOf(limit, other string) string {
	if _, ok := rules.OtherKey(limit); ok {
		return other
	}
	return limit
}

// isTemplate tells values that something else fills in later.
func isTemplate(value string) bool {
	return strings.Contains(value, "${") || strings.Contains(value, "{{") || strings.HasPrefix(value, "<") && strings.HasSuffix(value, ">")
}
