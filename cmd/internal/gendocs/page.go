package main

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// page writes the page of one rule: everything it knows, in English, then in Chinese, then the samples.
func (s *site) page(r *rules.Rule) []byte {
	p := &writer{site: s, rule: r, words: english}
	p.line("# " + p.spell(r.Title))
	p.line(link("中文", "#zh") + " · " + link(text(r.System), "README.md") + " · " + link("all rules", "../README.md") + " · " + link("by message", "../messages.md"))
	p.body()
	p.words = chinese
	p.line("---")
	p.line(`<a id="zh"></a>`)
	p.line("# " + p.spell(r.Title))
	p.body()
	p.line("---")
	p.samples()
	return p.Bytes()
}

// writer writes one page, or a part of one.
type writer struct {
	bytes.Buffer
	*site
	*words
	rule *rules.Rule
}

// line writes a paragraph.
func (p *writer) line(s string) {
	p.WriteString(s)
	p.WriteString("\n\n")
}

func (p *writer) spell(t rules.Text) string { return text(render.Sentence(t, p.lang)) }

func (p *writer) body() {
	r := p.rule
	p.about()
	switch {
	case r.Status == rules.Draft:
		p.line(p.draft)
	case r.Role == rules.RoleWrapper:
		p.line(p.carrier)
	case r.Role == rules.RoleBenign:
		p.line(p.harmless)
	case r.Role == rules.RoleLint:
		p.line(p.lint)
	}
	p.section(p.meaning, r.Cause)
	p.section(p.words.toldApart, r.ToldApart)
	p.conditions()
	p.settings()
	p.links(p.words.causedBy, p.graph.causes[r.ID])
	p.links(p.words.leadsTo, p.graph.effects[r.ID])
	p.asks()
	p.remedies()
	p.sources()
}

// about writes what a reader wants to know first, in one line.
func (p *writer) about() {
	r := p.rule
	facts := []string{code(r.ID), bold(p.severity, p.severities[r.Severity], p.colon), bold(p.role, p.roles[r.Role], p.colon)}
	if r.Severity == "" || r.Role == rules.RoleWrapper || r.Role == rules.RoleBenign {
		facts = append(facts[:1], facts[2:]...)
	}
	for _, fact := range [][2]string{
		{p.since, text(r.Since)}, {p.component, text(strings.Join(r.Component, ", "))}, {p.tags, text(strings.Join(r.Tags, ", "))},
	} {
		if fact[1] != "" {
			facts = append(facts, bold(fact[0], fact[1], p.colon))
		}
	}
	p.line(strings.Join(facts, " · "))
}

func bold(label, value, colon string) string { return "**" + label + "**" + colon + value }

func (p *writer) section(title string, t rules.Text) {
	if !t.IsZero() {
		p.line("## " + title)
		p.line(p.spell(t))
	}
}

// links writes what stands before or behind the rule, the edges that other rules declare included.
func (p *writer) links(title string, edges []edge) {
	if len(edges) == 0 {
		return
	}
	p.line("## " + title)
	for _, e := range edges {
		id := e.cause
		if id == p.rule.ID {
			id = e.effect
		}
		fmt.Fprintf(p, "- %s", p.linkTo(id))
		if e.within > 0 {
			fmt.Fprintf(p, p.within, span(e.within))
		}
		if !e.why.IsZero() {
			fmt.Fprintf(p, "%s%s", p.colon, p.spell(e.why))
		}
		p.WriteByte('\n')
	}
	p.WriteByte('\n')
}

// linkTo writes a link to a rule's page with its title; the id alone when the pack does not have it.
func (p *writer) linkTo(id string) string {
	other := p.pack.ByID(id)
	if other == nil {
		return code(id)
	}
	return link(p.spell(other.Title), address(p.rule.System, other)) + " " + code(id)
}

// span writes a duration without the zeros behind it.
func span(d rules.Duration) string {
	t := time.Duration(d)
	if t >= 48*time.Hour && t%(24*time.Hour) == 0 {
		return fmt.Sprintf("%dd", t/(24*time.Hour))
	}
	s := t.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func (p *writer) asks() {
	if len(p.rule.AskFor) == 0 {
		return
	}
	p.line("## " + p.lookAt)
	for _, ask := range p.rule.AskFor {
		fmt.Fprintf(p, "- %s\n", p.spell(ask))
	}
	p.WriteByte('\n')
}

func (p *writer) sources() {
	if len(p.rule.References) == 0 {
		return
	}
	p.line("## " + p.references)
	for _, reference := range p.rule.References {
		shown := text(reference)
		if isURL(reference) {
			shown = "<" + reference + ">"
		}
		fmt.Fprintf(p, "- %s\n", shown)
	}
	p.WriteByte('\n')
}

// isURL tells whether a reference is an address and nothing else.
func isURL(s string) bool {
	return (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && !strings.ContainsAny(s, " <>\\\n")
}

// samples writes the logs that prove the rule, folded.
func (p *writer) samples() {
	p.line("## Samples · 样例")
	p.folded("Logs that match · 命中的日志", p.rule.Samples.Match)
	p.folded("Look-alikes that stay silent · 相似但不命中的日志", p.rule.Samples.NoMatch)
}

func (p *writer) folded(title string, samples []string) {
	if len(samples) == 0 {
		return
	}
	p.line("<details><summary>" + title + "</summary>")
	for _, sample := range samples {
		p.line(strings.TrimSuffix(block(sample), "\n"))
	}
	p.line("</details>")
}
