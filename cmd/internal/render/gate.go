package render

import (
	"fmt"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// unsaid tells that a report does not say what its limit was, as one that another program wrote may.
func unsaid(r *report.Report) bool { return r.Exit.FailOn == "" }

// fails tells whether an incident made the exit code 1. Where the report does not say, all did.
func fails(r *report.Report, i *report.Incident) bool { return i.Fails || unsaid(r) }

// unknownFails tells whether failures that no rule knows made the exit code 1.
func unknownFails(r *report.Report) bool {
	return r.Exit.UnexplainedFail || unsaid(r) && len(r.Incidents) == 0 && r.Exit.Reason == report.ReasonFindings
}

// gated is how grave an incident is for a program that shows errors as what failed: an incident that made the exit code 1 is an error at least, another one a
// warning at most. Where nothing was to fail, the severities of the rules stand.
func gated(r *report.Report, i *report.Incident) string {
	severity := rules.Severity(i.RootCause.Severity)
	switch {
	case unsaid(r) || r.Exit.FailOn == "never":
	case i.Fails && severity.Rank() < rules.Error.Rank():
		return string(rules.Error)
	case !i.Fails && severity.Rank() >= rules.Error.Rank():
		return string(rules.Warning)
	}
	return i.RootCause.Severity
}

// below says why an incident did not make the exit code 1.
func (w words) below(r *report.Report, i *report.Incident) string {
	if r.Exit.FailOn == "never" {
		return w.say("nothing fails: --fail-on never", "不作门禁：--fail-on never")
	}
	if rules.Severity(i.RootCause.Severity).Rank() >= rules.Severity(r.Exit.FailOn).Rank() {
		return w.say("the rule is a draft, which fails nothing", "该规则是草稿，不作门禁依据")
	}
	return fmt.Sprintf(w.say("%s: below --fail-on %s", "%s：低于 --fail-on %s"), w.severity(i.RootCause.Severity), r.Exit.FailOn)
}

// notice says what became of a suppression and what to do about it.
func (w words) notice(n *report.Notice) string {
	var text string
	switch n.State {
	case report.NoticeExpired:
		text = fmt.Sprintf(w.say("the suppression of %s expired on %s (%s); remove it or give it a new date", "对 %s 的抑制已于 %s 到期（%s），请删除或更新日期"), n.Suppression, n.Until, n.Reason)
	case report.NoticeUnknownRule:
		text = fmt.Sprintf(w.say("there is no rule %s, so its suppression does nothing (%s); flinkdoctor rules list names them all", "没有名为 %s 的规则，这条抑制不起作用（%s）；用 flinkdoctor rules list 查看全部规则"), n.Suppression, n.Reason)
	default:
		text = fmt.Sprintf(w.say("the suppression of %s matched nothing (%s); remove it when it is no longer needed", "对 %s 的抑制没有匹配到任何内容（%s），不再需要时请删除"), n.Suppression, n.Reason)
	}
	if n.Where != "" {
		text = n.Where + w.say(": ", "：") + text
	}
	return clean(text)
}

// acceptedAs says which rule spoke, how often, why it is accepted and where that is written.
func (w words) acceptedAs(s *report.Suppressed) string {
	rule := unexplainedRule
	if s.Rule != nil {
		rule = *s.Rule
	}
	why := s.Reason
	switch {
	case s.By == report.ByBaseline:
		why = w.say("in the baseline", "在基线中")
	case s.AcceptedBy == report.ByAllowList && why == "":
		why = w.say("in the allow-list (", "在白名单中（") + s.By + w.say(")", "）")
	default:
		why += w.say(" (", "（") + s.By + w.say(")", "）")
	}
	return rule + w.say(", ", "，") + w.count(s.Count) + w.say("; ", "；") + why
}
