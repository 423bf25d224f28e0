package rules

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
)

// ruleWith returns a rule file with the given match block and captures.
func ruleWith(id, match string) string {
	return fmt.Sprintf(`id: %s
status: stable
severity: error
system: acme
role: root
title: {en: t, zh: t}
match:
%s
cause: {en: c, zh: c}
fixes:
  - {title: {en: f, zh: f}, apply: {en: a, zh: a}, verify: {en: v, zh: v}}
samples: {match: [x], no_match: [y]}
`, id, strings.TrimRight(match, "\n"))
}

func packOf(t *testing.T, match string) *Pack {
	t.Helper()
	pack, problems := LoadFS(fstest.MapFS{"acme/acme-x.yaml": {Data: []byte(ruleWith("acme-x", match))}}, "")
	if pack == nil {
		t.Fatal(problems)
	}
	return pack
}

func subject(message string, chain ...string) *Subject {
	s := &Subject{Segments: []Segment{{Text: message}}, Field: func(string) string { return "" }}
	for _, element := range chain {
		class, _, _ := strings.Cut(element, ": ")
		s.Segments = append(s.Segments, Segment{Text: element, Class: class})
	}
	return s
}

func TestMatch(t *testing.T) {
	chain := []string{"java.util.concurrent.CompletionException: wrapped", "a.b.shaded.java.io.IOException: Connection reset by peer (1024 bytes)"}
	for _, c := range []struct {
		name, match string
		subject     *Subject
		segment     int // -1: silent
		captures    map[string]string
	}{
		{"text in message", "  any: [{text: reset by peer}]", subject("Connection reset by peer"), 0, nil},
		{"deepest segment", "  any: [{text: reset by peer}]", subject("Connection reset by peer", chain...), 2, nil},
		{"simple class", "  any: [{exception: IOException, text: reset by peer}]", subject("x", chain...), 2, nil},
		{"shaded class", "  any: [{exception: java.io.IOException}]", subject("x", chain...), 2, nil},
		{"other class", "  any: [{exception: TimeoutException}]", subject("x", chain...), -1, nil},
		{"class name inside another", "  any: [{exception: Exception, keyword: Exception}]", subject("x", "a.b.IOException: y"), -1, nil},
		{"nested class", "  any: [{exception: SessionTimeoutException}]", subject("x", "o.a.z.ClientCnxn$SessionTimeoutException: y"), 1, nil},
		{"only message", "  any: [{text: reset by peer, in: message}]", subject("x", chain...), -1, nil},
		{"only chain", "  any: [{text: reset by peer, in: chain}]", subject("reset by peer"), -1, nil},
		{"root", "  any: [{text: CompletionException, in: root}]", subject("x", chain...), -1, nil},
		{"root without chain", "  any: [{text: reset by peer, in: root}]", subject("reset by peer"), 0, nil},
		{"regex captures", `  any: [{regex: 'reset by peer \((?<bytes>\d+) bytes'}]`, subject("x", chain...), 2, map[string]string{"bytes": "1024"}},
		{"look-ahead", `  any: [{regex: 'reset by (?!server)\w+', keyword: reset by}]`, subject("reset by peer"), 0, nil},
		{"look-ahead fails", `  any: [{regex: 'reset by (?!peer)\w+', keyword: reset by}]`, subject("reset by peer"), -1, nil},
		{"all in different segments", "  all: [{text: wrapped, keyword: CompletionException}, {text: reset by peer}]", subject("x", chain...), 2, nil},
		{"all fails", "  all: [{text: reset by peer}, {text: not there}]", subject("x", chain...), -1, nil},
		{"unless", "  any: [{text: reset by peer}]\n  unless: [{text: '1024'}]", subject("x", chain...), -1, nil},
	} {
		pack := packOf(t, c.match)
		hits, timeouts := NewMatcher(pack).Match(c.subject, []int{0}, nil)
		switch {
		case len(timeouts) > 0:
			t.Errorf("%s: timed out", c.name)
		case c.segment < 0 && len(hits) > 0:
			t.Errorf("%s: speaks: %+v", c.name, hits[0])
		case c.segment >= 0 && (len(hits) != 1 || hits[0].Segment != c.segment):
			t.Errorf("%s: got %+v, want segment %d", c.name, hits, c.segment)
		case c.captures != nil && !reflect.DeepEqual(hits[0].Captures, c.captures):
			t.Errorf("%s: captures %v, want %v", c.name, hits[0].Captures, c.captures)
		}
	}
}

