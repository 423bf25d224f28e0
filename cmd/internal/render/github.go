package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// githubRenderer writes workflow commands that GitHub Actions turns into annotations, gravest first because a step shows ten errors and ten warnings at most, and
// the Markdown report for the job's summary page
// (https://docs.github.com/actions/writing-workflows/choosing-what-your-workflow-does/workflow-commands-for-github-actions).
type githubRenderer struct{ options Options }

// Render implements Renderer. The error is that of w or of Options.Summary.
func (g githubRenderer) Render(w io.Writer, r *report.Report) error {
	options := g.options.reproducible()
	p := newTextPage(options, r)
	var b strings.Builder
	if len(r.Incidents) == 0 {
		text, _ := p.healthLine()
		b.WriteString(noCommand(clean(text)) + "\n")
	}
	for n := range r.Incidents {
		if i := &r.Incidents[n]; i.RootCause != nil {
			root := i.RootCause
			label, title := p.verdict(root)
			b.WriteString(g.command(githubCommand(gated(r, i)), label+p.say(": ", "：")+title, firstPlace(r, root.Evidence), p.advice(root)))
		}
	}
	name := "warning"
	if unknownFails(r) {
		name = "error"
	}
	for _, u := range otherFailures(r) {
		b.WriteString(g.command(name, p.say("no rule knows this failure", "没有规则认识这个故障"), firstPlace(r, u.Evidence), clean(u.Title())+p.say(" (", "（")+p.count(u.Count)+p.say(")", "）")))
	}
	for _, n := range r.NotAssessed {
		fmt.Fprintf(&b, "::notice title=%s::%s\n", commandProperty(p.say("not assessed", "未分析")), commandData(clean(n.What)+p.say(": ", "：")+clean(n.Why)))
	}
	if _, err := io.WriteString(w, b.String()); err != nil || options.Summary == nil {
		return err
	}
	if _, err := io.WriteString(options.Summary, markdown(options, r)+"\n"); err != nil {
		return fmt.Errorf("write the job's summary: %w", err)
	}
	return nil
}

// githubCommand maps a severity to the command that makes such an annotation.
func githubCommand(severity string) string {
	switch severity {
	case "critical", "error":
		return "error"
	case "info":
		return "notice"
	}
	return "warning"
}

func (g githubRenderer) command(name, title string, at report.Evidence, message string) string {
	where := fmt.Sprintf("file=%s,line=%d", commandProperty(filePath(g.options.Dir, at.Source)), at.Line)
	if at.Column > 0 {
		where += fmt.Sprintf(",col=%d", at.Column)
	}
	return fmt.Sprintf("::%s %s,title=%s::%s\n", name, where, commandProperty(clean(title)), commandData(message))
}

// advice says in few lines why it happened and what to change first.
func (p *textPage) advice(f *report.Finding) string {
	var lines []string
	add := func(name, text string) {
		if text = clean(text); text != "" {
			lines = append(lines, name+text)
		}
	}
	add("", f.Cause)
	if len(lines) == 0 {
		add("", f.Why)
	}
	if len(f.Fixes) > 0 {
		fix := &f.Fixes[0]
		add(p.say("Fix: ", "修复："), fix.Title)
		for _, line := range p.diffText(fix) {
			lines = append(lines, "  "+line)
		}
		add(p.say("Apply: ", "应用："), fix.Apply)
		add(p.say("Verify: ", "验证："), fix.Verify)
	}
	for _, ask := range f.AskFor {
		if f.Role == "symptom" {
			add(p.say("Look at: ", "请查看："), ask)
		}
	}
	if f.Rule != nil {
		add(p.say("More: ", "详情："), "flinkdoctor explain "+*f.Rule)
	}
	if len(lines) == 0 { // a command without data makes no annotation
		add("", p.weight(f))
	}
	return strings.Join(lines, "\n")
}

// commandData and commandProperty escape as the runner unescapes (actions/runner, src/Runner.Common/ActionCommand.cs).
func commandData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func commandProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}

// noCommand keeps a line that is no command from being taken for one: the runner looks for "::" at its start and for "##[" anywhere in it.
func noCommand(line string) string {
	line = strings.ReplaceAll(line, "##[", "# #[")
	if strings.HasPrefix(strings.TrimSpace(line), "::") {
		return ". " + strings.TrimSpace(line)
	}
	return line
}
