package remedy

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/Masterminds/semver/v3"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// Where the current value of a key is known from; the values of report.Change.FromSource.
const (
	fromConfig  = "config"
	fromLog     = "log"
	fromDefault = "default"
)

// given puts the reader's own value in the place of the one advised.
func (c Case) given(change rules.Change) rules.Change {
	key := Fill(change.Key, c.Value)
	name, _ := options.NameFor(change.In, key, c.Versions[tableProducts[change.In]])
	for _, k := range []string{key, name} {
		if value := c.Given[k]; value != "" && !change.Remove {
			change.From, change.To, change.Formula = "", value, nil
		}
	}
	return change
}

// renderChange writes a change for this installation: the name the key has in its version, the value in force, the value advised.
func renderChange(change rules.Change, versions map[string]string, c Case) report.Change {
	key := Fill(change.Key, c.Value)
	version, constraint := c.Versions[tableProducts[change.In]], versions[tableProducts[change.In]]
	name, _ := options.NameFor(change.In, key, version)
	out := report.Change{
		File: fileOf(change, c.Versions), Section: Fill(change.Section, c.Value), Key: name,
		From: Fill(change.From, c.Value), To: Fill(change.To, c.Value), Vendor: change.Vendor, Remove: change.Remove,
	}
	if change.Formula != nil {
		if value, err := Evaluate(change.Formula, c.Captures); err == nil {
			out.To = value
		}
	}
	if version == "" {
		out.Note = oldNames(change.In, key, constraint, c.Language)
	}
	current(&out, change, c, version)
	if grown, ok := grow(out.From, out.To); ok && out.FromSource != "" {
		out.To = grown
	}
	if out.FromSource != "" {
		keepBeyond(&out, change)
	}
	out.Done = out.FromSource != "" && out.FromSource != fromDefault && sameValue(out.From, out.To) && !out.Remove
	return out
}

// current fills in the value in force: what the log says, else the default of the version, else what is usual.
func current(out *report.Change, change rules.Change, c Case, version string) {
	for _, name := range append([]string{out.Key, change.Key}, oldKeys(change.In, change.Key)...) {
		if value := c.Config(change.In, name); value != "" {
			out.From, out.FromSource = value, fromLog
			return
		}
	}
	if version == "" || change.Section != "" {
		return
	}
	if found, ok := options.At(change.In, out.Key, version); ok && found.Default != "" && !strings.HasPrefix(found.Default, "(") {
		out.From, out.FromSource, out.FromVersion = found.Default, fromDefault, strings.TrimSpace(productNames[tableProducts[change.In]]+" "+version)
	}
}

// relativePrefix begins advised values that are told by the value in force.
const relativePrefix = "old value + "

// grow computes "old value + 25 %" for a size that is known.
func grow(from, to string) (string, bool) {
	percent, ok := strings.CutPrefix(to, relativePrefix)
	if !ok {
		return "", false
	}
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(percent, "%")))
	old, known := size(from)
	if err != nil || !known || old < 1<<20 {
		return "", false
	}
	const step = 64 << 20
	return formatSize((int64(old*(1+float64(n)/100)) + step - 1) / step * step), true
}

// sameValue compares two values as the configuration means them: "1 GB" and "1g" are the same, and so are "1g" in quotes and without.
func sameValue(a, b string) bool {
	a, b = bare(a), bare(b)
	if strings.EqualFold(a, b) {
		return true
	}
	x, okX := size(a)
	y, okY := size(b)
	return okX && okY && x == y
}

// bare returns a value without the quotes around it.
func bare(value string) string {
	if n := len(value); n >= 2 && (value[0] == '\'' || value[0] == '"') && value[n-1] == value[0] {
		return value[1 : n-1]
	}
	return value
}

