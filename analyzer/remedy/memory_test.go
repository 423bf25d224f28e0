package remedy

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/memory"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// memoryCase is a fix against files ("name\ntext") or against the configuration that a log states.
func memoryCase(t *testing.T, release string, files []string, logged map[string]string, stated *memory.Table, changes ...rules.Change) report.Fix {
	t.Helper()
	var parsed []*conf.File
	for _, file := range files {
		name, text, _ := strings.Cut(file, "\n")
		kind, table := conf.Detect(name, []byte(text))
		f, problems := conf.Parse(name, kind, table, []byte(text))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		parsed = append(parsed, f)
	}
	versions := map[string]string{}
	if release != "" {
		versions["flink"] = release
	}
	return Fixes(&rules.Rule{Fixes: []rules.Fix{{Changes: changes}}}, Case{
		Value: func(string) string { return "" }, Versions: versions, Files: parsed, Found: func(string) bool { return true },
		Holds: func(rules.Condition) bool { return true }, Config: func(_, key string) string { return logged[key] },
		Stated: func(p memory.Process) (memory.Table, bool) {
			if stated == nil || stated.Process != p {
				return memory.Table{}, false
			}
			return *stated, true
		},
	})[0]
}

// tell writes the rows that change, the process's size and what is changed in few words.
func tellMemory(fix report.Fix) string {
	var out []string
	for _, m := range fix.Memory {
		for _, row := range m.Parts {
			now, after := "?", "?"
			if row.Now != nil {
				now = memory.Spell(*row.Now)
			}
			if row.After != nil {
				after = memory.Spell(*row.After)
			}
			if now != after {
				out = append(out, fmt.Sprintf("%s %s>%s", row.Part, now, after))
			}
		}
		if m.Note != "" {
			out = append(out, "note")
		}
	}
	for _, c := range fix.Changes {
		_, key, _ := strings.Cut(c.Key, ".memory.")
		out = append(out, key+"="+c.To)
	}
	return strings.Join(out, ", ")
}

