package facts

import (
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/memory"
	"github.com/flinkdoctor/flinkdoctor/parsers"
)

const taskManagerTable = `INFO  [] - Final TaskExecutor Memory configuration:
INFO  [] -   Total Process Memory:          1.688gb (1811939328 bytes)
INFO  [] -     Total Flink Memory:          1.250gb (1342177280 bytes)
INFO  [] -       Total JVM Heap Memory:     512.000mb (536870902 bytes)
INFO  [] -         Framework:               128.000mb (134217728 bytes)
INFO  [] -         Task:                    384.000mb (402653174 bytes)
INFO  [] -       Total Off-heap Memory:     768.000mb (805306378 bytes)
INFO  [] -         Managed:                 512.000mb (536870920 bytes)
INFO  [] -         Total JVM Direct Memory: 256.000mb (268435458 bytes)
INFO  [] -           Framework:             128.000mb (134217728 bytes)
INFO  [] -           Task:                  0 bytes
INFO  [] -           Network:               128.000mb (134217730 bytes)
INFO  [] -     JVM Metaspace:               256.000mb (268435456 bytes)
INFO  [] -     JVM Overhead:                192.000mb (201326592 bytes)`

const jobManagerTable = `INFO  [] - Final Master Memory configuration:
INFO  [] -   Total Process Memory: 1.563gb (1677721600 bytes)
INFO  [] -     Total Flink Memory: 1.125gb (1207959552 bytes)
INFO  [] -       JVM Heap:         1024.000mb (1073741824 bytes)
INFO  [] -       Off-heap:         128.000mb (134217728 bytes)
INFO  [] -     JVM Metaspace:      256.000mb (268435456 bytes)
INFO  [] -     JVM Overhead:       192.000mb (201326592 bytes)`

const handedOver = "-D taskmanager.memory.network.min=134217730b -D taskmanager.cpu.cores=4.0 -D taskmanager.memory.task.off-heap.size=0b " +
	"-D taskmanager.memory.jvm-metaspace.size=268435456b -D external-resources=none -D taskmanager.memory.jvm-overhead.min=201326592b " +
	"-D taskmanager.memory.framework.off-heap.size=134217728b -D taskmanager.memory.network.max=134217730b -D taskmanager.memory.framework.heap.size=134217728b " +
	"-D taskmanager.memory.managed.size=536870920b -D taskmanager.memory.task.heap.size=402653174b -D taskmanager.memory.jvm-overhead.max='201326592b'"

// TestMemoryTable reads the same table from every place that states it.
func TestMemoryTable(t *testing.T) {
	records := func(text string, split bool) []string {
		if split {
			return strings.Split(text, "\n")
		}
		return []string{text}
	}
	for _, c := range []struct {
		name    string
		process memory.Process
		records []string
		message bool // read as messages, not as raw text
	}{
		{"in one record", memory.TaskManager, records(taskManagerTable, false), false},
		{"a record a row", memory.TaskManager, records(taskManagerTable, true), false},
		{"a JobManager", memory.JobManager, records(jobManagerTable, false), false},
		{"a JobManager, a record a row", memory.JobManager, records(jobManagerTable, true), false},
		{"options of a command line", memory.TaskManager, records(handedOver, false), true},
		{"program arguments, a record each", memory.TaskManager, records("    "+strings.ReplaceAll(strings.ReplaceAll(handedOver, "-D ", ""), " ", "\n    "), true), true},
		{"dynamic properties", memory.TaskManager,
			records("Loading dynamic configuration property: "+strings.ReplaceAll(strings.ReplaceAll(strings.TrimPrefix(handedOver, "-D "), "=", ", "), " -D ", "\nLoading dynamic configuration property: "), true), true},
	} {
		properties, config := map[string]string{}, map[string]string{}
		for _, record := range c.records {
			event, raw := &parsers.Event{}, record
			if c.message {
				event.Message, raw = record, ""
			}
			for _, f := range Read(event, raw) {
				switch f.Kind {
				case Property:
					properties[f.Key] = f.Value
				case Config:
					config[f.Key] = f.Value
				}
			}
		}
		table, ok := MemoryTable(c.process, func(key string) string { return properties[key] })
		if !ok || c.process == memory.TaskManager && (table.Of(memory.TaskHeap) != 402653174 || table.Of(memory.FrameworkOffHeap) != 134217728 || table.Of(memory.Total) != 1811939328) ||
			c.process == memory.JobManager && table.Of(memory.Heap) != 1<<30 {
			t.Errorf("%s: %v %v", c.name, table, ok)
		}
		for key := range config {
			if strings.Contains(key, "memory") {
				t.Errorf("%s: the computed %s is taken for configuration", c.name, key)
			}
		}
	}
}

// TestMemoryThatSomebodySetIsConfiguration: only sizes in bytes are Flink's own.
func TestMemoryThatSomebodySetIsConfiguration(t *testing.T) {
	got := Read(&parsers.Event{Message: "bin/flink run-application -Dtaskmanager.memory.managed.size=512m -Dtaskmanager.memory.process.size=4294967296b"}, "")
	if len(got) != 2 || got[0].Kind != Config || got[1].Kind != Config {
		t.Errorf("got %v", got)
	}
}
