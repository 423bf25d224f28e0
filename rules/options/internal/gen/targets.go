package main

import "strings"

// target is one table to write.
type target struct {
	table, product string
	files          []string          // of the product; nil: all
	about          string            // for the table's header
	adapt          func(r *row) bool // false: the row is no option of the table
	prefer         []string          // scopes, by prefix, that stand first where several declare the key
}

var targets = []target{
	{table: "flink", product: "flink", adapt: always,
		about: "Apache Flink, 1.10 to 2.3 and 2.4-dev: generated documentation and ConfigOption declarations of apache/flink, with the connectors it held"},
	{table: "flink-cdc", product: "flink-cdc", adapt: adaptCDC,
		about: "Flink CDC, 1.0.0 to 3.6.0: option classes of apache/flink-cdc, and Debezium's fields by the Debezium that a release bundles",
		prefer: []string{"mysql-cdc", "pipeline mysql source", "pipeline starrocks sink", "pipeline definition", "pipeline",
			"postgres-cdc", "debezium core", "debezium mysql"}},
	{table: "sr-connector", product: "sr-connector", adapt: always,
		about:  "StarRocks connector for Flink, 1.1.0 to 1.2.15: option classes of StarRocks/starrocks-connector-for-apache-flink",
		prefer: []string{"sink", "source"}},
	{table: "starrocks-fe", product: "starrocks", files: []string{"starrocks-fe.tsv"}, adapt: always,
		about: "fe.conf of StarRocks, every release from 2.0.1 to 3.5.2, 4.0 and 4.1 as branched: common/Config.java; online: ADMIN SET FRONTEND CONFIG"},
	{table: "starrocks-be", product: "starrocks", files: []string{"starrocks-be.tsv"}, adapt: always,
		about: "be.conf and cn.conf of StarRocks, releases as in starrocks-fe: be/src/common/config.h; online: update_config, information_schema.be_configs"},
	{table: "starrocks-session", product: "starrocks", files: []string{"starrocks-session.tsv"}, adapt: adaptSession,
		about: "session and global variables of StarRocks, releases as in starrocks-fe: SessionVariable.java, GlobalVariable.java"},
	{table: "starrocks-table", product: "starrocks", files: []string{"starrocks-table.tsv"}, adapt: adaptTableProperty,
		about: "table and partition properties of StarRocks, releases as in starrocks-fe: PropertyAnalyzer.java, DynamicPartitionProperty.java"},
	{table: "stream-load", product: "starrocks", files: []string{"starrocks-stream-load.tsv"}, adapt: adaptStreamLoad,
		about: "HTTP headers of StarRocks' Stream Load, releases as in starrocks-fe: be/src/http/http_common.h; defaults from STREAM_LOAD.md"},
	{table: "nginx", product: "nginx", adapt: adaptNginx,
		about:  "nginx, 1.0.0 to 1.31.4: ngx_command_t tables of nginx/nginx; defaults and contexts from nginx/nginx.org; scope is the directive's contexts",
		prefer: []string{"main", "http", "server", "location", "upstream", "events", "stream"}},
	{table: "mysql", product: "mysql", adapt: adaptMySQL,
		about: "variables of MySQL 5.7 to 9.7, MariaDB 10.4 to 10.11, Percona Server 8.0: sql/sys_vars.cc, running servers, dev.mysql.com; " +
			"a version from 10 on, or one that says MariaDB, is MariaDB's",
		prefer: []string{"MySQL", "MariaDB"}},
	{table: "zookeeper", product: "zookeeper", adapt: adaptZooKeeper,
		about: "zoo.cfg of ZooKeeper, 3.4.14 to 3.9.5: QuorumPeerConfig.java"},
	{table: "kafka", product: "kafka", adapt: always,
		about:  "Kafka clients, topics and brokers, 2.4.1 to 3.8.0: ConfigDef declarations of apache/kafka",
		prefer: []string{"producer", "consumer", "topic", "broker"}},
	{table: "jvm", product: "jvm", adapt: adaptJVM,
		about: "-XX flags of HotSpot in OpenJDK 8, 11, 17, 21, 25: -XX:+PrintFlagsFinal (Linux x86_64); scope is the kind of flag"},
	{table: "chunjun", product: "chunjun", adapt: adaptChunJun,
		about:  "ChunJun 1.12, 1.16 and later: option and configuration classes of DTStack/chunjun",
		prefer: []string{"json starrocks", "sql starrocks", "json jdbc-base", "sql jdbc-base", "json binlog", "sql binlog", "core", "dirty-data"}},
	{table: "streampark", product: "streampark", adapt: always,
		about:  "Apache StreamPark, 2.0.0 to 2.1.7: declaring classes of streampark-common and the shipped files; scope says which",
		prefer: []string{"CommonConfig", "K8sFlinkConfig", "shipped config.yaml", "shipped application.yml"}},
	{table: "jdbc-connector", product: "jdbc-connector", adapt: adaptConnector,
		about: "JDBC connector of Flink, 3.0.0 to 4.1.0: apache/flink-connector-jdbc; before the split: table flink", prefer: []string{"JdbcConnectorOptions"}},
	{table: "kafka-connector", product: "kafka-connector", adapt: adaptConnector,
		about: "Kafka connector of Flink, 3.0.0 to 5.0.0: apache/flink-connector-kafka; before the split: table flink"},
	{table: "other", product: "other", adapt: adaptOther,
		about: "single keys of other systems; scope names the system"},
}

