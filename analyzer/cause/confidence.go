package cause

import "github.com/flinkdoctor/flinkdoctor/rules"

// Confidence says how far a root cause may be trusted, and why. docs/confidence.md defines the levels.
type Confidence struct {
	Level string // high | medium | low
	Why   rules.Text
}

// confidence judges the root of an incident.
func confidence(i *Incident) Confidence {
	root := i.Root
	if root.Rule.Status == rules.Draft {
		return Confidence{"low", rules.Text{EN: "the rule is a draft", ZH: "该规则仍是草稿"}}
	}
	if root.Rule.Role == rules.RoleSymptom {
		return Confidence{"medium", rules.Text{
			EN: "a symptom; its cause is not in these logs",
			ZH: "这是症状，其原因不在这些日志里",
		}}
	}
	for _, f := range i.Contributing {
		if f.Rule.Role == rules.RoleRoot && f.Rule.Severity.Rank() >= root.Rule.Severity.Rank() {
			return Confidence{"medium", rules.Text{
				EN: "another possible cause stands in the same logs: " + f.Rule.ID,
				ZH: "同一批日志里还有另一个可能的原因：" + f.Rule.ID,
			}}
		}
	}
	for _, link := range i.Links {
		if link.Cause == root && !link.Sure {
			return Confidence{"medium", rules.Text{
				EN: "the logs' clocks do not tell whether it came first",
				ZH: "日志的时钟无法确定它是否最先发生",
			}}
		}
	}
	if len(i.Contributing) > 0 {
		return Confidence{"high", rules.Text{
			EN: "its own message names it; " + i.Contributing[0].Rule.ID + " helped it along",
			ZH: "日志原文直接指明；" + i.Contributing[0].Rule.ID + " 起了推动作用",
		}}
	}
	return Confidence{"high", rules.Text{
		EN: "its own message names it and nothing else in these logs explains it",
		ZH: "日志原文直接指明，且这些日志里没有其他原因能解释它",
	}}
}
