package main

import (
	"fmt"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

// conditions writes which events the rule recognises.
func (p *writer) conditions() {
	m := &p.rule.Match
	if len(m.Any)+len(m.All) == 0 {
		return
	}
	p.line("## " + p.matches)
	list(p, p.any, m.Any, p.item)
	list(p, p.all, m.All, p.item)
	list(p, p.unless, m.Unless, p.item)
	if m.Repeat != nil {
		p.line(p.times(m.Repeat))
	}
}

// settings writes what a rule about configuration files finds fault with.
func (p *writer) settings() {
	c := p.rule.Config
	if c == nil {
		return
	}
	p.line("## " + p.faults)
	if c.Check != "" {
		parts := []string{fmt.Sprintf(p.check, code(c.Check))}
		if len(c.In) > 0 {
			parts = append(parts, p.optionTable+" "+code(strings.Join(c.In, ", ")))
		}
		p.line(strings.Join(parts, p.comma))
	}
	list(p, p.any, c.Any, p.setting)
	list(p, p.all, c.When, p.setting)
	list(p, p.unless, c.Unless, p.setting)
}

// setting writes one condition over a key.
func (p *writer) setting(s *rules.Setting) string {
	key := code(s.Key) + " (" + text(s.In) + ")"
	var parts []string
	for _, part := range [][2]string{{p.value, s.Value}, {p.except, s.Except}, {p.below, s.Below}, {p.above, s.Above}} {
		if part[1] != "" {
			parts = append(parts, part[0]+" "+code(part[1]))
		}
	}
	fault := strings.Join(parts, p.comma)
	switch {
	case s.Missing && fault != "":
		fault = p.missing + p.or + fault
	case s.Missing:
		fault = p.missing
	}
	if s.At != "" {
		fault = strings.TrimPrefix(fault+p.comma+p.at+" "+code(s.At), p.comma)
	}
	return strings.TrimSuffix(key+p.colon+fault, p.colon)
}

// list writes conditions under a label, nothing when there are none.
func list[T any](p *writer, label string, items []T, spell func(*T) string) {
	if len(items) == 0 {
		return
	}
	p.line(label)
	for i := range items {
		fmt.Fprintf(p, "- %s\n", spell(&items[i]))
	}
	p.WriteByte('\n')
}

// times writes how often something must be seen.
func (p *writer) times(r *rules.Repeat) string {
	if r.Count < 2 {
		return p.once
	}
	return fmt.Sprintf(p.repeat, r.Count, span(r.Within))
}

// item writes one condition; its keyword is the scan's business and left out.
func (p *writer) item(item *rules.Item) string {
	var parts []string
	for _, part := range [][2]string{
		{p.exception, item.Exception}, {p.text, item.Text}, {p.regex, item.Regex}, {p.in, item.In}, {p.level, item.Level}, {p.logger, item.Logger},
		{p.frame, item.Frame}, {p.component, strings.Join(item.Component, ", ")},
	} {
		if part[1] != "" {
			parts = append(parts, part[0]+" "+code(part[1]))
		}
	}
	for _, name := range sorted(item.Field) {
		parts = append(parts, p.field+" "+code(name)+" ~ "+code(item.Field[name]))
	}
	if item.Repeat != nil {
		parts = append(parts, p.times(item.Repeat))
	}
	return strings.Join(parts, p.comma)
}