func TestMemoryOfFixes(t *testing.T) {
	change := func(name, to string) rules.Change {
		return rules.Change{In: "flink", Key: "taskmanager.memory." + name, To: to}
	}
	master := func(name, to string) rules.Change {
		return rules.Change{In: "flink", Key: "jobmanager.memory." + name, To: to}
	}
	const operator = "job.yaml\napiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec:\n  flinkVersion: v1_17\n  flinkConfiguration:\n    taskmanager.memory.task.off-heap.size: 0m\n  taskManager:\n    resource:\n      memory: 4Gi\n"
	for _, c := range []struct {
		name, release string
		files         []string
		logged        map[string]string
		changes       []rules.Change
		want          string
	}{
		{"the heap pays", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 4g\n"}, nil, []rules.Change{change("task.off-heap.size", "128m")},
			"task-heap 1459.2m>1331.2m, task-off-heap 0>128m, note, task.off-heap.size=128m"},
		{"the heap would starve", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 1728m\n"}, nil, []rules.Change{change("task.off-heap.size", "128m")},
			"task-heap 384m>409.6m, managed 512m>634.9m, task-off-heap 0>128m, network 128m>158.7m, jvm-overhead 192m>204.8m, total-flink 1280m>1587.2m, total-process 1728m>2048m, note, task.off-heap.size=128m, process.size=2g"},
		{"it would not start", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 1g\n"}, nil, []rules.Change{change("task.off-heap.size", "256m")},
			"task-heap 25.6m>32m, managed 230.4m>435.2m, task-off-heap 0>256m, network 64m>108.8m, total-flink 576m>1088m, total-process 1024m>1536m, note, task.off-heap.size=256m, process.size=1536m"},
		{"the fix raises the process, but not enough", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 1728m\n"}, nil,
			[]rules.Change{change("task.off-heap.size", "512m"), change("process.size", "old value + 25 %")},
			"task-heap 384m>400m, managed 512m>934.4m, task-off-heap 0>512m, network 128m>233.6m, jvm-overhead 192m>288m, total-flink 1280m>2336m, total-process 1728m>2880m, note, task.off-heap.size=512m, process.size=2880m"},
		{"it raises the process, but the heap would pay", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 1728m\n"}, nil,
			[]rules.Change{change("task.off-heap.size", "256m"), change("process.size", "old value + 25 %")},
			"task-heap 384m>396.8m, managed 512m>727m, task-off-heap 0>256m, network 128m>181.8m, jvm-overhead 192m>230.4m, total-flink 1280m>1817.6m, total-process 1728m>2304m, note, task.off-heap.size=256m, process.size=2304m"},
		{"and here enough", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 8g\n"}, nil,
			[]rules.Change{change("task.off-heap.size", "256m"), change("process.size", "old value + 25 %")},
			"task-heap 3302.4m>3968m, managed 2846.7m>3584m, task-off-heap 0>256m, network 711.7m>896m, jvm-overhead 819.2m>1024m, total-flink 7116.8m>8960m, total-process 8192m>10240m, task.off-heap.size=256m, process.size=10g"},
		{"Flink's total decides", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.flink.size: 4g\n"}, nil,
			[]rules.Change{change("task.off-heap.size", "256m"), change("process.size", "old value + 25 %")},
			"task-heap 1792m>2048m, managed 1638.4m>2048m, task-off-heap 0>256m, network 409.6m>512m, jvm-overhead 483.6m>597.3m, total-flink 4096m>5120m, total-process 4835.6m>5973.3m, task.off-heap.size=256m, flink.size=5g"},
		{"the parts decide", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.task.heap.size: 1g\ntaskmanager.memory.managed.size: 1g\n"}, nil,
			[]rules.Change{change("task.off-heap.size", "256m"), change("process.size", "old value + 25 %")},
			"task-off-heap 0>256m, network 256m>284.4m, jvm-overhead 312.9m>344.5m, total-flink 2560m>2844.4m, total-process 3128.9m>3444.9m, task.off-heap.size=256m"},
		{"the parts decide, and only the process is to grow", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.task.heap.size: 1g\ntaskmanager.memory.managed.size: 1g\n"}, nil,
			[]rules.Change{change("process.size", "old value + 50 %")},
			"task-heap 1024m>1536m, network 256m>312.9m, jvm-overhead 312.9m>376.1m, total-flink 2560m>3128.9m, total-process 3128.9m>3761m, task.heap.size=1536m"},
		{"a fraction", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 4g\n"}, nil, []rules.Change{change("jvm-overhead.fraction", "0.2"), change("jvm-overhead.max", "2g")},
			"task-heap 1459.2m>1254.4m, managed 1372.2m>1208.3m, network 343m>302.1m, jvm-overhead 409.6m>819.2m, total-flink 3430.4m>3020.8m, note, jvm-overhead.fraction=0.2, jvm-overhead.max=2g"},
		{"a most below the new least", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 8g\ntaskmanager.memory.network.max: 512m\n"}, nil, []rules.Change{change("network.min", "768m")},
			"task-heap 3502.1m>3246.1m, network 512m>768m, note, network.min=768m, network.max=768m"},
		{"a most that is a default", "1.16.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 16g\n"}, nil, []rules.Change{change("network.min", "2g")},
			"task-heap 7782.4m>6758.4m, network 1024m>2048m, note, network.min=2g, network.max=2g"},
		{"a share that leaves nothing", "1.14.4", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 4g\n"}, nil, []rules.Change{change("managed.fraction", "0.95")},
			"framework-heap 128m>?, task-heap 1459.2m>?, managed 1372.2m>?, framework-off-heap 128m>?, task-off-heap 0>?, network 343m>?, jvm-metaspace 256m>?, jvm-overhead 409.6m>?, total-flink 3430.4m>?, total-process 4096m>?, note, managed.fraction=0.95"},
		{"both totals", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 4g\ntaskmanager.memory.flink.size: 3400m\n"}, nil, []rules.Change{change("jvm-metaspace.size", "512m")},
			"framework-heap 128m>?, task-heap 1444m>?, managed 1360m>?, framework-off-heap 128m>?, task-off-heap 0>?, network 340m>?, jvm-metaspace 256m>?, jvm-overhead 440m>?, total-flink 3400m>?, total-process 4096m>?, note, jvm-metaspace.size=512m"},
		{"a JobManager", "1.17.1", []string{"flink-conf.yaml\njobmanager.memory.process.size: 1600m\n"}, nil, []rules.Change{master("off-heap.size", "512m")},
			"heap 1024m>1075.2m, off-heap 128m>512m, jvm-overhead 192m>204.8m, total-flink 1152m>1587.2m, total-process 1600m>2048m, note, off-heap.size=512m, process.size=2g"},
		{"a FlinkDeployment", "", []string{operator}, nil, []rules.Change{change("task.off-heap.size", "128m"), change("process.size", "old value + 25 %")},
			"task-heap 1459.2m>1792m, managed 1372.2m>1740.8m, task-off-heap 0>128m, network 343m>435.2m, jvm-overhead 409.6m>512m, total-flink 3430.4m>4352m, total-process 4096m>5120m, task.off-heap.size=128m, process.size=5g"},
		{"from the log", "1.17.1", nil, map[string]string{"taskmanager.memory.process.size": "4096m"}, []rules.Change{change("task.off-heap.size", "128m")},
			"task-heap 1459.2m>1331.2m, task-off-heap 0>128m, note, task.off-heap.size=128m"},
		{"a command line that wins", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 1728m\n", "submit.sh\nbin/flink run-application -Dtaskmanager.memory.process.size=4g x.jar\n"}, nil,
			[]rules.Change{change("task.off-heap.size", "128m")}, "task-heap 1459.2m>1331.2m, task-off-heap 0>128m, note, task.off-heap.size=128m"},
		{"nothing is known", "1.17.1", []string{"flink-conf.yaml\nparallelism.default: 2\n"}, nil, []rules.Change{change("task.off-heap.size", "128m")}, "task.off-heap.size=128m"},
		{"two files that contradict each other", "1.17.1", []string{"a/flink-conf.yaml\ntaskmanager.memory.process.size: 4g\n", "b/flink-conf.yaml\ntaskmanager.memory.process.size: 8g\n"}, nil,
			[]rules.Change{change("task.off-heap.size", "128m")}, "task.off-heap.size=128m"},
		{"two FlinkDeployments in one file", "", []string{operator + "---\n" + strings.TrimPrefix(operator, "job.yaml\n")}, nil, []rules.Change{change("task.off-heap.size", "128m")}, "task.off-heap.size=128m"},
		{"refused before and after", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 4g\ntaskmanager.memory.flink.size: 5g\n"}, nil, []rules.Change{change("task.off-heap.size", "128m")}, "note, task.off-heap.size=128m"},
		{"a value to fill in", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 4g\n"}, nil, []rules.Change{change("managed.fraction", "<0.1, only without RocksDB>")}, "managed.fraction=<0.1, only without RocksDB>"},
		{"before 1.10", "1.9.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 4g\n"}, nil, []rules.Change{change("task.off-heap.size", "128m")}, "task.off-heap.size=128m"},
		{"a release that is not known and matters", "", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 30g\n"}, nil, []rules.Change{change("task.off-heap.size", "128m")}, "task.off-heap.size=128m"},
		{"one that does not", "", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 4g\n"}, nil, []rules.Change{change("task.off-heap.size", "128m")},
			"task-heap 1459.2m>1331.2m, task-off-heap 0>128m, note, task.off-heap.size=128m"},
		{"nothing changes", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 4g\ntaskmanager.memory.task.off-heap.size: 128m\n"}, nil, []rules.Change{change("task.off-heap.size", "128m")}, "task.off-heap.size=128m"},
		{"a configuration that Flink refuses now", "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 400m\n"}, nil, []rules.Change{change("process.size", "old value + 50 %")},
			"framework-heap ?>128m, task-heap ?>128m, managed ?>307.2m, framework-off-heap ?>128m, task-off-heap ?>0, network ?>76.8m, jvm-metaspace ?>256m, jvm-overhead ?>192m, total-flink ?>768m, total-process ?>1216m, note, process.size=1216m"},
	} {
		fix := memoryCase(t, c.release, c.files, c.logged, nil, c.changes...)
		if got := tellMemory(fix); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestMemoryFixesAreWritten: what keeps the heap stands in the diff; what Flink would refuse does not.
func TestMemoryFixesAreWritten(t *testing.T) {
	offHeap := rules.Change{In: "flink", Key: "taskmanager.memory.task.off-heap.size", To: "128m"}
	fix := memoryCase(t, "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 1728m # pod\n"}, nil, nil, offHeap)
	if want := "taskmanager.memory.process.size: 2g # pod\ntaskmanager.memory.task.off-heap.size: 128m\n"; len(fix.Patched) != 1 || string(fix.Patched[0].After) != want {
		t.Errorf("got %s", fix.Diff)
	}
	if note := fix.Memory[0].Note; !strings.Contains(note, "from 384m to 236.8m") && !strings.Contains(note, "from 384m to 256m") {
		t.Errorf("note %q", note)
	}
	if len(fix.Changes) != 2 || fix.Changes[1].From != "1728m" || fix.Changes[1].FromSource != fromConfig {
		t.Errorf("the added change is %+v", fix.Changes)
	}
	fix = memoryCase(t, "", []string{"job.yaml\napiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec:\n  taskManager:\n    resource: {memory: \"4Gi\", cpu: 1}\n"}, nil, nil,
		rules.Change{In: "flink", Key: "taskmanager.memory.process.size", From: "1728m", To: "old value + 25 %"})
	if !strings.Contains(fix.Diff, "+    resource: {memory: \"5g\", cpu: 1}") || fix.From != "4g" {
		t.Errorf("from %s, %s", fix.From, fix.Diff)
	}
	fix = memoryCase(t, "1.17.1", []string{"flink-conf.yaml\ntaskmanager.memory.process.size: 4g\ntaskmanager.memory.flink.size: 3400m\n"}, nil, nil,
		rules.Change{In: "flink", Key: "taskmanager.memory.jvm-metaspace.size", To: "512m"})
	if fix.Diff != "" || len(fix.Patched) > 0 || !strings.Contains(fix.Memory[0].Note, "(overhead: 192m ... 1024m)") {
		t.Errorf("a change that Flink refuses is written: %s", fix.Diff)
	}
}

// TestPrintedMemoryIsBelieved: a log whose process printed another table than its configuration gives does not tell everything.
func TestPrintedMemoryIsBelieved(t *testing.T) {
	logged := map[string]string{"taskmanager.memory.process.size": "4096m"}
	change := rules.Change{In: "flink", Key: "taskmanager.memory.task.off-heap.size", To: "128m"}
	for size, tables := range map[string]int{"4g": 1, "8g": 0} {
		stated, err := memory.Derive(memory.TaskManager, func(key string) (string, bool) { return size, key == "taskmanager.memory.process.size" }, "1.17.1")
		if err != nil {
			t.Fatal(err)
		}
		if got := memoryCase(t, "1.17.1", nil, logged, &stated, change); len(got.Memory) != tables {
			t.Errorf("%s: %d tables, want %d", size, len(got.Memory), tables)
		}
	}
}

// TestPrintedMemoryTellsTheTotal: a printed table alone tells which total was set, unless both could have been.
func TestPrintedMemoryTellsTheTotal(t *testing.T) {
	change := rules.Change{In: "flink", Key: "taskmanager.memory.task.off-heap.size", To: "128m"}
	for _, c := range []struct{ name, size, want string }{
		{"process.size", "4g", "task-heap 1459.2m>1331.2m, task-off-heap 0>128m, note, task.off-heap.size=128m"},
		{"flink.size", "4g", "task-heap 1792m>1664m, task-off-heap 0>128m, note, task.off-heap.size=128m"},
		{"process.size", "1728m", "task.off-heap.size=128m"}, // so would 1280m of Flink's total
	} {
		stated, err := memory.Derive(memory.TaskManager, func(key string) (string, bool) { return c.size, key == "taskmanager.memory."+c.name }, "1.17.1")
		if err != nil {
			t.Fatal(err)
		}
		if got := tellMemory(memoryCase(t, "1.17.1", nil, nil, &stated, change)); got != c.want {
			t.Errorf("%s: %s\ngot  %s\nwant %s", c.name, c.size, got, c.want)
		}
	}
}

// TestWrittenMemoryFixesStart: whatever is configured and changed, Flink starts with the file as a fix leaves it, and with a heap to live on, when it started before.
func TestWrittenMemoryFixesStart(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // repeatable on purpose
	sizes := []string{"process.size", "flink.size", "task.heap.size", "task.off-heap.size", "managed.size", "network.min", "network.max", "jvm-metaspace.size", "jvm-overhead.min"}
	pick := func() string { return strconv.Itoa(64*(1+random.IntN(1<<random.IntN(7)))) + "m" }
	written, raised := 0, 0
	for range 3000 {
		text := "parallelism.default: 2\n"
		for i, name := range sizes {
			if random.IntN(4) == 0 || i == 0 && random.IntN(4) > 0 {
				text += "taskmanager.memory." + name + ": " + pick() + "\n"
			}
		}
		changes := []rules.Change{{In: "flink", Key: "taskmanager.memory." + sizes[3+random.IntN(len(sizes)-3)], To: pick()}}
		if random.IntN(3) == 0 {
			changes = append(changes, rules.Change{In: "flink", Key: "taskmanager.memory.process.size", From: "1728m", To: "old value + 25 %"})
		}
		fix := memoryCase(t, "1.16.1", []string{"flink-conf.yaml\n" + text}, nil, nil, changes...)
		before, err := derived(text)
		if err != nil || len(fix.Patched) == 0 {
			continue
		}
		written++
		after, err := derived(string(fix.Patched[0].After))
		if err != nil {
			t.Fatalf("Flink refuses what is written: %v\n%s%s", err, text, fix.Diff)
		}
		if after.Heap() < memory.LeastHeap-noticeable && after.Heap() < before.Heap()-noticeable {
			t.Fatalf("the heap falls from %d to %d\n%s%s", before.Heap(), after.Heap(), text, fix.Diff)
		}
		if len(fix.Changes) > len(changes) {
			raised++
		}
	}
	if written < 200 || raised < 30 {
		t.Fatalf("%d written, %d of them raised: the test looks at too little", written, raised)
	}
}

// derived divides the memory of a TaskManager by a flink-conf.yaml.
func derived(text string) (memory.Table, error) {
	set := map[string]string{}
	for line := range strings.Lines(text) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			set[key] = value
		}
	}
	return memory.Derive(memory.TaskManager, func(key string) (string, bool) {
		value, ok := set[key]
		return value, ok
	}, "1.16.1")
}
