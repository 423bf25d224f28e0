package remedy

import (
	"bytes"
	"math"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// pipelineBlocks are the blocks of a Flink CDC pipeline that hold options.
var pipelineBlocks = map[string]bool{"source": true, "sink": true, "pipeline": true}

// pipelineTypes are the sinks and sources of a pipeline that share options with the connector of a table.
var pipelineTypes = map[string]string{"sr-connector": "starrocks", "kafka-connector": "kafka"}

// yamlHomes returns the places of a YAML file: Flink's own configuration, the blocks of a pipeline, the flinkConfiguration of a FlinkDeployment.
func yamlHomes(f *conf.File, table string) []*home {
	var out []*home
	switch {
	case f.Table == "streampark" || table == "streampark":
		if f.Table == table {
			out = []*home{{file: f, settings: ofTable(f, table), end: len(f.Data)}}
		}
	case table == "flink":
		if own := ofTable(f, "flink"); len(own) > 0 && len(f.Groups) == 0 {
			h := &home{file: f, settings: own, end: none}
			if holdsFlinkKeys(f) {
				h.end = len(f.Data)
			}
			out = append(out, h)
		}
		out = append(out, groupHomes(f)...)
	default:
		for _, h := range pipelineHomes(f) {
			if table == "flink-cdc" || pipelineTypes[table] != "" && h.connector == pipelineTypes[table] {
				out = append(out, h)
			}
		}
	}
	return out
}

// pipelineHomes returns the blocks of a pipeline.
func pipelineHomes(f *conf.File) []*home {
	var out []*home
	for i := range f.Settings {
		s := &f.Settings[i]
		if s.Table != "flink-cdc" || len(s.Path) == 0 || !pipelineBlocks[s.Path[0]] {
			continue
		}
		last := len(out) - 1
		if last < 0 || out[last].block != s.Path[0] {
			out = append(out, &home{file: f, block: s.Path[0]})
			last++
		}
		out[last].settings = append(out[last].settings, s)
		if s.Key == "type" && len(s.Path) == 1 && s.Path[0] != "pipeline" {
			out[last].connector = s.Value
		}
	}
	for _, h := range out {
		h.end, h.indent = behindMapping(h, 1)
	}
	return out
}

// groupHomes returns what the objects of a manifest set: the configuration of an operator's object, to which keys can be added, and the arguments of a container.
func groupHomes(f *conf.File) []*home {
	if len(f.Groups) == 0 {
		return nil
	}
	left := map[[2]conf.Span]*conf.Setting{} // a file may be cut down to what a finding is about
	for i := range f.Settings {
		left[placeOf(&f.Settings[i])] = &f.Settings[i]
	}
	rest := &home{file: f, end: none} // what a finding calls by a key of Flink although it stands elsewhere in the object
	out := []*home{rest}
	for i := range f.Groups {
		g := &f.Groups[i]
		h := &home{file: f, end: none, text: true}
		depth := math.MaxInt
		for _, s := range g.Settings {
			if own := left[placeOf(s)]; own != nil {
				h.settings = append(h.settings, own)
				if n := len(own.Path); n > 0 && strings.HasSuffix(g.Key, "."+own.Path[n-1]) { // it stands in the mapping itself
					depth = n
				}
				delete(left, placeOf(s))
			}
		}
		if len(h.settings) == 0 {
			continue
		}
		h.raw = strings.HasSuffix(g.Key, ".args") || strings.HasSuffix(g.Key, ".command")
		if !h.raw {
			h.end, h.indent = behindMapping(h, depth)
			if h.end != none && bytes.HasPrefix(bytes.TrimSpace(f.Data), []byte("{")) {
				h.json, h.end = true, h.settings[len(h.settings)-1].At.End
			}
		}
		out = append(out, h)
	}
	for i := range f.Settings {
		if s := &f.Settings[i]; s.Table == "flink" && left[placeOf(s)] != nil {
			rest.settings = append(rest.settings, s)
		}
	}
	return out
}

func placeOf(s *conf.Setting) [2]conf.Span { return [2]conf.Span{s.Whole, s.At} }

// behindMapping returns the place behind the last key of a block mapping and the indentation of its keys, whose paths have the given length.
func behindMapping(h *home, depth int) (end int, indent string) {
	end = none
	for _, s := range h.settings {
		if len(s.Path) == depth && indent == "" {
			start := bytes.LastIndexByte(h.file.Data[:s.Whole.Start], '\n') + 1
			indent = string(h.file.Data[start:min(start+s.Column-1, len(h.file.Data))])
			if strings.Trim(indent, " ") != "" { // a mapping in braces
				return none, ""
			}
		}
		end = max(end, s.Whole.End)
	}
	if indent == "" {
		return none, ""
	}
	return end, indent
}

// holdsFlinkKeys tells whether a YAML file is a configuration of Flink's own, whose keys stand at the left: not a pipeline, not a Kubernetes object, and not just
// any YAML.
func holdsFlinkKeys(f *conf.File) bool {
	for _, line := range bytes.Split(f.Data, []byte("\n")) {
		for _, other := range [...]string{"source:", "sink:", "pipeline:", "route:", "apiVersion:", "kind:", "services:"} {
			if bytes.HasPrefix(line, []byte(other)) {
				return false
			}
		}
	}
	for i := range f.Settings {
		if s := &f.Settings[i]; s.Table == "flink" && options.Known("flink", s.Key) {
			return true
		}
	}
	return false
}
