package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// isMySQLSource tells the scopes that read MySQL's binlog.
func (s *scope) isMySQLSource() bool {
	connector := s.connector()
	return s.table == "flink-cdc" && (connector == "mysql-cdc" || connector == "pipeline mysql source")
}

// serverIDs reads "5401" or "5401-5404".
func serverIDs(text string) (from, to int64, ok bool) {
	first, last, isRange := strings.Cut(strings.TrimSpace(text), "-")
	from, err := strconv.ParseInt(strings.TrimSpace(first), 10, 64)
	if err != nil {
		return 0, 0, false
	}
	if !isRange {
		return from, from, true
	}
	to, err = strconv.ParseInt(strings.TrimSpace(last), 10, 64)
	return from, to, err == nil
}

// serverIDMissing finds sources without an id of their own.
func serverIDMissing(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, s := range p.scopes {
		if s.isMySQLSource() && s.find("server-id") == nil {
			out = append(out, spot{file: s.file, line: s.line, column: 1, block: -1, captures: map[string]string{"key": "server-id", "scope": s.name}})
		}
	}
	return out
}

// serverIDsFew finds ranges of server ids with fewer ids than readers. Captures: count, parallelism, need (the range that would do).
func serverIDsFew(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, s := range p.scopes {
		setting := s.find("server-id")
		if !s.isMySQLSource() || setting == nil {
			continue
		}
		from, to, ok := serverIDs(setting.Value)
		parallelism := p.parallelism(s)
		if !ok || to < from || to-from+1 >= parallelism {
			continue
		}
		out = append(out, at(s.file, setting, map[string]string{
			"key": setting.Key, "value": setting.Value, "set": setting.Value, "scope": s.name, "count": strconv.FormatInt(to-from+1, 10),
			"parallelism": strconv.FormatInt(parallelism, 10), "need": strconv.FormatInt(from, 10) + "-" + strconv.FormatInt(from+parallelism-1, 10),
		}))
	}
	return out
}

// parallelism returns with how many readers a source runs, as far as its own file tells; 0 when it does not.
func (p *picture) parallelism(s *scope) int64 {
	values := []string{s.value("scan.parallelism")}
	for _, other := range p.scopes {
		if other.file != s.file {
			continue
		}
		if other.table == "flink" {
			values = append(values, other.value("parallelism.default"), other.value("table.exec.resource.default-parallelism"))
		} else if other.name == "pipeline" {
			values = append(values, other.value("parallelism"))
		}
	}
	for _, value := range values {
		if n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64); err == nil {
			return n
		}
	}
	return 0
}

// serverIDsClash finds two sources that read the same server under the same id. Captures: other (the other range), where (its place).
func serverIDsClash(p *picture, _ *rules.Lint) []spot {
	var out []spot
	var before []*scope
	for _, s := range p.scopes {
		from, to, ok := serverIDs(s.value("server-id"))
		if !s.isMySQLSource() || !ok {
			continue
		}
		for _, other := range before {
			otherFrom, otherTo, _ := serverIDs(other.value("server-id"))
			sameServer := s.value("hostname") == other.value("hostname") && portOf(s) == portOf(other)
			if s.file != other.file && isLoopback(s.value("hostname")) { // of two machines, perhaps
				continue
			}
			if !sameServer || from > otherTo || otherFrom > to || isPlaceholder(s.value("hostname")) {
				continue
			}
			setting := s.find("server-id")
			out = append(out, at(s.file, setting, map[string]string{
				"key": setting.Key, "value": setting.Value, "set": setting.Value, "scope": s.name, "other": other.value("server-id"),
				"where": other.file.Name + ":" + lineOf(other.file, other.find("server-id")),
			}))
			break
		}
		before = append(before, s)
	}
	return out
}

func isLoopback(host string) bool { return host == "localhost" || strings.HasPrefix(host, "127.") }

func portOf(s *scope) string {
	if port := s.value("port"); port != "" {
		return port
	}
	return "3306"
}

