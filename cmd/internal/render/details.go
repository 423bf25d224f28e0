package render

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// notAssessed says what was not judged: silence about it would look like health.
func (p *textPage) notAssessed() {
	list := p.r.NotAssessed
	if len(list) == 0 {
		return
	}
	p.blank()
	p.wide(p.say("Not assessed:", "未分析："), p.pal.Warn)
	for i, n := range list {
		if i >= shownGroups && !p.Verbose {
			p.wide(fmt.Sprintf(p.say("  and %d more (-v)", "  另有 %d 项（-v）"), len(list)-i), p.pal.Dim)
			return
		}
		for j, line := range term.Wrap(clean(n.What)+p.say(": ", "：")+clean(n.Why), min(p.width, widestProse)-4) {
			indent := "  "
			if j > 0 {
				indent = "    "
			}
			p.WriteString(indent + line + "\n")
		}
	}
}

// facts lists what the logs state about versions and configuration, each with its line.
func (p *textPage) facts() {
	for _, part := range []struct {
		title string
		facts map[string]report.Fact
	}{
		{p.say("Versions", "版本"), p.r.Facts.Versions},
		{p.say("Configuration in force", "生效的配置"), p.r.Facts.EffectiveConfig},
		{p.say("Also stated by the logs", "日志中的其他信息"), p.r.Facts.Properties},
	} {
		if len(part.facts) == 0 {
			continue
		}
		p.blank()
		p.wide(part.title, p.pal.Label)
		for _, key := range slices.Sorted(maps.Keys(part.facts)) {
			fact := part.facts[key]
			p.WriteString("  " + clean(key) + ": " + clean(fact.Value))
			if fact.Evidence.Source != "" {
				p.WriteString(p.pal.Dim("  " + place(fact.Evidence)))
			}
			p.WriteByte('\n')
		}
	}
	for i := range p.r.Facts.Memory {
		p.memoryFacts(&p.r.Facts.Memory[i])
	}
}

// sources lists what was read and how it was understood.
func (p *textPage) sources() {
	p.blank()
	p.wide(p.say("Sources", "来源"), p.pal.Label)
	for i := range p.r.Sources {
		s := &p.r.Sources[i]
		p.wide("  "+clean(s.Name)+p.say(": ", "：")+p.sourceText(s), nil)
	}
	p.blank()
	p.wide(fmt.Sprintf("%s %s, %s %s", p.r.Tool.Name, p.r.Tool.Version, p.say("rules", "规则"), p.r.Tool.Rules), p.pal.Dim)
}

// sourceText says what a source is and how much of it was read.
func (p *textPage) sourceText(s *report.SourceInfo) string {
	layout := s.Layout
	if layout == "" {
		layout = p.say("unknown layout", "未知格式")
	}
	parts := []string{layout}
	for _, part := range append([]string{s.Component, s.Envelope}, s.Notes...) {
		if part != "" {
			parts = append(parts, part)
		}
	}
	parts = append(parts, Bytes(s.Bytes), p.some(s.Lines, "line", "lines", "行"))
	if span := p.clock.span(s.First, s.Last); span != "" {
		parts = append(parts, span)
	}
	return strings.Join(parts, p.say(", ", "，"))
}
