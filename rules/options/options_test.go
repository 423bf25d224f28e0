package options

import (
	"slices"
	"sync"
	"testing"
)

func TestAt(t *testing.T) {
	const absent = "absent"
	tests := []struct {
		table, key, version string
		want                string // the default, or absent
		online              bool
	}{
		// Since.
		{"flink", "high-availability.zookeeper.client.tolerate-suspended-connections", "1.13.6", absent, false},
		{"flink", "high-availability.zookeeper.client.tolerate-suspended-connections", "1.14.0", "false", false},
		{"flink", "high-availability.zookeeper.client.tolerate-suspended-connections", "2.3.1", "false", false},
		{"flink", "high-availability.zookeeper.client.tolerate-suspended-connections", "", "false", false},
		// Vendor suffixes and leading words.
		{"flink", "akka.ask.timeout", "1.17.2-vendor9-1", "10 s", false},
		{"flink", "akka.ask.timeout", "release-1.13", "10 s", false},
		// An old name has the default of the key it is read as.
		{"flink", "akka.ask.timeout", "1.18.1", "10 s", false},
		// Back-ports, online from then on.
		{"starrocks-be", "tablet_max_versions", "2.2.7", "1000", false},
		{"starrocks-be", "tablet_max_versions", "2.2.8", "1000", true},
		{"starrocks-be", "tablet_max_versions", "2.3.3", "1000", false},
		{"starrocks-be", "tablet_max_versions", "2.3.4", "1000", true},
		{"starrocks-be", "tablet_max_versions", "3.5.99", "1000", true},
		{"starrocks-be", "brpc_socket_max_unwritten_bytes", "3.3.5", "1073741824", false},
		{"starrocks-fe", "storage_usage_soft_limit_percent", "2.5.5", absent, false},
		{"starrocks-fe", "storage_usage_soft_limit_percent", "2.5.6", "90", true},
		{"starrocks-fe", "storage_usage_soft_limit_percent", "3.0.0", absent, false},
		{"starrocks-fe", "storage_usage_soft_limit_percent", "3.0.1", "90", true},
		// Documented, but in no source.
		{"starrocks-fe", "lock_table_num", "4.0.1", absent, false},
		// Changed defaults.
		{"nginx", "proxy_http_version", "1.29.6", "1.0", false},
		{"nginx", "proxy_http_version", "1.29.7", "1.1", false},
		{"nginx", "proxy_http_version", "1.1.3", absent, false},
		{"sr-connector", "sink.connect.timeout-ms", "1.2.8", "1000", false},
		{"sr-connector", "sink.connect.timeout-ms", "1.2.9", "30000", false},
		{"sr-connector", "sink.max-retries", "1.2.15", "3", false},
		{"flink-cdc", "schema.change.behavior", "3.1.1", "EVOLVE", false},
		{"flink-cdc", "schema.change.behavior", "3.2.0", "LENIENT", false},
		{"kafka", "acks", "2.8.1", "1", false},
		{"kafka", "acks", "3.7.0", "all", false},
		// nginx: what upstream servers take; http comes before stream.
		{"nginx", "max_fails", "1.24.0", "1", false},
		{"nginx", "resolve", "1.26.2", absent, false},
		{"nginx", "proxy_next_upstream", "1.24.0", "error timeout", false},
		// The most usual scope of several.
		{"flink-cdc", "port", "3.5.0", "3306", false},
		{"flink-cdc", "sink.buffer-flush.max-bytes", "3.5.0", "157286400", false},
		{"flink-cdc", "debezium.max.queue.size", "3.5.0", "8192", false},
		// MySQL and MariaDB.
		{"mysql", "expire_logs_days", "5.7.30-log", "0", true},
		{"mysql", "expire_logs_days", "8.0.36", "0", true},
		{"mysql", "expire_logs_days", "8.1.0", "0", true},
		{"mysql", "expire_logs_days", "8.2.0", absent, false},
		{"mysql", "expire_logs_days", "8.4.3", absent, false},
		{"mysql", "expire_logs_days", "10.6.12-MariaDB-log", "0", true},
		{"mysql", "expire_logs_days", "5.5.5-10.6.12-MariaDB", "0", true},
		{"mysql", "binlog_expire_logs_seconds", "5.7.44", absent, false},
		{"mysql", "binlog_expire_logs_seconds", "8.0.11", "2592000", true},
		{"mysql", "binlog-expire-logs-seconds", "8.0.36", "2592000", true},
		{"mysql", "binlog_expire_logs_seconds", "10.5.9", absent, false},
		{"mysql", "binlog_expire_logs_seconds", "10.6.1", "0", true},
		{"mysql", "log_bin", "5.7.44", "OFF", false},
		{"mysql", "log_bin", "8.0.20", "ON", false},
		{"mysql", "replica_net_timeout", "8.0.25", absent, false},
		{"mysql", "replica_net_timeout", "8.0.26", "60", true},
		// JVM: JDK 8 says 1.8; flags as written on a command line.
		{"jvm", "-XX:+UseConcMarkSweepGC", "1.8.0_362", "false", false},
		{"jvm", "UseConcMarkSweepGC", "17.0.9", absent, false},
		{"jvm", "-XX:MaxDirectMemorySize=1g", "11.0.20+8", "0", false},
		{"jvm", "-Xmx8g", "17", "(ergonomic)", false},
		{"jvm", "-Xlog:gc*:file=gc.log", "1.8.0_362", absent, false},
		// Vendors' keys are in no open-source release.
		{"flink-cdc", "scan.only.deserialize.captured.tables.changelog.enabled", "3.5.0", absent, false},
		{"nginx", "queue", "1.27.0", absent, false},
		{"mysql", "thread_pool_size", "8.0.36", absent, false},
		{"mysql", "thread_pool_size", "10.11.6-MariaDB", "8", true},
		// In the head of development only; bundled by no release.
		{"flink-cdc", "transform.decimal.precision.mode", "3.6.0", absent, false},
		{"flink-cdc", "debezium.binlog.net.read.timeout", "3.5.0", absent, false},
		// Unknown.
		{"flink", "taskmanager.memory.proces.size", "1.17", absent, false},
		{"flnik", "taskmanager.memory.process.size", "1.17", absent, false},
	}
	for _, tt := range tests {
		got, ok := At(tt.table, tt.key, tt.version)
		if !ok {
			got.Default = absent
		}
		if got.Default != tt.want || got.Online != tt.online {
			t.Errorf("At(%q, %q, %q) = %+v, %v; want default %q, online %v", tt.table, tt.key, tt.version, got, ok, tt.want, tt.online)
		}
	}
}

