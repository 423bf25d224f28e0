package render

import (
	"fmt"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// restarts tells how often the jobs went down while the incident lasted, and how far the root cause accounts for it.
func (p *textPage) restarts(i *report.Incident) {
	p.under(p.say("Restarts", "重启"), p.pal.Label)
	for _, r := range i.Restarts {
		if r.Count > 0 {
			p.prose(0, p.restart(i, r), nil)
		}
	}
	p.label = ""
}

func (p *textPage) restart(i *report.Incident, r report.Restarts) string {
	text := fmt.Sprintf(p.say("job %s went down %s", "作业 %s 失败 %s"), r.Job, p.count(r.Count))
	if r.First != nil && r.Last != nil && r.Last.After(*r.First) {
		text += fmt.Sprintf(p.say(" in %s", "，历时 %s"), p.long(r.Last.Sub(*r.First)))
	}
	if n := i.RootCause.Count; r.Count > 1 && n > 1 {
		text += fmt.Sprintf(p.say("; this cause was logged %s", "；该原因出现 %s"), p.count(n))
	}
	if r.First != nil && r.Count > 1 {
		text += fmt.Sprintf(p.say("; first at %s", "；首次 %s"), p.clock.moment(r.First))
	}
	if r.Ended != "" {
		text += fmt.Sprintf(p.say("; it ended %s", "；最终状态 %s"), r.Ended)
	}
	return text
}

// long spells how long something lasted that took minutes to days.
func (p *textPage) long(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return fmt.Sprintf(p.say("%d s", "%d 秒"), int(d.Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf(p.say("%d min", "%d 分钟"), int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf(p.say("%.1f h", "%.1f 小时"), d.Hours())
	}
	return fmt.Sprintf(p.say("%.0f days", "%.0f 天"), d.Hours()/24)
}
