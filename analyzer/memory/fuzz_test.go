package memory

import "testing"

// FuzzDerive: whatever stands in a configuration, there is a table that adds up, or an error; and the least total keeps its word.
func FuzzDerive(f *testing.F) {
	f.Add(true, "1.17.1", "taskmanager.memory.process.size: 4g\ntaskmanager.memory.network.min: 64m")
	f.Add(false, "", "jobmanager.memory.process.size: 1600m\njobmanager.memory.jvm-overhead.fraction: 0.99")
	f.Add(true, "1.16", "taskmanager.memory.flink.size: 9223372036854775807\ntaskmanager.memory.managed.fraction: 1")
	f.Add(true, "1.13", "taskmanager.memory.process.size: 1g\ntaskmanager.network.numberOfBuffers: 9999999999999\ntaskmanager.memory.segment-size: 1g")
	f.Fuzz(func(t *testing.T, taskManager bool, release, text string) {
		process := JobManager
		if taskManager {
			process = TaskManager
		}
		config := of(text)
		s, err := Read(process, config, release)
		if err != nil {
			return
		}
		if table, err := s.Table(); err == nil {
			checkTable(t, text, config, table)
		} else if err.Error() == "" {
			t.Fatal("an error without words")
		}
		key, bytes, ok := s.Least(LeastHeap)
		if !ok {
			return
		}
		grown := func(name string) (string, bool) {
			if name == key {
				return FormatSize(bytes), true
			}
			return config(name)
		}
		table, err := Derive(process, grown, release)
		if err != nil || table.Heap() < LeastHeap-slack {
			t.Fatalf("%s %d does not do: %v %v with\n%s", key, bytes, table, err, text)
		}
	})
}
