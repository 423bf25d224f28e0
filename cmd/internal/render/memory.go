package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/memory"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// memoryNames are the parts of the memory as Flink's documentation calls them.
var memoryNames = map[memory.Part]both{
	memory.FrameworkHeap: {"framework heap", "框架堆内存"}, memory.TaskHeap: {"task heap", "任务堆内存"}, memory.Managed: {"managed memory", "托管内存"},
	memory.FrameworkOffHeap: {"framework off-heap", "框架堆外内存"}, memory.TaskOffHeap: {"task off-heap", "任务堆外内存"}, memory.Network: {"network", "网络内存"},
	memory.Heap: {"JVM heap", "JVM 堆内存"}, memory.OffHeap: {"off-heap", "堆外内存"}, memory.Metaspace: {"JVM metaspace", "JVM Metaspace"},
	memory.Overhead: {"JVM overhead", "JVM 开销"}, memory.Flink: {"total Flink", "Flink 总内存"}, memory.Total: {"total process", "进程总内存"},
}

// memoryRow is one part or total, its sizes spelt; a size that is not known is "-".
type memoryRow struct {
	name       both
	now, after string
	total      bool
}

func memoryRows(m *report.Memory) []memoryRow {
	var out []memoryRow
	for _, part := range m.Parts {
		row := memoryRow{name: both{clean(part.Part), clean(part.Part)}, now: spellSize(part.Now), after: spellSize(part.After)}
		if name, known := memoryNames[memory.Part(part.Part)]; known {
			row.name = name
		}
		row.total = strings.HasPrefix(part.Part, "total-")
		out = append(out, row)
	}
	return out
}

func spellSize(bytes *int64) string {
	if bytes == nil {
		return "-"
	}
	return memory.Spell(*bytes)
}

func (w words) in(text both) string { return w.say(text.EN, text.ZH) }

func processName(m *report.Memory) string {
	switch p := memory.Process(m.Process); p {
	case memory.TaskManager, memory.JobManager:
		return p.Name()
	}
	return clean(m.Process)
}

// memory shows what a fix does to the memory of a process: what changes, the totals, then what stays.
func (p *page) memory(m *report.Memory) {
	title, rest := p.say("memory of the %s, now → after", "%s 内存，现在 → 修改后"), p.say("unchanged: ", "不变：")
	refused := !slices.ContainsFunc(m.Parts, func(part report.MemoryPart) bool { return part.After != nil })
	if refused {
		title, rest = p.say("memory of the %s", "%s 内存"), p.say("now: ", "现在：")
	}
	var shown []memoryRow
	var same []string
	for _, row := range memoryRows(m) {
		if refused || row.now == row.after && !row.total {
			same = append(same, p.in(row.name)+" "+row.now)
			continue
		}
		shown = append(shown, row)
	}
	p.prose(0, fmt.Sprintf(title, processName(m)), p.pal.Label)
	p.memoryLines(shown)
	if len(same) > 0 {
		p.prose(2, rest+strings.Join(same, p.say(", ", "，")), p.pal.Dim)
	}
	if m.Note != "" {
		p.prose(2, m.Note, p.pal.Warn)
	}
}

// memoryLines writes "task heap  384m → 256m" in columns. Where the terminal is too narrow for that the sizes stand below the name.
func (p *page) memoryLines(rows []memoryRow) {
	name, now, after := 0, 0, 0
	for _, row := range rows {
		name, now, after = max(name, term.Columns(p.in(row.name))), max(now, len(row.now)), max(after, len(row.after))
	}
	const indent = 2
	narrow := p.column+indent+name+2+now+3+after > p.width
	if narrow {
		now, after = 0, 0
	}
	for _, row := range rows {
		text := p.in(row.name)
		sizes := fmt.Sprintf("%*s → %*s", now, row.now, after, row.after)
		if row.now == row.after {
			sizes = fmt.Sprintf("%*s", now, row.now)
		}
		if narrow {
			p.put(indent, text, nil)
			p.put(indent+2, sizes, nil)
			continue
		}
		p.put(indent, text+strings.Repeat(" ", name+2-term.Columns(text))+sizes, nil)
	}
}

// memoryLine says in one line what a fix does to the memory.
func (w words) memoryLine(m *report.Memory) string {
	var parts []string
	for _, row := range memoryRows(m) {
		switch {
		case row.now == row.after && !row.total:
		case row.now == row.after || row.now == "-":
			parts = append(parts, w.in(row.name)+" "+row.after)
		default:
			parts = append(parts, w.in(row.name)+" "+row.now+" → "+row.after)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return processName(m) + w.say(" memory: ", " 内存：") + strings.Join(parts, w.say(", ", "，"))
}

// memoryTable writes the table as Markdown.
func (p *mdPage) memoryTable(m *report.Memory) {
	if len(m.Parts) == 0 {
		p.block("%s", mdProse(m.Note))
		return
	}
	lines := []string{fmt.Sprintf("| %s%s | %s | %s |", mdProse(processName(m)), p.say(" memory", " 内存"), p.say("now", "现在"), p.say("after", "修改后")), "| --- | ---: | ---: |"}
	for _, row := range memoryRows(m) {
		lines = append(lines, fmt.Sprintf("| %s | %s | %s |", strings.ReplaceAll(mdProse(p.in(row.name)), "|", `\|`), row.now, row.after))
	}
	p.block("%s", strings.Join(lines, "\n"))
	if m.Note != "" {
		p.block("%s", mdProse(m.Note))
	}
}

// memoryFacts shows how the memory of a process is divided.
func (p *textPage) memoryFacts(m *report.Memory) {
	p.blank()
	p.wide(p.memoryTitle(m), p.pal.Label)
	rows := memoryRows(m)
	name, size := 0, 0
	for _, row := range rows {
		name, size = max(name, term.Columns(p.in(row.name))), max(size, len(row.now))
	}
	for i, row := range rows {
		text := p.in(row.name)
		p.WriteString("  " + text + strings.Repeat(" ", name+2+size-len(row.now)-term.Columns(text)) + row.now)
		if i == len(rows)-1 && m.Evidence != nil {
			p.WriteString(p.pal.Dim("  " + place(*m.Evidence)))
		}
		p.WriteByte('\n')
	}
}

// memoryTitle says whose memory it is and whether the process printed it or it was computed.
func (w words) memoryTitle(m *report.Memory) string {
	title := fmt.Sprintf(w.say("Memory of the %s", "%s 内存"), processName(m))
	if m.Source == "stated" {
		return title
	}
	return title + w.say(" (computed from the configuration)", "（按配置推算）")
}
