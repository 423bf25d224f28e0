package render

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// How much of everything is shown without -v.
const (
	fullIncidents = 5
	shownFixes    = 3
	shownEvidence = 3
	shownEffects  = 3
	shownGroups   = 5
)

// textRenderer writes for a person who was woken up: the verdict, how we know, what to change, nothing else.
type textRenderer struct{ options Options }

// Render implements Renderer.
func (t *textRenderer) Render(w io.Writer, r *report.Report) error {
	if t.options.Lint || onlyLint(r) {
		return Lint(w, r, t.options)
	}
	p := newTextPage(t.options, r)
	p.report()
	_, err := w.Write(p.Bytes())
	return err
}

// textPage is one report being written.
type textPage struct {
	*page
	Options
	r     *report.Report
	clock clock
}

func newTextPage(options Options, r *report.Report) *textPage {
	p := &textPage{page: newPage(options, r.Language), Options: options, r: r}
	p.clock = clock{oneDay: sameDay(r.Summary.First, r.Summary.Last), to: p.say(" to ", " 至 ")}
	return p
}

func (p *textPage) report() {
	if p.r.Exit.Reason == "interrupted" {
		p.wide(p.say("Interrupted: this report covers only what was read until then.", "已中断：本报告只包含中断前读到的内容。"), p.pal.Warn)
	}
	if len(p.r.Incidents) == 0 {
		text, good := p.healthLine()
		paint := p.pal.Warn
		if good {
			paint = p.pal.Good
		}
		p.wide(text, paint)
	} else {
		p.wide(p.scope(p.files(), true), p.pal.Dim)
		p.incidents()
	}
	p.unexplained()
	if p.Timeline {
		p.timeline()
	}
	p.notAssessed()
	p.accepted()
	if p.Verbose || p.Snippet {
		p.snippets()
	}
	if p.Verbose {
		p.facts()
		p.sources()
	}
}

// healthLine says in one line whether logs without incidents are healthy (good) or could not be judged.
func (p *textPage) healthLine() (text string, good bool) {
	assessed := false
	for _, s := range p.r.Sources {
		assessed = assessed || s.Assessed
	}
	switch {
	case len(p.r.Sources) == 0:
		return p.say("nothing was assessed", "没有可分析的内容"), false
	case !assessed:
		return p.say("not assessed: no known log layout in ", "未分析：没有识别出已知的日志格式：") + p.scope(p.files(), false), false
	case len(p.r.Unexplained) > 0:
		return p.say("no known failure, but failures that no rule knows, in ", "没有已知故障，但有规则不认识的失败：") + p.scope(p.files(), false), false
	case p.r.Exit.Reason == "interrupted":
		return p.say("no known failure so far in ", "到中断为止未发现已知故障：") + p.scope(p.files(), false), false
	case len(p.r.Suppressed) > 0:
		return p.say("no failure but known and accepted ones in ", "除已知并接受的故障外，未发现其他故障：") + p.scope(p.files(), false), true
	}
	return p.say("no known failure in ", "未发现已知故障：") + p.scope(p.files(), false), true
}

// files names a single source and counts several.
func (p *textPage) files() string {
	if len(p.r.Sources) == 1 && p.r.Sources[0].Name == "-" {
		return p.say("standard input", "标准输入")
	}
	if len(p.r.Sources) == 1 {
		return p.r.Sources[0].Name
	}
	return p.some(int64(p.r.Summary.Sources), "file", "files", "个文件")
}

// scope says what was read: how much, which versions wrote it, from when to when.
func (p *textPage) scope(what string, versions bool) string {
	s := p.r.Summary
	parts := []string{what, Bytes(s.Bytes), p.some(s.Lines, "line", "lines", "行")}
	if p.Elapsed > 0 {
		parts = append(parts, took(p.Elapsed))
	}
	groups := []string{strings.Join(parts, p.say(", ", "，"))}
	if versions {
		if v := p.versions(); v != "" {
			groups = append(groups, v)
		}
	}
	if s.First != nil || s.Last != nil {
		full := clock{to: p.clock.to}
		zone := s.Zone
		if zone == "" {
			zone = p.say("time zone not in the logs", "日志未注明时区")
		}
		groups = append(groups, full.span(s.First, s.Last)+" ("+zone+")")
	}
	if s.Since != "" {
		groups = append(groups, p.say("told from ", "只看 ")+clean(s.Since)+p.say(" on", " 起"))
	}
	if s.Until != "" {
		groups = append(groups, p.say("told up to ", "只看到 ")+clean(s.Until))
	}
	return strings.Join(groups, p.say("; ", "；"))
}

var products = map[string]string{
	"flink": "Flink", "flink-cdc": "Flink CDC", "starrocks": "StarRocks", "zookeeper": "ZooKeeper", "mysql": "MySQL", "mariadb": "MariaDB",
	"streampark": "StreamPark", "chunjun": "ChunJun", "kafka": "Kafka", "sr-connector": "StarRocks connector", "jdk": "JDK", "java": "Java",
}

func (p *textPage) versions() string {
	var parts []string
	for name, fact := range p.r.Facts.Versions {
		if spelled := products[name]; spelled != "" {
			name = spelled
		}
		parts = append(parts, name+" "+fact.Value)
	}
	sort.Strings(parts)
	return strings.Join(parts, ", ")
}

func (p *textPage) incidents() {
	n := len(p.r.Incidents)
	for i := range p.r.Incidents {
		p.blank()
		incident := &p.r.Incidents[i]
		if i >= fullIncidents && !p.Verbose {
			p.briefly(i)
			return
		}
		if n > 1 {
			p.wide(fmt.Sprintf(p.say("[%d of %d]", "[%d/%d]"), i+1, n), p.pal.Dim)
		}
		p.incident(incident)
	}
}

// briefly lists the incidents from number from on, one line each.
func (p *textPage) briefly(from int) {
	p.wide(p.say("Further incidents, in full with -v:", "其余事件（-v 查看详情）："), p.pal.Label)
	for i := from; i < len(p.r.Incidents); i++ {
		root := p.r.Incidents[i].RootCause
		if root == nil {
			continue
		}
		line := fmt.Sprintf("%3d  %s", i+1, term.Clean(p.name(root)))
		if len(root.Evidence) > 0 {
			line += "  " + place(root.Evidence[0])
		}
		p.WriteString(term.Cut(line, p.width, 0, 0) + "\n")
	}
}

// name says what a finding is in few words: the rule and how often.
func (p *textPage) name(f *report.Finding) string {
	if f.Rule == nil {
		return f.Title
	}
	return *f.Rule + p.say(" (", "（") + p.count(f.Count) + p.say(")", "）")
}

// place is where a line stands, as editors and terminals understand it. It is never cut.
func place(e report.Evidence) string {
	if e.Line <= 0 {
		return term.Clean(e.Source)
	}
	if e.Column > 0 {
		return fmt.Sprintf("%s:%d:%d", term.Clean(e.Source), e.Line, e.Column)
	}
	return fmt.Sprintf("%s:%d", term.Clean(e.Source), e.Line)
}