// TestInferred: a release between or before those that were read is answered by its older neighbour, and that is said.
func TestInferred(t *testing.T) {
	for _, tt := range []struct {
		table, key, version string
		inferred            bool
	}{
		{"kafka", "acks", "2.8.2", false},
		{"kafka", "acks", "3.0.1", true}, // between 2.8 and 3.2
		{"kafka", "acks", "3.3.1", false},
		{"mysql", "gtid_mode", "9.1.0", true},
		{"mysql", "gtid_mode", "8.0.36", false},
		{"flink", "parallelism.default", "1.8.0", true},
		{"flink", "parallelism.default", "1.10.0", false},
		{"starrocks-fe", "query_port", "3.5.20", false},
	} {
		r, ok := At(tt.table, tt.key, tt.version)
		if !ok || r.Inferred != tt.inferred {
			t.Errorf("At(%q, %q, %q) = %+v, %v; want inferred %v", tt.table, tt.key, tt.version, r, ok, tt.inferred)
		}
	}
}

func TestVariants(t *testing.T) {
	got := Variants("flink-cdc", "scan.incremental.snapshot.backfill.skip", "3.5.0")
	defaults := map[string]bool{}
	for _, r := range got {
		defaults[r.Default] = true
	}
	if len(got) < 3 || got[0].Default != "false" || !defaults["true"] {
		t.Errorf("Variants = %+v; want mysql-cdc's false first, and the true of the PostgreSQL pipeline source", got)
	}
	if got := Variants("nginx", "proxy_timeout", "1.24"); len(got) != 2 || got[0].Scope == got[1].Scope {
		t.Errorf("Variants of proxy_timeout = %+v; want stream's and mail's", got)
	}
}

