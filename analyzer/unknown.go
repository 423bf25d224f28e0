package analyzer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/cause"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// unexplained tells one kind of failure that no rule knows.
func (t *teller) unexplained(f *cause.Failure) Unexplained {
	out := Unexplained{
		Fingerprint: f.Fingerprint, Exception: f.Exception, Message: excerpt(mask(f.Message), ""), FirstUserFrame: f.Frame,
		Level: f.Occ.Event.Level.String(), Count: f.Count, First: t.run.moment(f.First), Last: t.run.moment(f.Last), Evidence: t.shift(f.Occ.Evidence),
		Before: f.Occ.Before,
	}
	if out.Evidence == nil {
		out.Evidence = []Evidence{}
	}
	return out
}

// unknownIncident makes a failure that no rule knows an incident of its own when no known root cause of weight stands in its way: the one that a symptom
// frames in the same record, else the worst. What is known and accepted is none; what an allow-list accepts is
// one only if it took something down.
func (t *teller) unknownIncident(out *Report, incidents []cause.Incident, failures []*cause.Failure) {
	for i := range incidents {
		root := incidents[i].Root
		if root.Rule.Severity.Rank() < rules.Error.Rank() {
			continue
		}
		if n := framed(root, failures); n >= 0 {
			t.frame(&out.Incidents[i], failures[n], out.Unexplained[n])
		}
		return
	}
	for i, f := range failures {
		if u := &out.Unexplained[i]; t.stands(f, u) {
			incident := t.unknown(f, *u)
			out.Incidents = append([]Incident{incident}, out.Incidents...)
			return
		}
	}
}

// stands tells whether a failure that no rule knows may be an incident of its own.
func (t *teller) stands(f *cause.Failure, u *Unexplained) bool {
	known := &t.run.options.Accept
	return alarming(f) && !known.Covers(u) && (f.Failed || !known.Allows(u))
}

// framed returns the failure that stands in the same record as a symptom, -1 when there is none.
func framed(root *cause.Finding, failures []*cause.Failure) int {
	if root.Rule.Role != rules.RoleSymptom {
		return -1
	}
	for n, f := range failures {
		if f.Occ.Source == root.Occ.Source && f.Occ.Event.Offset == root.Occ.Event.Offset {
			return n
		}
	}
	return -1
}

// frame makes the unknown failure the root of a symptom's incident.
func (t *teller) frame(incident *Incident, f *cause.Failure, u Unexplained) {
	symptom := *incident.RootCause
	unknown := t.unknown(f, u)
	unknown.First, unknown.Last, unknown.Restarts = incident.First, incident.Last, incident.Restarts
	unknown.Contributing, unknown.Edges = incident.Contributing, incident.Edges
	unknown.Symptoms = append([]Finding{symptom}, incident.Symptoms...)
	*incident = unknown
}

// unknown is an incident whose root cause no rule knows.
func (t *teller) unknown(f *cause.Failure, u Unexplained) Incident {
	title := u.Message
	if u.Exception != "" {
		title = strings.TrimSuffix(u.Exception+": "+u.Message, ": ")
	}
	if answer := f.Occ.Event.Fields.Get("message"); answer != "" && f.Occ.Event.Fields.Get("status") != "" {
		title = fmt.Sprintf(words(t.language, "StarRocks answered %s: %s", "StarRocks 返回 %s：%s"), f.Occ.Event.Fields.Get("status"), printable(mask(answer)))
	}
	root := &Finding{
		Title: cutAt(title, 200), Severity: string(rules.Error), Role: string(rules.RoleRoot), Confidence: "low", Component: string(f.Occ.Event.Component),
		Why:   words(t.language, "no rule knows this failure; it is the innermost cause that the logs show", "没有规则认识这个失败；这是日志中最内层的原因"),
		Count: u.Count, First: u.First, Last: u.Last, Captures: map[string]string{}, Evidence: u.Evidence, Fixes: []Fix{}, AskFor: []string{},
	}
	return Incident{ID: u.Fingerprint, First: u.First, Last: u.Last, RootCause: root, Contributing: []Finding{}, Symptoms: []Finding{}, Edges: []CausalLink{}}
}

// alarming tells whether an unexplained failure deserves to be an incident: something of the systems this program is for went down
// or threw an exception at level error.
func alarming(f *cause.Failure) bool {
	event := f.Occ.Event
	switch event.Component {
	case parsers.ComponentUnknown, parsers.ComponentJava, parsers.ComponentNginx, parsers.ComponentNginxStream, parsers.ComponentKafka,
		parsers.ComponentKernel, parsers.ComponentMySQL, parsers.ComponentKubernetes:
		return f.Failed && event.Component != parsers.ComponentUnknown && event.Component != parsers.ComponentJava
	}
	return f.Failed || f.Exception != "" && event.Level >= parsers.LevelError || f.Exception != "" && event.Level == parsers.LevelUnknown
}

// faintWords are the words with which a warning of any program says that something failed, backendWords those that only StarRocks' BE uses so.
var (
	faintWords   = []string{"ailed to ", "ail to "}
	backendWords = []string{"ailed: ", "ailed, ", "ailed. ", "Corruption", "nternal error", "Not supported"}
)

// faint tells whether a warning reads as a failure. StarRocks reports nearly all failures as warnings, and operators written in Go do so too; but healthy logs hold
// such lines as well, so they are told only when there is nothing better to tell.
func faint(event *parsers.Event) bool {
	if event.Level != parsers.LevelWarn {
		return false
	}
	holds := func(word string) bool { return strings.Contains(event.Message, word) }
	return slices.ContainsFunc(faintWords, holds) || event.Component == parsers.ComponentStarRocksBE && slices.ContainsFunc(backendWords, holds)
}
