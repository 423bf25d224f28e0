package main

import "strings"

// defaults says in plain words what the lists copied from sources.
var defaults = map[string]string{
	`""`:                      "(empty)",
	"new HashMap<>()":         "(empty)",
	"new ArrayList<>()":       "(empty)",
	"Collections.emptyMap()":  "(empty)",
	"Collections.emptyList()": "(empty)",
	"new LogConf()":           "",
	"new MetricPluginConf()":  "",
	"new RestartConf()":       "",
	"new RestoreConf()":       "",
	"new SpeedConf()":         "",
	"new Object().hashCode()": "(random)",

	"Runtime.getRuntime().availableProcessors()":     "(CPU cores)",
	"Runtime.getRuntime().availableProcessors() * 2": "(2 x CPU cores)",
	"2 * Runtime.getRuntime().availableProcessors()": "(2 x CPU cores)",
	`System.getProperty("java.io.tmpdir")`:           "(java.io.tmpdir)",
	`System.getProperty("log.file")`:                 "(system property log.file)",
	"HiveShimLoader.getHiveVersion()":                "(version of the Hive client)",
	"StandardCharsets.UTF_8.name()":                  "UTF-8",
	"StandardCharsets.UTF_8.displayName()":           "UTF-8",
	`MemorySize.parse("2mb")`:                        "2 mb",
	"WriteMode.APPEND.name()":                        "APPEND",
	"SubscriptionInitialPosition.Latest":             "Latest",
	"SessionConfiguration.FlushMode.AUTO_FLUSH_SYNC": "AUTO_FLUSH_SYNC",

	`"StarRocks version " + Version.STARROCKS_VERSION`:                                                    "(version)",
	`Version.STARROCKS_VERSION + "-" + Version.STARROCKS_COMMIT_HASH`:                                     "(version)",
	`The default value depends on the actually running version. In general it looks like "flink:-scala_"`: "(by the Flink version)",
}

// constants says what the constants stand for that a table's list names instead of the value.
var constants = map[string]map[string]string{
	"kafka": {
		"Sensor.RecordingLevel.INFO":          "INFO",
		"MetadataRecoveryStrategy.NONE.name":  "none",
		"IsolationLevel.READ_UNCOMMITTED":     "read_uncommitted",
		"READ_UNCOMMITTED":                    "read_uncommitted",
		"GroupProtocol.CLASSIC":               "classic",
		"CompressionType.NONE.name":           "none",
		"BrokerCompressionType.PRODUCER.name": "producer",
		"DefaultPartitioner.class":            "org.apache.kafka.clients.producer.internals.DefaultPartitioner",
		"DEFAULT":                             "default",
		"USE_ALL_DNS_IPS":                     "use_all_dns_ips",
		"LATEST":                              "latest",
		"DEFAULT_COMPRESSION":                 "-1",
		"RequestTimeoutMs":                    "30000",
	},
	"kafka-connector": {
		"GROUP_OFFSETS": "group-offsets", "UNBOUNDED": "unbounded", "AT_LEAST_ONCE": "at-least-once", "5).toMillis( min": "300000",
		"EnumeratorMode.PER_CLUSTER": "PER_CLUSTER",
	},
	"jdbc-connector": {"CONCUR_READ_ONLY": "1007", "TYPE_FORWARD_ONLY": "1003", "null": "(none)"}, // java.sql.ResultSet
	"flink-cdc": {
		"AT_LEAST_ONCE": "at-least-once", "DEBEZIUM_JSON": "debezium-json", "ALL_TO_ZERO": "all-to-zero", "JSON": "json",
		"ErrorTolerance.NONE.value()": "none", "KafkaDatabaseHistory": "io.debezium.relational.history.KafkaDatabaseHistory",
	},
	// Kudu's time-out, StoreSize and the sink's documented batch; what is left empty is not resolved in the sources that were read.
	"chunjun": {
		"DEFAULT_OPERATION_TIMEOUT_MS":                    "30000",
		"ConstantValue.STORE_SIZE_G":                      "1073741824",
		"5 * STORE_SIZE_G":                                "5368709120",
		"ConstantValue.SINK_BATCH_MAX_ROWS_DEFAULT":       "204800",
		"ConstantValue.SINK_BATCH_MAX_BYTES_DEFAULT":      "52428800",
		"ConstantValue.HTTP_CHECK_TIMEOUT_DEFAULT":        "",
		"ConstantValue.QUEUE_OFFER_TIMEOUT_DEFAULT":       "",
		"ConstantValue.QUEUE_POLL_TIMEOUT_DEFAULT":        "",
		"ConfigConstant.STRATEGY_NO_RESTART":              "",
		`Pattern.compile("(?<host>(.*)):(?<port>\\d+)*")`: `(?<host>(.*)):(?<port>\\d+)*`,
	},
}

