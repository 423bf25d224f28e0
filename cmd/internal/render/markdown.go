package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// markdownRenderer writes for an issue, a merge request or a chat: verdict, evidence as code, fix as diff, next steps. Logs are quoted so that they notify nobody
// and link to nothing.
type markdownRenderer struct{ options Options }

// Render implements Renderer.
func (m markdownRenderer) Render(w io.Writer, r *report.Report) error {
	_, err := io.WriteString(w, markdown(m.options, r))
	return err
}

func markdown(options Options, r *report.Report) string {
	p := &mdPage{textPage: newTextPage(options.reproducible(), r)}
	p.report()
	return strings.TrimLeft(p.out.String(), "\n")
}

// mdPage is one report being written as Markdown. What it has of a textPage are its words and its clock.
type mdPage struct {
	*textPage
	out strings.Builder
}

// block begins a new block.
func (p *mdPage) block(format string, args ...any) {
	p.out.WriteByte('\n')
	fmt.Fprintf(&p.out, format, args...)
	p.out.WriteByte('\n')
}

// line continues a list.
func (p *mdPage) line(format string, args ...any) { fmt.Fprintf(&p.out, format+"\n", args...) }

func (p *mdPage) report() {
	if p.r.Exit.Reason == "interrupted" {
		p.block("**%s**", p.say("Interrupted: this report covers only what was read until then.", "已中断：本报告只包含中断前读到的内容。"))
	}
	if len(p.r.Incidents) == 0 {
		text, _ := p.healthLine()
		p.block("## flinkdoctor%s%s", p.say(": ", "："), mdPlain(text))
	}
	p.incidents()
	p.unexplained()
	p.notAssessed()
	p.accepted()
	footer := clean(p.r.Tool.Name + " " + p.r.Tool.Version + p.say(", rules ", "，规则 ") + p.r.Tool.Rules)
	if len(p.r.Incidents) > 0 {
		footer = p.scope(p.files(), true) + p.say("; ", "；") + footer
	}
	p.block("%s", mdPlain(footer))
}

func (p *mdPage) incidents() {
	for n := range p.r.Incidents {
		i := &p.r.Incidents[n]
		if i.RootCause == nil {
			continue
		}
		if n >= fullIncidents && !p.Verbose {
			p.briefly(n)
			return
		}
		p.incident(i, n)
	}
}

// briefly lists the incidents from number from on.
func (p *mdPage) briefly(from int) {
	p.block("## %s\n", p.say("Further incidents", "其余事件"))
	for n := from; n < len(p.r.Incidents); n++ {
		if root := p.r.Incidents[n].RootCause; root != nil {
			p.line("%d. %s", n+1, p.named(root))
		}
	}
}

// named says what a finding is: its title, rule, count and first place.
func (p *mdPage) named(f *report.Finding) string {
	parts := []string{mdCode(ruleOf(f)), p.count(f.Count)}
	if len(f.Evidence) > 0 {
		parts = append(parts, mdCode(place(f.Evidence[0])))
	}
	return mdProse(f.Title) + p.say(" (", "（") + strings.Join(parts, p.say(", ", "，")) + p.say(")", "）")
}

func (p *mdPage) incident(i *report.Incident, n int) {
	root := i.RootCause
	label, title := p.verdict(root)
	number := ""
	if len(p.r.Incidents) > 1 {
		number = fmt.Sprintf("%d/%d ", n+1, len(p.r.Incidents))
	}
	p.block("## %s%s%s%s", number, label, p.say(": ", "："), mdProse(title))
	p.block("%s", mdPlain(p.weight(root)))
	if root.Cause != "" {
		p.paragraphs(root.Cause)
	}
	if root.Role == "symptom" && root.Rule != nil {
		p.block("%s", p.say("The cause is not in these logs: something else explains this symptom.", "根因不在这些日志里：这只是症状，另有原因。"))
	}
	if root.Why != "" {
		p.block("**%s**%s%s%s%s", p.say("Certainty", "把握"), p.say(": ", "："), mdPlain(p.confidence(root.Confidence)), p.say(": ", "："), mdProse(root.Why))
	}
	p.evidence(root)
	p.frame(i)
	p.others(p.say("Also", "诱因"), i.Contributing)
	p.others(p.say("Led to", "导致"), i.Symptoms)
	p.restarted(i)
	p.fixes(root.Fixes)
	p.nextSteps(root)
}

// paragraphs keeps the line ends of a text.
func (p *mdPage) paragraphs(text string) {
	for _, paragraph := range strings.Split(strings.TrimSpace(text), "\n") {
		if line := mdProse(paragraph); line != "" {
			p.block("%s", line)
		}
	}
}

