package facts

import "strings"

// memoryRows are the rows of the memory tables that Flink prints at start-up and that fixes need, by the start of their text. Source: apache/flink
// flink-dist BashJavaUtils (logTaskExecutorConfiguration, logMasterConfiguration).
var memoryRows = []struct{ text, key string }{
	{"Total Process Memory:", "memory.process"}, {"Total Flink Memory:", "memory.flink"}, {"Total JVM Heap Memory:", "memory.heap"},
	{"JVM Heap:", "memory.heap"}, {"Total Off-heap Memory:", "memory.off-heap"}, {"Off-heap:", "memory.off-heap"}, {"Managed:", "memory.managed"},
	{"Total JVM Direct Memory:", "memory.direct"}, {"Network:", "memory.network"}, {"JVM Metaspace:", "memory.metaspace"},
	{"JVM Overhead:", "memory.overhead"},
}

// memoryFacts reads the rows "  Total Process Memory:          1.688gb (1811939328 bytes)". The values are kept in bytes.
func memoryFacts(out []Fact, raw string) []Fact {
	if !strings.Contains(raw, " bytes)") {
		return out
	}
	for _, line := range strings.Split(raw, "\n") {
		before, _, ok := strings.Cut(line, " bytes)")
		open := strings.LastIndexByte(before, '(')
		if !ok || open < 0 {
			continue
		}
		bytes := number(before[open+1:])
		for _, row := range memoryRows {
			if i := strings.Index(before, row.text); i >= 0 && bytes != "" && (i == 0 || before[i-1] == ' ') {
				out = append(out, Fact{Kind: Property, Key: row.key, Value: bytes})
				break
			}
		}
	}
	return out
}

// flags are JVM flags that fixes ask for; the value ends at a blank.
var flags = []struct{ text, key string }{
	{"-XX:MaxDirectMemorySize=", "jvm_max_direct_memory"}, {"-XX:MaxMetaspaceSize=", "jvm_max_metaspace"}, {"-Xmx", "jvm_max_heap"}, {"-Xms", "jvm_initial_heap"},
}

func flagFacts(out []Fact, message string) []Fact {
	for _, flag := range flags {
		i := strings.Index(message, flag.text)
		if i < 0 {
			continue
		}
		value, _, _ := strings.Cut(message[i+len(flag.text):], " ")
		if value != "" && value[0] >= '0' && value[0] <= '9' {
			out = append(out, Fact{Kind: Property, Key: flag.key, Value: value})
		}
	}
	return out
}

// deployments map the entry point of a JobManager to how the cluster is deployed.
var deployments = []struct{ word, kind string }{
	{"KubernetesSession", "kubernetes-session"}, {"KubernetesApplication", "kubernetes-application"}, {"KubernetesTaskExecutor", "kubernetes"},
	{"YarnSession", "yarn-session"}, {"YarnApplication", "yarn-application"}, {"YarnJob", "yarn-per-job"}, {"YARN TaskExecutor", "yarn"},
	{"StandaloneSession", "standalone-session"}, {"StandaloneApplication", "standalone-application"}, {"StandaloneJob", "standalone-application"},
}

func deploymentFacts(out []Fact, entry string) []Fact {
	for _, d := range deployments {
		if strings.Contains(entry, d.word) {
			return append(out, Fact{Kind: Property, Key: "deployment", Value: d.kind})
		}
	}
	return out
}
