// Package memory is Flink's memory model: from the configuration of a TaskManager or JobManager to the sizes of its parts, byte for byte as Flink computes them
// when the process starts, or the reason why Flink would refuse to start it. Pure computation over settings and the option tables: no file, no log, no
// rule and no sentence for the reader may enter.
//
// Sources: apache/flink flink-runtime/src/main/java/org/apache/flink/runtime/util/config/memory/ (ProcessMemoryUtils, taskmanager/TaskExecutorFlinkMemoryUtils,
// jobmanager/JobManagerFlinkMemoryUtils), flink-core/src/main/java/org/apache/flink/configuration/MemorySize.java, and docs/content/docs/deployment/memory.
package memory

import "strings"

// Process is a kind of Flink process that has a memory model of its own. Its text is the first word of its keys.
type Process string

// The processes.
const (
	TaskManager Process = "taskmanager"
	JobManager  Process = "jobmanager"
)

// Processes are both of them.
var Processes = [...]Process{TaskManager, JobManager}

// Name is what people call the process.
func (p Process) Name() string {
	if p == JobManager {
		return "JobManager"
	}
	return "TaskManager"
}

// Key returns the full key of a name such as "process.size".
func (p Process) Key(name string) string { return string(p) + ".memory." + name }

// ProcessOf tells which process a key of the memory configuration is about; false for all other keys.
func ProcessOf(key string) (Process, bool) {
	for _, p := range Processes {
		if strings.HasPrefix(key, p.Key("")) {
			return p, true
		}
	}
	return "", false
}

// Part is one part of the memory of a process, or a total.
type Part string

// The parts. Heap and OffHeap are those of a JobManager, which has no others but the JVM's own.
const (
	FrameworkHeap    Part = "framework-heap"
	TaskHeap         Part = "task-heap"
	Managed          Part = "managed"
	FrameworkOffHeap Part = "framework-off-heap"
	TaskOffHeap      Part = "task-off-heap"
	Network          Part = "network"
	Heap             Part = "heap"
	OffHeap          Part = "off-heap"
	Metaspace        Part = "jvm-metaspace"
	Overhead         Part = "jvm-overhead"
)

// The totals: Flink is what Flink itself uses, everything but Metaspace and Overhead; Total is the whole process, a container's size.
const (
	Flink Part = "total-flink"
	Total Part = "total-process"
)

var partsOf = map[Process][]Part{
	TaskManager: {FrameworkHeap, TaskHeap, Managed, FrameworkOffHeap, TaskOffHeap, Network, Metaspace, Overhead},
	JobManager:  {Heap, OffHeap, Metaspace, Overhead},
}

// Parts lists the parts of a process in the order in which Flink prints them. The caller must not change the slice.
func (p Process) Parts() []Part { return partsOf[p] }

// Size is a part with its size in bytes.
type Size struct {
	Part  Part
	Bytes int64
}

// Table is how the memory of a process is divided. Its parts are those of the process, in order, and add up to its totals.
type Table struct {
	Process Process
	Sizes   []Size
}

// newTable makes a table; a part without an entry is empty.
func newTable(p Process, sizes map[Part]int64) Table {
	t := Table{Process: p}
	for _, part := range p.Parts() {
		t.Sizes = append(t.Sizes, Size{part, sizes[part]})
	}
	return t
}

// Of returns the size of a part or total in bytes, 0 for one that the process does not have.
func (t Table) Of(part Part) int64 {
	sum := int64(0)
	for _, s := range t.Sizes {
		if s.Part == part || part == Total || part == Flink && s.Part != Metaspace && s.Part != Overhead {
			sum = add(sum, s.Bytes)
		}
	}
	return sum
}

// Heap is what is left of the heap for the job (TaskManager) or for everything (JobManager): the part that pays for the others.
func (t Table) Heap() int64 { return t.Of(TaskHeap) + t.Of(Heap) }

// Stated makes a table of sizes that a process stated itself. It is false unless all parts are there and add up to the totals among the sizes.
func Stated(p Process, sizes map[Part]int64) (Table, bool) {
	for _, part := range p.Parts() {
		if _, ok := sizes[part]; !ok {
			return Table{}, false
		}
	}
	t := newTable(p, sizes)
	for _, total := range [...]Part{Flink, Total} {
		if bytes, ok := sizes[total]; ok && bytes != t.Of(total) {
			return Table{}, false
		}
	}
	return t, true
}
