package rules

import "slices"

// levels in rising order, as Subject.Level counts them from 1.
var levels = []string{"trace", "debug", "info", "warn", "error", "fatal"}

// LevelRank returns the rank of a level as Subject.Level counts it, 0 for a name that is none.
func LevelRank(name string) int { return slices.Index(levels, name) + 1 }

// components are the values that `component` may have. "java" stands for a Java program of unknown kind and is never written in a rule.
var components = []string{
	"flink", "flink-jobmanager", "flink-taskmanager", "flink-client", "chunjun", "streampark", "starrocks-fe", "starrocks-be", "stream-load",
	"nginx", "nginx-stream", "zookeeper", "kafka", "mysql", "kubernetes", "yarn", "kernel", "jvm",
}

// Components returns the values that a rule's component may have.
func Components() []string { return slices.Clone(components) }

// family lists which components a stated one may turn out to be: "flink" in an event is a Flink process of unknown role, "flink" in
// a rule covers both roles and the client.
var family = map[string][]string{
	"flink":   {"flink-jobmanager", "flink-taskmanager", "flink-client", "chunjun"},
	"java":    {"flink", "flink-jobmanager", "flink-taskmanager", "flink-client", "chunjun", "streampark", "starrocks-fe", "zookeeper", "kafka", "yarn"},
	"jvm":     {"flink", "flink-jobmanager", "flink-taskmanager", "flink-client", "chunjun", "streampark", "starrocks-fe", "zookeeper", "kafka"},
	"chunjun": {"flink", "flink-jobmanager", "flink-taskmanager", "flink-client"},
	// ChunJun runs inside Flink's processes.
	"flink-jobmanager":  {"chunjun"},
	"flink-taskmanager": {"chunjun"},
}

// Certainty ranks how sure it is that a rule for the wanted components speaks of an event of the component: 3 when it is one of them or the rule does not care,
// and below that, where the event does not tell, which program is likelier: 2 for Flink's TaskManager, 1 for the rest of Flink, 0 for others.
func Certainty(wanted []string, component string) int {
	switch {
	case len(wanted) == 0, component != "java" && component != "jvm" && component != "flink" && component != "":
		return 3
	case slices.Contains(wanted, component), slices.Contains(wanted, "flink"):
		return 3
	case slices.Contains(wanted, "flink-taskmanager"):
		return 2
	case slices.Contains(wanted, "flink-jobmanager"), slices.Contains(wanted, "flink-client"), slices.Contains(wanted, "chunjun"):
		return 1
	}
	return 0
}

// ComponentPasses tells whether an event of the component may be one of those wanted. An empty list wants any; an unknown component passes.
func ComponentPasses(wanted []string, component string) bool {
	if len(wanted) == 0 || component == "" {
		return true
	}
	for _, want := range wanted {
		if want == component || slices.Contains(family[component], want) {
			return true
		}
		if want == "flink" && slices.Contains(family["flink"], component) {
			return true
		}
	}
	return false
}
