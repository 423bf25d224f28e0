package memory

import (
	"errors"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// of reads "key: value" lines as a configuration.
func of(text string) Config {
	set := map[string]string{}
	for line := range strings.SplitSeq(text, "\n") {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			set[key] = value
		}
	}
	return func(key string) (string, bool) {
		value, ok := set[key]
		return value, ok
	}
}

// TestDeriveAsFlinkDoes compares with what Flink itself prints at start-up: the tables of BashJavaUtils ("Final TaskExecutor Memory configuration") and the options it hands to
// the processes (-D taskmanager.memory...), as they stand in public logs.
func TestDeriveAsFlinkDoes(t *testing.T) {
	for _, c := range []struct {
		name    string
		process Process
		release string
		config  string
		want    map[Part]int64
	}{
		{"the shipped configuration", TaskManager, "1.17.2", "taskmanager.memory.process.size: 1728m", map[Part]int64{
			Total: 1811939328, Flink: 1342177280, FrameworkHeap: 134217728, TaskHeap: 402653174, Managed: 536870920, FrameworkOffHeap: 134217728,
			TaskOffHeap: 0, Network: 134217730, Metaspace: 268435456, Overhead: 201326592}},
		{"2 GiB", TaskManager, "1.12.0", "taskmanager.memory.process.size: 2g", map[Part]int64{
			Total: 2147483648, Flink: 1664299824, FrameworkHeap: 134217728, TaskHeap: 563714445, Managed: 665719939, FrameworkOffHeap: 134217728,
			Network: 166429984, Metaspace: 268435456, Overhead: 214748368}},
		{"1 GiB on YARN, half a gibibyte of it without a purpose", TaskManager, "1.14.0", "taskmanager.memory.process.size: 1024 mb", map[Part]int64{
			TaskHeap: 26843542, Managed: 241591914, Network: 67108864, Metaspace: 268435456, Overhead: 201326592}},
		{"a fixed overhead", TaskManager, "1.11.2", "taskmanager.memory.process.size: 4g\ntaskmanager.memory.jvm-overhead.min: 768m", map[Part]int64{
			Total: 4294967296, Flink: 3221225472, TaskHeap: 1342177256, Managed: 1288490208, Network: 322122552, Overhead: 805306368}},
		{"the first release", TaskManager, "1.10.0", "taskmanager.memory.process.size: 1568m", map[Part]int64{
			Flink: 1342177280, TaskHeap: 402653174, Managed: 536870920, Network: 134217730, Metaspace: 100663296, Overhead: 201326592}},
		{"Flink's total", TaskManager, "1.16.0", "taskmanager.memory.flink.size: 1280m", map[Part]int64{
			Total: 1811939328, TaskHeap: 402653174, Managed: 536870920, Network: 134217730, Overhead: 201326592}},
		{"the options that Flink hands on", TaskManager, "1.16.0", `taskmanager.memory.network.min: 134217730b
			taskmanager.memory.network.max: 134217730b
			taskmanager.memory.task.heap.size: 402653174b
			taskmanager.memory.managed.size: 536870920b
			taskmanager.memory.process.size: 1728m`, map[Part]int64{Total: 1811939328, Flink: 1342177280, Network: 134217730, Overhead: 201326592}},
		{"JobManager, shipped", JobManager, "1.14.0", "jobmanager.memory.process.size: 1600m", map[Part]int64{
			Total: 1677721600, Flink: 1207959552, Heap: 1073741824, OffHeap: 134217728, Metaspace: 268435456, Overhead: 201326592}},
		{"JobManager of 1 GiB", JobManager, "1.15.3", "jobmanager.memory.process.size: 1024m", map[Part]int64{
			Heap: 469762048, OffHeap: 134217728, Metaspace: 268435456, Overhead: 201326592}},
		{"JobManager with a larger overhead", JobManager, "1.11.0", "jobmanager.memory.process.size: 2g\njobmanager.memory.jvm-overhead.fraction: 0.25", map[Part]int64{
			Flink: 1342177280, Heap: 1207959552, Overhead: 536870912}},
		// The examples of docs/content/docs/deployment/memory/mem_setup.md, "Capped Fractionated Components".
		{"a fraction within its range", TaskManager, "1.20.0", `taskmanager.memory.process.size: 1000m
			taskmanager.memory.jvm-overhead.min: 64m
			taskmanager.memory.jvm-overhead.max: 128m
			taskmanager.memory.jvm-overhead.fraction: 0.1`, map[Part]int64{Overhead: 104857601}},
		{"a fraction below its range", TaskManager, "1.20.0", `taskmanager.memory.process.size: 1000m
			taskmanager.memory.jvm-overhead.min: 128m
			taskmanager.memory.jvm-overhead.max: 256m
			taskmanager.memory.jvm-overhead.fraction: 0.1`, map[Part]int64{Overhead: 128 << 20}},
		{"the network of a large process up to 1.16", TaskManager, "1.16.3", "taskmanager.memory.flink.size: 20g", map[Part]int64{Network: 1 << 30}},
		{"and from 1.17 on", TaskManager, "1.17.0", "taskmanager.memory.flink.size: 20g", map[Part]int64{Network: 2147483680}},
		{"old names", TaskManager, "1.13.0", "taskmanager.memory.process.size: 4g\ntaskmanager.memory.size: 512m\ntaskmanager.network.memory.min: 700m", map[Part]int64{
			Managed: 512 << 20, Network: 700 << 20}},
		{"a number of buffers", TaskManager, "1.13.0", "taskmanager.memory.process.size: 4g\ntaskmanager.network.numberOfBuffers: 4096", map[Part]int64{Network: 128 << 20}},
		{"which is ignored beside the newer keys", TaskManager, "1.13.0", "taskmanager.memory.process.size: 4g\ntaskmanager.network.numberOfBuffers: 4096\ntaskmanager.memory.network.min: 64m",
			map[Part]int64{Network: 359703515}},
	} {
		got, err := Derive(c.process, of(c.config), c.release)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		for part, want := range c.want {
			if got.Of(part) != want {
				t.Errorf("%s: %s is %d, want %d", c.name, part, got.Of(part), want)
			}
		}
	}
}

