package remedy_test

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

// packed is the pack as its files are now.
var packed = sync.OnceValues(func() (*rules.Pack, []rules.Problem) { return rules.LoadDir("../../rules/pack") })

func packOf(t *testing.T) *rules.Pack {
	t.Helper()
	pack, problems := packed()
	if pack == nil {
		t.Fatal(problems)
	}
	return pack
}

// forPeople reads the fixes that are written into no file, with the reason that they stand under.
func forPeople(t *testing.T, path string) map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	out, reason := map[string]string{}, ""
	for lines := bufio.NewScanner(f); lines.Scan(); {
		switch line := strings.TrimSpace(lines.Text()); {
		case strings.HasPrefix(line, "#"):
			reason = strings.TrimSpace(strings.TrimPrefix(line, "#"))
		case line != "":
			if _, twice := out[line]; twice || reason == "" {
				t.Errorf("%s: %q stands there twice or without a reason", path, line)
			}
			out[line] = reason
		}
	}
	return out
}

// TestEveryFix applies every fix of every rule that reads logs to files of every kind that holds its keys, and reads the result back with readers that know
// nothing of this program: the values are what the fix says, all else is as it was, and once made a fix has nothing left to do.
func TestEveryFix(t *testing.T) {
	exempt := forPeople(t, "testdata/for-people.txt")
	nginx := judged{names: map[string]string{}}
	var mu sync.Mutex
	written := map[string]bool{}
	seen := map[string]*rules.Fix{}
	var group sync.WaitGroup
	for _, k := range kinds {
		group.Add(1)
		go func() {
			defer group.Done()
			for _, rule := range packOf(t).Rules {
				for i := range rule.Fixes {
					if rule.Role == rules.RoleLint || len(rule.Fixes[i].Changes) == 0 {
						continue
					}
					id := fmt.Sprintf("%s %d", rule.ID, i+1)
					done := checkFix(t, id, &rule.Fixes[i], k, exempt[id] != "" || strings.Contains(values(&rule.Fixes[i]), "<"), &nginx)
					mu.Lock()
					written[id] = written[id] || done
					seen[id] = &rule.Fixes[i]
					mu.Unlock()
				}
			}
		}()
	}
	group.Wait()
	t.Run("nginx", nginx.accepts)
	var missing []string
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		if !written[id] && exempt[id] == "" && !unwritten(seen[id]) {
			missing = append(missing, id)
		}
		if written[id] && unwritten(seen[id]) {
			t.Errorf("%s has a value to be filled in and is written all the same", id)
		}
	}
	for table, used := range fileless {
		if !used {
			t.Errorf("no fix changes %s any more: it need not be among the tables without a file", table)
		}
	}
	if len(missing) > 0 {
		t.Errorf("these fixes are written into no file; mend them, or list them in testdata/for-people.txt under a reason:\n%s", strings.Join(missing, "\n"))
	}
	for id := range exempt {
		if seen[id] == nil || written[id] || unwritten(seen[id]) {
			t.Errorf("testdata/for-people.txt lists %q, which is written into a file, need not be listed, or does not exist any more", id)
		}
	}
}

// fileless are the option tables whose keys stand in no configuration file that is read, and whether a fix changes them: sessions and tables of StarRocks, settings of
// Kubernetes, of the operating system and of brokers, jobs of ChunJun, the console of StreamPark, other programs.
var fileless = map[string]bool{"none": false, "stream-load": false, "starrocks-session": false, "starrocks-table": false, "kafka": false, "streampark": false, "chunjun": false, "other": false}

// unwritten tells the fixes that are not to be written into any file by what they say: a value is "<to be filled in>", or no change is for a file. The test holds
// them to it.
func unwritten(fix *rules.Fix) bool {
	all := true
	for _, c := range fix.Changes {
		if strings.Contains(c.To, "<") {
			return true
		}
		if _, none := fileless[c.In]; none {
			fileless[c.In] = true
		} else {
			all = false
		}
	}
	return all
}

func values(fix *rules.Fix) string {
	out := ""
	for _, c := range fix.Changes {
		out += c.To + "\n"
	}
	return out
}