// keepBeyond keeps a value in force that lies beyond the advised one in the direction in which the rule goes: who keeps the binlog for 30 days is not told
// to keep it for 7.
func keepBeyond(out *report.Change, rule rules.Change) {
	if strings.HasPrefix(rule.To, relativePrefix) {
		return // what grows with the value in force is never behind it
	}
	usual, okUsual := size(rule.From)
	to, okTo := size(out.To)
	now, okNow := size(out.From)
	if okUsual && okTo && okNow && (usual < to && now > to || usual > to && now < to) {
		out.To = out.From
	}
}

func oldKeys(table, key string) []string {
	var out []string
	for _, r := range options.Renames(table, key) {
		out = append(out, r.Old)
	}
	return out
}

// oldNames tells what the key was called before, for a reader whose version is not known, as far as the fix holds for such versions.
func oldNames(table, key, constraint, language string) string {
	var parts []string
	product := productNames[tableProducts[table]]
	for _, r := range options.Renames(table, key) {
		if r.New != key || r.Since == "" || r.Since == options.Unreleased || excludesBefore(constraint, r.Since) {
			continue
		}
		if language == "zh" {
			parts = append(parts, fmt.Sprintf("%s %s 之前叫 %s", product, r.Since, r.Old))
		} else {
			parts = append(parts, fmt.Sprintf("%s before %s %s", r.Old, product, r.Since))
		}
	}
	if language == "zh" {
		return strings.Join(parts, "；")
	}
	return strings.Join(parts, "; ")
}

// excludesBefore tells whether a version range such as ">=1.14, <2.0" holds for no version before the given one.
func excludesBefore(constraint, version string) bool {
	limit, err := semver.NewVersion(version)
	if err != nil {
		return false
	}
	for _, part := range strings.Split(constraint, ",") {
		least, ok := strings.CutPrefix(strings.TrimSpace(part), ">=")
		if v, err := semver.NewVersion(strings.TrimSpace(least)); ok && err == nil && !v.LessThan(limit) {
			return true
		}
	}
	return false
}

// tableProducts are the products whose version decides what the keys of a table are called and default to.
var tableProducts = map[string]string{
	"flink": "flink", "flink-cdc": "flink-cdc", "sr-connector": "sr-connector", "starrocks-fe": "starrocks", "starrocks-be": "starrocks",
	"starrocks-session": "starrocks", "starrocks-table": "starrocks", "stream-load": "starrocks", "nginx": "nginx", "mysql": "mysql",
	"zookeeper": "zookeeper", "kafka": "kafka", "jvm": "jdk", "chunjun": "chunjun", "streampark": "streampark",
}

// tableFiles are the files in which the keys of an option table are set.
var tableFiles = map[string]string{
	"flink": "flink-conf", "flink-cdc": "pipeline YAML or table options", "sr-connector": "sink table options", "starrocks-fe": "fe.conf",
	"starrocks-be": "be.conf", "starrocks-session": "SQL session", "starrocks-table": "table properties", "stream-load": "Stream Load header",
	"nginx": "nginx.conf", "mysql": "my.cnf", "zookeeper": "zoo.cfg", "kafka": "Kafka client properties", "jvm": "JVM options",
	"chunjun": "ChunJun job JSON", "streampark": "StreamPark config.yaml", "jdbc-connector": "table options", "kafka-connector": "table options",
}

// fileOf returns the file as the user knows it. Flink reads config.yaml from 1.19 on unless a flink-conf.yaml exists, and only
// config.yaml from 2.0 on. Source: apache/flink docs/content/docs/deployment/config.md.
func fileOf(change rules.Change, versions map[string]string) string {
	file := change.File
	if file == "" {
		file = tableFiles[change.In]
	}
	if file != "flink-conf" {
		return file
	}
	switch version := versions["flink"]; {
	case version == "":
		return "flink-conf.yaml (config.yaml from Flink 1.19 on)"
	case satisfies(version, ">=1.19"):
		return "config.yaml"
	}
	return "flink-conf.yaml"
}