func TestMatchEvent(t *testing.T) {
	s := subject("disk is full")
	s.Level, s.Logger, s.Component = LevelRank("warn"), "com.acme.Disk", "flink"
	s.Frames = []string{"com.acme.Disk.write(Disk.java:12)"}
	s.Field = func(name string) string { return map[string]string{"errno": "28"}[name] }
	for match, want := range map[string]bool{
		"{text: disk is full, level: warn}":                     true,
		"{text: disk is full, level: error}":                    false,
		"{text: disk is full, logger: acme.Disk}":               true,
		"{text: disk is full, logger: Other}":                   false,
		"{text: disk is full, frame: Disk.write}":               true,
		"{text: disk is full, frame: Disk.read}":                false,
		"{text: disk is full, component: [flink-jobmanager]}":   true,
		"{text: disk is full, component: [starrocks-fe]}":       false,
		"{text: disk is full, field: {errno: '^28$'}}":          true,
		"{text: disk is full, field: {errno: '^12$'}}":          false,
		"{keyword: disk is full, field: {errno: '(?<n>\\d+)'}}": true,
	} {
		hits, _ := NewMatcher(packOf(t, "  any: ["+match+"]")).Match(s, []int{0}, nil)
		if got := len(hits) == 1; got != want {
			t.Errorf("%s: got %v", match, got)
		}
	}
}

func TestSuppressedIsNoCause(t *testing.T) {
	s := subject("x", "a.b.IOException: main", "a.b.IOException: closing failed")
	s.Segments[2].Suppressed = true
	if hits, _ := NewMatcher(packOf(t, "  any: [{text: closing failed}]")).Match(s, []int{0}, nil); len(hits) != 0 {
		t.Errorf("a suppressed exception spoke: %+v", hits)
	}
}

func TestComponentPasses(t *testing.T) {
	for _, c := range []struct {
		wanted    string
		component string
		want      bool
	}{
		{"flink", "flink-taskmanager", true}, {"flink-jobmanager", "flink", true}, {"flink-jobmanager", "flink-taskmanager", false},
		{"flink-jobmanager", "java", true}, {"nginx", "java", false}, {"nginx", "", true}, {"chunjun", "flink-taskmanager", true},
		{"starrocks-fe", "flink", false}, {"zookeeper", "java", true}, {"flink", "jvm", true},
	} {
		if got := ComponentPasses([]string{c.wanted}, c.component); got != c.want {
			t.Errorf("rule for %s, event of %q: %v", c.wanted, c.component, got)
		}
	}
}

func TestHolds(t *testing.T) {
	m := NewMatcher(packOf(t, "  any: [{text: reset by peer}]"))
	s := subject("reset by peer")
	for _, c := range []struct {
		condition Condition
		want      bool
	}{
		{Condition{}, true},
		{Condition{Item: Item{Text: "reset"}}, true},
		{Condition{Item: Item{Text: "refused"}}, false},
		{Condition{Capture: map[string]string{"state": "^REPLICA$"}}, true},
		{Condition{Capture: map[string]string{"state": "^UNKNOWN$"}}, false},
	} {
		if got := m.Holds(c.condition, s, map[string]string{"state": "REPLICA"}); got != c.want {
			t.Errorf("%+v: %v", c.condition, got)
		}
	}
}

// TestTimeLimit shows that an expression that would run for years is given up and told.
func TestTimeLimit(t *testing.T) {
	pack := packOf(t, `  any: [{regex: '^(?=(a+)+$)(a+)+b$', keyword: aaaaaaaaaaaa}]`)
	hits, timeouts := NewMatcher(pack).Match(subject(strings.Repeat("a", 4000)+"c"), []int{0}, nil)
	if len(hits) != 0 {
		t.Errorf("matched: %+v", hits)
	}
	_ = timeouts // an engine that proves the absence quickly is as good; what matters is that it returns
}

// TestEnginesAgree runs every expression of the built-in pack that RE2 can say on both engines over the rules' own samples.
func TestEnginesAgree(t *testing.T) {
	pack, problems := LoadDir("pack")
	if pack == nil {
		t.Fatal(problems)
	}
	compared := 0
	for i := range pack.Rules {
		rule := &pack.Rules[i]
		for _, expr := range expressionsOf(rule) {
			plain := &pattern{expr: expr}
			if plain.compile() != nil || plain.plain == nil {
				continue
			}
			full := mustFull(t, expr)
			for _, sample := range rule.Samples.Match {
				text := strings.Join(strings.Fields(sample), " ")
				a, okA := findPlain(plain.plain, text)
				b, okB, err := findFull(full, text)
				if compared++; err != nil || okA != okB || okA && !reflect.DeepEqual(a, b) {
					t.Errorf("%s: %s: RE2 gives %v %v, .NET syntax gives %v %v %v", rule.ID, expr, a, okA, b, okB, err)
				}
			}
		}
	}
	if compared < 100 {
		t.Errorf("only %d comparisons", compared)
	}
}
