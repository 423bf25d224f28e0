package render

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// memorySizes are the parts of a TaskManager of 1728m now and of 2g after a fix.
func memorySizes(after bool) []report.MemoryPart {
	var out []report.MemoryPart
	for _, part := range []struct {
		name       string
		now, after int64
	}{
		{"framework-heap", 134217728, 134217728}, {"task-heap", 402653174, 429496732}, {"managed", 536870920, 665719939}, {"framework-off-heap", 134217728, 134217728},
		{"task-off-heap", 0, 134217728}, {"network", 134217730, 166429984}, {"jvm-metaspace", 268435456, 268435456}, {"jvm-overhead", 201326592, 214748368},
		{"total-flink", 1342177280, 1664299824}, {"total-process", 1811939328, 2147483648},
	} {
		row := report.MemoryPart{Part: part.name, Now: &part.now}
		if after {
			row.After = &part.after
		}
		out = append(out, row)
	}
	return out
}

// starved is the report of a TaskManager that lacks direct memory, with a fix that would starve its heap, one that Flink refuses, and the table that it printed.
func starved(lang string) *report.Report {
	tr := words{zh: lang == "zh"}
	r := loadRefused(lang)
	f := r.Incidents[0].RootCause
	f.Rule, f.Title = ref("taskmanager-direct-buffer-memory"), tr.say("A TaskManager ran out of direct memory", "TaskManager 直接内存耗尽")
	refused := memorySizes(false)
	f.Fixes = []report.Fix{
		{
			Title: tr.say("Give connectors direct memory of their own", "为 connector 单独预留直接内存"), Apply: tr.say("restart the TaskManagers", "重启 TaskManager"), Verify: tr.say("no new error", "不再报错"),
			Changes: []report.Change{
				{File: "flink-conf.yaml", Key: "taskmanager.memory.task.off-heap.size", From: "0 bytes", FromSource: "default", To: "128m"},
				{File: "flink-conf.yaml", Key: "taskmanager.memory.process.size", From: "1728m", FromSource: "config", To: "2g"},
			},
			Memory: []report.Memory{{Process: "taskmanager", Source: "config", Parts: memorySizes(true),
				Note: tr.say("taskmanager.memory.process.size: 2g keeps the heap: without it the heap would fall from 384m to 256m.", "taskmanager.memory.process.size: 2g 用来保住堆内存：否则堆会从 384m 降到 256m。")}},
		},
		{
			Title: tr.say("Another way", "另一种办法"), Apply: "x", Verify: "y", Changes: []report.Change{{File: "flink-conf.yaml", Key: "taskmanager.memory.managed.size", To: "8g"}},
			Memory: []report.Memory{{Process: "taskmanager", Source: "config", Parts: refused, Note: tr.say("Flink would refuse to start: managed 8192m > Flink 1280m.", "Flink 会拒绝启动：managed 8192m > Flink 1280m。")}},
		},
	}
	r.Facts.Memory = []report.Memory{
		{Process: "taskmanager", Source: "stated", Parts: memorySizes(false), Evidence: &report.Evidence{Source: "taskmanager.log", Line: 12, Text: "Total Process Memory: 1.688gb (1811939328 bytes)"}},
		{Process: "jobmanager", Source: "log", Parts: refused[:1]},
	}
	return r
}

// TestMemoryFitsNarrowTerminals: no line of the table is longer than the terminal, and every part is told once.
func TestMemoryFitsNarrowTerminals(t *testing.T) {
	for _, lang := range term.Languages {
		for _, width := range []int{40, 50, 80, 200} {
			p := newPage(Options{Width: width}, lang)
			m := starved(lang).Incidents[0].RootCause.Fixes[0].Memory[0]
			m.Note = ""
			p.memory(&m)
			for line := range strings.Lines(p.String()) {
				if term.Columns(strings.TrimSuffix(line, "\n")) > p.width {
					t.Errorf("%d columns: %q", width, line)
				}
			}
			flat := strings.Join(strings.Fields(p.String()), "")
			for _, name := range memoryNames {
				want := 1
				if slices.Contains([]string{"JVM heap", "off-heap"}, name.EN) {
					continue // a JobManager's
				}
				if got := strings.Count(flat, strings.ReplaceAll(words{zh: lang == "zh"}.in(name), " ", "")); got != want {
					t.Errorf("%d columns: %s stands there %d times\n%s", width, name.EN, got, p.String())
				}
			}
		}
	}
}

func TestHostileMemory(t *testing.T) {
	r := starved("en")
	huge := int64(1<<63 - 1)
	r.Incidents[0].RootCause.Fixes[0].Memory = []report.Memory{{Process: "\x1b[2J", Parts: []report.MemoryPart{{Part: "a|b\x1b[31m"}, {Part: "x", Now: &huge}}, Note: "\x1b[0m|"}}
	for _, format := range []string{"text", "markdown", "html"} {
		renderer, err := New(format, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := renderer.Render(&b, r); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsRune(b.String(), '\x1b') {
			t.Errorf("%s passes escape sequences on", format)
		}
	}
}
