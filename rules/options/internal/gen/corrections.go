package main

import (
	"fmt"
	"strings"
)

// correction puts right what a list has wrong or could not see.
type correction struct {
	table, key string
	scope      string // only rows whose scope begins so; empty: all
	runs       string // only rows with these releases, as written in a table; empty: all
	why        string // with the source
	edit       func(*row)
}

const (
	mysql80 = "https://dev.mysql.com/doc/mysqld-version-reference/en/optvar-changes-8-0.html"
	mariadb = "https://mariadb.com/docs/server/ref/mdb/system-variables/"
)

var corrections = []correction{
	// Keys for which a list has the name of the constant.
	{table: "kafka-connector", key: "keyFORMAT_SUFFIX", edit: rekey("key.format"), why: "FactoryUtil.FORMAT_SUFFIX of apache/flink is .format"},
	{table: "kafka-connector", key: "valueFORMAT_SUFFIX", edit: rekey("value.format"), why: "as above"},
	{table: "jdbc-connector", key: "DEFAULT_DATABASE_KEY", edit: rekey("default-database"), why: "CommonCatalogOptions of apache/flink"},
	{table: "flink-cdc", key: "TIKV_GRPC_TIMEOUT", edit: rekey("tikv.grpc.timeout_in_ms"), why: "ConfigUtils of tikv/client-java; apache/flink-cdc docs, tidb-cdc"},
	{table: "flink-cdc", key: "TIKV_GRPC_SCAN_TIMEOUT", edit: rekey("tikv.grpc.scan_timeout_in_ms"), why: "as above"},
	{table: "flink-cdc", key: "TIKV_BATCH_GET_CONCURRENCY", edit: rekey("tikv.batch_get_concurrency"), why: "as above"},
	{table: "flink-cdc", key: "TIKV_BATCH_SCAN_CONCURRENCY", edit: rekey("tikv.batch_scan_concurrency"), why: "as above"},

	// MySQL: releases between those that were read.
	{table: "mysql", key: "expire_logs_days", scope: "MySQL", edit: releases("", "8.1"),
		why: "removed in 8.2.0: https://dev.mysql.com/doc/mysqld-version-reference/en/optvar-changes-8-2.html"},
	{table: "mysql", key: "binlog_expire_logs_auto_purge", edit: both(releases("8.0.29", ""), note("")), why: mysql80},
	{table: "mysql", key: "binlog_transaction_compression", edit: releases("8.0.20", ""), why: mysql80},
	{table: "mysql", key: "authentication_policy", edit: releases("8.0.27", ""), why: mysql80},
	{table: "mysql", key: "log_replica_updates", edit: both(releases("8.0.26", ""), note("")), why: mysql80},
	{table: "mysql", key: "replica_net_timeout", edit: both(releases("8.0.26", ""), note("")), why: mysql80},
	{table: "mysql", key: "replica_max_allowed_packet", edit: both(releases("8.0.26", ""), note("")), why: mysql80},
	{table: "mysql", key: "log_slave_updates", runs: "8.0", edit: releases("8.0", "8.0.25"), why: mysql80},
	{table: "mysql", key: "slave_net_timeout", scope: "MySQL", runs: "..8.0", edit: releases("", "8.0.25"), why: mysql80},
	{table: "mysql", key: "slave_max_allowed_packet", scope: "MySQL", runs: "..8.0", edit: releases("", "8.0.25"), why: mysql80},
	{table: "mysql", key: "log_slave_updates", runs: "8.4", edit: releases("8.0.26", ""), why: "still read as the new name in 9.7"},
	{table: "mysql", key: "slave_net_timeout", runs: "8.4", edit: releases("8.0.26", ""), why: "as above"},
	{table: "mysql", key: "slave_max_allowed_packet", runs: "8.4", edit: releases("8.0.26", ""), why: "as above"},
	{table: "mysql", key: "log_slave_updates", runs: "9.7..", edit: drop, why: "said by the row from 8.0.26 on"},
	{table: "mysql", key: "slave_net_timeout", runs: "9.7..", edit: drop, why: "as above"},
	{table: "mysql", key: "slave_max_allowed_packet", runs: "9.7..", edit: drop, why: "as above"},
	{table: "mysql", key: "innodb_flush_log_at_trx_commit", edit: releases("", ""), why: "declared by InnoDB, outside the file that was read; in every release"},
	{table: "mysql", key: "innodb_lock_wait_timeout", edit: releases("", ""), why: "as above"},
	{table: "mysql", key: "binlog_checksum", scope: "MariaDB", edit: both(releases("", ""), note("")), why: "declared outside sys_vars.cc before 10.11"},
	{table: "mysql", key: "binlog_expire_logs_seconds", scope: "MariaDB", edit: both(releases("10.6", ""), note("")), why: mariadb + "binlog_expire_logs_seconds"},
	{table: "mysql", key: "binlog_row_metadata", scope: "MariaDB", edit: releases("10.5", ""), why: mariadb + "binlog_row_metadata"},
	{table: "mysql", key: "require_secure_transport", scope: "MariaDB", edit: releases("10.5.2", ""),
		why: "https://mariadb.com/docs/server/ref/mdb/cli/mariadbd/require-secure-transport"},
	{table: "mysql", key: "binlog_expire_logs_seconds", scope: "MySQL", edit: note(""), why: "its releases say so"},
	{table: "mysql", key: "binlog retention hours", edit: note("set by CALL mysql.rds_set_configuration"), why: "the note spoke of where it was found"},
	{table: "mysql", key: "server_id", scope: "MySQL", runs: "8.0..", edit: note(""), why: "the note is about 5.7"},
	{table: "mysql", key: "server_id", scope: "MySQL", runs: "..5.7", edit: note("0 refuses replicas"), why: "as above"},
	{table: "mysql", key: "tls_version", runs: "9.7..", edit: note(""), why: "the note is about the releases before"},
	{table: "mysql", key: "tls_version", scope: "MySQL", runs: "..5.7", edit: releases("", "8.0.15"),
		why: "dynamic from 8.0.16: https://dev.mysql.com/doc/refman/8.0/en/server-system-variables.html"},

	{table: "kafka", key: "compression.type", scope: "broker", runs: "3.4", edit: drop, why: "the list lost the default; the row before goes on"},
	{table: "kafka", key: "compression.type", scope: "broker", runs: "..3.2", edit: releases("", ""), why: "LogConfig of apache/kafka"},

	// nginx: the list gives the release of introduction as that of obsolescence.
	{table: "nginx", key: "http2_push", edit: note("without effect since 1.25.1"), why: "https://nginx.org/en/CHANGES, 1.25.1"},
	{table: "nginx", key: "http2_push_preload", edit: note("without effect since 1.25.1"), why: "as above"},
	{table: "nginx", key: "http2_max_concurrent_pushes", edit: note("without effect since 1.25.1"), why: "as above"},
	{table: "nginx", key: "http2_max_requests", edit: note("obsolete since 1.19.7"), why: "https://nginx.org/en/CHANGES, 1.19.7"},
}

