package remedy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/remedy"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// trial is one fix against one file.
type trial struct {
	id      string
	fix     *rules.Fix
	kind    kind
	changes []rules.Change // those whose keys the file holds
	nginx   *judged
}

// checkFix tries a fix on a kind of file in all states. It returns whether the file was changed in any.
func checkFix(t *testing.T, id string, fix *rules.Fix, k kind, exempt bool, nginx *judged) bool {
	tr := trial{id: id, fix: fix, kind: k, nginx: nginx}
	for _, c := range fix.Changes {
		c.Key, c.Section, c.To, c.From = fill(c.Key), fill(c.Section), fill(c.To), fill(c.From)
		if slices.Contains(k.tables, c.In) && tr.belongs(&c) {
			tr.changes = append(tr.changes, c)
		}
	}
	if len(tr.changes) == 0 {
		return false
	}
	written := false
	for _, state := range []struct {
		name               string
		present, commented bool
	}{{"absent", false, false}, {"present", true, false}, {"commented", true, true}} {
		if !state.present && k.label == "SET statements" || state.commented && k.label == "SET statements" {
			continue // only what a script sets already is known to belong there
		}
		for _, crlf := range []bool{false, true} {
			text := tr.build(state.present, state.commented)
			if crlf {
				text = strings.ReplaceAll(text, "\n", "\r\n")
			}
			written = tr.check(t, fmt.Sprintf("%s, %s, %s, crlf %v", id, k.label, state.name, crlf), text, exempt) || written
		}
	}
	return written
}

func fill(s string) string { return remedy.Fill(s, capture) }

// capture is all that the logs of the trials tell.
func capture(name string) string {
	if name == "peer" {
		return backend
	}
	return ""
}

// belongs tells whether files of the kind hold the key of the change, by what the option tables say of its connector.
func (tr *trial) belongs(c *rules.Change) bool {
	option, _ := options.Lookup(c.In, c.Key)
	switch tr.kind.label {
	case "pipeline":
		pipeline, _ := options.Lookup("flink-cdc", c.Key)
		block := blockOf(*c)
		if block == "pipeline" {
			return strings.Contains(pipeline.Scope, "pipeline")
		}
		return strings.Contains(pipeline.Scope, "pipeline "+map[string]string{"source": connectorOf(c), "sink": "starrocks"}[block]+" "+block) || strings.HasPrefix(c.Key, "debezium.")
	case "tables":
		return c.Section == "" && (c.In != "flink-cdc" || strings.Contains(option.Scope, connectorOf(c)+"-cdc") || strings.HasPrefix(c.Key, "debezium."))
	case "SET statements":
		return strings.HasPrefix(c.Key, "execution.") || strings.HasPrefix(c.Key, "table.") || strings.HasPrefix(c.Key, "state.")
	}
	return true
}

func connectorOf(c *rules.Change) string {
	if c.Connector == "" || strings.Contains(c.Connector, "{") {
		return "mysql"
	}
	return c.Connector
}

func (tr *trial) build(present, commented bool) string {
	var pairs []pair
	for _, c := range tr.changes {
		section := c.Section
		if tr.kind.label == "pipeline" {
			section = blockOf(c)
		}
		if present {
			if value, ok := oldValue(&c, tr.kind.read != nil && slices.Contains(tr.kind.tables, "nginx")); ok {
				pairs = append(pairs, pair{c.Key, value, section})
			}
		}
	}
	switch tr.kind.label {
	case "tables":
		return tablesFor(tr.changes[0].In, connectorOf(&tr.changes[0]))(pairs, commented)
	case "pipeline":
		return pipelineFor(connectorOf(&tr.changes[0]))(pairs, commented)
	}
	return tr.kind.build(pairs, commented)
}

// oldValue is the value before the fix: what the rule says is usual where that is a value.
func oldValue(c *rules.Change, isNginx bool) (string, bool) {
	switch {
	case c.From != "" && !strings.ContainsAny(c.From, "(<?#|") && !strings.Contains(c.From, " or ") && !strings.Contains(c.From, " on ") && !strings.Contains(c.From, ", "):
		return c.From, true
	case isNginx:
		return "", false
	}
	return "1", true
}

