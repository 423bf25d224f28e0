package remedy

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/memory"
)

// inForce is the memory configuration of a process as far as the user's files, or else the logs, tell.
type inForce struct {
	process  memory.Process
	source   string // fromConfig | fromLog
	release  string
	config   memory.Config
	settings *memory.Settings
	table    memory.Table
	startErr error // why Flink does not start with it
}

// memoryInForce finds out what decides about the memory of a process. It is false when that is not known: no size may be invented.
func memoryInForce(p memory.Process, c Case) (inForce, bool) {
	logged := func(key string) (string, bool) {
		value := c.Config("flink", key)
		return value, value != ""
	}
	own, release, ok := memoryOfFiles(p, c.Files)
	if !ok {
		return inForce{}, false
	}
	if release == "" {
		release = c.Versions["flink"]
	}
	files := func(key string) (string, bool) {
		value, ok := own[key]
		return value, ok
	}
	if x, known := divide(p, files, release); known {
		x.source = fromConfig
		return x, true
	}
	x, known := divide(p, func(key string) (string, bool) {
		if value, ok := own[key]; ok {
			return value, true
		}
		return logged(key)
	}, release)
	x.source = fromLog
	if c.Stated == nil {
		return x, known
	}
	stated, ok := c.Stated(p)
	switch {
	case ok && !known:
		return guess(x, stated)
	case ok && len(own) == 0: // the process knows better what it was started with
		known = x.startErr == nil && slices.Equal(stated.Sizes, x.table.Sizes)
	}
	return x, known
}

// guess finds out which total was set from the table that the process printed: the one that gives this very table and is whole mebibytes, as people write sizes. It is false when
// none is, or both are.
func guess(x inForce, stated memory.Table) (inForce, bool) {
	var found []inForce
	for name, part := range map[string]memory.Part{"process.size": memory.Total, "flink.size": memory.Flink} {
		if stated.Of(part)%(1<<20) != 0 {
			continue
		}
		config := func(key string) (string, bool) {
			if key == x.process.Key(name) {
				return memory.FormatSize(stated.Of(part)), true
			}
			return x.config(key)
		}
		if y, known := divide(x.process, config, x.release); known && y.startErr == nil && slices.Equal(y.table.Sizes, stated.Sizes) {
			y.source = fromLog
			found = append(found, y)
		}
	}
	if len(found) != 1 {
		return x, false
	}
	return found[0], true
}

// divide divides the memory; it is false when too little is known for that. Releases differ in defaults: without one the table must be the same for old and new.
func divide(p memory.Process, config memory.Config, release string) (inForce, bool) {
	x := inForce{process: p, release: release, config: config}
	var err error
	if x.settings, err = memory.Read(p, config, release); err != nil {
		return x, false
	}
	x.table, x.startErr = x.settings.Table()
	if errors.Is(x.startErr, memory.ErrNoTotal) {
		return x, false
	}
	return x, release != "" || sameForOld(x)
}

// oldRelease is the last one with another default, that of taskmanager.memory.network.max.
const oldRelease = "1.16.3"

func sameForOld(x inForce) bool {
	old, err := memory.Derive(x.process, x.config, oldRelease)
	return (err == nil) == (x.startErr == nil) && (err != nil || slices.Equal(old.Sizes, x.table.Sizes))
}

// with divides the memory with other values; "" unsets a key.
func (x inForce) with(values map[string]string) (memoryOutcome, bool) {
	out := memoryOutcome{inForce: x}
	config := func(key string) (string, bool) {
		if value, ok := values[key]; ok {
			return value, value != ""
		}
		return x.config(key)
	}
	if out.settings, out.err = memory.Read(x.process, config, x.release); out.err != nil {
		return out, len(memory.Refusals(out.err)) > 0
	}
	out.after, out.err = out.settings.Table()
	changed := inForce{process: x.process, config: config, table: out.after, startErr: out.err}
	return out, !errors.Is(out.err, memory.ErrNoTotal) && (x.release != "" || sameForOld(changed))
}

// heapKey returns the key that fixes the heap of a process whose parts are set instead of a total, and its value.
func (x inForce) heapKey() (key, value string) {
	key = x.process.Key("heap.size")
	if x.process == memory.TaskManager {
		key = x.process.Key("task.heap.size")
	}
	value, _ = x.config(key)
	return key, value
}

// memoryOfFiles returns what the user's files set for a process, and the release that a FlinkDeployment says it is for. Arguments of a command line win over files. It is false when
// it is not clear which file counts: several set different things.
func memoryOfFiles(p memory.Process, files []*conf.File) (set map[string]string, release string, ok bool) {
	arguments := map[string]string{}
	seen := map[*conf.File]bool{}
	for _, f := range files {
		if version := operatorRelease(f); version != "" {
			release = version
		}
		for _, part := range f.With() {
			own, clear := memoryOfFile(p, part)
			switch {
			case seen[part] || len(own) == 0 && clear:
			case !clear:
				return nil, "", false
			case part.Kind == conf.Arguments:
				maps.Copy(arguments, own)
			case set == nil:
				set = own
			case !maps.Equal(set, own):
				return nil, "", false
			}
			seen[part] = true
		}
	}
	if set == nil {
		set = map[string]string{}
	}
	maps.Copy(set, arguments)
	return set, release, true
}

// memoryOfFile returns what one file sets. It is false when several objects in it set different things.
func memoryOfFile(p memory.Process, f *conf.File) (own map[string]string, clear bool) {
	own = map[string]string{}
	sizes, operators := 0, 0
	for i := range f.Groups {
		if strings.HasPrefix(f.Groups[i].Key, "spec.") {
			operators++
		}
	}
	size := ""
	for i := range f.Settings {
		s := &f.Settings[i]
		switch {
		case f.Kind == conf.SQL || s.Table != "flink" && s.Table != "":
		case strings.TrimPrefix(s.Key, "items.") == p.OperatorKey():
			size = memory.FromOperator(s.Value)
			sizes++
		case s.Table == "flink" && strings.HasPrefix(s.Key, string(p)+"."):
			own[s.Key] = s.Value
		}
	}
	if size != "" { // it wins over what the configuration says
		own[p.Key("process.size")] = size
	}
	return own, len(own) == 0 || max(sizes, operators) <= 1
}

// operatorRelease reads spec.flinkVersion of a FlinkDeployment: "v1_18" is 1.18.
func operatorRelease(f *conf.File) string {
	for i := range f.Settings {
		if s := &f.Settings[i]; s.Table == "" && strings.TrimPrefix(s.Key, "items.") == "spec.flinkVersion" {
			return strings.ReplaceAll(strings.TrimPrefix(s.Value, "v"), "_", ".")
		}
	}
	return ""
}
