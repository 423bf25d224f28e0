package remedy

import (
	"sort"
	"strings"

	"github.com/Masterminds/semver/v3"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/memory"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// Case is what is known about the finding that a fix is for.
type Case struct {
	Language string
	// Value returns a capture or field of the finding, "" when unknown.
	Value func(name string) string
	// Captures are the same as a map, for formulas.
	Captures map[string]string
	// Versions are product -> version as the logs state them.
	Versions map[string]string
	// Found tells whether a rule spoke in the same logs.
	Found func(rule string) bool
	// Holds tells whether the condition's item and captures hold for the finding.
	Holds func(rules.Condition) bool
	// Files are the user's own configuration files; fixes are written against them.
	Files []*conf.File
	// Given are values that the user gives for keys, in place of those that a fix asks for or advises; nil for none.
	Given map[string]string
	// Config returns the value a key of an option table has in this installation, "" when the logs do not tell.
	Config func(table, key string) string
	// Stated returns the memory table that a process printed, false when the logs have none; nil when there are no logs.
	Stated func(memory.Process) (memory.Table, bool)
}

// Fixes returns the fixes of the rule that apply in the case, best first.
func Fixes(rule *rules.Rule, c Case) []report.Fix {
	out := []report.Fix{}
	for i := range rule.Fixes {
		fix := &rule.Fixes[i]
		if applies(fix, c) {
			out = append(out, render(fix, c))
		}
	}
	// What is in force already cannot be the remedy: the next explanation comes first.
	sort.SliceStable(out, func(i, j int) bool { return !allDone(&out[i]) && allDone(&out[j]) })
	return out
}

func allDone(fix *report.Fix) bool {
	for i := range fix.Changes {
		if !fix.Changes[i].Done {
			return false
		}
	}
	return len(fix.Changes) > 0
}

func applies(fix *rules.Fix, c Case) bool {
	for product, constraint := range fix.Versions {
		if version := c.Versions[product]; version != "" && !satisfies(version, constraint) {
			return false
		}
	}
	for _, condition := range fix.When {
		if !holds(condition, c) {
			return false
		}
	}
	return true
}

func holds(condition rules.Condition, c Case) bool {
	if condition.Rule != "" && !c.Found(condition.Rule) {
		return false
	}
	if condition.NotRule != "" && c.Found(condition.NotRule) {
		return false
	}
	return c.Holds(condition)
}

// satisfies compares by the leading numbers only, because vendors append their own ("1.17-vvr-8.0.9-2-SNAPSHOT"). What cannot be
// compared counts as satisfied: the range is shown with the fix.
func satisfies(version, constraint string) bool {
	end := 0
	for end < len(version) && (version[end] >= '0' && version[end] <= '9' || version[end] == '.') {
		end++
	}
	v, err := semver.NewVersion(strings.Trim(version[:end], "."))
	if err != nil {
		return true
	}
	range_, err := semver.NewConstraint(constraint)
	return err != nil || range_.Check(v)
}

func render(fix *rules.Fix, c Case) report.Fix {
	fill := func(t rules.Text) string { return Fill(t.In(c.Language), c.Value) }
	out := report.Fix{
		Title: fill(fix.Title), Apply: fill(fix.Apply), Verify: fill(fix.Verify), Why: fill(fix.Why), Risk: fill(fix.Risk),
		Online: fix.Online, Versions: spellVersions(fix.Versions), Changes: []report.Change{},
	}
	e := newEditor(c)
	whole := true
	own := make([]rules.Change, 0, len(fix.Changes))
	for _, change := range fix.Changes {
		own = append(own, c.given(change))
	}
	plan := planMemory(own, c)
	for _, change := range plan.changes {
		rendered := renderChange(change, fix.Versions, c)
		o := e.change(&rendered, change)
		if o.found {
			same := sameValue(rendered.From, rendered.To) || change.In == "nginx" && unquoted(rendered.From) == unquoted(rendered.To)
			rendered.Done = !o.edited && (rendered.Remove || o.set && same)
		}
		rendered.FillIn = !rendered.Done && !rendered.Remove && !literal(rendered.To)
		rendered.InDiff = o.edited
		whole = whole && !rendered.FillIn && !o.stuck
		if o.stuck {
			rendered.Note = joined(rendered.Note, byHand(c.Language), c.Language)
		}
		if o.edited && !o.set && !rendered.Remove && rendered.FromSource == fromLog {
			rendered.Note = joined(rendered.Note, elsewhere(c.Language), c.Language)
		}
		out.Changes = append(out.Changes, rendered)
	}
	out.Memory = plan.tables
	readable := true
	if whole && !plan.refused {
		out.Patched, out.Diff, readable = e.patched()
	}
	for i := range out.Changes {
		change := &out.Changes[i]
		if change.InDiff && !readable {
			change.Note = joined(change.Note, byHand(c.Language), c.Language)
		}
		change.InDiff = change.InDiff && out.Diff != ""
	}
	if len(out.Changes) > 0 {
		first := out.Changes[0]
		out.File, out.Section, out.Key, out.From, out.To, out.Vendor = first.File, first.Section, first.Key, first.From, first.To, first.Vendor
	}
	return out
}

func byHand(language string) string {
	if language == "zh" {
		return "在给出的文件中找不到可以写入的位置，需手工修改"
	}
	return "the files given have no place where this could be written: make the change by hand"
}

// elsewhere is said of a key that is added to a file although the process had it.
func elsewhere(language string) string {
	if language == "zh" {
		return "日志显示该项已设置，但给出的文件里没有：若由 -D 参数等其他地方设置，请改那里"
	}
	return "the log shows it set, the files given do not set it: if -D or another file does, change it there"
}

// joined appends a note to those that a change has.
func joined(notes, note, language string) string {
	switch {
	case notes == "":
		return note
	case language == "zh":
		return notes + "；" + note
	}
	return notes + "; " + note
}

var productNames = map[string]string{
	"flink": "Flink", "flink-cdc": "Flink CDC", "starrocks": "StarRocks", "nginx": "nginx", "zookeeper": "ZooKeeper", "mysql": "MySQL",
	"jdk": "JDK", "streampark": "StreamPark", "chunjun": "ChunJun", "sr-connector": "StarRocks connector", "kafka": "Kafka", "mariadb": "MariaDB",
}

func spellVersions(versions map[string]string) string {
	var parts []string
	for product, constraint := range versions {
		name := productNames[product]
		if name == "" {
			name = product
		}
		parts = append(parts, name+" "+constraint)
	}
	sort.Strings(parts)
	return strings.Join(parts, "; ")
}
