package options

import (
	"slices"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ table, key, want string }{
		{"flink", "taskmanager.memory.proces.size", "taskmanager.memory.process.size"},  // missing
		{"flink", "taskmanager.memory.porcess.size", "taskmanager.memory.process.size"}, // swapped
		{"flink", "taskmanager.process.memory.size", "taskmanager.memory.process.size"}, // other order
		{"flink", "taskmanager.memory.network-min", "taskmanager.memory.network.min"},   // other mark
		{"flink", "checkpointing.interval", "execution.checkpointing.interval"},         // the end of a key
		{"flink", "taskmanager.NumberOfTaskSlots", "taskmanager.numberOfTaskSlots"},     // case
		{"starrocks-be", "tablets_max_version", "tablet_max_versions"},                  // two slips
		{"nginx", "proxy_read_timout", "proxy_read_timeout"},
		{"mysql", "binlog-expire-log-seconds", "binlog_expire_logs_seconds"},
		{"jvm", "-XX:MaxDirectMemmorySize=1g", "MaxDirectMemorySize"},
		{"flink-cdc", "scan.snapshot.incremental.enabled", "scan.incremental.snapshot.enabled"},
		{"sr-connector", "sink.buffer-flush.max-byte", "sink.buffer-flush.max-bytes"},
		{"zookeeper", "maxSesionTimeout", "maxSessionTimeout"},
		{"kafka", "session.timout.ms", "session.timeout.ms"},
		{"starrocks-session", "query_timeuot", "query_timeout"},
		{"flink-cdc", "scan.incremental.snapshot.chunk-size", "scan.incremental.snapshot.chunk.size"},
	} {
		got := Nearest(tt.table, tt.key, 3)
		if len(got) == 0 || got[0] != tt.want {
			t.Errorf("Nearest(%q, %q) = %v, want %q first", tt.table, tt.key, got, tt.want)
		}
	}
}

func TestNearestIsSilent(t *testing.T) {
	for _, tt := range []struct {
		table, key string
		n          int
	}{
		{"flink", "spark.executor.memory", 3},
		{"flink", "", 3},
		{"flink", "taskmanager.memory.proces.size", 0},
		{"flink", strings.Repeat("taskmanager.", 100), 3},
		{"no such table", "taskmanager.memory.process.size", 3},
		{"nginx", "x", 3},
	} {
		if got := Nearest(tt.table, tt.key, tt.n); got != nil {
			t.Errorf("Nearest(%q, %.40q, %d) = %v, want nothing", tt.table, tt.key, tt.n, got)
		}
	}
	if got := Nearest("flink", "taskmanager.memory.process.size", 5); slices.Contains(got, "taskmanager.memory.process.size") {
		t.Errorf("a key is suggested for itself: %v", got)
	}
}

func TestEdits(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abcd", "acd", 1}, {"kitten", "sitting", 3}} {
		if got := edits(tt.a, tt.b); got != tt.want {
			t.Errorf("edits(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := edits(tt.b, tt.a); got != tt.want {
			t.Errorf("edits(%q, %q) = %d, want %d", tt.b, tt.a, got, tt.want)
		}
	}
}

func BenchmarkNearest(b *testing.B) {
	for b.Loop() {
		Nearest("flink", "taskmanager.memory.proces.size", 3)
	}
}
