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

// componentPasses tells whether an event of the component may be one of those wanted. An empty list wants any; an unknown component passes.
func componentPasses(wanted []string, component string) bool {
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