// evidence quotes the lines that prove a finding.
func (p *mdPage) evidence(f *report.Finding) {
	shown := f.Evidence
	if len(shown) > shownEvidence && !p.Verbose {
		shown = shown[:shownEvidence]
	}
	if len(shown) == 0 {
		return
	}
	p.block("**%s**", p.say("Evidence", "证据"))
	p.block("%s", strings.TrimSuffix(mdBlock("text", evidenceText(shown)), "\n"))
}

// frame shows where a failure came out that no rule knows, and what stood before it.
func (p *mdPage) frame(i *report.Incident) {
	if i.RootCause.Rule != nil {
		return
	}
	for n := range p.r.Unexplained {
		u := &p.r.Unexplained[n]
		if u.Fingerprint != i.ID {
			continue
		}
		if u.FirstUserFrame != "" {
			p.block("**%s**%s%s", p.say("Thrown at", "抛出位置"), p.say(": ", "："), mdCode(u.FirstUserFrame))
		}
		if len(u.Before) > 0 {
			p.block("**%s**", p.say("Before it", "此前"))
			p.block("%s", strings.TrimSuffix(mdBlock("text", cleaned(u.Before)), "\n"))
		}
	}
}

// cleaned cleans every line and keeps what it is indented by.
func cleaned(lines []string) []string {
	var out []string
	for _, line := range lines {
		out = append(out, strings.TrimRight(term.Clean(line), " "))
	}
	return out
}

// evidenceText writes every line of evidence under its place.
func evidenceText(list []report.Evidence) []string {
	var lines []string
	for _, e := range list {
		lines = append(lines, place(e))
		if text := clean(e.Text); text != "" {
			lines = append(lines, "  "+text)
		}
	}
	return lines
}

func (p *mdPage) others(label string, list []report.Finding) {
	if len(list) == 0 {
		return
	}
	p.block("**%s**\n", label)
	for n := range list {
		if n >= shownEffects && !p.Verbose {
			p.line("- "+p.say("and %d more", "另有 %d 项"), len(list)-n)
			return
		}
		p.line("- %s", p.named(&list[n]))
	}
}

func (p *mdPage) restarted(i *report.Incident) {
	var list []string
	for _, r := range i.Restarts {
		if r.Count > 0 {
			list = append(list, "- "+mdProse(p.restart(i, r)))
		}
	}
	if len(list) > 0 {
		p.block("**%s**\n\n%s", p.say("Restarts", "重启"), strings.Join(list, "\n"))
	}
}

func (p *mdPage) unexplained() {
	list := otherFailures(p.r)
	if len(list) == 0 {
		return
	}
	p.block("## %s%s%s\n", p.say("Unexplained", "未解释"), p.say(": ", "："),
		p.some(int64(len(list)), "kind of failure that no rule knows", "kinds of failure that no rule knows", "类失败没有规则认识"))
	for n := range list {
		if n >= shownGroups && !p.Verbose {
			p.line("- "+p.say("and %d more", "另有 %d 类"), len(list)-n)
			return
		}
		u := &list[n]
		parts := []string{mdCode(u.Fingerprint), p.count(u.Count)}
		if u.FirstUserFrame != "" {
			parts = append(parts, mdCode(u.FirstUserFrame))
		}
		if len(u.Evidence) > 0 {
			parts = append(parts, mdCode(place(u.Evidence[0])))
		}
		p.line("- %s%s%s%s", mdProse(u.Title()), p.say(" (", "（"), strings.Join(parts, p.say(", ", "，")), p.say(")", "）"))
	}
}

func (p *mdPage) notAssessed() {
	if len(p.r.NotAssessed) == 0 {
		return
	}
	p.block("## %s\n", p.say("Not assessed", "未分析"))
	for n, what := range p.r.NotAssessed {
		if n >= shownGroups && !p.Verbose {
			p.line("- "+p.say("and %d more", "另有 %d 项"), len(p.r.NotAssessed)-n)
			return
		}
		p.line("- %s%s%s", mdCode(what.What), p.say(": ", "："), mdProse(what.Why))
	}
}

func (p *mdPage) accepted() {
	n := len(p.r.Suppressed)
	if n > 0 && !p.ShowSuppressed {
		p.block("%s", p.some(int64(n), "known and accepted incident not shown", "known and accepted incidents not shown", "个已知并接受的事件未显示"))
	} else if n > 0 {
		p.block("## %s\n", p.say("Known and accepted", "已知并接受"))
		for _, s := range p.r.Suppressed {
			p.line("- %s%s%s", mdProse(s.Title), p.say(": ", "："), mdProse(p.acceptedAs(&s)))
		}
	}
	if len(p.r.Notices) > 0 {
		p.block("## %s\n", p.say("Notices", "提示"))
		for n := range p.r.Notices {
			p.line("- %s", mdProse(p.notice(&p.r.Notices[n])))
		}
	}
}
