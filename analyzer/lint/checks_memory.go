package lint

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/memory"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// memoryOf reads the settings of a process from a scope of Flink's configuration; see memory.Read.
func memoryOf(p memory.Process, s *scope, release string) (*memory.Settings, error) {
	return memory.Read(p, func(key string) (string, bool) {
		if own := s.operatorSize(p, key); own != nil {
			return memory.FromOperator(own.Value), true
		}
		if setting := s.lastOf(key); setting != nil {
			return setting.Value, true
		}
		return "", false
	}, release)
}

// operatorSize returns the setting by which a FlinkDeployment sizes the process, when the key is that of the size; nil when there is none.
func (s *scope) operatorSize(p memory.Process, key string) *conf.Setting {
	if s.group == nil || !strings.HasPrefix(s.group.Key, "spec.flink") || key != p.Key("process.size") {
		return nil
	}
	for _, setting := range s.group.Object {
		if setting.Table == "" && strings.TrimPrefix(setting.Key, "items.") == p.OperatorKey() {
			setting.Table = "flink" // so that it can be changed as one of Flink's
			return &setting
		}
	}
	return nil
}

// memorySum finds sizes with which Flink does not start because they do not add up. Captures: process, arithmetic, need (the total that would do).
func memorySum(p *picture, _ *rules.Lint) []spot {
	return eachProcess(p, func(settings *memory.Settings, _ error) []memoryFault {
		if settings == nil {
			return nil // memoryRange tells, or the value's type
		}
		_, err := settings.Table()
		refusals := memory.Refusals(err)
		if len(refusals) == 0 || refusals[0].Limit < 1<<20 { // the unit is missing, which unitMissing tells
			return nil
		}
		key, need := culprit(settings, refusals[0])
		captures := map[string]string{"arithmetic": refusals[0].Error()}
		if need > 0 {
			captures["need"] = memory.FormatSize(need)
		}
		return []memoryFault{{[]string{key}, captures}}
	})
}

// culprit returns the key that is to blame for a refusal, and the size it would have to have; 0 when it is one too many.
func culprit(settings *memory.Settings, refusal *memory.Refusal) (key string, need int64) {
	if refusal.Reason == memory.Exceeds {
		if key, need, ok := settings.Least(memory.LeastHeap); ok {
			return key, need
		}
	}
	names := []string{"heap.size", "task.heap.size", "flink.size", "process.size"}
	if refusal.Part == memory.Overhead {
		names = []string{"flink.size", "heap.size", "task.heap.size"}
	}
	for _, name := range names {
		if settings.IsSet(name) {
			return refusal.Process.Key(name), 0
		}
	}
	return "", 0
}

// memoryRange finds a least that is more than the most. Captures: process, arithmetic.
func memoryRange(p *picture, _ *rules.Lint) []spot {
	return eachProcess(p, func(_ *memory.Settings, err error) []memoryFault {
		var out []memoryFault
		for _, refusal := range memory.Refusals(err) {
			if refusal.Reason == memory.BadRange {
				keys := []string{refusal.Key, strings.TrimSuffix(refusal.Key, "min") + "max"}
				out = append(out, memoryFault{keys, map[string]string{"arithmetic": refusal.Error()}})
			}
		}
		return out
	})
}

// memoryFault is what is wrong with the value of a key: of the first that is set.
type memoryFault struct {
	keys     []string
	captures map[string]string
}

// eachProcess asks about both kinds of processes in every configuration of Flink.
func eachProcess(p *picture, faults func(*memory.Settings, error) []memoryFault) []spot {
	var out []spot
	for _, s := range p.scopes {
		if s.table != "flink" {
			continue
		}
		for _, process := range memory.Processes {
			for _, f := range faults(memoryOf(process, s, p.versionOf(s))) {
				if setting := firstOf(process, s, f.keys); setting != nil {
					f.captures["key"], f.captures["value"], f.captures["set"], f.captures["process"] = setting.Key, setting.Value, setting.Value, process.Name()
					out = append(out, at(s.file, setting, f.captures))
				}
			}
		}
	}
	return out
}

// firstOf returns the setting of the first of the keys that the scope sets, nil when it sets none.
func firstOf(p memory.Process, s *scope, keys []string) *conf.Setting {
	for _, key := range keys {
		if own := s.operatorSize(p, key); own != nil {
			return own
		}
		if setting := s.find(key); setting != nil {
			return setting
		}
	}
	return nil
}
