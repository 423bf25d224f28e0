package remedy

import (
	"bytes"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// home is a place of a file where the keys of one option table stand side by side: the whole file, the server's section of my.cnf, the source of a
// pipeline, the WITH clause of a table, a command line. Files of nginx have blocks instead.
type home struct {
	file     *conf.File
	settings []*conf.Setting
	// end is where another key is added: at the start of a line, in SQL and on command lines behind the last option. It is none when there is no such place.
	end int
	// indent is what stands before a key on its line.
	indent string
	// block is the block of a pipeline: "source", "sink" or "pipeline".
	block string
	// connector is whose options these are: "mysql" for 'connector' = 'mysql-cdc' and for a source of type mysql; "" where no connector is meant.
	connector string
	// text says that values must be strings, as in the flinkConfiguration of a FlinkDeployment.
	text bool
	// raw says that a value is part of another: of "-Dkey=value" in the arguments of a container.
	raw bool
	// json says that the mapping stands in a JSON file, where a comma goes before another key.
	json bool
}

// none is the end of a home that takes no further key.
const none = -1

// homesOf returns where keys of the table stand or may stand in a file.
func homesOf(f *conf.File, table string) []*home {
	switch f.Kind {
	case conf.FlinkConf, conf.Properties:
		if f.Table == table {
			return []*home{{file: f, settings: ofTable(f, table), end: len(f.Data)}}
		}
	case conf.MyCnf:
		if table == "mysql" {
			return serverHomes(f)
		}
	case conf.YAML:
		return yamlHomes(f, table)
	case conf.SQL:
		return sqlHomes(f, table)
	case conf.Arguments:
		if table == "flink" {
			return commandHomes(f)
		}
	}
	return nil
}

// ofTable returns the settings of an option table.
func ofTable(f *conf.File, table string) []*conf.Setting {
	var out []*conf.Setting
	for i := range f.Settings {
		if s := &f.Settings[i]; s.Table == table {
			out = append(out, s)
		}
	}
	return out
}

// serverHomes returns the sections of my.cnf that the server reads, as one place; keys are added to the first of them.
// Source: https://dev.mysql.com/doc/refman/8.4/en/option-files.html and https://mariadb.com/kb/en/configuring-mariadb-with-option-files/.
func serverHomes(f *conf.File) []*home {
	h := &home{file: f, end: none}
	first := ""
	for i := range f.Settings {
		s := &f.Settings[i]
		if len(s.Path) != 1 || !isServerSection(s.Path[0]) {
			continue
		}
		h.settings = append(h.settings, s)
		if first == "" || first == s.Path[0] {
			first, h.end = s.Path[0], s.Whole.End
		}
	}
	if h.end == none {
		h.end = behindHeader(f)
	}
	if h.end == none {
		return nil
	}
	return []*home{h}
}

func isServerSection(name string) bool {
	return slices.Contains([]string{"mysqld", "mariadb", "mariadbd", "server"}, name) || strings.HasPrefix(name, "mysqld-") || strings.HasPrefix(name, "mariadb-")
}

// behindHeader returns where the line behind [mysqld] begins, for a section that holds nothing yet.
func behindHeader(f *conf.File) int {
	at := 0
	for _, line := range bytes.SplitAfter(f.Data, []byte("\n")) {
		at += len(line)
		text := strings.Trim(strings.TrimRight(string(line), "\r\n"), " \t")
		if name, _, ok := strings.Cut(strings.TrimPrefix(text, "["), "]"); ok && strings.HasPrefix(text, "[") && isServerSection(name) {
			return at
		}
	}
	return none
}

// commandHomes returns the command lines; those that a '\' continues are one.
func commandHomes(f *conf.File) []*home {
	var out []*home
	for i := range f.Settings {
		s := &f.Settings[i]
		last := len(out) - 1
		if last < 0 || endsLine(f.Data[out[last].end:s.Whole.Start]) {
			out = append(out, &home{file: f})
			last++
		}
		out[last].settings = append(out[last].settings, s)
		out[last].end = s.Whole.End
		if inQuotes(f, s) {
			out[last].end++
		}
	}
	for _, h := range out {
		start := bytes.LastIndexByte(f.Data[:h.end], '\n') + 1
		line, _, _ := bytes.Cut(f.Data[start:], []byte("\n"))
		if bytes.Count(line, []byte("'"))%2 > 0 || bytes.Count(line, []byte(`"`))%2 > 0 { // nobody knows where a word ends there
			h.end = none
		}
	}
	return out
}

// inQuotes tells whether an option of a command line stands in quotes as a whole.
func inQuotes(f *conf.File, s *conf.Setting) bool {
	if s.Whole.Start == 0 || s.Whole.End >= len(f.Data) {
		return false
	}
	before := f.Data[s.Whole.Start-1]
	return (before == '"' || before == '\'') && f.Data[s.Whole.End] == before
}

// endsLine tells whether a command line ends in the text.
func endsLine(text []byte) bool {
	for _, line := range bytes.Split(text, []byte("\n"))[:bytes.Count(text, []byte("\n"))] {
		if !bytes.HasSuffix(bytes.TrimSuffix(line, []byte("\r")), []byte(`\`)) {
			return true
		}
	}
	return false
}

// takes tells whether a change is meant for the place.
func (h *home) takes(change rules.Change) bool {
	if change.Connector != "" && h.connector != change.Connector {
		return false
	}
	if pipelineBlocks[change.Section] && h.block != change.Section {
		return false
	}
	return h.block == "" || change.In == "flink-cdc" || declares("flink-cdc", change.Key, "", "pipeline "+h.connector+" "+h.block)
}

// holds tells whether the key, which the place does not have yet, can be added to it in that release.
func (h *home) holds(table, key, version string) bool {
	switch {
	case h.end == none:
		return false
	case h.block == "pipeline":
		return declares("flink-cdc", key, version, "pipeline") || declares("flink-cdc", key, version, "pipeline definition")
	case h.block != "":
		return declares("flink-cdc", key, version, "pipeline "+h.connector+" "+h.block) || h.block == "source" && isDebezium(key, version, h.connector)
	case table == "flink-cdc" && h.file.Kind == conf.SQL:
		return declares(table, key, version, h.connector+"-cdc") || isDebezium(key, version, h.connector)
	case table == "sr-connector" && h.file.Kind == conf.SQL: // a table for reading does not know the options of writing, nor the other way round
		return declares(table, key, version, "source") && h.has("scan-url") || declares(table, key, version, "sink") && h.has("load-url")
	case table == "flink" && h.file.Kind == conf.SQL:
		return ofJob(key)
	case table == "flink" && (strings.HasPrefix(key, kubernetesKeys) || strings.HasPrefix(key, yarnKeys)):
		return h.runsOn(key)
	}
	return true
}

// What the keys begin with that mean something on one kind of cluster only.
const (
	kubernetesKeys = "kubernetes."
	yarnKeys       = "yarn."
)

// runsOn tells whether a configuration is one for the kind of cluster that a key is for: it has another such key, or is an operator's object.
func (h *home) runsOn(key string) bool {
	prefix, _, _ := strings.Cut(key, ".")
	return h.text && prefix+"." == kubernetesKeys || slices.ContainsFunc(h.settings, func(s *conf.Setting) bool { return strings.HasPrefix(s.Key, prefix+".") })
}

// declares tells whether an option is declared for a scope of its table; an empty release means any.
func declares(table, key, version, scope string) bool {
	var ranges []options.Range
	if option, ok := options.Lookup(table, key); ok && version == "" {
		ranges = option.Ranges
	} else {
		ranges = options.Variants(table, key, version)
	}
	for _, r := range ranges {
		for _, part := range strings.FieldsFunc(r.Scope, func(c rune) bool { return c == ';' || c == ',' }) {
			if strings.TrimSpace(part) == scope && r.Since != options.Unreleased {
				return true
			}
		}
	}
	return false
}

// isDebezium tells the options that a source hands on to Debezium's connector for its database.
func isDebezium(key, version, connector string) bool {
	return declares("flink-cdc", key, version, "debezium core") || declares("flink-cdc", key, version, "debezium "+connector)
}

// ofJob tells the options that a SET statement can give a job; those of processes are read when they start.
func ofJob(key string) bool {
	for _, prefix := range [...]string{"execution.", "table.", "pipeline.", "state.", "restart-strategy", "parallelism."} {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

func (h *home) has(key string) bool {
	return slices.ContainsFunc(h.settings, func(s *conf.Setting) bool { return s.Key == key })
}

// spots returns the settings of a key, by any of its names.
func (h *home) spots(table, key string) []*conf.Setting {
	names := append([]string{key}, oldKeys(table, key)...)
	if newest, ok := options.Current(table, key); ok {
		names = append(names, newest)
		names = append(names, oldKeys(table, newest)...)
	}
	var out []*conf.Setting
	for _, s := range h.settings {
		if slices.Contains(names, s.Key) {
			out = append(out, s)
		}
	}
	return out
}
