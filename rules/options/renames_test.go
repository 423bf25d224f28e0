package options

import (
	"slices"
	"strings"
	"testing"
)

func TestNameFor(t *testing.T) {
	tests := []struct{ table, key, version, want string }{
		// Newest to older.
		{"flink", "pekko.ask.timeout", "1.17.2", "akka.ask.timeout"},
		{"flink", "pekko.ask.timeout", "1.18.0", "pekko.ask.timeout"},
		{"flink", "high-availability.type", "1.16", "high-availability"},
		{"flink", "env.java.opts.all", "1.16.3", "env.java.opts"},
		{"flink", "execution.checkpointing.dir", "1.19.1", "state.checkpoints.dir"},
		{"flink", "execution.checkpointing.data-inline-threshold", "1.19", "state.storage.fs.memory-threshold"},
		{"flink", "execution.checkpointing.data-inline-threshold", "1.12", "state.backend.fs.memory-threshold"},
		{"flink", "execution.checkpointing.data-inline-threshold", "1.20", "execution.checkpointing.data-inline-threshold"},
		{"flink", "execution.state-recovery.from-local", "1.15", "state.backend.local-recovery"},
		{"flink", "jobmanager.memory.process.size", "1.10.1", "jobmanager.heap.size"},
		{"flink", "kubernetes.taskmanager.cpu.amount", "1.16", "kubernetes.taskmanager.cpu"},
		{"flink", "completed-application-store.max-capacity", "2.2", "jobstore.max-capacity"},
		{"starrocks-fe", "storage_usage_soft_limit_percent", "2.5.5", "storage_high_watermark_usage_percent"},
		{"starrocks-fe", "storage_usage_soft_limit_percent", "2.5.6", "storage_usage_soft_limit_percent"},
		{"starrocks-fe", "storage_usage_soft_limit_percent", "3.0.0", "storage_high_watermark_usage_percent"},
		{"starrocks-be", "be_http_port", "2.5.10", "webserver_port"},
		{"sr-connector", "sink.merge-commit.check-label-state.timeout-ms", "1.2.13", "sink.merge-commit.check-state.timeout-ms"},
		{"flink-cdc", "chunk-key.even-distribution.factor.upper-bound", "2.2.0", "split-key.even-distribution.factor.upper-bound"},
		{"mysql", "replica_net_timeout", "8.0.20", "slave_net_timeout"},
		{"mysql", "replica_net_timeout", "10.11.6-MariaDB", "slave_net_timeout"},
		{"mysql", "replica_net_timeout", "8.0.36", "replica_net_timeout"},
		// Old names are brought up to the release, or down to it.
		{"flink", "akka.ask.timeout", "1.19", "pekko.ask.timeout"},
		{"flink", "akka.ask.timeout", "1.12", "akka.ask.timeout"},
		{"flink", "recovery.mode", "1.14", "high-availability"},
		{"flink", "recovery.mode", "2.0", "high-availability.type"},
		// Older than what was read: the renames decide.
		{"flink", "taskmanager.memory.process.size", "1.9.3", "taskmanager.heap.size"},
		{"flink", "taskmanager.memory.network.min", "1.9.3", "taskmanager.network.memory.min"},
		{"flink", "high-availability.type", "1.8", "high-availability"},
		// StarRocks shows the first name and keeps the second to itself: no rename.
		{"starrocks-session", "enable_pipeline_engine", "3.1.0", "enable_pipeline_engine"},
		// Nothing to do.
		{"flink", "pekko.ask.timeout", "", "pekko.ask.timeout"},
		{"flink", "pekko.ask.timeout", "latest", "pekko.ask.timeout"},
		{"flink", "taskmanager.numberOfTaskSlots", "1.17", "taskmanager.numberOfTaskSlots"},
		{"flink", "no.such.key", "1.17", "no.such.key"},
		{"no such table", "key", "1.17", "key"},
	}
	for _, tt := range tests {
		got, renamed := NameFor(tt.table, tt.key, tt.version)
		if got != tt.want || renamed != (tt.want != tt.key) {
			t.Errorf("NameFor(%q, %q, %q) = %q, %v; want %q", tt.table, tt.key, tt.version, got, renamed, tt.want)
		}
	}
}

func TestCurrent(t *testing.T) {
	for _, tt := range []struct{ table, old, want string }{
		{"flink", "akka.ask.timeout", "pekko.ask.timeout"},
		{"flink", "recovery.mode", "high-availability.type"},
		{"flink", "state.backend.fs.checkpointdir", "execution.checkpointing.dir"},
		{"flink", "web.port", "rest.port"},
		{"flink", "kubernetes.pod-template-file", "kubernetes.pod-template-file.default"},
		{"flink", "state.backend.local-recovery", "execution.state-recovery.from-local"},
		{"flink", "env.java.opts", "env.java.opts.all"},
		{"starrocks-fe", "async_load_task_pool_size", "max_broker_load_job_concurrency"},
		{"mysql", "slave-net-timeout", "replica_net_timeout"},
		{"flink", "pekko.ask.timeout", ""},
		{"flink", "process.working-dir", ""}, // stands in for two others, and stays
		{"flink", "no.such.key", ""},
	} {
		got, ok := Current(tt.table, tt.old)
		if ok != (tt.want != "") || ok && got != tt.want || !ok && got != tt.old {
			t.Errorf("Current(%q, %q) = %q, %v; want %q", tt.table, tt.old, got, ok, tt.want)
		}
	}
}

func TestRenames(t *testing.T) {
	got := Renames("flink", "high-availability.type")
	want := []Rename{{"1.17", "high-availability", "high-availability.type"}, {"", "recovery.mode", "high-availability"}}
	if !slices.Equal(got, want) {
		t.Errorf("Renames = %v, want %v", got, want)
	}
	if got := Renames("flink", "pekko.ask.timeout"); len(got) != 1 || got[0] != (Rename{"1.18", "akka.ask.timeout", "pekko.ask.timeout"}) {
		t.Errorf("Renames of pekko.ask.timeout = %v", got)
	}
	if got := Renames("flink", "taskmanager.numberOfTaskSlots"); got != nil {
		t.Errorf("Renames of a key that was never renamed = %v", got)
	}
}

// TestRenamesTable: both names are known to the table, no key is renamed to itself or in a circle, and the new name is there from the release on.
func TestRenamesTable(t *testing.T) {
	text, err := files.ReadFile("tables/renames.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		seen++
		cell := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cell) != 4 {
			t.Errorf("%q has %d columns, want 4", line, len(cell))
			continue
		}
		table, since, old, name := cell[0], cell[1], cell[2], cell[3]
		if !Known(table, old) || !Known(table, name) || old == name {
			t.Errorf("%s: %s to %s: a name is not known", table, old, name)
		}
		if since != "" && since != Unreleased {
			if _, ok := At(table, name, since); !ok {
				t.Errorf("%s %s has no %s", table, since, name)
			}
		}
		if end, ok := Current(table, old); ok {
			if _, again := Current(table, end); again {
				t.Errorf("%s: %s goes in a circle", table, old)
			}
		}
	}
	if seen < 250 {
		t.Errorf("only %d renames", seen)
	}
}
