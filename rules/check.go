package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"

	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// checker finds everything that is wrong with one rule.
type checker struct {
	doc      *document
	rule     *Rule
	problems []Problem
}

func (c *checker) add(message, hint string, at ...any) {
	c.problems = append(c.problems, c.doc.problem(message, hint, at...))
}

func (c *checker) warn(message, hint string, at ...any) {
	p := c.doc.problem(message, hint, at...)
	p.Warning = true
	c.problems = append(c.problems, p)
}

// check looks at the whole rule; name is the file's slash-separated path within the pack.
func (c *checker) check(name string) {
	c.identity(name)
	if c.rule.Role == RoleLint {
		c.lint()
	} else {
		c.matching()
	}
	c.samples()
	c.text(c.rule.Title, "title")
	if c.silent() {
		return
	}
	c.oneOf(string(c.rule.Severity), []string{"critical", "error", "warning", "info"}, "severity")
	c.text(c.rule.Cause, "cause")
	c.optionalText(c.rule.ToldApart, "told_apart")
	for i := range c.rule.AskFor {
		c.text(c.rule.AskFor[i], "ask_for", i)
	}
	for i := range c.rule.Fixes {
		c.fix(&c.rule.Fixes[i], i)
	}
	if len(c.rule.Fixes) == 0 && (c.rule.Role != RoleSymptom || len(c.rule.AskFor) == 0) {
		c.add("no fix", "a root and a lint rule need at least one fix, a symptom a fix or ask_for", "fixes")
	}
}

// silent tells whether the rule never becomes a finding.
func (c *checker) silent() bool { return c.rule.Role == RoleWrapper || c.rule.Role == RoleBenign }

func (c *checker) identity(name string) {
	r := c.rule
	base := strings.TrimSuffix(strings.TrimSuffix(path.Base(name), ".yml"), ".yaml")
	switch {
	case r.ID == "":
		c.add("id is missing", fmt.Sprintf("write id: %s", base))
	case !isID(r.ID):
		c.add(fmt.Sprintf("id %q is no list of lower-case words joined by '-'", r.ID), "", "id")
	case r.ID != base:
		c.add(fmt.Sprintf("id %q is not the file's name", r.ID), "the file is called <id>.yaml", "id")
	}
	if folder := path.Base(path.Dir(name)); r.System == "" || folder != "." && r.System != folder {
		c.add(fmt.Sprintf("system %q is not the folder's name", r.System), fmt.Sprintf("write system: %s", folder), "system")
	}
	c.oneOf(string(r.Status), []string{"stable", "draft"}, "status")
	c.oneOf(string(r.Role), []string{"root", "symptom", "wrapper", "benign", "lint"}, "role")
	c.componentsKnown(r.Component, "component")
}

func isID(s string) bool {
	for _, word := range strings.Split(s, "-") {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return false
		}
	}
	return true
}

func (c *checker) oneOf(value string, allowed []string, key string) {
	if !slices.Contains(allowed, value) {
		c.add(fmt.Sprintf("%s is %q", key, value), "use one of "+strings.Join(allowed, ", "), key)
	}
}

func (c *checker) componentsKnown(list []string, at ...any) {
	for i, name := range list {
		if !slices.Contains(components, name) {
			c.add(fmt.Sprintf("unknown component %q", name), "use some of "+strings.Join(components, ", "), append(at, i)...)
		}
	}
}

// text demands both languages.
func (c *checker) text(t Text, at ...any) {
	if t.EN == "" {
		c.add(spell(at)+" has no English text", "write {en: ..., zh: ...}", at...)
	}
	if t.ZH == "" {
		c.add(spell(at)+" has no Chinese text", "write {en: ..., zh: ...}", at...)
	}
}

func (c *checker) optionalText(t Text, at ...any) {
	if !t.IsZero() {
		c.text(t, at...)
	}
}

// spell writes a path as a.b[2].
func spell(at []any) string {
	var b strings.Builder
	for _, step := range at {
		switch step := step.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", step)
		case string:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(step)
		}
	}
	return b.String()
}

func (c *checker) samples() {
	if len(c.rule.Samples.Match) == 0 {
		c.add("no sample that must match", "put a real record under samples.match", "samples")
	}
	if len(c.rule.Samples.NoMatch) == 0 {
		c.add("no sample that must stay silent", "put a look-alike under samples.no_match", "samples")
	}
}

func (c *checker) fix(f *Fix, i int) {
	c.text(f.Title, "fixes", i, "title")
	c.text(f.Apply, "fixes", i, "apply")
	c.text(f.Verify, "fixes", i, "verify")
	c.optionalText(f.Why, "fixes", i, "why")
	c.optionalText(f.Risk, "fixes", i, "risk")
	for product, constraint := range f.Versions {
		if _, err := semver.NewConstraint(constraint); err != nil {
			c.add(fmt.Sprintf("%q is no version range: %v", constraint, err), `write ">=1.14" or ">=1.10, <1.14"`, "fixes", i, "versions", product)
		}
	}
	for j := range f.When {
		item := f.When[j].Item
		c.item(&item, "fixes", i, "when", j)
	}
	for j := range f.Changes {
		c.change(&f.Changes[j], "fixes", i, "changes", j)
	}
}

// change checks a key against the option tables.
func (c *checker) change(change *Change, at ...any) {
	tables := options.Tables()
	switch {
	case change.Key == "":
		c.add("a change without a key", "", at...)
	case change.To == "" && !change.Remove:
		c.add(fmt.Sprintf("no new value for %s", change.Key), "write to: ..., or remove: true", at...)
	case change.In == "none" || strings.Contains(change.Key, "{"):
	case !slices.Contains(tables, change.In):
		c.add(fmt.Sprintf("unknown option table %q", change.In), "use none or one of "+strings.Join(tables, ", "), append(at, "in")...)
	case !options.Known(change.In, change.Key):
		c.add(fmt.Sprintf("%s has no key %q in any release", change.In, change.Key), nearestOptions(change), append(at, "key")...)
	default:
		c.vendor(change, at)
		c.connector(change, at)
	}
}

// connector demands that the connector to which a change is restricted knows its key.
func (c *checker) connector(change *Change, at []any) {
	if change.Connector == "" || strings.Contains(change.Connector, "{") {
		return
	}
	option, _ := options.Lookup(change.In, change.Key)
	for _, scope := range strings.FieldsFunc(option.Scope, func(r rune) bool { return r == ';' || r == ',' }) {
		switch scope = strings.TrimSpace(scope); {
		case scope == change.Connector+"-cdc", strings.HasPrefix(scope, "pipeline "+change.Connector+" "), scope == "debezium core", scope == "debezium "+change.Connector:
			return
		}
	}
	c.add(fmt.Sprintf("the connector %q does not have %s", change.Connector, change.Key), "it is declared for "+option.Scope, append(at, "connector")...)
}

// vendor demands that a key which only a vendor's distribution has says so.
func (c *checker) vendor(change *Change, at []any) {
	if vendor, ok := options.Vendor(change.In, change.Key); ok && change.Vendor == "" {
		c.add(fmt.Sprintf("%s is known to %s only", change.Key, vendor), "write vendor: "+vendor, append(at, "key")...)
	}
}

func nearestOptions(change *Change) string {
	near := options.Nearest(change.In, change.Key, 3)
	if len(near) == 0 {
		return "use in: none when it is no configuration key"
	}
	return "did you mean " + strings.Join(near, ", ") + "?"
}
