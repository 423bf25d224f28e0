package render

import (
	"fmt"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// incident writes one story: what it is, why, the evidence, what followed, the fix.
func (p *textPage) incident(i *report.Incident) {
	root := i.RootCause
	if root == nil {
		return
	}
	p.heading(root)
	p.blank()
	p.reasons(root)
	p.evidence(root)
	p.frame(i)
	p.others(p.say("Also", "诱因"), i.Contributing)
	p.others(p.say("Led to", "导致"), i.Symptoms)
	p.restarts(i)
	p.lookAt(root)
	p.fixes(root.Fixes)
	p.furtherReading(root)
}

// heading says what the incident is: a root cause, a symptom whose cause is not in the logs, or something no rule knows.
func (p *textPage) heading(f *report.Finding) {
	label, title := p.verdict(f)
	paint := p.pal.Bad
	if f.Severity == "warning" || f.Severity == "info" {
		paint = p.pal.Warn
	}
	p.under(label, paint)
	p.prose(0, title, paint)
	p.prose(0, p.weight(f), p.pal.Dim)
}

// verdict names what a finding is to the reader, and what it says.
func (w words) verdict(f *report.Finding) (label, title string) {
	switch {
	case f.Rule == nil:
		return w.say("UNKNOWN", "未知故障"), w.say("no rule knows this failure: ", "没有规则认识这个故障：") + f.Title
	case f.Role == "symptom":
		return w.say("SYMPTOM", "症状"), f.Title
	case f.Role == "lint":
		return w.say("CONFIG", "配置"), f.Title
	}
	return w.say("ROOT CAUSE", "根因"), f.Title
}

// weight says how bad, how sure, how often and when.
func (p *textPage) weight(f *report.Finding) string {
	groups := []string{p.severity(f.Severity) + p.say(", ", "，") + p.confidence(f.Confidence)}
	often := p.count(f.Count)
	if span := p.clock.span(f.First, f.Last); span != "" {
		often += p.say(", ", "，") + span
	}
	if f.Rule != nil {
		often = *f.Rule + p.say(", ", "，") + often
	}
	return strings.Join(append(groups, often), p.say("; ", "；"))
}

// severity and confidence spell the report's words in the reader's language.
func (w words) severity(s string) string {
	if zh := map[string]string{"critical": "严重", "error": "错误", "warning": "警告", "info": "提示"}[s]; w.zh && zh != "" {
		return zh
	}
	return s
}

func (w words) confidence(s string) string {
	if zh := map[string]string{"high": "高", "medium": "中", "low": "低"}[s]; w.zh && zh != "" {
		return "可信度" + zh
	}
	return s + w.say(" confidence", " 可信度")
}

// reasons explains the failure and, unless it is certain, how far the verdict may be trusted.
func (p *textPage) reasons(f *report.Finding) {
	why, doubt := f.Cause, f.Why
	if why == "" {
		why, doubt = f.Why, ""
	}
	if why != "" {
		p.under(p.say("Why", "原因"), p.pal.Label)
		p.prose(0, why, nil)
	}
	if f.Role == "symptom" && f.Rule != nil {
		p.under(p.say("Cause", "根因"), p.pal.Label)
		p.prose(0, p.say("not in these logs: something else explains this symptom", "不在这些日志里：这只是症状，另有原因"), nil)
	}
	certain := f.Confidence == "high" || f.Role == "symptom" // of a symptom the cause is unknown, and that has been said
	if doubt != "" && (!certain || p.Verbose) {
		p.under(p.say("Certainty", "把握"), p.pal.Label)
		p.prose(0, p.confidence(f.Confidence)+p.say(": ", "：")+doubt, nil)
	}
}

// frame shows where in the user's own code a failure came out that no rule knows.
func (p *textPage) frame(i *report.Incident) {
	if i.RootCause.Rule != nil {
		return
	}
	for _, u := range p.r.Unexplained {
		if u.Fingerprint != i.ID {
			continue
		}
		if u.FirstUserFrame != "" {
			p.under(p.say("Thrown at", "抛出位置"), p.pal.Label)
			p.put(0, clean(u.FirstUserFrame), nil)
		}
		p.before(&u)
	}
}

// before shows the lines before a failure: what led to it often stands there.
func (p *textPage) before(u *report.Unexplained) {
	p.under(p.say("Before it", "此前"), p.pal.Label)
	for _, line := range u.Before {
		p.put(0, term.Cut(clean(line), p.width-p.column, 0, 0), p.pal.Dim)
	}
	p.label = ""
}

// others lists findings that belong to the story but are not its root.
func (p *textPage) others(label string, findings []report.Finding) {
	p.under(label, p.pal.Label)
	for n := range findings {
		f := &findings[n]
		if n >= shownEffects && !p.Verbose {
			p.put(0, fmt.Sprintf(p.say("and %d more (-v)", "另有 %d 项（-v）"), len(findings)-n), p.pal.Dim)
			break
		}
		line := p.name(f)
		if len(f.Evidence) > 0 {
			line = strings.TrimSuffix(strings.TrimSuffix(line, ")"), "）") + p.say(", ", "，") + place(f.Evidence[0]) + p.say(")", "）")
		}
		p.prose(0, line, nil)
		p.prose(2, f.Title, p.pal.Dim)
		if p.Verbose {
			p.evidenceLines(2, f, f.Evidence)
		}
	}
	p.label = ""
}

// lookAt says which evidence would settle a case whose cause is not in these logs.
func (p *textPage) lookAt(f *report.Finding) {
	if f.Role != "symptom" && !p.Verbose {
		return
	}
	p.under(p.say("Look at", "请查看"), p.pal.Label)
	for _, ask := range f.AskFor {
		p.item("-", 2, ask)
	}
	p.label = ""
}

func (p *textPage) furtherReading(f *report.Finding) {
	if f.Rule == nil {
		return
	}
	p.blank()
	p.under(p.say("More", "详情"), p.pal.Label)
	p.put(0, "flinkdoctor explain "+clean(*f.Rule), nil)
}
