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
	p.items(p.any, m.Any)
	p.items(p.all, m.All)
	p.items(p.unless, m.Unless)
	if m.Repeat != nil {
		p.line(fmt.Sprintf(p.repeat, m.Repeat.Count, span(m.Repeat.Within)))
	}
}

func (p *writer) items(label string, items []rules.Item) {
	if len(items) == 0 {
		return
	}
	p.line(label)
	for i := range items {
		fmt.Fprintf(p, "- %s\n", p.item(&items[i]))
	}
	p.WriteByte('\n')
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
	return strings.Join(parts, p.comma)
}
