package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// Lint writes findings in configuration files as compilers do: "file:line:column: severity: message (rule)", a line each, however wide the terminal is, with
// the best fix below it. Hints (severity info) are counted only, unless options ask for everything. The error is that of w.
func Lint(w io.Writer, r *report.Report, options Options) error {
	p := &lintPage{page: newPage(options, r.Language), verbose: options.Verbose}
	count := map[string]int{}
	for i := range r.Incidents {
		f := r.Incidents[i].RootCause
		count[f.Severity]++
		if options.Verbose || rules.Severity(f.Severity) != rules.Info {
			p.finding(f)
		}
	}
	p.suppressed(r, options)
	p.summary(r, count)
	if options.Snippet {
		text := &textPage{page: p.page, Options: options, r: r}
		text.snippets()
	}
	_, err := w.Write(p.Bytes())
	return err
}

type lintPage struct {
	*page
	verbose bool
}

func (p *lintPage) line(indent int, text string) {
	p.WriteString(strings.Repeat(" ", indent))
	p.WriteString(text)
	p.WriteByte('\n')
}

func (p *lintPage) finding(f *report.Finding) {
	where := ""
	if len(f.Evidence) > 0 {
		e := f.Evidence[0]
		where = fmt.Sprintf("%s:%d:%d: ", clean(e.Source), e.Line, e.Column)
	}
	more := ""
	if f.Count > 1 {
		more = fmt.Sprintf(p.say(", and %s more", "，另有 %s 处"), grouped(int64(f.Count-1)))
	}
	p.line(0, where+p.paintSeverity(f.Severity)+": "+clean(f.Title)+more+" ("+*f.Rule+")")
	if p.verbose {
		p.line(4, clean(f.Cause))
	}
	for i := range f.Fixes {
		if i > 0 && !p.verbose {
			break
		}
		p.lintFix(&f.Fixes[i], i)
	}
}

func (p *lintPage) paintSeverity(severity string) string {
	name := p.severity(severity)
	switch rules.Severity(severity) {
	case rules.Critical, rules.Error:
		return p.pal.Bad(name)
	case rules.Warning:
		return p.pal.Label(name)
	}
	return p.pal.Dim(name)
}

// lintFix writes what to set, or what to do when nothing is to be set.
func (p *lintPage) lintFix(fix *report.Fix, i int) {
	label := p.say("fix: ", "修复：")
	if i > 0 {
		label = p.say("or: ", "或者：")
	}
	text := p.settings(fix)
	switch {
	case text == "" && p.verbose:
		text = fix.Title
	case text == "":
		text = fix.Title + p.say(": ", "：") + fix.Apply
	}
	if fix.Versions != "" {
		text += " (" + fix.Versions + ")"
	}
	p.line(4, p.pal.Good(label)+clean(text))
	for i := range fix.Memory {
		for _, line := range []string{p.memoryLine(&fix.Memory[i]), clean(fix.Memory[i].Note)} {
			if line != "" {
				p.line(6, line)
			}
		}
	}
	if !p.verbose {
		return
	}
	for _, part := range []struct{ name, text string }{
		{p.say("apply", "应用"), fix.Apply}, {p.say("verify", "验证"), fix.Verify}, {p.say("why", "理由"), fix.Why}, {p.say("risk", "风险"), fix.Risk},
	} {
		if part.text != "" {
			p.line(6, part.name+p.say(": ", "：")+clean(part.text))
		}
	}
}

// settings says "set a = b, c = d" or "set a b in location /"; "" when nothing is to be set.
func (p *lintPage) settings(fix *report.Fix) string {
	var set, remove []string
	for _, c := range fix.Changes {
		text := assignment(c)
		if c.Vendor != "" {
			text += p.say(" (only in ", "（仅 ") + c.Vendor + p.say(")", "）")
		}
		if c.Remove {
			remove = append(remove, text)
		} else {
			set = append(set, text)
		}
	}
	comma := p.say(", ", "，")
	var parts []string
	if len(set) > 0 {
		parts = append(parts, p.say("set ", "设置 ")+strings.Join(set, comma))
	}
	if len(remove) > 0 {
		parts = append(parts, p.say("remove ", "删除 ")+strings.Join(remove, comma))
	}
	text := strings.Join(parts, comma)
	if fix.Section != "" && text != "" {
		text += p.say(" in ", "，位置：") + fix.Section
	}
	return text
}

// assignment writes a value as its file has it: nginx's directives and the parameters of its servers, key and value elsewhere.
func assignment(c report.Change) string {
	switch {
	case c.Remove:
		return c.Key
	case c.Section == "":
		return c.Key + " = " + c.To
	case c.Key == "max_fails" || c.Key == "fail_timeout":
		return c.Key + "=" + c.To
	}
	return c.Key + " " + c.To
}

// onlyLint tells a report of lint that is written as text again.
func onlyLint(r *report.Report) bool {
	return len(r.Incidents) > 0 && !slices.ContainsFunc(r.Incidents, func(i report.Incident) bool { return i.RootCause == nil || i.RootCause.Role != "lint" })
}

func (p *lintPage) suppressed(r *report.Report, options Options) {
	if options.ShowSuppressed {
		for n := range r.Suppressed {
			s := &r.Suppressed[n]
			p.line(0, p.pal.Dim(clean(p.say("accepted: ", "已接受：")+s.Title+p.say(" (", "（")+p.acceptedAs(s)+p.say(")", "）"))))
		}
	}
	for n := range r.Notices {
		p.line(0, p.pal.Dim(p.notice(&r.Notices[n])))
	}
	if n := len(r.Suppressed); n > 0 {
		p.line(0, p.pal.Dim(fmt.Sprintf(p.say("%s accepted", "%s 已接受"), p.some(int64(n), "finding", "findings", "处问题"))))
	}
}

// summary counts what was found and where.
func (p *lintPage) summary(r *report.Report, count map[string]int) {
	assessed := 0
	for _, s := range r.Sources {
		if s.Assessed {
			assessed++
		}
	}
	files := p.some(int64(assessed), "file", "files", "个文件")
	bad, warnings, hints := count[string(rules.Critical)]+count[string(rules.Error)], count[string(rules.Warning)], count[string(rules.Info)]
	var text string
	switch {
	case assessed == 0:
		text = p.say("nothing that could be judged", "没有可以判断的文件")
	case bad+warnings == 0:
		text = files + p.say(", no fault found", "，未发现问题")
	default:
		text = fmt.Sprintf(p.say("%s, %s in %s", "%[3]s：%[1]s，%[2]s"), p.some(int64(bad), "error", "errors", "个错误"),
			p.some(int64(warnings), "warning", "warnings", "个警告"), files)
	}
	if hints > 0 && !p.verbose {
		text += fmt.Sprintf(p.say("; %s with -v", "；另有 %s，-v 查看"), p.some(int64(hints), "hint", "hints", "条提示"))
	}
	p.line(0, text)
}
