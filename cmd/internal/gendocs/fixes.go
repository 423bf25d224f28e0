package main

import (
	"fmt"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/remedy"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// remedies writes all fixes, those for special cases included. Package remedy names the files and the older names of keys, as it does in reports.
func (p *writer) remedies() {
	if len(p.rule.Fixes) == 0 {
		return
	}
	p.line("## " + p.fixes)
	for i, fix := range p.always() {
		p.remedy(i+1, &fix, &p.rule.Fixes[i])
	}
}

// always returns the fixes as they are when nothing is known of the case, in the order of the rule.
func (p *writer) always() []report.Fix {
	r := *p.rule
	r.Fixes = append([]rules.Fix{}, r.Fixes...)
	for i := range r.Fixes {
		r.Fixes[i].When = nil
	}
	return remedy.Fixes(&r, remedy.Case{
		Language: p.lang, Value: func(name string) string { return "<" + name + ">" }, Captures: map[string]string{}, Versions: map[string]string{},
		Found: func(string) bool { return true }, Holds: func(rules.Condition) bool { return true }, Config: func(string, string) string { return "" },
	})
}

func (p *writer) remedy(number int, fix *report.Fix, source *rules.Fix) {
	p.line(fmt.Sprintf("### %d. %s", number, text(fix.Title)))
	if fix.Versions != "" {
		p.line(bold(p.versions, text(fix.Versions), p.colon))
	}
	if when := p.restriction(source.When); when != "" {
		p.line(bold(p.when, when, p.colon))
	}
	if len(fix.Changes) > 0 {
		p.WriteString(header(p.file, p.key, p.before, p.after))
		for i := range fix.Changes {
			p.change(&fix.Changes[i], &source.Changes[i])
		}
		p.WriteByte('\n')
	}
	for _, part := range [][2]string{{p.apply, fix.Apply}, {p.verify, fix.Verify}, {p.why, fix.Why}, {p.risk, fix.Risk}} {
		if part[1] != "" {
			fmt.Fprintf(p, "- %s\n", bold(part[0], text(part[1]), p.colon))
		}
	}
	if fix.Online {
		fmt.Fprintf(p, "- %s\n", p.online)
	}
	p.WriteByte('\n')
}

func (p *writer) change(c *report.Change, source *rules.Change) {
	where := text(c.File)
	if c.Section != "" {
		where = strings.TrimPrefix(where+p.comma+code(c.Section), p.comma)
	}
	key := code(c.Key)
	if c.Vendor != "" {
		key += " (" + fmt.Sprintf(p.vendor, text(c.Vendor)) + ")"
	}
	if c.Note != "" {
		key += " (" + text(c.Note) + ")"
	}
	after := code(c.To)
	if c.Remove {
		after = p.remove
	}
	if source.Formula != nil {
		after += " (" + fmt.Sprintf(p.computed, code(source.Formula.Expr)) + ")"
	}
	p.WriteString(row(where, key, code(c.From), after))
}

// restriction writes the case to which a fix is restricted.
func (p *writer) restriction(conditions []rules.Condition) string {
	var parts []string
	for i := range conditions {
		c := &conditions[i]
		if c.Rule != "" {
			parts = append(parts, fmt.Sprintf(p.found, code(c.Rule)))
		}
		if c.NotRule != "" {
			parts = append(parts, fmt.Sprintf(p.notFound, code(c.NotRule)))
		}
		for _, name := range sorted(c.Capture) {
			parts = append(parts, fmt.Sprintf(p.capture, code(name), code(c.Capture[name])))
		}
		if item := p.item(&c.Item); item != "" {
			parts = append(parts, fmt.Sprintf(p.matching, item))
		}
	}
	return strings.Join(parts, p.comma)
}
