package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

func (b *htmlBuilder) incident(i *report.Incident, number int) htmlIncident {
	root := i.RootCause
	out := htmlIncident{
		Anchor: fmt.Sprintf("incident-%d", number), Title: clean(root.Title), Mood: "bad", Why: clean(root.Why), Elsewhere: root.Role == "symptom" && root.Rule != nil,
		Label:  b.both(func(p *textPage) string { label, _ := p.verdict(root); return label }),
		Weight: b.both(func(p *textPage) string { return p.weight(root) }), Confidence: b.both(func(p *textPage) string { return p.confidence(root.Confidence) }),
		Cause: prose(root.Cause), Evidence: b.evidence(root), Graph: b.graph(i), Contributing: b.findings(i.Contributing), Symptoms: b.findings(i.Symptoms),
		Snippet: suppressions(&report.Report{Incidents: []report.Incident{*i}}, every),
	}
	if root.Severity == "warning" || root.Severity == "info" {
		out.Mood = "warn"
	}
	if root.Rule != nil {
		out.Explain = "flinkdoctor explain " + clean(*root.Rule)
	}
	for n := range b.r.Unexplained {
		if u := &b.r.Unexplained[n]; root.Rule == nil && u.Fingerprint == i.ID {
			out.Frame, out.Before = clean(u.FirstUserFrame), strings.Join(cleaned(u.Before), "\n")
		}
	}
	for _, r := range i.Restarts {
		if r.Count > 0 {
			out.Restarts = append(out.Restarts, b.both(func(p *textPage) string { return p.restart(i, r) }))
		}
	}
	for n := range root.Fixes {
		out.Fixes = append(out.Fixes, b.fix(&root.Fixes[n], n))
	}
	for _, ask := range root.AskFor {
		out.AskFor = append(out.AskFor, prose(ask))
	}
	return out
}

func (b *htmlBuilder) findings(list []report.Finding) []htmlFinding {
	var out []htmlFinding
	for n := range list {
		f := &list[n]
		out = append(out, htmlFinding{Title: clean(f.Title), Name: b.both(func(p *textPage) string { return p.name(f) }), Evidence: b.evidence(f)})
	}
	return out
}

// evidence marks in every line what the rule recognised.
func (b *htmlBuilder) evidence(f *report.Finding) []htmlEvidence {
	var out []htmlEvidence
	for _, e := range f.Evidence {
		text := clean(e.Text)
		from, to := firstOf(text, b.en.recognised(f))
		out = append(out, htmlEvidence{place(e), text[:from], text[from:to], text[to:]})
	}
	return out
}

func (b *htmlBuilder) fix(fix *report.Fix, n int) htmlFix {
	out := htmlFix{Best: n == 0, Label: both{"Fix", "修复"}, Title: clean(fix.Title), Limits: b.both(func(p *textPage) string { return p.limits(fix) }), Copy: copyable(fix.Diff)}
	if n > 0 {
		out.Label = both{"Or", "或者"}
	}
	en, zh := b.en.diffLines(fix), b.zh.diffLines(fix)
	var added []string
	for i := range en {
		line := htmlLine{map[byte]string{'@': "at", '+': "add", '-': "del", '#': "note"}[en[i].kind], both{signed(fix, en[i]), signed(fix, zh[i])}}
		out.Lines = append(out.Lines, line)
		if en[i].kind == '+' {
			added = append(added, en[i].text)
		}
	}
	if fix.Diff == "" {
		out.Copy = strings.Join(added, "\n")
	}
	for i := range fix.Memory {
		out.Memory = append(out.Memory, b.memory(&fix.Memory[i], true))
	}
	for _, part := range []struct {
		name both
		text string
	}{
		{both{"Apply", "应用"}, fix.Apply}, {both{"Verify", "验证"}, fix.Verify}, {both{"Risk", "风险"}, fix.Risk}, {both{"Why", "理由"}, fix.Why},
	} {
		if text := prose(part.text); len(text) > 0 {
			out.Parts = append(out.Parts, htmlNamed{part.name, text})
		}
	}
	return out
}

func (b *htmlBuilder) memory(m *report.Memory, fix bool) htmlMemory {
	out := htmlMemory{Fix: fix, Note: clean(m.Note), Title: b.both(func(p *textPage) string {
		if fix {
			return fmt.Sprintf(p.say("Memory of the %s", "%s 内存"), processName(m))
		}
		return p.memoryTitle(m)
	})}
	for _, row := range memoryRows(m) {
		out.Rows = append(out.Rows, htmlMemoryRow{row.name, row.now, row.after, row.now != row.after, row.total})
	}
	return out
}

// signed writes a line of a change with its sign.
func signed(fix *report.Fix, line diffLine) string {
	switch {
	case line.kind == '@':
		return line.text
	case fix.Diff != "":
		return string(line.kind) + line.text
	case line.kind == '#':
		return "    " + line.text
	}
	return string(line.kind) + " " + line.text
}

// prose takes a text apart into words and commands. Several lines are a script and stay as they are.
func prose(text string) []htmlProse {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	if strings.Contains(text, "\n") {
		return []htmlProse{{Block: strings.Join(cleaned(strings.Split(text, "\n")), "\n")}}
	}
	text = clean(text)
	var parts []htmlPart
	at := 0
	for _, span := range append(codeSpans(text), [2]int{len(text), len(text)}) {
		parts = append(parts, htmlPart{Text: text[at:span[0]]})
		if span[1] > span[0] {
			parts = append(parts, htmlPart{text[span[0]:span[1]], true})
		}
		at = span[1]
	}
	return []htmlProse{{Parts: parts}}
}

// copyable is a text as it is, tabs included, unless it holds what a terminal would obey.
func copyable(text string) string {
	lines := strings.Split(text, "\n")
	for n, line := range lines {
		if plain := strings.ReplaceAll(strings.TrimSuffix(line, "\r"), "\t", ""); term.Clean(plain) != plain {
			lines[n] = term.Clean(line)
		}
	}
	return strings.Join(lines, "\n")
}

func nonEmpty(list ...string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}