// cleanDefault says the default as the configuration writes it; words in parentheses stand for what is no literal value.
func cleanDefault(table, def, typ string) string {
	if plain, ok := constants[table][def]; ok {
		return plain
	}
	if plain, ok := defaults[def]; ok {
		return plain
	}
	if def == "MAX_VALUE" {
		if strings.HasPrefix(strings.ToLower(typ), "int") {
			return "2147483647"
		}
		return "9223372036854775807"
	}
	if strings.HasPrefix(def, `"`) && strings.HasSuffix(def, `"`) && len(def) > 2 {
		inner := strings.ReplaceAll(def[1:len(def)-1], `";"`, ";")
		if !strings.Contains(inner, `"`) {
			return inner
		}
	}
	return def
}

// types gives one name to what lists call differently.
var types = map[string]string{
	"String": "string", "Boolean": "boolean", "Integer": "int", "integer": "int", "Long": "long", "Double": "double", "Float": "float",
	"Duration": "duration", "MemorySize": "memory", "Enum": "enum", "Map": "map",
	"List<String>": "string list", "List<Map>": "map list", "List<Enum>": "enum list",
	"bool": "boolean", "int16": "int", "int32": "int", "int64": "long",
}

func cleanType(typ string) string {
	if strings.HasPrefix(typ, "EnumPossible values:") {
		return "enum"
	}
	if plain, ok := types[typ]; ok {
		return plain
	}
	return typ
}

// derived are notes that the releases, the scope or another column already say.
var derived = []string{"gone from ", "no longer from ", "unknown to JDK ", "not in a release yet", "connector/format/catalog option",
	"YAML key of the job file", "prefix", "JDBC URL parameters", "Stream Load headers", "CREATE TABLE properties", "keys not validated", "shell variable", "renamed "}

// cleanNotes reads what the notes say about names and keeps what nothing else says.
func cleanNotes(r *row) {
	var kept []string
	for _, note := range strings.Split(r.notes, "; ") {
		if note == "" || takeName(r, note) || isDerived(note) {
			continue
		}
		if note == "not in the generated docs" || note == "filesystem plugin, not in the generated docs" {
			r.hidden = true
			continue
		}
		kept = append(kept, note)
	}
	r.notes = strings.Join(kept, "; ")
}

func isDerived(note string) bool {
	for _, lead := range derived {
		if strings.HasPrefix(note, lead) {
			return true
		}
	}
	return false
}

// takeName reads a note about another name of the key.
func takeName(r *row, note string) bool {
	for _, lead := range []string{"old key, read as ", "old name, use "} {
		if name, ok := strings.CutPrefix(note, lead); ok {
			r.as, _, _ = strings.Cut(name, " ")
			return true
		}
	}
	if name, ok := strings.CutPrefix(note, "also accepted: "); ok {
		r.accepts = append(r.accepts, strings.Split(name, ", ")...)
		return true
	}
	if name, ok := strings.CutPrefix(note, "shown as "); ok {
		r.shown = name
		return false // worth saying
	}
	if rest, ok := strings.CutPrefix(note, "renamed to "); ok {
		r.renamed, r.since, _ = strings.Cut(rest, " in ")
		r.since = plain(r.since)
		return true
	}
	if strings.HasPrefix(note, "also fallback for ") {
		r.fallback = true
		return true
	}
	return false
}
