package cause

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/life"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// rule makes a rule of role root and severity error, changed by the options.
func rule(id string, options ...func(*rules.Rule)) *rules.Rule {
	r := &rules.Rule{ID: id, Status: rules.Stable, Severity: rules.Error, Role: rules.RoleRoot}
	for _, o := range options {
		o(r)
	}
	return r
}

func symptom(r *rules.Rule)  { r.Role = rules.RoleSymptom }
func critical(r *rules.Rule) { r.Severity = rules.Critical }
func warning(r *rules.Rule)  { r.Severity = rules.Warning }
func info(r *rules.Rule)     { r.Severity = rules.Info }

func causedBy(id string, within time.Duration, same ...string) func(*rules.Rule) {
	return func(r *rules.Rule) {
		r.CausedBy = append(r.CausedBy, rules.Edge{Rule: id, Within: rules.Duration(within), Same: same})
	}
}

// seen is one record in which rules spoke, the better explanation first.
type seen struct {
	source   string
	second   int // of the day; negative: no time
	message  string
	captures map[string]string
	rules    []*rules.Rule
}

var day = time.Date(2024, 1, 24, 14, 0, 0, 0, time.UTC)

func (s seen) occurrence(offset int64) Occurrence {
	event := &parsers.Event{Message: s.message, Offset: offset}
	if s.second >= 0 {
		event.Time = parsers.Time{At: day.Add(time.Duration(s.second) * time.Second)}
	}
	occ := Occurrence{Source: s.source, Event: event}
	for i, r := range s.rules {
		occ.Hits = append(occ.Hits, rules.Hit{Rule: r, Segment: len(s.rules) - i, Captures: s.captures, Repeat: r.Match.Repeat})
	}
	return occ
}

// tell runs the records of all sources and returns the incidents as "root(contributing; symptoms) ...".
func tell(jobs []life.Restarts, records ...seen) string {
	bySource, order := map[string]*Collector{}, []string{}
	for i, s := range records {
		c := bySource[s.source]
		if c == nil {
			c = NewCollector()
			bySource[s.source], order = c, append(order, s.source)
		}
		c.Add(s.occurrence(int64(1000 * i)))
	}
	all := NewCollector()
	for _, name := range order {
		all.Merge(bySource[name])
	}
	return spellIncidents(Incidents(all.Findings(), jobs))
}

func spellIncidents(list []Incident) string {
	var out []string
	for _, i := range list {
		out = append(out, i.Root.Rule.ID+"("+ids(i.Contributing)+"; "+ids(i.Symptoms)+")")
	}
	return strings.Join(out, " ")
}

func ids(list []*Finding) string {
	set := map[string]bool{}
	for _, f := range list {
		set[f.Rule.ID] = true
	}
	return strings.Join(sorted(set), " ")
}

