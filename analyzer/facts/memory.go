package facts

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/memory"
)

// MemoryKey is the key of the property that holds the size of a part of a process's memory in bytes, such as "memory.taskmanager.task-heap".
func MemoryKey(p memory.Process, part memory.Part) string {
	return "memory." + string(p) + "." + string(part)
}

// MemoryTable puts the sizes together that a process stated of itself; value returns a property, "" when it is not known. It is false unless all parts are known and add up.
func MemoryTable(p memory.Process, value func(key string) string) (memory.Table, bool) {
	sizes := map[memory.Part]int64{}
	for _, part := range append([]memory.Part{memory.Flink, memory.Total}, p.Parts()...) {
		if bytes, ok := memory.ParseSize(value(MemoryKey(p, part))); ok {
			sizes[part] = bytes
		}
	}
	return memory.Stated(p, sizes)
}

// options are the parts by the options in which Flink hands their sizes on to the processes it starts. Source: apache/flink TaskExecutorProcessUtils.generateDynamicConfigsStr,
// JobManagerProcessUtils.generateDynamicConfigsStr. The range of a part then has one end.
var options = map[string]memory.Part{
	"taskmanager.memory.framework.heap.size": memory.FrameworkHeap, "taskmanager.memory.framework.off-heap.size": memory.FrameworkOffHeap,
	"taskmanager.memory.task.heap.size": memory.TaskHeap, "taskmanager.memory.task.off-heap.size": memory.TaskOffHeap,
	"taskmanager.memory.managed.size": memory.Managed, "taskmanager.memory.network.min": "", "taskmanager.memory.network.max": memory.Network,
	"taskmanager.memory.jvm-metaspace.size": memory.Metaspace, "taskmanager.memory.jvm-overhead.min": "", "taskmanager.memory.jvm-overhead.max": memory.Overhead,
	"jobmanager.memory.heap.size": memory.Heap, "jobmanager.memory.off-heap.size": memory.OffHeap, "jobmanager.memory.jvm-metaspace.size": memory.Metaspace,
	"jobmanager.memory.jvm-overhead.min": "", "jobmanager.memory.jvm-overhead.max": memory.Overhead,
}

// handedOn tells the sizes that Flink computed and hands on as options from those that somebody set: they are all written in bytes, "402653174b". They are no
// configuration, because with another total they would be others; what they tell is appended as the size of a part.
func handedOn(out []Fact, key, value string) ([]Fact, bool) {
	part, known := options[key]
	bytes, inBytes := strings.CutSuffix(strings.Trim(value, `'"`), "b")
	if !known || !inBytes || bytes == "" || number(bytes) != bytes {
		return out, false
	}
	if part == "" { // the other end of the range says the same
		return out, true
	}
	process, _ := memory.ProcessOf(key)
	return append(out, Fact{Kind: Property, Key: MemoryKey(process, part), Value: bytes}), true
}

// labels are the rows of the memory tables that Flink prints at start-up. The rows "Framework" and "Task" stand twice in the table of a TaskManager, the second
// time below "Total JVM Direct Memory". Source: apache/flink flink-runtime BashJavaUtils (logTaskExecutorConfiguration, logMasterConfiguration).
var labels = map[string]struct {
	process memory.Process // "" for rows that both tables have
	part    memory.Part
}{
	"Total Process Memory": {"", memory.Total}, "Total Flink Memory": {"", memory.Flink}, "JVM Metaspace": {"", memory.Metaspace}, "JVM Overhead": {"", memory.Overhead},
	"Framework": {memory.TaskManager, memory.FrameworkHeap}, "Task": {memory.TaskManager, memory.TaskHeap},
	"Managed": {memory.TaskManager, memory.Managed}, "Network": {memory.TaskManager, memory.Network}, "Total JVM Direct Memory": {memory.TaskManager, ""},
	"JVM Heap": {memory.JobManager, memory.Heap}, "Off-heap": {memory.JobManager, memory.OffHeap},
}

// memoryFacts reads the rows "  Total Process Memory:          1.688gb (1811939328 bytes)" of a record, which holds the whole table or one row of it.
func memoryFacts(raw string) []Fact {
	if !strings.Contains(raw, " bytes") {
		return nil
	}
	var out []Fact
	direct := false
	for line := range strings.SplitSeq(raw, "\n") {
		label, bytes, indent, gap := tableRow(line)
		row, known := labels[label]
		if !known {
			continue
		}
		if row.part == "" {
			direct = true
			continue
		}
		if row.process == "" { // the columns of the two tables stand apart
			row.process = memory.JobManager
			if gap >= 8 || strings.Contains(raw, "Final TaskExecutor Memory") {
				row.process = memory.TaskManager
			}
		}
		if direct || indent >= 10 {
			switch row.part {
			case memory.FrameworkHeap:
				row.part = memory.FrameworkOffHeap
			case memory.TaskHeap:
				row.part = memory.TaskOffHeap
			}
		}
		out = append(out, Fact{Kind: Property, Key: MemoryKey(row.process, row.part), Value: bytes})
	}
	return out
}

// tableRow takes a row apart: its label, its size in bytes, the blanks before the label and behind the colon.
func tableRow(line string) (label, bytes string, indent, gap int) {
	for name := range labels {
		at := strings.Index(line, name+":")
		if at < 0 || at > 0 && line[at-1] != ' ' && line[at-1] != '"' {
			continue
		}
		value := line[at+len(name)+1:]
		size, ok := cutBytes(strings.TrimSpace(value))
		if ok && len(name) > len(label) {
			label, bytes = name, size
			indent, gap = at-len(strings.TrimRight(line[:at], " ")), len(value)-len(strings.TrimLeft(value, " "))
		}
	}
	return label, bytes, indent, gap
}

// cutBytes reads the bytes of "1.688gb (1811939328 bytes)" and "0 bytes".
func cutBytes(size string) (string, bool) {
	head, _, ok := strings.Cut(size, " bytes")
	bytes := head[strings.LastIndexByte(head, '(')+1:]
	return bytes, ok && bytes != "" && number(bytes) == bytes
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