func TestLookup(t *testing.T) {
	o, ok := Lookup("starrocks-be", "tablet_max_versions")
	if !ok || o.Table != "starrocks-be" || o.Key != "tablet_max_versions" || o.Type != "int" {
		t.Fatalf("Lookup = %+v, %v", o, ok)
	}
	// 2.0.1 to 2.2.7 and 2.3.0 to 2.3.3 restart; 2.2.8 to the end of 2.2 and from 2.3.4 on online.
	want := []Range{
		{Until: "2.2.7", Default: "1000", Type: "int"},
		{Since: "2.3.0", Until: "2.3.3", Default: "1000", Type: "int"},
		{Since: "2.2.8", Until: "2.2", Default: "1000", Type: "int", Online: true},
		{Since: "2.3.4", Default: "1000", Type: "int", Online: true},
	}
	if !slices.Equal(o.Ranges, want) {
		t.Errorf("ranges = %+v\nwant %+v", o.Ranges, want)
	}
	if o, _ := Lookup("mysql", "net_write_timeout"); o.Unit != "s" || o.Scope != "MySQL session; MariaDB session" {
		t.Errorf("net_write_timeout = %+v; want seconds and both flavours", o)
	}
	if o, _ := Lookup("flink", "heartbeat.timeout"); o.Type != "duration" {
		t.Errorf("the newest type of heartbeat.timeout is %q, want duration", o.Type)
	}
	if r, _ := At("flink", "heartbeat.timeout", "1.17"); r.Type != "long" {
		t.Errorf("the type of heartbeat.timeout in Flink 1.17 is %q, want long", r.Type)
	}
}

func TestKnown(t *testing.T) {
	for _, tt := range []struct {
		table, key string
		want       bool
	}{
		{"flink", "taskmanager.memory.process.size", true},
		{"flink", "state.backend.async", true}, // removed since
		{"flink", "taskmanager.memory.proces.size", false},
		// Wildcards.
		{"sr-connector", "sink.properties.strip_outer_array", true},
		{"sr-connector", "sink.properties.", false},
		{"flink", "metrics.reporter.prom.factory.class", true},
		{"flink", "metrics.reporter.prom.filterLabelValueCharacters", true},
		{"flink", "metrics.reporter..factory.class", false},
		{"flink", "metrics.reporter.prom", false},
		{"flink", "containerized.taskmanager.env.LD_PRELOAD", true},
		{"flink", "flink.hadoop.dfs.replication", true},
		{"flink", "partition.fields.dt.date-formatter", true},
		{"flink-cdc", "debezium.connect.keep.alive.interval.ms", true},
		{"kafka-connector", "properties.session.timeout.ms", true},
		// Case and spelling as the product reads them.
		{"stream-load", "expect", true},
		{"starrocks-session", "Query_Timeout", true},
		{"starrocks-be", "Tablet_Max_Versions", false},
		{"mysql", "max-allowed-packet", true},
		{"flink", "Parallelism.Default", false},
		// Values and constants are no keys.
		{"stream-load", "100-continue", false},
		{"chunjun", "MAX_TASK_QUEUE_SIZE", false},
		{"kafka-connector", "keyFORMAT_SUFFIX", false},
		{"kafka-connector", "key.format", true},
		{"flink-cdc", "tikv.grpc.timeout_in_ms", true},
		{"flink-cdc", "scan.incremental.snapshot.assign-ending-chunk-first", false},
		{"flink-cdc", "", false},
		{"none", "spec.containers.resources.limits.memory", false},
		{"", "", false},
		{"renames", "flink", false},
	} {
		if got := Known(tt.table, tt.key); got != tt.want {
			t.Errorf("Known(%q, %q) = %v, want %v", tt.table, tt.key, got, tt.want)
		}
	}
}