// run makes the fix in a file.
func (tr *trial) run(text string) report.Fix {
	kind, table := conf.Detect(tr.kind.name, []byte(text))
	file, _ := conf.Parse(tr.kind.name, kind, table, []byte(text))
	fix := *tr.fix
	fix.When, fix.Versions = nil, nil
	return remedy.Fixes(&rules.Rule{Fixes: []rules.Fix{fix}}, remedy.Case{
		Language: "en", Value: capture, Files: file.With(),
		Found: func(string) bool { return true }, Holds: func(rules.Condition) bool { return true },
		Config: func(table, key string) string {
			for _, c := range tr.changes { // what grows must be known
				if c.Key == key && table == "flink" && strings.HasPrefix(c.To, "old value") {
					return c.From
				}
			}
			return ""
		},
	})[0]
}

// check makes the fix in the text, reads the result back, and makes the fix once more. It returns whether the text was changed.
func (tr *trial) check(t *testing.T, name, text string, exempt bool) bool {
	fix := tr.run(text)
	if len(fix.Patched) == 0 {
		tr.unchanged(t, name, &fix, exempt)
		return false
	}
	if exempt {
		return true
	}
	after := string(fix.Patched[0].After)
	before, now := tr.settings(t, name, text), tr.settings(t, name, after)
	if before == nil || now == nil {
		return true
	}
	if tr.kind.label == "nginx.conf" {
		tr.nginx.add(name, after)
	}
	for _, c := range tr.changes {
		if !tr.reads(now, &c) {
			t.Errorf("%s: %s does not read %s: %v\n%s", name, c.Key, c.To, about(now, c.Key), after)
		}
	}
	for key := range now {
		if !slices.Equal(before[key], now[key]) && !tr.means(key) && !tr.repeated(key, before, now) {
			t.Errorf("%s: %s was %q and is %q", name, key, before[key], now[key])
		}
	}
	for key := range before {
		if now[key] == nil && !tr.means(key) {
			t.Errorf("%s: %s is lost", name, key)
		}
	}
	if a, b := tr.others(text), tr.others(after); a != b {
		t.Errorf("%s: other lines changed:\n%s\nnow\n%s", name, a, b)
	}
	if strings.Contains(text, "\r\n") && strings.Count(after, "\n") != strings.Count(after, "\r\n") {
		t.Errorf("%s: line ends are mixed:\n%q", name, after)
	}
	tr.again(t, name, after)
	return true
}

// unchanged demands that a fix which is not written says why: a value in force already, or one for the reader to fill in.
func (tr *trial) unchanged(t *testing.T, name string, fix *report.Fix, exempt bool) {
	if fix.Diff != "" {
		t.Errorf("%s: a diff of nothing", name)
	}
	open := exempt
	for _, c := range fix.Changes {
		if c.InDiff {
			t.Errorf("%s: %s is said to be in a diff that does not exist", name, c.Key)
		}
		open = open || c.FillIn || c.Done || c.Note != ""
	}
	if !open {
		t.Errorf("%s: nothing was written, and nothing says why: %+v", name, fix.Changes)
	}
}

// again makes the fix a second time: there must be nothing left to do, but for what grows each time.
func (tr *trial) again(t *testing.T, name, text string) {
	for _, c := range tr.changes {
		if strings.HasPrefix(c.To, "old value") {
			return
		}
	}
	fix := tr.run(text)
	if len(fix.Patched) > 0 {
		t.Errorf("%s: the second time it changes more:\n%s", name, fix.Diff)
	}
	for _, c := range fix.Changes {
		if slices.ContainsFunc(tr.changes, func(own rules.Change) bool { return leads(c.Key, &own) }) && !c.Done {
			t.Errorf("%s: %s is not said to be done: %+v", name, c.Key, c)
		}
	}
}

// settings reads a text with the reader of its kind.
func (tr *trial) settings(t *testing.T, name, text string) map[string][]string {
	if tr.kind.inside != "" {
		own, err := inner(text, tr.kind.inside)
		if err != nil {
			t.Errorf("%s: the ConfigMap does not read: %v\n%s", name, err, text)
			return nil
		}
		text = own
	}
	out, err := tr.kind.read(t, text)
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, text)
		return nil
	}
	return out
}
