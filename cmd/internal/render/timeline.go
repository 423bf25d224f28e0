package render

import (
	"fmt"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// markSign says how a kind of mark is drawn; a sign that stands earlier hides one that stands later at the same place.
type markSign struct {
	kind, sign, ascii string
	en, zh            string
}

var markSigns = []markSign{
	{"cause", "◆", "#", "root cause", "根因"},
	{"contributing", "◇", "&", "contributing", "诱因"},
	{"unexplained", "?", "?", "unexplained failure", "未解释的失败"},
	{"job-failed", "✖", "X", "job failed for good", "作业最终失败"},
	{"restart", "↻", "R", "restart", "重启"},
	{"symptom", "△", "^", "symptom", "症状"},
	{"taskmanager-lost", "▽", "v", "TaskManager lost", "TaskManager 丢失"},
	{"process-stopped", "■", "s", "process stopped", "进程停止"},
	{"process-started", "▷", ">", "process started", "进程启动"},
	{"taskmanager-registered", "+", "+", "TaskManager registered", "TaskManager 注册"},
	{"checkpoint-failed", "x", "x", "checkpoint failed", "checkpoint 失败"},
	{"checkpoint", "·", ".", "checkpoint", "checkpoint"},
	{"running", "→", "-", "job running", "作业运行"},
}

// sparks are the heights of a density, from nothing to the most.
var sparks, asciiSparks = []rune(" ▁▂▃▄▅▆▇█"), []rune(" .:-=+*%@")

// timeline draws all sources over time: one lane each with its marks, and under it how dense failures were.
func (p *textPage) timeline() {
	t := p.r.Timeline
	if t == nil {
		p.wide(p.say("no timeline: the logs tell no time", "无时间线：日志中没有时间"), p.pal.Dim)
		return
	}
	p.blank()
	p.wide(p.say("TIMELINE", "时间线"), p.pal.Label)
	labels := p.laneLabels(t)
	room := max(p.width-labels-2, 10)
	used := map[string]bool{}
	for i := range t.Lanes {
		p.lane(t, &t.Lanes[i], labels, room, used)
	}
	p.axis(t, labels, room)
	p.legend(used)
}

// laneLabels returns how many columns the names of the lanes take.
func (p *textPage) laneLabels(t *report.Timeline) int {
	widest := 0
	for i := range t.Lanes {
		widest = max(widest, term.Columns(laneName(&t.Lanes[i])))
	}
	return min(widest, p.width/3)
}

// laneName is the source without its folders, and what wrote it when the name does not say so.
func laneName(l *report.Lane) string {
	name := term.Clean(l.Source)
	if i := strings.LastIndexAny(name, "/!"); i >= 0 && i+1 < len(name) {
		name = name[i+1:]
	}
	if name == "-" && l.Component != "" {
		name = l.Component
	}
	return name
}

func (p *textPage) lane(t *report.Timeline, l *report.Lane, labels, room int, used map[string]bool) {
	row := make([]int, room) // index into markSigns plus one
	for _, m := range l.Marks {
		column := columnOf(t, m.Time, room)
		for i := range markSigns {
			if markSigns[i].kind == m.Kind && (row[column] == 0 || i+1 < row[column]) {
				row[column] = i + 1
			}
		}
	}
	var b strings.Builder
	for _, sign := range row {
		if sign == 0 {
			b.WriteByte(' ')
			continue
		}
		s := &markSigns[sign-1]
		used[s.kind] = true
		b.WriteString(p.sign(s))
	}
	name := term.Cut(laneName(l), labels, 0, 0)
	p.WriteString(p.pal.Label(name) + strings.Repeat(" ", labels-term.Columns(name)) + " |" + strings.TrimRight(b.String(), " ") + "\n")
	if line := strings.TrimRight(p.density(l.Density, room), " "); line != "" {
		p.WriteString(strings.Repeat(" ", labels) + " |" + p.pal.Dim(line) + "\n")
	}
}

// sign draws a mark, coloured when it matters.
func (p *textPage) sign(s *markSign) string {
	text := s.sign
	if p.ASCII {
		text = s.ascii
	}
	switch s.kind {
	case "cause", "job-failed":
		return p.pal.Bad(text)
	case "restart", "symptom", "contributing", "unexplained", "taskmanager-lost", "checkpoint-failed":
		return p.pal.Warn(text)
	case "checkpoint", "running":
		return p.pal.Good(text)
	}
	return text
}

// columnOf places a moment on the axis.
func columnOf(t *report.Timeline, at time.Time, room int) int {
	span := t.Last.Sub(t.First)
	if span <= 0 {
		return 0
	}
	return min(max(int(float64(at.Sub(t.First))/float64(span)*float64(room-1)+0.5), 0), room-1)
}

// density draws the counts as a sparkline, relative to the highest of the lane.
func (p *textPage) density(counts []int, room int) string {
	highest := 0
	for _, n := range counts {
		highest = max(highest, n)
	}
	if highest == 0 {
		return ""
	}
	heights := sparks
	if p.ASCII {
		heights = asciiSparks
	}
	var b strings.Builder
	for column := range room {
		n := 0
		from, to := column*len(counts)/room, max((column+1)*len(counts)/room, column*len(counts)/room+1)
		for _, c := range counts[from:min(to, len(counts))] {
			n = max(n, c)
		}
		level := 0
		if n > 0 {
			level = 1 + (n-1)*(len(heights)-2)/max(highest-1, 1)
		}
		b.WriteRune(heights[min(level, len(heights)-1)])
	}
	return b.String()
}

// axis writes the first and the last moment under the lanes.
func (p *textPage) axis(t *report.Timeline, labels, room int) {
	left, right := p.clock.moment(&t.First), p.clock.moment(&t.Last)
	gap := room - len(left) - len(right)
	if t.First.Equal(t.Last) || gap < 1 {
		right, gap = "", 0
	}
	p.WriteString(strings.Repeat(" ", labels) + " +" + p.pal.Dim(left+strings.Repeat("-", max(gap, 0))+right) + "\n")
}

// legend explains the signs that were used.
func (p *textPage) legend(used map[string]bool) {
	var parts []string
	for i := range markSigns {
		s := &markSigns[i]
		if used[s.kind] {
			text := s.sign
			if p.ASCII {
				text = s.ascii
			}
			parts = append(parts, fmt.Sprintf("%s %s", text, p.say(s.en, s.zh)))
		}
	}
	p.wide(strings.Join(parts, "   "), p.pal.Dim)
}
