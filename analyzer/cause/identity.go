package cause

import (
	"sort"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// maxValues bounds the values kept per name; a name with more tells findings apart no longer.
const maxValues = 24

// processNames are the names under which logs speak of one process: Flink's resource id of a TaskManager is the pod's name on Kubernetes and holds the
// container's id on YARN.
var processNames = []string{"taskmanager", "pod", "container"}

// values are what the occurrences of a finding named: capture or field -> values.
type values map[string]map[string]bool

// add takes in what one occurrence names.
func (v values) add(event *parsers.Event, hit rules.Hit) {
	for name, value := range hit.Captures {
		v.put(name, value)
	}
	for _, field := range event.Fields {
		v.put(field.Name, field.Value)
	}
	v.put("pod", event.Pod)
	v.put("container", event.Container)
}

func (v values) put(name, value string) {
	if value == "" || len(value) > 300 {
		return
	}
	set := v[name]
	if set == nil {
		set = map[string]bool{}
		v[name] = set
	}
	if len(set) <= maxValues {
		set[value] = true
	}
}

// merge takes in the values of another finding of the same rule.
func (v values) merge(other values) {
	for name, set := range other {
		for _, value := range sorted(set) {
			v.put(name, value)
		}
	}
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for value := range set {
		out = append(out, value)
	}
	sort.Strings(out)
	return out
}

// agreement of two findings on a name.
type agreement uint8

const (
	unknown  agreement = iota // at least one does not name it
	agrees                    // a value is shared
	disagree                  // both name it, differently
)

// compare compares what two findings name; shared is the first value both have.
func compare(a, b *Finding, name string) (result agreement, shared string) {
	left, right := a.named(name), b.named(name)
	if len(left) == 0 || len(right) == 0 || len(left) > maxValues || len(right) > maxValues {
		return unknown, ""
	}
	for _, value := range sorted(left) {
		if right[value] {
			return agrees, value
		}
	}
	return disagree, ""
}

// named returns the values of a name, those of all process names for one of them.
func (f *Finding) named(name string) map[string]bool {
	if !isProcess(name) {
		return f.values[name]
	}
	out := map[string]bool{}
	for _, process := range processNames {
		for value := range f.values[process] {
			out[processID(value)] = true
		}
	}
	return out
}

// Process returns the one process that the finding speaks of, "" when it names none or several.
func (f *Finding) Process() string {
	named := f.named(processNames[0])
	if len(named) != 1 {
		return ""
	}
	return sorted(named)[0]
}

func isProcess(name string) bool {
	for _, process := range processNames {
		if name == process {
			return true
		}
	}
	return false
}

// processID drops what Flink adds to a container's id: "container_1_2_01_3(host:port)".
func processID(value string) string {
	id, _, _ := strings.Cut(value, "(")
	return id
}
