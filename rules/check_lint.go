package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// lint checks the conditions of a lint rule.
func (c *checker) lint() {
	r := c.rule
	if len(r.Match.Any)+len(r.Match.All)+len(r.Match.Unless) > 0 || r.Match.Repeat != nil {
		c.add("a lint rule reads configuration files and has no match", "write config in its place", "match")
	}
	if len(r.Capture) > 0 {
		c.add("a lint rule has no capture", "named groups of config.any[].value become captures", "capture")
	}
	if len(r.Component) > 0 {
		c.add("a lint rule has no component", "config says which files it reads", "component")
	}
	if r.Config == nil {
		c.add("a lint rule without config", "write config: {file: ..., any: [...]}")
		return
	}
	if r.Config.File == "" || strings.ContainsAny(r.Config.File, "/\\") {
		c.add(fmt.Sprintf("config.file is %q", r.Config.File), "write the file name under which samples are read, such as nginx.conf", "config", "file")
	}
	switch known := slices.Contains(lintChecks, r.Config.Check); {
	case len(r.Config.Any) == 0 && r.Config.Check == "":
		c.add("the rule finds nothing", "give config.any or config.check", "config")
	case r.Config.Check != "" && !known:
		c.add(fmt.Sprintf("unknown check %q", r.Config.Check), "use one of "+strings.Join(lintChecks, ", "), "config", "check")
	}
	for i, table := range r.Config.In {
		if tables := options.Tables(); !slices.Contains(tables, table) {
			c.add(fmt.Sprintf("unknown option table %q", table), "use some of "+strings.Join(tables, ", "), "config", "in", i)
		}
	}
	for _, list := range []struct {
		name  string
		items []Setting
	}{{"any", r.Config.Any}, {"when", r.Config.When}, {"unless", r.Config.Unless}} {
		for i := range list.items {
			c.setting(&list.items[i], "config", list.name, i)
		}
	}
}

// setting checks one condition.
func (c *checker) setting(s *Setting, at ...any) {
	if !s.Missing && s.Value == "" && s.Below == "" && s.Above == "" {
		c.add("an empty condition", "give missing: true, value, below or above", at...)
	}
	c.settingKey(s.In, s.Key, at...)
	for name, expr := range map[string]string{"value": s.Value, "except": s.Except} {
		if expr == "" {
			continue
		}
		if p := (pattern{expr: expr}); p.compile() != nil {
			c.add(p.err.Error(), "", append(at, name)...)
		}
	}
	for name, limit := range map[string]string{"below": s.Below, "above": s.Above} {
		c.limit(s, limit, append(slices.Clone(at), name)...)
	}
	switch {
	case s.At != "" && s.In != "nginx":
		c.add("at is for nginx", "", append(at, "at")...)
	case s.At != "":
		c.oneOfPlaces(s.At, append(at, "at")...)
	}
}

func (c *checker) limit(s *Setting, limit string, at ...any) {
	if limit == "" {
		return
	}
	if key, ok := OtherKey(limit); ok {
		c.settingKey(s.In, key, at...)
		return
	}
	if _, _, ok := Quantity(limit); !ok {
		c.add(fmt.Sprintf("%q is no limit", limit), "write a number, a size such as 512m, a time such as 60s, or {another key}", at...)
	}
}

func (c *checker) oneOfPlaces(value string, at ...any) {
	if !slices.Contains(lintPlaces, value) {
		c.add(fmt.Sprintf("at is %q", value), "use one of "+strings.Join(lintPlaces, ", "), at...)
	}
}

// settingKey checks a key against the option tables.
func (c *checker) settingKey(table, key string, at ...any) {
	switch tables := options.Tables(); {
	case key == "":
		c.add("a condition without a key", "", at...)
	case !slices.Contains(tables, table):
		c.add(fmt.Sprintf("unknown option table %q", table), "use one of "+strings.Join(tables, ", "), at...)
	case !options.Known(table, key):
		c.add(fmt.Sprintf("%s has no key %q in any release", table, key), nearestOptions(&Change{In: table, Key: key}), at...)
	}
}
