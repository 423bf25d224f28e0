package analyzer

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/cause"
	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/life"
	"github.com/flinkdoctor/flinkdoctor/analyzer/memory"
	"github.com/flinkdoctor/flinkdoctor/analyzer/remedy"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// teller writes incidents and failures in one language.
type teller struct {
	run      *run
	language string
	facts    report.Facts
	zone     *time.Location
	jobs     []life.Restarts
	found    map[string]bool
	versions map[string]string
}

// tell fills in incidents and unexplained failures.
func (t *teller) tell(out *Report, incidents []cause.Incident, failures *cause.Failures) {
	t.prepare(incidents)
	for i := range incidents {
		out.Incidents = append(out.Incidents, t.incident(&incidents[i]))
	}
	for _, f := range failures.List() {
		out.Unexplained = append(out.Unexplained, t.unexplained(f))
	}
	t.unknownIncident(out, incidents, failures.List())
}

// prepare notes the versions in force and the rules that spoke.
func (t *teller) prepare(incidents []cause.Incident) {
	t.found, t.versions = map[string]bool{}, map[string]string{}
	for product, fact := range t.facts.Versions {
		t.versions[product] = fact.Value
	}
	for i := range incidents {
		for _, f := range members(&incidents[i]) {
			t.found[f.Rule.ID] = true
		}
	}
}

func members(i *cause.Incident) []*cause.Finding {
	return append(append([]*cause.Finding{i.Root}, i.Contributing...), i.Symptoms...)
}

func (t *teller) incident(i *cause.Incident) Incident {
	root := t.finding(i.Root)
	root.Confidence = i.Confidence.Level
	root.Why = t.why(i)
	out := Incident{RootCause: &root, Contributing: []Finding{}, Symptoms: []Finding{}, Edges: []CausalLink{}}
	for _, f := range i.Contributing {
		out.Contributing = append(out.Contributing, t.finding(f))
	}
	for _, f := range i.Symptoms {
		out.Symptoms = append(out.Symptoms, t.finding(f))
	}
	sortFindings(out.Contributing)
	sortFindings(out.Symptoms)
	for _, link := range i.Links {
		out.Edges = append(out.Edges, CausalLink{Cause: link.Cause.Rule.ID, Effect: link.Effect.Rule.ID, Why: link.Why.In(t.language)})
	}
	sort.Slice(out.Edges, func(a, b int) bool {
		return out.Edges[a].Cause+" "+out.Edges[a].Effect < out.Edges[b].Cause+" "+out.Edges[b].Effect
	})
	var span sourceResult
	for _, f := range members(i) {
		span.span(f.First)
		span.span(f.Last)
	}
	out.First, out.Last = t.run.moment(span.first), t.run.moment(span.last)
	out.ID = identify(i.Root.Rule.ID, root.Evidence)
	out.Restarts = t.restarts(span.first, span.last)
	return out
}

// restarts returns the restarts of the jobs that fall into the incident's time, most first.
func (t *teller) restarts(first, last parsers.Time) []report.Restarts {
	const around = 5 * time.Minute
	var out []report.Restarts
	for i := range t.jobs {
		job := &t.jobs[i]
		if job.Count == 0 && job.Ended != "FAILED" {
			continue
		}
		apart := first.Known() && job.First.Known() && (first.Zoned != job.First.Zoned ||
			job.Last.At.Before(first.At.Add(-around)) || job.First.At.After(last.At.Add(around)))
		if apart {
			continue
		}
		out = append(out, report.Restarts{Job: job.Job, Count: job.Count, First: t.run.moment(job.First), Last: t.run.moment(job.Last), Ended: job.Ended})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Count > out[j].Count })
	return out
}

// identify makes a short name for an incident that stays the same when the same logs are read again.
func identify(name string, evidence []Evidence) string {
	h := sha256.New()
	fmt.Fprint(h, name)
	if len(evidence) > 0 {
		fmt.Fprint(h, "\x00", cause.Normalise(evidence[0].Text))
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}

func sortFindings(list []Finding) {
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i].First, list[j].First
		if a != nil && b != nil && !a.Equal(*b) {
			return a.Before(*b)
		}
		return *list[i].Rule < *list[j].Rule
	})
}

