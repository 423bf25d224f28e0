package render

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/settings"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// The view is what the template shows. Every text in it is clean; the template escapes.
type (
	htmlView struct {
		Lang, Title, Tool, CSP, Mood      string
		CSS                               template.CSS
		JS                                template.JS
		Interrupted                       bool
		Health, Scope, Accept             both
		UnexplainedTitle, SuppressedTitle both
		Timeline                          *htmlTimeline
		Incidents                         []htmlIncident
		Unexplained, Suppressed           []htmlFinding
		NotAssessed                       []report.NotAssessed
		Notices                           []string
		Facts                             []htmlFacts
		Sources                           []htmlSource
	}
	htmlIncident struct {
		Anchor, Title, Mood, Why, Frame, Before, Explain, Snippet string
		Label, Weight, Confidence                                 both
		Elsewhere                                                 bool
		Cause                                                     []htmlProse
		Evidence                                                  []htmlEvidence
		Graph                                                     *htmlGraph
		Contributing, Symptoms                                    []htmlFinding
		Restarts                                                  []both
		Fixes                                                     []htmlFix
		AskFor                                                    [][]htmlProse
	}
	htmlFinding struct {
		Title, Frame string
		Name         both
		Evidence     []htmlEvidence
	}
	htmlEvidence struct{ Place, Before, Mark, After string }
	// htmlProse is a paragraph of words and commands, or a block of several lines.
	htmlProse struct {
		Block string
		Parts []htmlPart
	}
	htmlPart struct {
		Text string
		Code bool
	}
	htmlFix struct {
		Best          bool
		Label, Limits both
		Title, Copy   string
		Lines         []htmlLine
		Parts         []htmlNamed
	}
	htmlLine struct {
		Class string
		Text  both
	}
	htmlNamed struct {
		Name both
		Text []htmlProse
	}
	htmlFacts struct {
		Title both
		Rows  []htmlFact
	}
	htmlFact   struct{ Key, Value, Place string }
	htmlSource struct {
		Name string
		Text both
	}
)

// htmlBuilder writes the page's own words in both languages.
type htmlBuilder struct {
	en, zh *textPage
	r      *report.Report
}

func newHTMLView(options Options, r *report.Report) *htmlView {
	options = options.reproducible()
	options.Verbose = true
	lang := newPage(options, r.Language)
	en, zh := options, options
	en.Language, zh.Language = "en", "zh"
	b := &htmlBuilder{newTextPage(en, r), newTextPage(zh, r), r}
	v := &htmlView{
		Lang: lang.say("en", "zh"), Tool: clean(r.Tool.Name + " " + r.Tool.Version + " " + r.Tool.Rules), Interrupted: r.Exit.Reason == "interrupted",
		Scope: b.both(func(p *textPage) string { return p.scope(p.files(), true) }), Title: "flinkdoctor", Timeline: b.timeline(),
		Accept: b.both(func(p *textPage) string {
			return fmt.Sprintf(p.say("Paste it into %s; say why, and until when:", "写入 %s，并写明原因和期限："), settings.FileName)
		}),
	}
	for n := range r.Incidents {
		if r.Incidents[n].RootCause != nil {
			v.Incidents = append(v.Incidents, b.incident(&r.Incidents[n], n+1))
		}
	}
	if len(v.Incidents) > 0 {
		v.Title += ": " + v.Incidents[0].Title
	} else {
		b.health(v)
	}
	b.rest(v)
	return v
}

// both writes a sentence in both languages.
func (b *htmlBuilder) both(write func(*textPage) string) both {
	return both{clean(write(b.en)), clean(write(b.zh))}
}

// health fills the verdict of a report without incidents.
func (b *htmlBuilder) health(v *htmlView) {
	v.Health = b.both(func(p *textPage) string { text, _ := p.healthLine(); return text })
	v.Mood = "warn"
	if _, good := b.en.healthLine(); good {
		v.Mood = "good"
	}
	v.Scope = both{}
}

// rest fills what stands below the incidents.
func (b *htmlBuilder) rest(v *htmlView) {
	unknown := otherFailures(b.r)
	v.UnexplainedTitle = b.both(func(p *textPage) string {
		return p.say("Unexplained: ", "未解释：") + p.some(int64(len(unknown)), "kind of failure that no rule knows", "kinds of failure that no rule knows", "类失败没有规则认识")
	})
	for n := range unknown {
		u := &unknown[n]
		v.Unexplained = append(v.Unexplained, htmlFinding{
			Title: clean(titleOf(u)), Frame: clean(u.FirstUserFrame), Evidence: b.evidence(&report.Finding{Evidence: u.Evidence}),
			Name: b.both(func(p *textPage) string {
				return strings.Join(nonEmpty(u.Fingerprint, p.count(u.Count), p.clock.span(u.First, u.Last)), p.say(", ", "，"))
			}),
		})
	}
	v.SuppressedTitle = b.both(func(p *textPage) string {
		return p.some(int64(len(b.r.Suppressed)), "known and accepted incident", "known and accepted incidents", "个已知并接受的事件")
	})
	for n := range b.r.Suppressed {
		s := &b.r.Suppressed[n]
		v.Suppressed = append(v.Suppressed, htmlFinding{Title: clean(s.Title), Name: b.both(func(p *textPage) string { return p.acceptedAs(s) })})
	}
	for _, n := range b.r.NotAssessed {
		v.NotAssessed = append(v.NotAssessed, report.NotAssessed{What: clean(n.What), Why: clean(n.Why)})
	}
	for _, n := range b.r.Notices {
		v.Notices = append(v.Notices, clean(n))
	}
	b.facts(v)
	for n := range b.r.Sources {
		s := &b.r.Sources[n]
		v.Sources = append(v.Sources, htmlSource{clean(s.Name), b.both(func(p *textPage) string { return p.sourceText(s) })})
	}
}

func (b *htmlBuilder) facts(v *htmlView) {
	for _, part := range []struct {
		title both
		facts map[string]report.Fact
	}{
		{both{"Versions", "版本"}, b.r.Facts.Versions},
		{both{"Configuration in force", "生效的配置"}, b.r.Facts.EffectiveConfig},
		{both{"Also stated by the logs", "日志中的其他信息"}, b.r.Facts.Properties},
	} {
		out := htmlFacts{Title: part.title}
		for _, key := range slices.Sorted(maps.Keys(part.facts)) {
			fact := part.facts[key]
			row := htmlFact{Key: clean(key), Value: clean(fact.Value)}
			if fact.Evidence.Source != "" {
				row.Place = place(fact.Evidence)
			}
			out.Rows = append(out.Rows, row)
		}
		if len(out.Rows) > 0 {
			v.Facts = append(v.Facts, out)
		}
	}
}

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
