package remedy_test

import (
	"fmt"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/remedy"
	"github.com/flinkdoctor/flinkdoctor/rules"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// TestEveryFixUsesKeysOfTheRelease: what a fix adds to a configuration of Flink is a key that this release of Flink reads.
func TestEveryFixUsesKeysOfTheRelease(t *testing.T) {
	written := 0
	for _, release := range []string{"1.13.6", "1.15.4", "1.17.2", "1.18.1", "1.19.1", "1.20.0", "2.0.0", "2.1.0"} {
		name, text, read := "flink-conf.yaml", "parallelism.default: 2\nkubernetes.namespace: flink\n", reader(readFlinkConf)
		if release >= "1.19" {
			name, read = "config.yaml", readYAML
		}
		before, err := read(t, text)
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range packOf(t).Rules {
			for i, fix := range rule.Fixes {
				if rule.Role == rules.RoleLint {
					continue
				}
				fix.When = nil
				kind, table := conf.Detect(name, []byte(text))
				file, _ := conf.Parse(name, kind, table, []byte(text))
				list := remedy.Fixes(&rules.Rule{Fixes: []rules.Fix{fix}}, remedy.Case{
					Language: "en", Value: capture, Versions: map[string]string{"flink": release}, Files: []*conf.File{file}, Found: func(string) bool { return true },
					Holds: func(rules.Condition) bool { return true }, Config: func(string, string) string { return "" },
				})
				if len(list) == 0 || len(list[0].Patched) == 0 {
					continue
				}
				after, err := read(t, string(list[0].Patched[0].After))
				if err != nil {
					t.Errorf("%s %d: %v", rule.ID, i+1, err)
				}
				for key := range after {
					if before[key] != nil {
						continue
					}
					written++
					if _, ok := options.At("flink", key, release); !ok {
						t.Errorf("%s: Flink %s has no %s", fmt.Sprintf("%s %d", rule.ID, i+1), release, key)
					}
				}
			}
		}
	}
	if written < 300 {
		t.Errorf("only %d keys were written", written)
	}
}
