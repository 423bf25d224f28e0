package analyzer

import (
	"github.com/flinkdoctor/flinkdoctor/analyzer/facts"
	"github.com/flinkdoctor/flinkdoctor/analyzer/memory"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// statedSource is the source of a table that a process printed itself, loggedSource of one that follows from the configuration it printed; see report.Memory.
const (
	statedSource = "stated"
	loggedSource = "log"
)

// memoryTables returns how the memory of the processes is divided: as they printed it, else as Flink divides it with the configuration that the logs state. The rows of a printed
// table are taken out of the properties.
func memoryTables(f Facts) []report.Memory {
	var out []report.Memory
	for _, p := range memory.Processes {
		table, ok := facts.MemoryTable(p, func(key string) string { return f.Properties[key].Value })
		if !ok {
			if table, ok = loggedMemory(f, p); ok {
				out = append(out, tableOf(table, loggedSource, nil))
			}
			continue
		}
		var evidence *report.Evidence
		for _, part := range append([]memory.Part{memory.Total, memory.Flink}, p.Parts()...) {
			key := facts.MemoryKey(p, part)
			if fact, ok := f.Properties[key]; ok && evidence == nil {
				evidence = &fact.Evidence
			}
			delete(f.Properties, key)
		}
		out = append(out, tableOf(table, statedSource, evidence))
	}
	return out
}

// loggedMemory divides the memory by the configuration that the logs state. Without the release, whose defaults count, nothing is said.
func loggedMemory(f Facts, p memory.Process) (memory.Table, bool) {
	release := f.Versions["flink"].Value
	if release == "" {
		return memory.Table{}, false
	}
	table, err := memory.Derive(p, func(key string) (string, bool) {
		fact, ok := f.EffectiveConfig[key]
		return fact.Value, ok
	}, release)
	return table, err == nil
}

func tableOf(t memory.Table, source string, evidence *report.Evidence) report.Memory {
	out := report.Memory{Process: string(t.Process), Source: source, Evidence: evidence}
	for _, part := range append(append([]memory.Part{}, t.Process.Parts()...), memory.Flink, memory.Total) {
		bytes := t.Of(part)
		out.Parts = append(out.Parts, report.MemoryPart{Part: string(part), Now: &bytes})
	}
	return out
}

// statedMemory returns the table that a process printed, false when the logs have none.
func statedMemory(f Facts, p memory.Process) (memory.Table, bool) {
	for _, m := range f.Memory {
		if m.Process != string(p) || m.Source != statedSource {
			continue
		}
		sizes := map[memory.Part]int64{}
		for _, part := range m.Parts {
			sizes[memory.Part(part.Part)] = *part.Now
		}
		return memory.Stated(p, sizes)
	}
	return memory.Table{}, false
}
