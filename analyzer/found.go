package analyzer

import (
	"bytes"
	"slices"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/lint"
)

// readConfig looks whether a source is a configuration file, by its name and content or by its content alone, and whether it is nothing else. Objects of Kubernetes are logs besides: they may tell
// how a pod ended; but not ConfigMaps.
func (r *sourceResult) readConfig(data []byte) (nothingElse bool) {
	named := conf.Named(r.info.Name)
	if !named && beginsWithTime(data) {
		return false
	}
	kind, table := conf.Detect(r.info.Name, data)
	if kind == "" {
		return false
	}
	f, problems := conf.Parse(r.info.Name, kind, table, data) // what cannot be read in it is lint's business
	objects := lint.Kinds(f)
	isLog := slices.ContainsFunc(objects, func(kind string) bool { return kind != "ConfigMap" && kind != "ConfigMapList" && kind != "List" })
	switch {
	case isLog && len(f.Embedded)+len(f.Groups) == 0:
		return false
	case len(objects) == 0 && table == "" && kind == conf.YAML: // it only mentions one
		return false
	case len(objects) == 0 && (!conf.Certain(r.info.Name) && !lint.Recognised(f, problems) || lint.Foreign(f)):
		return false
	}
	r.config, r.onlyConfig = f, !isLog
	if r.onlyConfig {
		r.info.Layout = "config:" + string(kind)
		r.info.Bytes, r.info.Lines = int64(len(data)), int64(bytes.Count(data, []byte{'\n'}))
	}
	return r.onlyConfig
}

// statedVersion takes the release of Flink from the manifests when no log tells it.
func (r *run) statedVersion(out Facts) {
	if _, told := out.Versions["flink"]; told {
		return
	}
	if version, f, line := lint.Release(r.configs()); version != "" {
		text := string(bytes.TrimSpace(bytes.Split(f.Data, []byte("\n"))[line-1]))
		out.Versions["flink"] = Fact{Value: version, Evidence: Evidence{Source: f.Name, Line: line, Text: mask(text)}}
	}
}

// IsConfig tells whether a file, of which the name says that it is no log, is a configuration that fixes and rules can be about.
func IsConfig(name string, data []byte) bool {
	r := newSourceResult(name)
	r.readConfig(data)
	return r.config != nil && lint.Assessed(r.config) && (!isManifest(r.config) || len(r.config.Embedded)+len(r.config.Groups) > 0)
}

func isManifest(f *conf.File) bool { return len(lint.Kinds(f)) > 0 }

// beginsWithTime tells logs, whose lines begin with a time, "2024-01-24 14:53:14" or "[2024-01-24", from what is worth a look.
func beginsWithTime(data []byte) bool {
	start := bytes.TrimLeft(data[:min(len(data), 4<<10)], " \t\r\n[")
	return len(start) > 0 && start[0] >= '0' && start[0] <= '9'
}

// configs returns the configuration files: those that were named as such, and those found among the sources, with the files that they hold.
func (r *run) configs() []*conf.File {
	var out []*conf.File
	for _, f := range r.options.Config {
		out = append(out, f.With()...)
	}
	for _, s := range r.results {
		if s.config != nil {
			out = append(out, s.config.With()...)
		}
	}
	return out
}
