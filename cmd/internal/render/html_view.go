package render

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/settings"
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
			Title: clean(u.Title()), Frame: clean(u.FirstUserFrame), Evidence: b.evidence(&report.Finding{Evidence: u.Evidence}),
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
	for n := range b.r.Notices {
		v.Notices = append(v.Notices, b.both(func(p *textPage) string { return p.notice(&b.r.Notices[n]) }))
	}
	b.facts(v)
	for n := range b.r.Facts.Memory {
		v.Memory = append(v.Memory, b.memory(&b.r.Facts.Memory[n], false))
	}
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