// added are rows that no list has.
var added = map[string][]row{
	"kafka": tlsOptions,
	"mysql": {{key: "tls_version", def: "", scope: "MySQL global", online: true, runs: []span{{"8.0.16", "8.4"}}}},
	"jvm": {
		{key: "-Xloggc", typ: "file", scope: "product", runs: []span{{}}, notes: "GC log; from JDK 9 on an old form of -Xlog:gc:FILE"},
		{key: "-Xlog", typ: "selection", scope: "product", runs: []span{{"9", ""}}, notes: "unified logging"},
	},
}

// knownRenames are those that rows do not tell, or tell without the release.
var knownRenames = []rename{
	{"flink", "1.10", "taskmanager.heap.size", "taskmanager.memory.process.size"},
	{"flink", "1.10", "taskmanager.memory.size", "taskmanager.memory.managed.size"},
	{"flink", "1.10", "taskmanager.network.memory.fraction", "taskmanager.memory.network.fraction"},
	{"flink", "1.10", "taskmanager.network.memory.min", "taskmanager.memory.network.min"},
	{"flink", "1.10", "taskmanager.network.memory.max", "taskmanager.memory.network.max"},
	{"flink", "1.11", "jobmanager.heap.size", "jobmanager.memory.process.size"},
	{"mysql", "8.0.26", "log_slave_updates", "log_replica_updates"},
	{"mysql", "8.0.26", "slave_net_timeout", "replica_net_timeout"},
	{"mysql", "8.0.26", "slave_max_allowed_packet", "replica_max_allowed_packet"},
}

// preferredRenames are the new names that are meant as a rule where an old one became several.
var preferredRenames = []string{"rest.port", "execution.state-recovery.from-local", "kubernetes.pod-template-file.default"}

func rekey(key string) func(*row) { return func(r *row) { r.key = key } }
func note(text string) func(*row) { return func(r *row) { r.notes = text } }
func releases(since, until string) func(*row) {
	return func(r *row) { r.runs = []span{{since, until}} }
}
func both(first, then func(*row)) func(*row) { return func(r *row) { first(r); then(r) } }
func drop(r *row)                            { r.key = "" }

var usedCorrections = map[int]bool{}

// correct applies what is known of a row; false: the row is to be left out.
func correct(table string, r *row) bool {
	for i, c := range corrections {
		if c.table != table || c.key != r.key || !strings.HasPrefix(r.scope, c.scope) || c.runs != "" && c.runs != runsText(r.runs) {
			continue
		}
		usedCorrections[i] = true
		c.edit(r)
		return r.key != ""
	}
	return true
}

// unusedCorrection fails when a correction of the table met no row: the list has changed, and the correction is to be looked at again.
func unusedCorrection(table string) error {
	for i, c := range corrections {
		if c.table == table && !usedCorrections[i] {
			return fmt.Errorf("table %s: the correction of %s %s%s met no row (%s)", table, c.key, c.scope, c.runs, c.why)
		}
	}
	return nil
}