// TestWildcard: the most specific wildcard answers, and the option says under which key it was found.
func TestWildcard(t *testing.T) {
	for key, want := range map[string]string{
		"metrics.reporter.prom.factory.class": "metrics.reporter.<name>.factory.class",
		"metrics.reporter.prom.port":          "metrics.reporter.<name>.<parameter>",
		"external-resource.gpu.amount":        "external-resource.<resource_name>.amount",
	} {
		if o, ok := Lookup("flink", key); !ok || o.Key != want {
			t.Errorf("Lookup(%q) found %q, want %q", key, o.Key, want)
		}
	}
}

func TestVendor(t *testing.T) {
	for _, tt := range []struct{ table, key, want string }{
		{"flink-cdc", "scan.only.deserialize.captured.tables.changelog.enabled", "Alibaba VVR"},
		{"flink-cdc", "scan.parallel-deserialize-changelog.enabled", "Alibaba VVR"},
		{"flink-cdc", "scan.parallel-deserialize-changelog.handler.size", "Alibaba VVR"},
		{"flink-cdc", "scan.parallel-deserialize-changelog.ringbuffer.size", "Alibaba VVR"},
		{"flink-cdc", "rds.region-id", "Alibaba VVR"},
		{"flink-cdc", "rds.access-key-id", "Alibaba VVR"},
		{"flink-cdc", "rds.access-key-secret", "Alibaba VVR"},
		{"flink-cdc", "rds.db-instance-id", "Alibaba VVR"},
		{"flink-cdc", "rds.main-db-id", "Alibaba VVR"},
		{"flink-cdc", "rds.endpoint", "Alibaba VVR"},
		{"flink-cdc", "rds.download.timeout", "Alibaba VVR"},
		{"flink-cdc", "table.optimizer.source-merge.enabled", "Alibaba VVR"},
		{"flink-cdc", "scan.incremental.snapshot.unbounded-chunk-first.enabled", ""},
		{"nginx", "queue", "NGINX Plus"},
		{"nginx", "health_check", "NGINX Plus"},
		{"nginx", "resolve", ""}, // commercial before 1.27.3
		{"nginx", "resolver", ""},
		{"mysql", "binlog retention hours", "Amazon RDS"},
		{"mysql", "thread_pool_size", ""},
		{"flink-cdc", "nothing", ""},
	} {
		got, ok := Vendor(tt.table, tt.key)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("Vendor(%q, %q) = %q, %v; want %q", tt.table, tt.key, got, ok, tt.want)
		}
	}
}

func TestContexts(t *testing.T) {
	for directive, want := range map[string][]string{
		"upstream":           {"http", "stream"},
		"worker_connections": {"events"},
		"max_fails":          {"server in upstream"},
		"proxy_read_timeout": {"http", "server", "location"},
		"proxy_timeout":      {"stream", "server", "mail"},
		"server_name":        {"server", "mail"},
		"no_such_directive":  nil,
	} {
		got := Contexts(directive)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("Contexts(%q) = %v, want %v", directive, got, want)
		}
	}
}

func TestKeysAreTheCallers(t *testing.T) {
	keys := Keys("zookeeper")
	keys[0] = "changed"
	if Keys("zookeeper")[0] == "changed" {
		t.Error("a change to the slice of Keys changes the table")
	}
	if Keys("no such table") != nil {
		t.Error("an unknown table has keys")
	}
}

// TestConcurrent is for the race detector.
func TestConcurrent(t *testing.T) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for _, table := range Tables() {
				for _, key := range Keys(table)[:3] {
					Known(table, key)
					At(table, key, "1.17")
					NameFor(table, key, "1.17")
				}
			}
		})
	}
	all.Wait()
}