// isPlaceholder tells values that stand for something that was taken out before the file was shown.
func isPlaceholder(value string) bool {
	return value == "" || isTemplate(value) || strings.Trim(value, "xX*.") == ""
}

// startupIncomplete finds startup modes that lack the place to start from. Captures: lacks.
func startupIncomplete(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, s := range p.scopes {
		mode := s.find("scan.startup.mode")
		if !s.isMySQLSource() || mode == nil {
			continue
		}
		set := func(key string) bool { return s.find("scan.startup."+key) != nil }
		lacks := ""
		switch {
		case mode.Value == "timestamp" && !set("timestamp-millis"):
			lacks = "scan.startup.timestamp-millis"
		case mode.Value == "specific-offset" && !set("specific-offset.file") && !set("specific-offset.gtid-set"):
			lacks = "scan.startup.specific-offset.file and .pos, or .gtid-set"
		case mode.Value == "specific-offset" && set("specific-offset.file") && !set("specific-offset.pos"):
			lacks = "scan.startup.specific-offset.pos"
		default:
			continue
		}
		out = append(out, at(s.file, mode, map[string]string{"key": mode.Key, "value": mode.Value, "set": mode.Value, "scope": s.name, "lacks": lacks}))
	}
	return out
}

// queueBelowBatch finds queues of Debezium that are not larger than a batch; unset keys have Debezium's defaults. Captures: queue, batch, need.
// Source: debezium/debezium debezium-core CommonConnectorConfig.validateMaxQueueSize.
func queueBelowBatch(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, s := range p.scopes {
		if s.table != "flink-cdc" || s.connector() == "" {
			continue
		}
		queue, batch := s.find("debezium.max.queue.size"), s.find("debezium.max.batch.size")
		size, least := intOr(queue, 8192), intOr(batch, 2048)
		if queue == nil && batch == nil || size > least {
			continue
		}
		setting := queue
		if setting == nil {
			setting = batch
		}
		out = append(out, at(s.file, setting, map[string]string{
			"key": setting.Key, "value": setting.Value, "set": setting.Value, "scope": s.name, "queue": strconv.FormatInt(size, 10), "batch": strconv.FormatInt(least, 10),
			"need": strconv.FormatInt(4*least, 10),
		}))
	}
	return out
}

func intOr(s *conf.Setting, fallback int64) int64 {
	if s == nil {
		return fallback
	}
	if n, err := strconv.ParseInt(strings.TrimSpace(s.Value), 10, 64); err == nil {
		return n
	}
	return fallback
}

// pipelineKeyIgnored finds keys of the block pipeline that Flink CDC does not read. It takes whatever stands there, unlike the options of connectors.
// Source: apache/flink-cdc YamlPipelineDefinitionParser.java (toPipelineConfig), PipelineOptions.java.
func pipelineKeyIgnored(p *picture, c *rules.Lint) []spot {
	return eachKey(p, c, func(s *scope, setting *conf.Setting) map[string]string {
		if s.connector() != "pipeline" || !s.unknown(setting.Key) || nearest(s, setting.Key) != "" {
			return nil
		}
		return map[string]string{}
	})
}

// structured are the keys of a pipeline's blocks that hold more than a value.
var structured = []string{"user-defined-function", "model", "include.schema.changes", "exclude.schema.changes"}

// nestedOption finds options of a pipeline that are spread over nested mappings. Captures: flat (the key as it must be written).
// Source: apache/flink-cdc YamlPipelineDefinitionParser.java (options are read as a map of texts).
func nestedOption(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, f := range p.files {
		if f.Kind != conf.YAML || isTemplateFile(f) {
			continue
		}
		for i := range f.Settings {
			s := &f.Settings[i]
			if s.Table != "flink-cdc" || len(s.Path) < 2 || !slices.Contains([]string{"source", "sink", "pipeline"}, s.Path[0]) || slices.Contains(structured, s.Path[1]) {
				continue
			}
			out = append(out, at(f, s, map[string]string{"key": s.Path[1], "value": s.Value, "set": s.Value, "scope": s.Path[0], "flat": s.Key}))
		}
	}
	return out
}
