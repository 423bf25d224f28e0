package remedy

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

// The ends of the keys that give a process of Flink its total memory.
const (
	processSize = ".memory.process.size"
	flinkSize   = ".memory.flink.size"
)

// total turns the growth of a process's total memory into that of its total Flink memory where that is what is configured. Setting both is not to be done: they
// contradict each other unless metaspace and overhead happen to fill the difference.
// Source: apache/flink docs/content/docs/deployment/memory/mem_setup.md ("Configure Total Memory").
func (e *editor) total(change rules.Change, c Case) rules.Change {
	process, ok := strings.CutSuffix(change.Key, processSize)
	if change.In != "flink" || !ok || change.Remove || e.configured(change.Key, c) || !e.configured(process+flinkSize, c) {
		return change
	}
	change.Key, change.From, change.Formula = process+flinkSize, "", nil
	return change
}

// configured tells whether a key of Flink is set in the files, or by what the log says.
func (e *editor) configured(key string, c Case) bool {
	for _, f := range e.files {
		for _, h := range homesOf(f, "flink") {
			if len(h.spots("flink", key)) > 0 {
				return true
			}
		}
	}
	return c.Config("flink", key) != ""
}