func TestIncidents(t *testing.T) {
	down := rule("fe-down", critical)
	refused := rule("connect-failed", symptom, causedBy("fe-down", 10*time.Minute, "peer"))
	none := rule("no-live", symptom, critical, causedBy("connect-failed", time.Minute))
	other := rule("disk-full")
	peer := func(p string) map[string]string { return map[string]string{"peer": p} }
	for _, c := range []struct {
		name    string
		records []seen
		want    string
	}{
		{"alone", []seen{{"a", 1, "", nil, []*rules.Rule{down}}}, "fe-down(; )"},
		{"a chain over three logs", []seen{
			{"fe.log", 1, "", peer("fe1"), []*rules.Rule{down}}, {"nginx.log", 20, "", peer("fe1"), []*rules.Rule{refused}}, {"nginx.log", 25, "", nil, []*rules.Rule{none}},
		}, "fe-down(; connect-failed no-live)"},
		{"another peer is another story", []seen{
			{"fe.log", 1, "", peer("fe1"), []*rules.Rule{down}}, {"nginx.log", 20, "", peer("fe2"), []*rules.Rule{refused}},
		}, "fe-down(; ) connect-failed(; )"},
		{"too long before", []seen{
			{"fe.log", 1, "", peer("fe1"), []*rules.Rule{down}}, {"nginx.log", 3000, "", peer("fe1"), []*rules.Rule{refused}},
		}, "fe-down(; ) connect-failed(; )"},
		{"a cause does not come after its effect", []seen{
			{"nginx.log", 1, "", peer("fe1"), []*rules.Rule{refused}}, {"fe.log", 500, "", peer("fe1"), []*rules.Rule{down}},
		}, "fe-down(; ) connect-failed(; )"},
		{"without clocks the edge counts", []seen{
			{"fe.log", -1, "", peer("fe1"), []*rules.Rule{down}}, {"nginx.log", 20, "", peer("fe1"), []*rules.Rule{refused}},
		}, "fe-down(; connect-failed)"},
		{"unrelated failures are told apart", []seen{
			{"fe.log", 1, "", peer("fe1"), []*rules.Rule{down}}, {"be.log", 2, "", nil, []*rules.Rule{other}},
		}, "fe-down(; ) disk-full(; )"},
		{"the better explanation in one record explains the other", []seen{
			{"tm.log", 1, "", nil, []*rules.Rule{other, refused}},
		}, "disk-full(; connect-failed)"},
		{"a lone harmless symptom is not told", []seen{
			{"tm.log", 1, "", nil, []*rules.Rule{rule("sigterm", symptom, info)}},
		}, ""},
		{"what can be a root wins over the symptom before it", []seen{
			{"tm.log", 1, "", nil, []*rules.Rule{rule("silent", symptom, warning)}},
			{"tm.log", 2, "", nil, []*rules.Rule{rule("suspended", critical, causedBy("silent", time.Minute))}},
		}, "suspended(silent; )"},
	} {
		if got := tell(nil, c.records...); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// TestCyclesEnd: rules that blame each other give one incident and no endless search.
func TestCyclesEnd(t *testing.T) {
	a, b := rule("a", causedBy("b", time.Hour)), rule("b", causedBy("a", time.Hour))
	if got := tell(nil, seen{"x", 1, "", nil, []*rules.Rule{a}}, seen{"x", 1, "", nil, []*rules.Rule{b}}); got != "a(; b)" && got != "b(; a)" {
		t.Errorf("got %s", got)
	}
}

// TestOrderDoesNotMatter shuffles the findings.
func TestOrderDoesNotMatter(t *testing.T) {
	c := NewCollector()
	var list []*rules.Rule
	for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
		list = append(list, rule(id, causedBy("a", time.Hour), causedBy("c", time.Minute)))
	}
	for i, r := range list {
		c.Add(seen{"x", 7 * i % 5, "", nil, []*rules.Rule{r}}.occurrence(int64(i)))
	}
	findings := c.Findings()
	want := spellIncidents(Incidents(findings, nil))
	for range 20 {
		rand.Shuffle(len(findings), func(i, j int) { findings[i], findings[j] = findings[j], findings[i] })
		if got := spellIncidents(Incidents(findings, nil)); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	}
}

// TestRestartLoop: the later, different failures of a restart loop are echoes of the first.
func TestRestartLoop(t *testing.T) {
	first, echo := rule("oom", critical), rule("label-exists")
	failed := func(source string, second int, r *rules.Rule) seen {
		return seen{source, second, "Sink (1/1) switched from RUNNING to FAILED", nil, []*rules.Rule{r}}
	}
	jobs := []life.Restarts{{Job: "j", Count: 5, First: parsers.Time{At: day.Add(time.Second)}, Last: parsers.Time{At: day.Add(400 * time.Second)}}}
	if got := tell(jobs, failed("tm.log", 1, first), failed("tm.log", 200, echo)); got != "oom(; label-exists)" {
		t.Errorf("in a loop: %s", got)
	}
	if got := tell(nil, failed("tm.log", 1, first), failed("tm.log", 200, echo)); got != "oom(; ) label-exists(; )" {
		t.Errorf("without a loop: %s", got)
	}
	if got := tell(jobs, failed("tm.log", 200, first), failed("tm.log", 201, echo)); got != "oom(; ) label-exists(; )" {
		t.Errorf("when the first fault is not in the logs: %s", got)
	}
}

func TestRepeat(t *testing.T) {
	noisy := rule("noisy")
	noisy.Match.Repeat = &rules.Repeat{Count: 3, Within: rules.Duration(time.Minute)}
	at := func(second int) seen { return seen{"x", second, "", nil, []*rules.Rule{noisy}} }
	for want, records := range map[string][]seen{
		"":           {at(1), at(2)},
		"noisy(; )":  {at(1), at(2), at(3)},
		"noisy(; ) ": {at(1), at(500), at(520), at(530)},
	} {
		if got := tell(nil, records...); got != strings.TrimSpace(want) {
			t.Errorf("%d records: %q, want %q", len(records), got, want)
		}
	}
	if got := tell(nil, at(1), at(100), at(200), at(300)); got != "" {
		t.Errorf("far apart: %q", got)
	}
}

func TestConfidence(t *testing.T) {
	down, refused := rule("fe-down"), rule("refused", symptom)
	draft := rule("draft")
	draft.Status = rules.Draft
	for _, c := range []struct {
		name    string
		records []seen
		want    string
	}{
		{"a root that nothing else explains", []seen{{"a", 1, "", nil, []*rules.Rule{down}}}, "high"},
		{"a symptom", []seen{{"a", 1, "", nil, []*rules.Rule{refused}}}, "medium"},
		{"a draft", []seen{{"a", 1, "", nil, []*rules.Rule{draft}}}, "low"},
		{"clocks that do not order", []seen{
			{"a", -1, "", nil, []*rules.Rule{down}}, {"b", 5, "", nil, []*rules.Rule{rule("effect", symptom, causedBy("fe-down", time.Hour))}},
		}, "medium"},
	} {
		collector := NewCollector()
		for i, s := range c.records {
			collector.Add(s.occurrence(int64(i)))
		}
		if got := Incidents(collector.Findings(), nil)[0].Confidence; got.Level != c.want || got.Why.EN == "" || got.Why.ZH == "" {
			t.Errorf("%s: %+v, want %s", c.name, got, c.want)
		}
	}
}

// TestMemoryIsBounded: a million repeats keep a handful of evidence and values.
func TestMemoryIsBounded(t *testing.T) {
	c := NewCollector()
	r := rule("flood")
	for i := range 20000 {
		c.Add(seen{"x", i, "", map[string]string{"label": strings.Repeat("l", i%200)}, []*rules.Rule{r}}.occurrence(int64(i)))
	}
	list := c.Findings()
	if len(list) != 1 || list[0].Count != 20000 || len(list[0].Evidence) > maxEvidence || len(list[0].values["label"]) > maxValues+1 {
		t.Errorf("%d findings, %+v", len(list), list[0].Count)
	}
}

func TestFailures(t *testing.T) {
	u := NewFailures()
	add := func(second int, class, message string) {
		event := &parsers.Event{Time: parsers.Time{At: day.Add(time.Duration(second) * time.Second)}, Message: "write failed", Chain: []parsers.Exception{
			{Class: "java.lang.RuntimeException", Message: "outer"}, {Class: class, Message: message, Frames: []string{"java.io.A.b(A.java:1)", "com.acme.Sink.write(Sink.java:12)"}},
		}}
		u.Add(Occurrence{Source: "x", Event: event})
	}
	add(5, "com.acme.ShardException", "shard 7 of host-12 is closed")
	add(2, "com.acme.ShardException", "shard 9 of host-3 is closed")
	add(3, "com.acme.OtherException", "other")
	list := u.List()
	if len(list) != 2 || list[0].Count != 2 || list[0].Exception != "com.acme.ShardException" || list[0].Frame != "com.acme.Sink.write(Sink.java:12)" {
		t.Fatalf("%+v", list)
	}
	if list[0].Occ.Event.Time.At != day.Add(2*time.Second) {
		t.Errorf("the first occurrence is told: %v", list[0].Occ.Event.Time.At)
	}
	for i := range maxFailures + 10 {
		add(i, "com.acme.E"+strings.Repeat("x", i), "m")
	}
	if len(u.List()) != maxFailures || u.Dropped == 0 {
		t.Errorf("%d kinds, %d dropped", len(u.List()), u.Dropped)
	}
}

func TestProcessesAreComparedAcrossNames(t *testing.T) {
	killed := rule("oomkilled", critical)
	gone := rule("heartbeat", symptom, causedBy("oomkilled", 10*time.Minute, "taskmanager"))
	for pod, want := range map[string]string{"tm-1-4": "oomkilled(; heartbeat)", "tm-1-5": "oomkilled(; ) heartbeat(; )"} {
		got := tell(nil, seen{"describe", 1, "", map[string]string{"pod": pod}, []*rules.Rule{killed}}, seen{"jm.log", 50, "", map[string]string{"taskmanager": "tm-1-4"}, []*rules.Rule{gone}})
		if got != want {
			t.Errorf("pod %s: %s, want %s", pod, got, want)
		}
	}
}