func TestDeriveRefusesAsFlinkDoes(t *testing.T) {
	const tm, jm = TaskManager, JobManager
	for _, c := range []struct {
		name    string
		process Process
		release string
		config  string
		want    string
	}{
		{"managed alone too large", tm, "1.17.0", "taskmanager.memory.process.size: 2g\ntaskmanager.memory.managed.size: 2g",
			"framework heap 128m + managed 2048m + framework off-heap 128m + network 158.7m = 2462.7m > Flink 1587.2m"},
		{"process too small", tm, "1.17.0", "taskmanager.memory.process.size: 400m", "metaspace 256m + overhead 192m = 448m > process 400m"},
		{"both totals", tm, "1.17.0", "taskmanager.memory.process.size: 4g\ntaskmanager.memory.flink.size: 3900m",
			"process 4096m - Flink 3900m - metaspace 256m = -60m (overhead: 192m ... 1024m)"},
		{"a heap that leaves too much for the network", tm, "1.16.0", "taskmanager.memory.process.size: 8g\ntaskmanager.memory.task.heap.size: 1g",
			"Flink 7116.8m - framework heap 128m - task heap 1024m - managed 2846.7m - framework off-heap 128m = 2990.1m (network: 64m ... 1024m)"},
		{"a least above the most", tm, "1.16.0", "taskmanager.memory.process.size: 8g\ntaskmanager.memory.network.min: 2g", "network.min 2048m > network.max 1024m"},
		{"no size", tm, "1.16.0", "taskmanager.memory.process.size: 1.5g", `taskmanager.memory.process.size: "1.5g"`},
		{"no fraction", tm, "1.16.0", "taskmanager.memory.process.size: 2g\ntaskmanager.memory.managed.fraction: 40", `taskmanager.memory.managed.fraction: "40"`},
		{"a huge size", tm, "1.16.0", "taskmanager.memory.flink.size: 9223372036854775807", "> "},
		{"a JobManager without a heap", jm, "1.16.0", "jobmanager.memory.process.size: 576m", "off-heap 128m = 128m > Flink 128m"},
		{"a heap as large as the process", jm, "1.16.0", "jobmanager.memory.process.size: 1g\njobmanager.memory.heap.size: 1g", "(overhead: 192m ... 1024m)"},
		{"two statements that differ", jm, "1.16.0", "jobmanager.memory.flink.size: 1g\njobmanager.memory.heap.size: 512m", "= 640m ≠ Flink 1024m"},
	} {
		_, err := Derive(c.process, of(c.config), c.release)
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Process != c.process || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestWhatIsNotKnownIsNoTable(t *testing.T) {
	for _, c := range []struct {
		process         Process
		release, config string
		want            error
	}{
		{TaskManager, "1.17.0", "taskmanager.memory.task.off-heap.size: 128m", ErrNoTotal},
		{JobManager, "", "taskmanager.memory.process.size: 2g", ErrNoTotal},
		{TaskManager, "1.9.3", "taskmanager.memory.process.size: 2g", ErrNoModel},
		{JobManager, "1.10.2", "jobmanager.memory.process.size: 2g", ErrNoModel},
		{TaskManager, "1.13.0", "taskmanager.memory.process.size: 2g\ntaskmanager.heap.size: 1g", ErrNoModel},
		{JobManager, "1.13.0", "jobmanager.heap.mb: 1024", ErrNoModel},
	} {
		if _, err := Derive(c.process, of(c.config), c.release); !errors.Is(err, c.want) {
			t.Errorf("%s %s: %v, want %v", c.release, c.config, err, c.want)
		}
	}
}

// TestPartsAddUp: whatever is set, the parts are not negative, add up to the total that is set, and lie in their ranges.
func TestPartsAddUp(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // repeatable on purpose
	names := []string{
		"process.size", "flink.size", "task.heap.size", "task.off-heap.size", "framework.heap.size", "framework.off-heap.size", "managed.size", "managed.fraction", "network.min",
		"network.max", "network.fraction", "jvm-metaspace.size", "jvm-overhead.min", "jvm-overhead.max", "jvm-overhead.fraction", "heap.size", "off-heap.size",
	}
	tables, refusals := 0, 0
	for range 20000 {
		process := Processes[random.IntN(2)]
		text := ""
		for _, name := range names {
			if random.IntN(3) > 0 && !strings.HasSuffix(name, "process.size") {
				continue
			}
			value := strconv.FormatInt(random.Int64N(8<<30), 10)
			switch {
			case strings.HasSuffix(name, "fraction"):
				value = strconv.FormatFloat(random.Float64(), 'f', 3, 64)
			case random.IntN(2) == 0:
				value = strconv.Itoa(random.IntN(6000)) + "m"
			}
			text += process.Key(name) + ": " + value + "\n"
		}
		config := of(text)
		table, err := Derive(process, config, []string{"", "1.16.1", "1.18.0"}[random.IntN(3)])
		if err != nil {
			refusals++
			continue
		}
		tables++
		checkTable(t, text, config, table)
	}
	if tables < 1000 || refusals < 1000 {
		t.Fatalf("%d tables and %d refusals: the test looks at too little", tables, refusals)
	}
}

func checkTable(t *testing.T, text string, config Config, table Table) {
	t.Helper()
	sum := int64(0)
	for _, s := range table.Sizes {
		if sum += s.Bytes; s.Bytes < 0 {
			t.Fatalf("%s is %d with\n%s", s.Part, s.Bytes, text)
		}
	}
	if sum != table.Of(Total) || sum != table.Of(Flink)+table.Of(Metaspace)+table.Of(Overhead) {
		t.Fatalf("the parts add up to %d, the total is %d with\n%s", sum, table.Of(Total), text)
	}
	for name, part := range map[string]Part{
		"process.size": Total, "flink.size": Flink, "task.heap.size": TaskHeap, "task.off-heap.size": TaskOffHeap, "managed.size": Managed, "jvm-metaspace.size": Metaspace,
		"heap.size": Heap, "off-heap.size": OffHeap, "framework.heap.size": FrameworkHeap, "framework.off-heap.size": FrameworkOffHeap,
	} {
		value, set := config(table.Process.Key(name))
		if want, ok := ParseSize(value); set && ok && has(table, part) && table.Of(part) != want {
			t.Fatalf("%s is %d, not the %d that is set with\n%s", part, table.Of(part), want, text)
		}
	}
}

func has(table Table, part Part) bool {
	for _, s := range table.Sizes {
		if s.Part == part {
			return true
		}
	}
	return part == Total || part == Flink
}

func TestLeast(t *testing.T) {
	for _, c := range []struct {
		name, config, release string
		heap                  int64
		key, want             string
	}{
		// Overhead, managed memory and network take more than half of what is added, so 128 MiB more off-heap need more than 256 MiB.
		{"off-heap", "taskmanager.memory.process.size: 1728m\ntaskmanager.memory.task.off-heap.size: 128m", "1.17.0", 402653174, "taskmanager.memory.process.size", "2g"},
		{"flink.size", "taskmanager.memory.flink.size: 1280m\ntaskmanager.memory.task.off-heap.size: 128m", "1.17.0", 402653174, "taskmanager.memory.flink.size", "1536m"},
		{"too small to start", "taskmanager.memory.process.size: 400m", "1.17.0", 128 << 20, "taskmanager.memory.process.size", "1216m"},
		{"nothing to take", "taskmanager.memory.process.size: 2g\ntaskmanager.memory.managed.fraction: 0.9\ntaskmanager.memory.network.fraction: 0.1", "1.17.0", 1, "", ""},
		{"little to take", "taskmanager.memory.process.size: 4g\ntaskmanager.memory.managed.fraction: 0.95", "1.14.4", 1 << 30, "", ""},
		{"two totals", "taskmanager.memory.process.size: 2g\ntaskmanager.memory.flink.size: 1g", "1.17.0", 1 << 30, "", ""},
		{"parts instead of a total", "taskmanager.memory.task.heap.size: 2g\ntaskmanager.memory.managed.size: 1g", "1.17.0", 3 << 30, "", ""},
	} {
		s, err := Read(TaskManager, of(c.config), c.release)
		if err != nil {
			t.Fatal(err)
		}
		key, bytes, ok := s.Least(c.heap)
		if ok != (c.key != "") || key != c.key || ok && FormatSize(bytes) != c.want {
			t.Errorf("%s: %s %s %v, want %s %s", c.name, key, FormatSize(bytes), ok, c.key, c.want)
		}
	}
}

func TestStated(t *testing.T) {
	sizes := map[Part]int64{Heap: 4, OffHeap: 3, Metaspace: 2, Overhead: 1, Total: 10}
	if table, ok := Stated(JobManager, sizes); !ok || table.Of(Flink) != 7 {
		t.Errorf("got %v %v", table, ok)
	}
	sizes[Total] = 11
	if _, ok := Stated(JobManager, sizes); ok {
		t.Error("a table that does not add up is taken")
	}
	delete(sizes, Heap)
	if _, ok := Stated(JobManager, sizes); ok {
		t.Error("half a table is taken")
	}
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{"128m": 128 << 20, " 1 GB ": 1 << 30, "0 bytes": 0, "7": 7, "2 tebibytes": 2 << 40, "1.5g": -1, "4Gi": -1, "": -1, "m": -1, "9999999999g": -1, "-1m": -1} {
		if got, ok := ParseSize(text); ok != (want >= 0) || ok && got != want {
			t.Errorf("%q is %d %v, want %d", text, got, ok, want)
		}
	}
	for bytes, want := range map[int64]string{0: "0", 1: "1", 3 << 20: "3m", 5 << 30: "5g"} {
		if got := FormatSize(bytes); got != want {
			t.Errorf("%d is %q, want %q", bytes, got, want)
		}
	}
	for bytes, want := range map[int64]string{0: "0", 402653174: "384m", 26843542: "25.6m", 8 << 30: "8192m", -60 << 20: "-60m"} {
		if got := Spell(bytes); got != want {
			t.Errorf("%d is spelt %q, want %q", bytes, got, want)
		}
	}
}

func TestFromOperator(t *testing.T) {
	for text, want := range map[string]string{"2048m": "2048m", "2G": "2G", "2Gi": "2147483648", "1.5Gi": "1610612736", "2048Mi": "2147483648", "1.5G": "1500000000", "lots": "lots", "1/2Gi": "1/2Gi"} {
		if got := FromOperator(text); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}
