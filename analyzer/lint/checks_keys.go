package lint

import (
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// eachKey calls f for every setting of the scopes whose table the rule looks at, values that are filled in later excepted, and collects the places for which
// it returns captures.
func eachKey(p *picture, c *rules.Lint, f func(*scope, *conf.Setting) map[string]string) []spot {
	var out []spot
	for _, s := range p.scopes {
		if !slices.Contains(c.In, s.table) || !p.applies(s, c) {
			continue
		}
		for _, setting := range s.settings {
			if strings.ContainsAny(setting.Key, "{$<") {
				continue
			}
			if captures := f(s, setting); captures != nil {
				captures["key"], captures["value"], captures["set"], captures["scope"], captures["table"] = setting.Key, setting.Value, setting.Value, s.name, s.table
				if connector := s.connector(); connector != "" {
					captures["connector"] = connector
				}
				out = append(out, at(s.file, setting, captures))
			}
		}
	}
	return out
}

// connector tells what a scope of table options or a block of a pipeline configures: "mysql-cdc", "pipeline mysql source", "pipeline"; "" for others.
func (s *scope) connector() string {
	switch {
	case s.file.Kind == conf.SQL && s.name != "":
		return s.value("connector")
	case s.table != "flink-cdc":
		return ""
	case s.name == "pipeline":
		return "pipeline"
	case s.value("type") != "":
		return "pipeline " + s.value("type") + " " + s.name
	}
	return ""
}

// has tells whether a connector has a key, by the scopes that the table names for it.
func has(table, connector, key string) bool {
	option, ok := options.Lookup(table, key)
	if !ok {
		return false
	}
	if table != "flink-cdc" {
		return true
	}
	for _, scope := range strings.FieldsFunc(option.Scope, func(r rune) bool { return r == ',' || r == ';' }) {
		switch scope = strings.TrimSpace(scope); {
		case scope == connector, strings.HasPrefix(scope, "debezium"), connector != "pipeline" && scope == "pipeline definition" && (key == "type" || key == "name"):
			return true
		}
	}
	return false
}

// judged tells whether the table lists all keys of what the scope configures, so that a key that is not there is none.
func (s *scope) judged() bool {
	switch s.table {
	case "flink-cdc":
		connector := s.connector()
		return connector != "" && slices.ContainsFunc([]string{"hostname", "jdbc-url", "fenodes", "properties.bootstrap.servers", "parallelism", "hosts"}, func(key string) bool {
			return has(s.table, connector, key)
		})
	case "sr-connector", "jdbc-connector":
		return s.connector() != ""
	}
	return true
}

// general are keys that every table or block may have besides those of its connector.
var general = []string{"connector", "type", "name", "property-version", "scan.parallelism", "sink.parallelism", "format", "key.format", "value.format", "changelog-mode"}

// unknown tells whether a scope's connector or product has no such key, in any release.
func (s *scope) unknown(key string) bool {
	if _, vendor := options.Vendor(s.table, key); vendor || s.file.Kind == conf.SQL && slices.Contains(general, key) || strings.HasPrefix(key, "lookup.") {
		return false
	}
	if s.table == "flink-cdc" && (key == "type" || key == "name") && s.name != "pipeline" {
		return false
	}
	if slices.Contains(retired[s.table], key) || s.file.Kind == conf.SQL && (slices.Contains(sqlClient, key) || strings.HasPrefix(key, "execution.restart-strategy.")) {
		return false
	}
	return s.judged() && !has(s.table, s.connector(), key)
}

// families of Flink's keys that are all Flink's own: whatever begins with one of them is read by Flink or by nobody. The others hold keys of file systems, reporters,
// security modules, operators and users.
var families = []string{
	"akka", "blob", "cluster", "execution", "fine-grained", "heartbeat", "high-availability", "historyserver", "jobmanager", "jobstore", "parallelism", "pekko",
	"pipeline", "queryable-state", "resourcemanager", "rest", "restart-strategy", "slot", "slotmanager", "state", "task", "taskmanager", "web",
}

func isFlinkFamily(key string) bool {
	first, _, _ := strings.Cut(key, ".")
	return slices.Contains(families, first)
}

// foreign are beginnings of keys that Flink hands on or that others read.
var foreign = []string{
	"s3.", "s3a.", "fs.", "gs.", "oss.", "abfs.", "azure.", "hadoop.", "hive.", "presto.", "flink.hadoop.", "flink.yarn.", "kubernetes.operator.", "job.autoscaler.",
	"metrics.", "env.", "containerized.", "security.", "user.", "python.", "yarn.", "external-resource", "$internal.", "pipeline.global-job-parameters", "traces.", "events.",
}

// retired are keys that were read once and are older than the tables, or that a vendor's own files still set.
// Source: apache/flink release-1.9 TaskManagerOptions.java; StarRocks/starrocks conf/be.conf of 2.x.
var retired = map[string][]string{
	"flink":        {"taskmanager.memory.fraction", "taskmanager.memory.off-heap", "taskmanager.memory.preallocate"},
	"starrocks-be": {"default_rowset_type"},
}

// sqlClient are keys that SET of the SQL client understood up to Flink 1.13, those of its environment file.
// Source: apache/flink release-1.12 flink-table/flink-sql-client ExecutionEntry.java.
var sqlClient = []string{
	"execution.planner", "execution.type", "execution.parallelism", "execution.max-parallelism", "execution.result-mode", "execution.max-table-result-rows", "execution.time-characteristic",
	"execution.periodic-watermarks-interval", "execution.min-idle-state-retention", "execution.max-idle-state-retention", "execution.current-catalog", "execution.current-database",
}

func isForeign(key string) bool {
	return slices.ContainsFunc(foreign, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
}

// isEnvironment tells the shell variables that fe.conf and be.conf may set from their keys.
func isEnvironment(s *scope, key string) bool {
	return strings.HasPrefix(s.table, "starrocks-") && strings.ToUpper(key) == key
}

// nearest suggests a key that the scope's connector has and that is not set yet. A key of which the other is merely the end is none: too many programs have a
// server.port. Of Flink's keys only those of its families count; its table also lists options of connectors.
func nearest(s *scope, key string) string {
	near, asked := s.suggested[key]
	if !asked && len(s.suggested) < maxSuggestions {
		near = suggest(s, key)
		if s.suggested == nil {
			s.suggested = map[string]string{}
		}
		s.suggested[key] = near
	}
	return near
}

// maxSuggestions bounds how many unknown keys of a scope are compared with all that there are.
const maxSuggestions = 500

func suggest(s *scope, key string) string {
	for _, near := range options.Nearest(s.table, key, 6) {
		switch {
		case !has(s.table, s.connector(), near) || s.find(near) != nil:
		case strings.HasSuffix(near, "."+key) || strings.HasSuffix(key, "."+near):
		case s.table == "flink" && !isFlinkFamily(near):
		default:
			return near
		}
	}
	return ""
}

// misspelt finds keys that do not exist and resemble one that does.
func misspelt(p *picture, c *rules.Lint) []spot {
	return eachKey(p, c, func(s *scope, setting *conf.Setting) map[string]string {
		key := setting.Key
		if !s.unknown(key) || isEnvironment(s, key) || s.table == "flink" && isForeign(key) {
			return nil
		}
		if near := nearest(s, key); near != "" {
			return map[string]string{"near": near}
		}
		return nil
	})
}

// unknownKey finds keys that do not exist and resemble none.
func unknownKey(p *picture, c *rules.Lint) []spot {
	return eachKey(p, c, func(s *scope, setting *conf.Setting) map[string]string {
		key := setting.Key
		switch {
		case !s.unknown(key) || isEnvironment(s, key) || nearest(s, key) != "":
			return nil
		case s.table == "flink" && !isFlinkFamily(key), s.table == "jdbc-connector", s.connector() == "pipeline":
			return nil
		}
		return map[string]string{}
	})
}

// vendorKey finds keys that only a vendor's distribution has.
func vendorKey(p *picture, c *rules.Lint) []spot {
	return eachKey(p, c, func(s *scope, setting *conf.Setting) map[string]string {
		if vendor, ok := options.Vendor(s.table, setting.Key); ok {
			return map[string]string{"vendor": vendor}
		}
		return nil
	})
}

// removedKey finds keys that the release has no longer. Captures: version, now (the newest name, empty when there is none). Flink kept reading keys that its
// documentation dropped until 2.0 took all deprecated ones away (https://nightlies.apache.org/flink/flink-docs-stable/release-notes/flink-2.0/).
func removedKey(p *picture, c *rules.Lint) []spot {
	return eachKey(p, c, func(s *scope, setting *conf.Setting) map[string]string {
		version, since, absent := p.absent(s, setting.Key)
		if !absent || since != "" || s.table == "flink" && older(version, "2") {
			return nil
		}
		captures := map[string]string{"version": version}
		if now, renamed := options.Current(s.table, setting.Key); renamed {
			captures["now"] = now
		}
		return captures
	})
}

// newerKey finds keys that the release does not have yet. Captures: version, since, before (the name that the release has for it, empty when there is none). Of
// Flink's keys only renamed ones are sure: others existed before they were documented.
func newerKey(p *picture, c *rules.Lint) []spot {
	return eachKey(p, c, func(s *scope, setting *conf.Setting) map[string]string {
		captures := p.newer(s, setting.Key)
		if s.table == "flink" && captures["before"] == "" {
			return nil
		}
		return captures
	})
}

// documentedLater finds keys of Flink that the documentation of the release does not have yet. Captures: version, since.
func documentedLater(p *picture, c *rules.Lint) []spot {
	return eachKey(p, c, func(s *scope, setting *conf.Setting) map[string]string {
		captures := p.newer(s, setting.Key)
		if captures["before"] != "" {
			return nil
		}
		return captures
	})
}

// newer tells whether a key is absent from the release and comes with a later one; nil when not.
func (p *picture) newer(s *scope, key string) map[string]string {
	version, since, absent := p.absent(s, key)
	if !absent || since == "" {
		return nil
	}
	captures := map[string]string{"version": version, "since": since}
	if before, renamed := options.NameFor(s.table, key, version); renamed {
		captures["before"] = before
	}
	return captures
}

// keyTwice finds keys that are set twice with different values, of which the first is lost. In one mapping of config.yaml that is no YAML; yamlKeyTwice tells.
func keyTwice(p *picture, c *rules.Lint) []spot {
	return eachKey(p, c, func(s *scope, setting *conf.Setting) map[string]string {
		last := s.lastOf(setting.Key)
		if last == setting || last.Value == setting.Value || last.Line <= setting.Line || s.file.Kind == conf.SQL || repeats(setting.Key) {
			return nil
		}
		if s.file.Kind == conf.YAML && s.group == nil && slices.Equal(last.Path, setting.Path) {
			return nil
		}
		return map[string]string{"other": last.Value, "line": lineOf(s.file, last)}
	})
}

// repeats tells keys of my.cnf that may be given several times.
func repeats(key string) bool {
	return strings.HasPrefix(key, "replicate_") || strings.HasPrefix(key, "binlog_do_db") || strings.HasPrefix(key, "binlog_ignore_db") || strings.HasPrefix(key, "plugin")
}
