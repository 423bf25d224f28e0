package remedy_test

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/lint"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// TestEveryLintFix makes every fix of every lint rule in the samples of the rule and reads the result back: only its keys changed, to what it says, and the
// finding is gone.
func TestEveryLintFix(t *testing.T) {
	exempt := forPeople(t, "testdata/for-people-lint.txt")
	pack := packOf(t)
	seen := map[string]bool{}
	for i := range pack.Rules {
		rule := &pack.Rules[i]
		if rule.Role != rules.RoleLint {
			continue
		}
		written := map[string]bool{}
		for _, sample := range rule.Samples.Match {
			for _, eol := range []string{"\n", "\r\n"} {
				checkLint(t, pack, rule, strings.ReplaceAll(sample, "\n", eol), written)
			}
		}
		for n := range rule.Fixes {
			id := fmt.Sprintf("%s %d", rule.ID, n+1)
			if len(rule.Fixes[n].Changes) == 0 {
				continue
			}
			seen[id] = true
			if !written[rule.Fixes[n].Title.EN] && exempt[id] == "" {
				t.Errorf("%s is written into no sample of its rule", id)
			}
			if written[rule.Fixes[n].Title.EN] && exempt[id] != "" {
				t.Errorf("testdata/for-people-lint.txt lists %q, which is written into a sample", id)
			}
		}
	}
	for id := range exempt {
		if !seen[id] {
			t.Errorf("testdata/for-people-lint.txt lists %q, which does not exist any more", id)
		}
	}
}

// checkLint makes the fixes of all findings of the rule in one sample, each by itself.
func checkLint(t *testing.T, pack *rules.Pack, rule *rules.Rule, sample string, written map[string]bool) {
	t.Helper()
	name := rule.Config.File
	first, _, _ := strings.Cut(sample, "\n")
	for _, comment := range []string{"# file: ", "-- file: "} {
		if own, ok := strings.CutPrefix(first, comment); ok {
			name = strings.TrimSpace(own)
		}
	}
	o := lint.Options{Language: "en", Versions: rule.Config.Versions}
	found := lintText(name, sample, pack, o)
	for _, f := range found {
		if *f.Rule != rule.ID {
			continue
		}
		for n, fix := range f.Fixes {
			if len(fix.Patched) == 0 {
				continue
			}
			for _, own := range rule.Fixes {
				if titled(own.Title.EN, fix.Title) {
					written[own.Title.EN] = true
				}
			}
			where := fmt.Sprintf("%s, fix %d, %s", rule.ID, n+1, name)
			readBack(t, where, name, sample, string(fix.Patched[0].After), &fix)
			left := lintText(name, string(fix.Patched[0].After), pack, o)
			if count(left, rule.ID) >= count(found, rule.ID) {
				t.Errorf("%s: the finding is still there:\n%s", where, fix.Patched[0].After)
			}
		}
	}
}

var placeholder = regexp.MustCompile(`\\\{[^}]*\}`)

// titled tells whether a title is a rule's title filled in.
func titled(rule, title string) bool {
	return regexp.MustCompile("^" + placeholder.ReplaceAllString(regexp.QuoteMeta(rule), ".*") + "$").MatchString(title)
}

func count(list []report.Finding, rule string) int {
	n := 0
	for i := range list {
		if *list[i].Rule == rule {
			n += list[i].Count
		}
	}
	return n
}

func lintText(name, text string, pack *rules.Pack, o lint.Options) []report.Finding {
	kind, table := conf.Detect(name, []byte(text))
	file, problems := conf.Parse(name, kind, table, []byte(text))
	return lint.Run([]*conf.File{file}, problems, pack, o)
}

// readerOf returns how files of the name are read, nil for those that only a program of its own reads.
func readerOf(name, text string) reader {
	switch base := path.Base(name); {
	case strings.HasPrefix(base, "flink-conf"):
		return readFlinkConf
	case strings.HasSuffix(base, ".yaml"), strings.HasSuffix(base, ".yml"):
		return readYAML
	case base == "my.cnf":
		return readMyCnf
	case base == "nginx.conf":
		return readNginx
	case strings.HasSuffix(base, ".sql"):
		return readSQL
	case strings.HasSuffix(base, ".sh"):
		return readCommand
	case strings.HasSuffix(base, ".conf"), strings.HasSuffix(base, ".cfg"), strings.HasSuffix(base, ".properties"):
		return readProperties
	}
	return nil
}

// readBack compares the settings before and after: nothing but the keys of the fix differs, and they are as it says.
func readBack(t *testing.T, where, name, before, after string, fix *report.Fix) {
	t.Helper()
	read := readerOf(name, before)
	if read == nil {
		t.Errorf("%s: nothing reads such files", where)
		return
	}
	now, err := read(t, after)
	old, errBefore := read(t, before)
	if errBefore != nil {
		return // that is what the rule is about
	}
	if err != nil {
		t.Errorf("%s: %v\n%s", where, err, after)
		return
	}
	for key := range now {
		if !slices.Equal(old[key], now[key]) && !ofFix(key, fix) {
			t.Errorf("%s: %s was %q and is %q\n%s", where, key, old[key], now[key], after)
		}
	}
	for key := range old {
		if now[key] == nil && !ofFix(key, fix) {
			t.Errorf("%s: %s is lost\n%s", where, key, after)
		}
	}
	for _, c := range fix.Changes {
		if c.InDiff && !c.Remove && !hasValue(now, &c) {
			t.Errorf("%s: %s does not read %s\n%s", where, c.Key, c.To, after)
		}
	}
}

// ofFix tells whether a key that was read is one of the fix, by any of its names.
func ofFix(key string, fix *report.Fix) bool {
	return slices.ContainsFunc(fix.Changes, func(c report.Change) bool { return called(key, c.Key) }) || strings.HasSuffix(key, "/proxy_set_header")
}

func called(key, name string) bool {
	for _, n := range append([]string{name}, renamed(name)...) {
		if key == n || strings.HasSuffix(key, "/"+n) || strings.HasSuffix(key, "."+n) {
			return true
		}
	}
	return false
}

// renamed returns the other names of a key in whatever table has it.
func renamed(name string) []string {
	var out []string
	for _, table := range []string{"flink", "mysql", "flink-cdc"} {
		for _, r := range options.Renames(table, name) {
			out = append(out, r.Old, r.New)
		}
	}
	return out
}

func hasValue(now map[string][]string, c *report.Change) bool {
	plain := strings.NewReplacer(`"`, "", "'", "")
	for key, values := range now {
		if called(key, c.Key) && slices.ContainsFunc(values, func(v string) bool { return plain.Replace(v) == plain.Replace(c.To) }) {
			return true
		}
	}
	return false
}
