package render

import (
	"fmt"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// fixes writes the remedies, best first.
func (p *mdPage) fixes(list []report.Fix) {
	for n := range list {
		if n >= shownFixes && !p.Verbose {
			p.block("%s", p.some(int64(len(list)-n), "more fix", "more fixes", "个其他方案")+p.say(" not shown", "未显示"))
			return
		}
		fix := &list[n]
		label := p.say("Fix", "修复")
		if n > 0 {
			label = p.say("Or", "或者")
		}
		p.block("### %s%s%s", label, p.say(": ", "："), mdProse(fix.Title))
		if note := p.limits(fix); note != "" {
			p.block("%s", mdProse(note))
		}
		if lines := p.diffText(fix); len(lines) > 0 {
			p.block("%s", strings.TrimSuffix(mdBlock("diff", lines), "\n"))
		}
		for i := range fix.Memory {
			p.memoryTable(&fix.Memory[i])
		}
		p.parts(fix, n == 0)
	}
}

// parts are the sentences of a fix. How to apply and verify the first one stands under the next steps.
func (p *mdPage) parts(fix *report.Fix, first bool) {
	var parts []struct{ name, text string }
	add := func(name, text string) {
		if strings.TrimSpace(text) != "" {
			parts = append(parts, struct{ name, text string }{name, text})
		}
	}
	if !first {
		add(p.say("Apply", "应用"), fix.Apply)
		add(p.say("Verify", "验证"), fix.Verify)
	}
	add(p.say("Risk", "风险"), fix.Risk)
	add(p.say("Why", "理由"), fix.Why)
	if len(parts) > 0 {
		p.out.WriteByte('\n')
	}
	for _, part := range parts {
		p.item("-", part.name, part.text)
	}
}

// item writes a named sentence of a list, or a block of code under the name when it has several lines.
func (p *mdPage) item(mark, name, text string) {
	if name != "" {
		name += p.say(": ", "：")
	}
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "\n") {
		p.line("%s %s%s", mark, name, mdProse(text))
		return
	}
	indent := strings.Repeat(" ", len(mark)+1)
	p.line("%s %s\n", mark, name)
	for _, line := range strings.Split(strings.TrimSuffix(mdBlock("sh", cleaned(strings.Split(text, "\n"))), "\n"), "\n") {
		p.line("%s", indent+line)
	}
}

// nextSteps says what to do now, in order.
func (p *mdPage) nextSteps(f *report.Finding) {
	var steps [][2]string
	if len(f.Fixes) > 0 {
		steps = append(steps, [2]string{p.say("Apply", "应用"), f.Fixes[0].Apply}, [2]string{p.say("Verify", "验证"), f.Fixes[0].Verify})
	}
	for _, ask := range f.AskFor {
		steps = append(steps, [2]string{p.say("Look at", "查看"), ask})
	}
	if f.Rule != nil {
		steps = append(steps, [2]string{p.say("Read more", "了解更多"), "flinkdoctor explain " + *f.Rule})
	}
	n := 0
	for _, step := range steps {
		if strings.TrimSpace(step[1]) == "" {
			continue
		}
		if n++; n == 1 {
			p.block("### %s\n", p.say("Next steps", "下一步"))
		}
		p.item(fmt.Sprintf("%d.", n), step[0], step[1])
	}
}

// diffText writes a change as the text of a diff.
func (w words) diffText(fix *report.Fix) []string {
	var out []string
	for _, line := range w.diffLines(fix) {
		switch {
		case fix.Diff != "" && line.kind == '@':
			out = append(out, line.text)
		case fix.Diff != "":
			out = append(out, string(line.kind)+line.text)
		case line.kind == '@' || line.kind == '#':
			out = append(out, "# "+line.text)
		case line.kind == '=':
			out = append(out, "  "+line.text)
		default:
			out = append(out, string(line.kind)+" "+line.text)
		}
	}
	return out
}
