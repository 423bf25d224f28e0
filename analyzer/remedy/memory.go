package remedy

import (
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/memory"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// memoryPlan is a fix with regard to Flink's memory model: the changes that keep the heap alive, and the tables to show.
type memoryPlan struct {
	changes []rules.Change
	tables  []report.Memory
	// refused says that Flink would not start with the changes and no total mends it: then nothing may be written.
	refused bool
}

// planMemory fits the changes of a fix to the memory model. Where the configuration is not known they only go to the total that is set.
func planMemory(changes []rules.Change, c Case) memoryPlan {
	plan := memoryPlan{}
	e := newEditor(c)
	for _, change := range changes {
		plan.changes = append(plan.changes, e.total(change, c))
	}
	for _, p := range memory.Processes {
		if !slices.ContainsFunc(changes, func(change rules.Change) bool { return isMemoryOf(p, change, c) }) {
			continue
		}
		if now, ok := memoryInForce(p, c); ok {
			m := memoryFix{Case: c, now: now}
			m.plan(&plan)
		}
	}
	return plan
}

func isMemoryOf(p memory.Process, change rules.Change, c Case) bool {
	process, _, ok := memoryKey(Fill(change.Key, c.Value))
	return ok && process == p && change.In == "flink"
}

// memoryKey tells which process a key sizes, and the key by which Flink knows it: a FlinkDeployment has another for the size of a process.
func memoryKey(key string) (p memory.Process, name string, ok bool) {
	for _, p := range memory.Processes {
		if key == p.OperatorKey() {
			return p, p.Key("process.size"), true
		}
	}
	p, ok = memory.ProcessOf(key)
	return p, key, ok
}

// memoryFix is the part of a fix that is about the memory of one process.
type memoryFix struct {
	Case
	now inForce
}

func (m memoryFix) plan(plan *memoryPlan) {
	plan.changes = m.retarget(plan.changes)
	outcome, ok := m.outcome(plan.changes)
	if !ok {
		return
	}
	if wider := m.widen(plan.changes, outcome); wider != nil {
		plan.changes = wider
		if outcome, ok = m.outcome(wider); !ok {
			return
		}
	}
	note := ""
	key, total, found := outcome.keeping()
	if found && (outcome.starves() || outcome.pays() && m.raises(plan.changes, key)) {
		grown := m.raise(plan.changes, key, total)
		if better, ok := m.outcome(grown); ok && !better.starves() {
			note = m.raisedNote(outcome, key, total)
			plan.changes, outcome = grown, better
		}
	}
	switch {
	case outcome.err != nil:
		plan.refused = true
		note = m.refusedNote(outcome)
	case note == "" && outcome.pays():
		note = m.paysNote(key, total)
	}
	if outcome.changed() || plan.refused {
		plan.tables = append(plan.tables, outcome.report(note))
	}
}

// retarget lets the growth of a process whose parts are set instead of a total go to the heap; beside other changes it is left out, because the total follows from the parts.
func (m memoryFix) retarget(changes []rules.Change) []rules.Change {
	process := m.now.process
	if m.now.settings.IsSet("process.size") || m.now.settings.IsSet("flink.size") {
		return changes
	}
	var out []rules.Change
	for _, change := range changes {
		if strings.HasPrefix(change.To, relativePrefix) && change.Formula == nil && Fill(change.Key, m.Value) == process.Key("process.size") {
			if len(changes) > 1 {
				continue
			}
			change.Key, change.From = m.now.heapKey()
		}
		out = append(out, change)
	}
	return out
}

// widen raises the most of a part above which the changes raise its least; nil when they do not.
func (m memoryFix) widen(changes []rules.Change, o memoryOutcome) []rules.Change {
	for _, refusal := range memory.Refusals(o.err) {
		name, isLeast := strings.CutSuffix(refusal.Key, ".min")
		value, set := m.now.config(name + ".max")
		if refusal.Reason != memory.BadRange || !isLeast || m.raises(changes, name+".max") {
			continue
		}
		if !set {
			value = memory.FormatSize(refusal.Most)
		}
		return append(slices.Clone(changes), rules.Change{In: "flink", Key: name + ".max", From: value, To: memory.FormatSize(refusal.Least)})
	}
	return nil
}

// raises tells whether the changes raise a total, that is mean the heap to stay as large as it is.
func (m memoryFix) raises(changes []rules.Change, key string) bool {
	return slices.ContainsFunc(changes, func(change rules.Change) bool {
		_, name, _ := memoryKey(Fill(change.Key, m.Value))
		return name == key && !change.Remove
	})
}

// raise sets the total that keeps the heap, in the place of a smaller one.
func (m memoryFix) raise(changes []rules.Change, key string, total int64) []rules.Change {
	out := slices.Clone(changes)
	for i := range out {
		if _, name, _ := memoryKey(Fill(out[i].Key, m.Value)); name == key {
			out[i].To, out[i].Formula, out[i].Remove = memory.FormatSize(total), nil, false
			return out
		}
	}
	added := rules.Change{In: "flink", Key: key, To: memory.FormatSize(total)}
	if _, now, ok := m.now.settings.Total(); ok {
		added.From = memory.FormatSize(now)
	}
	return append(out, added)
}

// outcome divides the memory as it would be after the changes. It is false when a value is for the reader to fill in.
func (m memoryFix) outcome(changes []rules.Change) (memoryOutcome, bool) {
	e := newEditor(m.Case)
	values := map[string]string{}
	for _, change := range changes {
		rendered := renderChange(change, nil, m.Case)
		e.change(&rendered, change)
		p, key, ok := memoryKey(rendered.Key)
		switch {
		case !ok || p != m.now.process:
		case rendered.Remove:
			values[key] = ""
		case !literal(rendered.To):
			return memoryOutcome{}, false
		case key != rendered.Key:
			values[key] = memory.FromOperator(rendered.To)
		default:
			values[key] = rendered.To
		}
	}
	return m.now.with(values)
}

// operatorSpots returns the settings by which FlinkDeployments size a process, for the key that they stand for, with their values as Flink writes them.
func operatorSpots(f *conf.File, key string) []*conf.Setting {
	p, name, ok := memoryKey(key)
	if !ok || name != p.Key("process.size") {
		return nil
	}
	var out []*conf.Setting
	for i := range f.Settings {
		if s := f.Settings[i]; s.Table == "" && strings.TrimPrefix(s.Key, "items.") == p.OperatorKey() {
			if bytes, ok := memory.ParseSize(memory.FromOperator(s.Value)); ok {
				s.Value = memory.FormatSize(bytes)
			}
			out = append(out, &s)
		}
	}
	return out
}
