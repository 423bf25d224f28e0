package render

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// Measures of the timeline picture, in pixels.
const (
	timelineWidth            = 960
	timelineLeft             = 210 // where the lanes begin, right of their names
	timelineRight            = timelineWidth - 10
	laneHeight, tallestBar   = 46, 12
	axisHeight, nameColumns  = 24, 26
	timelineTop, markMiddle  = 4, 14
	barsBottom, nameBaseline = 42, 18
)

type (
	htmlTimeline struct {
		Width, Height int
		Lanes         []htmlLane
		Ticks         []htmlTick
		Legend        []htmlSign
	}
	htmlLane struct {
		Name, Source              string
		Left, Right, TextY, BaseY int
		Bars                      []htmlBar
		Marks                     []htmlMark
	}
	htmlBar struct {
		X, Y, W, H string
		Title      string
	}
	htmlMark struct{ Class, Path, Title string }
	htmlTick struct {
		X, Y         int
		Anchor, Text string
	}
	htmlSign struct {
		Class, Path string
		Text        both
	}
)

// timeline lays the picture out, nil when the logs tell no time.
func (b *htmlBuilder) timeline() *htmlTimeline {
	t := b.r.Timeline
	if t == nil || len(t.Lanes) == 0 {
		return nil
	}
	out := &htmlTimeline{Width: timelineWidth, Height: timelineTop + len(t.Lanes)*laneHeight + axisHeight}
	used := map[string]bool{}
	for n := range t.Lanes {
		out.Lanes = append(out.Lanes, b.lane(t, &t.Lanes[n], timelineTop+n*laneHeight, used))
	}
	out.Ticks = b.ticks(t, out.Height-8)
	for n := range markSigns {
		if s := &markSigns[n]; used[s.kind] {
			out.Legend = append(out.Legend, htmlSign{markClass(s.kind), markPath(s.kind, 8, 8), both{s.en, s.zh}})
		}
	}
	return out
}

func (b *htmlBuilder) lane(t *report.Timeline, l *report.Lane, top int, used map[string]bool) htmlLane {
	out := htmlLane{
		Name: term.Cut(laneName(l), nameColumns, 0, 0), Source: clean(l.Source), Left: timelineLeft, Right: timelineRight, TextY: top + nameBaseline, BaseY: top + barsBottom,
	}
	highest := 0
	for _, n := range l.Density {
		highest = max(highest, n)
	}
	width := float64(timelineRight-timelineLeft) / float64(max(len(l.Density), 1))
	for n, count := range l.Density {
		if count <= 0 {
			continue
		}
		height := 2 + float64(tallestBar-2)*float64(count)/float64(highest)
		out.Bars = append(out.Bars, htmlBar{
			pixel(timelineLeft + float64(n)*width), pixel(float64(top+barsBottom) - height), pixel(max(width-1, 1)), pixel(height), fmt.Sprintf("×%d", count),
		})
	}
	out.Marks = b.marks(t, l, top+markMiddle, used)
	return out
}

// marks places the marks of a lane, one of a kind at a place; what matters more is drawn later and so on top.
func (b *htmlBuilder) marks(t *report.Timeline, l *report.Lane, y int, used map[string]bool) []htmlMark {
	type placed struct {
		sign, x int
		title   string
	}
	var list []placed
	taken := map[[2]int]bool{}
	for _, m := range l.Marks {
		for n := range markSigns {
			s := &markSigns[n]
			x := timelineLeft + columnOf(t, m.Time, timelineRight-timelineLeft)
			if s.kind != m.Kind || taken[[2]int{n, x}] {
				continue
			}
			taken[[2]int{n, x}], used[s.kind] = true, true
			list = append(list, placed{n, x, b.markTitle(s, m)})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].sign > list[j].sign })
	var out []htmlMark
	for _, p := range list {
		kind := markSigns[p.sign].kind
		out = append(out, htmlMark{markClass(kind), markPath(kind, p.x, y), p.title})
	}
	return out
}

func (b *htmlBuilder) markTitle(s *markSign, m report.TimelineMark) string {
	name := s.en
	if s.zh != s.en {
		name += " / " + s.zh
	}
	parts := nonEmpty(b.en.clock.moment(&m.Time), name, clean(m.Rule))
	if m.Count > 1 {
		parts = append(parts, fmt.Sprintf("×%d", m.Count))
	}
	return strings.Join(parts, "  ")
}

// ticks names the first moment, the middle and the last.
func (b *htmlBuilder) ticks(t *report.Timeline, y int) []htmlTick {
	out := []htmlTick{{timelineLeft, y, "start", b.en.clock.moment(&t.First)}}
	if span := t.Last.Sub(t.First); span > 0 {
		middle := t.First.Add(span / 2).Truncate(time.Second)
		out = append(out, htmlTick{(timelineLeft + timelineRight) / 2, y, "middle", b.en.clock.moment(&middle)}, htmlTick{timelineRight, y, "end", b.en.clock.moment(&t.Last)})
	}
	return out
}

func pixel(v float64) string { return fmt.Sprintf("%.1f", v) }

// markClass says how grave a mark is.
func markClass(kind string) string {
	switch kind {
	case "cause", "job-failed":
		return "bad"
	case "restart", "symptom", "contributing", "unexplained", "taskmanager-lost", "checkpoint-failed":
		return "warn"
	case "checkpoint", "running":
		return "good"
	}
	return ""
}

// markPath draws a mark around a point; kinds differ in shape, not in colour alone.
func markPath(kind string, x, y int) string {
	switch kind {
	case "cause":
		return fmt.Sprintf("M%d %dl7 7l-7 7l-7 -7z", x, y-7)
	case "contributing":
		return fmt.Sprintf("M%d %dl5 5l-5 5l-5 -5z", x, y-5)
	case "unexplained", "process-stopped":
		return fmt.Sprintf("M%d %dh10v10h-10z", x-5, y-5)
	case "job-failed":
		return fmt.Sprintf("M%d %dl2 -2l4 4l4 -4l2 2l-4 4l4 4l-2 2l-4 -4l-4 4l-2 -2l4 -4z", x-6, y-4)
	case "checkpoint-failed":
		return fmt.Sprintf("M%d %dl1.5 -1.5l2.5 2.5l2.5 -2.5l1.5 1.5l-2.5 2.5l2.5 2.5l-1.5 1.5l-2.5 -2.5l-2.5 2.5l-1.5 -1.5l2.5 -2.5z", x-4, y-2)
	case "symptom":
		return fmt.Sprintf("M%d %dl6 11h-12z", x, y-6)
	case "taskmanager-lost":
		return fmt.Sprintf("M%d %dl-6 -11h12z", x, y+6)
	case "running", "process-started":
		return fmt.Sprintf("M%d %dl10 5l-10 5z", x-4, y-5)
	case "taskmanager-registered":
		return fmt.Sprintf("M%d %dh3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z", x-1, y-5)
	case "checkpoint":
		return fmt.Sprintf("M%d %da2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0z", x-2, y)
	}
	return fmt.Sprintf("M%d %da5 5 0 1 0 10 0a5 5 0 1 0 -10 0z", x-5, y)
}
