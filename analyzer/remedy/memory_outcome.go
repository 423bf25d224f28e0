package remedy

import (
	"errors"
	"fmt"
	"slices"

	"github.com/flinkdoctor/flinkdoctor/analyzer/memory"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// memoryOutcome is what changes make of the memory of a process.
type memoryOutcome struct {
	inForce
	settings *memory.Settings // after the changes, nil when they cannot be read
	after    memory.Table
	err      error // why Flink does not start with the changes
}

// noticeable is what a heap must lose in bytes before anybody speaks of it: fractions are rounded.
const noticeable = 1 << 20

// starves tells whether the changes leave no heap to live on: less than Flink reckons with at least, or so much less than now that a heap in good order is
// full. In good order means that three quarters of it at most are live after a collection, as the rules ask for.
func (o memoryOutcome) starves() bool {
	switch heap := o.after.Heap() + noticeable; {
	case o.err != nil:
		return true
	case o.startErr != nil:
		return heap < memory.LeastHeap
	default:
		before := o.table.Heap()
		return heap < before && (heap < memory.LeastHeap || heap < before/4*3)
	}
}

// pays tells whether the heap gives up something worth a word.
func (o memoryOutcome) pays() bool {
	return o.startErr == nil && o.err == nil && o.table.Heap()-o.after.Heap() >= noticeable
}

// keeping returns the total with which the heap stays as large as it is.
func (o memoryOutcome) keeping() (key string, bytes int64, ok bool) {
	if o.settings == nil {
		return "", 0, false
	}
	heap := int64(memory.LeastHeap)
	if o.startErr == nil {
		heap = o.table.Heap()
	}
	return o.settings.Least(heap)
}

func (o memoryOutcome) changed() bool {
	return (o.err == nil) != (o.startErr == nil) || o.err == nil && !slices.Equal(o.table.Sizes, o.after.Sizes)
}

// report writes the table: the parts, then the totals.
func (o memoryOutcome) report(note string) report.Memory {
	out := report.Memory{Process: string(o.process), Source: o.source, Note: note, Parts: []report.MemoryPart{}}
	if o.startErr != nil && o.err != nil {
		return out
	}
	for _, part := range append(slices.Clone(o.process.Parts()), memory.Flink, memory.Total) {
		row := report.MemoryPart{Part: string(part)}
		if o.startErr == nil {
			now := o.table.Of(part)
			row.Now = &now
		}
		if o.err == nil {
			after := o.after.Of(part)
			row.After = &after
		}
		out.Parts = append(out.Parts, row)
	}
	return out
}

func (m memoryFix) say(en, zh string) string {
	if m.Language == "zh" {
		return zh
	}
	return en
}

// raisedNote says why the fix raises a total.
func (m memoryFix) raisedNote(o memoryOutcome, key string, total int64) string {
	value := key + ": " + memory.FormatSize(total)
	var refusal *memory.Refusal
	switch {
	case errors.As(o.err, &refusal):
		return fmt.Sprintf(m.say("without %s Flink would refuse to start: %s. The container or host must have room for it.", "不设 %s，Flink 会拒绝启动：%s。容器或主机必须容得下这个总量。"), value, refusal)
	case o.startErr != nil:
		return fmt.Sprintf(m.say("%s leaves the heap the %s that it needs at least. The container or host must have room for it.", "%s 才能给堆留出最少 %s。容器或主机必须容得下这个总量。"), value, memory.Spell(memory.LeastHeap))
	}
	return fmt.Sprintf(m.say("%s keeps the heap: without it the heap would fall from %s to %s. The container or host must have room for it.", "%s 用来保住堆内存：否则堆会从 %s 降到 %s。容器或主机必须容得下这个总量。"),
		value, memory.Spell(o.table.Heap()), memory.Spell(o.after.Heap()))
}

// paysNote names the total that spares the heap, if there is one.
func (m memoryFix) paysNote(key string, total int64) string {
	if total == 0 {
		return m.say("the heap pays for it", "代价由堆内存承担")
	}
	return fmt.Sprintf(m.say("the heap pays for it; %s would keep it as it is, if the container or host has room for that", "代价由堆内存承担；若容器或主机容得下，设 %s 可保持堆不变"), key+": "+memory.FormatSize(total))
}

// refusedNote says why nothing is written.
func (m memoryFix) refusedNote(o memoryOutcome) string {
	return fmt.Sprintf(m.say("Flink would refuse to start: %s. Remove one of the sizes that are set, so that Flink can derive it.", "Flink 会拒绝启动：%s。请删去一项已写死的大小，交给 Flink 推导。"), o.err)
}
