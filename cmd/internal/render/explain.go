package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/remedy"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// Explain writes everything a rule knows for a person: what it means, how it is told apart, what causes it and what it causes, and
// every fix with its before and after. title returns the title of another rule, "" when there is none. The error is that of w.
func Explain(w io.Writer, rule *rules.Rule, title func(id string) string, options Options) error {
	e := &explainPage{page: newPage(options, "en"), title: title}
	e.language = e.say("en", "zh")
	e.rule(rule)
	_, err := w.Write(e.Bytes())
	return err
}

type explainPage struct {
	*page
	language string
	title    func(id string) string
}

func (e *explainPage) spell(t rules.Text) string { return Sentence(t, e.language) }

// Sentence is a rule's sentence without a case at hand: what would be filled in shows as <name>.
func Sentence(t rules.Text, language string) string {
	return remedy.Fill(t.In(language), func(name string) string { return "<" + name + ">" })
}

func (e *explainPage) rule(r *rules.Rule) {
	e.wide(r.ID, e.pal.Bad)
	e.prose(0, e.spell(r.Title), nil)
	about := []string{e.severity(string(r.Severity)), r.System, string(r.Role)}
	if r.Status == rules.Draft {
		about = append(about, string(r.Status))
	}
	if r.Since != "" {
		about = append(about, e.say("since ", "自 ")+r.Since)
	}
	e.prose(0, strings.Join(append(about, r.Tags...), ", "), e.pal.Dim)
	e.blank()
	e.section(e.say("Meaning", "含义"), e.spell(r.Cause))
	e.section(e.say("Told apart", "区分"), e.spell(r.ToldApart))
	e.edges(e.say("Caused by", "由…引起"), r.CausedBy)
	e.edges(e.say("Leads to", "导致"), r.LeadsTo)
	e.asks(r)
	e.fixes(r)
	e.references(r)
}

func (e *explainPage) section(label, text string) {
	if text == "" {
		return
	}
	e.under(label, e.pal.Label)
	e.prose(0, text, nil)
}

func (e *explainPage) edges(label string, edges []rules.Edge) {
	e.under(label, e.pal.Label)
	for _, edge := range edges {
		e.put(0, clean(edge.Rule), nil)
		why := edge.Why.In(e.language)
		if why == "" {
			why = e.title(edge.Rule)
		}
		if why != "" {
			e.prose(2, why, e.pal.Dim)
		}
	}
	e.label = ""
}

func (e *explainPage) asks(r *rules.Rule) {
	e.under(e.say("Look at", "请查看"), e.pal.Label)
	for _, ask := range r.AskFor {
		e.item("-", 2, e.spell(ask))
	}
	e.label = ""
}

// fixes writes every fix, those for special cases included: nobody knows the case yet.
func (e *explainPage) fixes(r *rules.Rule) {
	always := *r
	always.Fixes = append([]rules.Fix{}, r.Fixes...)
	for i := range always.Fixes {
		always.Fixes[i].When = nil
	}
	list := remedy.Fixes(&always, remedy.Case{
		Language: e.language, Value: func(name string) string { return "<" + name + ">" }, Captures: map[string]string{},
		Versions: map[string]string{}, Found: func(string) bool { return true }, Holds: func(rules.Condition) bool { return true },
		Config: func(string, string) string { return "" },
	})
	for i := range list {
		for j := range list[i].Changes {
			list[i].Changes[j].FromSource = fromRule
		}
		e.blank()
		label := e.say("Fix", "修复")
		if len(list) > 1 {
			label += fmt.Sprintf(" %d", i+1)
		}
		e.under(label, e.pal.Good)
		e.fix(&list[i], true)
	}
}

func (e *explainPage) references(r *rules.Rule) {
	if len(r.References) == 0 {
		return
	}
	e.blank()
	e.under(e.say("References", "参考"), e.pal.Label)
	for _, reference := range r.References {
		e.put(0, clean(reference), nil)
	}
}