// why says how the root was told from the rest: what it explains and how far that is certain.
func (t *teller) why(i *cause.Incident) string {
	why := i.Confidence.Why.In(t.language)
	explained := map[string]bool{}
	for _, link := range i.Links {
		if link.Cause == i.Root && link.Effect != i.Root && !explained[link.Effect.Rule.ID] && len(explained) < 3 {
			explained[link.Effect.Rule.ID] = true
			why += words(t.language, "; explains ", "；由它引起 ") + link.Effect.Rule.ID + words(t.language, " (", "（") + link.Why.In(t.language) + words(t.language, ")", "）")
		}
	}
	return why
}

func (t *teller) finding(f *cause.Finding) Finding {
	rule := f.Rule.ID
	value := func(name string) string { return captured(f, name) }
	out := Finding{
		Rule: &rule, Title: remedy.Fill(f.Rule.Title.In(t.language), value), Severity: string(f.Rule.Severity), Role: string(f.Rule.Role),
		Confidence: confidenceOf(f), Why: "", Cause: remedy.Fill(f.Rule.Cause.In(t.language), value), Component: string(f.Occ.Event.Component), Count: f.Count,
		First: t.run.moment(f.First), Last: t.run.moment(f.Last), Captures: map[string]string{}, Evidence: f.Evidence,
		AskFor: []string{},
	}
	for name := range f.Captures {
		out.Captures[name] = captured(f, name)
	}
	for _, ask := range f.Rule.AskFor {
		out.AskFor = append(out.AskFor, remedy.Fill(ask.In(t.language), value))
	}
	if ask := t.askForProcess(f); ask != "" {
		out.AskFor = append(out.AskFor, ask)
	}
	if out.Evidence == nil {
		out.Evidence = []Evidence{}
	}
	out.Evidence = t.shift(out.Evidence)
	out.Fixes = t.fixes(f, value)
	return out
}

// askForProcess names the log of the process that a symptom speaks of and the time to look at, when that log is not among the sources.
func (t *teller) askForProcess(f *cause.Finding) string {
	if f.Rule.Role != rules.RoleSymptom || !f.First.Known() {
		return ""
	}
	process := f.Process()
	if process == "" {
		return ""
	}
	for _, s := range t.run.results {
		if strings.Contains(s.info.Name, process) {
			return ""
		}
	}
	at := t.run.moment(f.First).Format("15:04:05")
	return fmt.Sprintf(words(t.language, "the log of %s around %s (not among these sources), its end above all", "%s 在 %s 前后的日志（不在本次输入中），尤其是日志末尾"), process, at)
}

func confidenceOf(f *cause.Finding) string {
	if f.Rule.Role == rules.RoleSymptom {
		return "medium"
	}
	return "high"
}

// captured returns a capture or field of the finding, secrets removed.
func captured(f *cause.Finding, name string) string {
	value := f.Captures[name]
	if value == "" {
		value = f.Occ.Event.Fields.Get(name)
	}
	if value == "" {
		switch name {
		case "pod":
			value = f.Occ.Event.Pod
		case "container":
			value = f.Occ.Event.Container
		}
	}
	const longest = 300
	return cutAt(printable(mask(value)), longest)
}

func (t *teller) fixes(f *cause.Finding, value func(string) string) []Fix {
	subject := subjectOf(f.Occ.Event)
	subject.Component = t.process(f)
	captures := map[string]string{}
	for _, field := range f.Occ.Event.Fields {
		captures[field.Name] = field.Value
	}
	for name, v := range f.Captures {
		captures[name] = v
	}
	fixes := remedy.Fixes(f.Rule, remedy.Case{
		Language: t.language, Value: value, Captures: captures, Versions: t.versions, Files: t.run.configs(), Given: t.run.options.Given,
		Found: func(rule string) bool { return t.found[rule] },
		Holds: func(c rules.Condition) bool { return t.run.assessor.matcher.Holds(c, subject, captures) },
		Config: func(table, key string) string {
			if table != "flink" {
				return ""
			}
			return t.facts.EffectiveConfig[key].Value
		},
		Stated: func(p memory.Process) (memory.Table, bool) { return statedMemory(t.facts, p) },
	})
	for i := range fixes {
		fixes[i].Diff = conf.EachLine(fixes[i].Diff, mask) // its context lines are the user's own; Patched has them as they are
	}
	return fixes
}

// shift moves the times of evidence into the zone that the user named.
func (t *teller) shift(list []Evidence) []Evidence {
	out := make([]Evidence, len(list))
	for i, e := range list {
		out[i] = e
		if e.Time != nil {
			out[i].Time = t.run.moment(parsers.Time{At: *e.Time})
		}
	}
	return out
}