func always(*row) bool { return true }

func adaptCDC(r *row) bool {
	switch {
	case r.key == "(empty)":
		return false // the list could not read the key
	case r.releases == "":
		return false // named in documents, declared nowhere
	case r.releases == "VVR":
		r.vendor, r.scope = "Alibaba VVR", ""
		r.notes = strings.TrimPrefix(strings.TrimPrefix(r.notes, "Alibaba VVR"), ", ")
		r.notes = strings.TrimPrefix(strings.TrimSpace(r.notes), "; ")
		if strings.HasPrefix(r.notes, "8.") {
			r.notes = "VVR " + r.notes
		}
	case strings.HasPrefix(r.releases, "Debezium "):
		r.notes = "Debezium 3.5 and later, which no release of Flink CDC bundles"
	}
	return true
}

func adaptSession(r *row) bool {
	r.online = !strings.Contains(r.scope, "read-only")
	return true
}

func adaptTableProperty(r *row) bool {
	r.scope = strings.TrimSuffix(r.scope, " property")
	return true
}

func adaptStreamLoad(r *row) bool {
	switch {
	case r.key == "100-continue":
		return false // a value of the Expect header
	case r.releases == "docs":
		r.releases = "" // read by the HTTP layer, named in no constant
	}
	return true
}

// adaptNginx names the family of contexts that do not say it themselves: "server" of stream is not that of http.
func adaptNginx(r *row) bool {
	for _, family := range []string{"stream", "mail"} {
		if strings.HasPrefix(r.module, "ngx_"+family+"_") && !strings.HasPrefix(r.scope, family) {
			r.scope += " (" + family + ")"
		}
	}
	var notes []string
	for _, note := range strings.Split(r.notes, "; ") {
		switch {
		case note == "commercial (NGINX Plus)":
			r.vendor = "NGINX Plus"
		case note == "parameter of server": // the scope says so
		case note != "":
			notes = append(notes, note)
		}
	}
	r.notes = strings.Join(notes, "; ")
	return true
}

func adaptMySQL(r *row) bool {
	name := flavour(r)
	switch name {
	case "Amazon":
		r.vendor, name = "Amazon RDS", "MySQL"
	case "Percona":
		r.vendor, name = "Percona Server", "MySQL"
	}
	r.scope = name + " " + r.scope
	return true
}

func adaptZooKeeper(r *row) bool {
	unit, rest, _ := strings.Cut(r.notes, "; ")
	switch unit {
	case "ms", "h", "ticks":
		r.unit, r.notes = unit, rest
	}
	return true
}

func adaptJVM(r *row) bool {
	r.online = r.scope == "manageable"
	return true
}

// adaptChunJun leaves out constants of the option classes: no job can set them.
func adaptChunJun(r *row) bool { return strings.ToUpper(r.key) != r.key }

func adaptConnector(r *row) bool {
	_, r.scope, _ = strings.Cut(r.scope, " ")
	return true
}

func adaptOther(r *row) bool {
	system, _, _ := strings.Cut(r.releases, " ")
	r.scope = system + " " + r.scope
	if r.typ == "MB" || r.typ == "h" {
		r.typ, r.unit = "int", r.typ
	}
	return true
}
