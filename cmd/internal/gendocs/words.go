package main

import "github.com/flinkdoctor/flinkdoctor/rules"

// words are the fixed texts of a page in one language.
type words struct {
	lang                                                                      string
	severity, role, since, component, tags, draft                             string
	meaning, toldApart, matches, causedBy, leadsTo, lookAt, fixes, references string
	any, all, unless, once, repeat                                            string
	text, regex, exception, in, level, logger, frame, field                   string
	within, file, key, before, after, remove, computed, vendor                string
	versions, when, found, notFound, capture, matching                        string
	apply, verify, why, risk, online                                          string
	faults, check, missing, or, value, except, below, above, at, optionTable  string
	harmless, carrier, lint                                                   string
	colon, comma                                                              string
	roles                                                                     map[rules.Role]string
	severities                                                                map[rules.Severity]string
}

var english = &words{
	lang: "en", severity: "Severity", role: "Role", since: "Since", component: "Component", tags: "Tags",
	draft:   "This rule is a draft: it is reported with low confidence and never fails a CI gate.",
	meaning: "What it means", toldApart: "How it is told apart", matches: "What it matches", causedBy: "What causes it", leadsTo: "What it causes",
	lookAt: "What to look at", fixes: "Fixes", references: "References",
	any: "At least one of:", all: "All of:", unless: "Unless:", once: "from the first match on", repeat: "only from %d matches within %s on",
	text: "text", regex: "expression", exception: "exception", in: "only in", level: "level from", logger: "logger with", frame: "stack frame with", field: "field",
	within: " (within %s)", file: "Where", key: "Key", before: "Before", after: "After", remove: "remove the line",
	computed: "computed where the log tells the figures: %s", vendor: "%s only",
	versions: "Versions", when: "When", found: "%s was found in the same logs", notFound: "%s was not found in the same logs", capture: "%s is %s",
	matching: "the message has %s", apply: "Apply", verify: "Verify", why: "Why", risk: "Risk", online: "Takes effect without a restart.",
	harmless: "These lines look like failures and are none. They are never a finding, and never told as unexplained.",
	carrier:  "These exceptions and lines only carry another failure. They are never a finding; what they carry is.",
	faults:   "What it finds fault with", check: "what the check %s finds", missing: "missing", or: ", or ", value: "value with", except: "but not with", below: "below", above: "above",
	at: "for", optionTable: "keys of",
	lint:  "Found in configuration files, not in logs.",
	colon: ": ", comma: ", ",
	roles:      map[rules.Role]string{rules.RoleRoot: "root cause", rules.RoleSymptom: "symptom", rules.RoleWrapper: "wrapper", rules.RoleBenign: "benign", rules.RoleLint: "configuration"},
	severities: map[rules.Severity]string{rules.Critical: "critical", rules.Error: "error", rules.Warning: "warning", rules.Info: "info"},
}

var chinese = &words{
	lang: "zh", severity: "级别", role: "角色", since: "起始版本", component: "组件", tags: "标签",
	draft:   "该规则仍是草稿：只以低置信度提示，不会让 CI 门禁失败。",
	meaning: "含义", toldApart: "如何与相似报错区分", matches: "匹配内容", causedBy: "由什么引起", leadsTo: "会导致什么",
	lookAt: "进一步排查", fixes: "修复方法", references: "参考",
	any: "满足任意一条：", all: "同时满足：", unless: "排除：", once: "出现一次即提示", repeat: "%[2]s 内出现 %[1]d 次以上才提示",
	text: "文本", regex: "正则", exception: "异常类", in: "仅限", level: "级别不低于", logger: "logger 含", frame: "堆栈帧含", field: "字段",
	within: "（%s 内）", file: "位置", key: "参数", before: "修改前", after: "修改后", remove: "删除该行",
	computed: "日志给出数值时按公式计算：%s", vendor: "仅 %s",
	versions: "适用版本", when: "适用条件", found: "同一批日志中出现 %s", notFound: "同一批日志中没有出现 %s", capture: "%s 为 %s",
	matching: "日志含 %s", apply: "操作", verify: "验证", why: "原因", risk: "风险", online: "在线生效，无需重启。",
	harmless: "这些日志看着像故障，其实无害。既不会成为结论，也不会被列为“未知故障”。",
	carrier:  "这些异常和日志只是别的故障的外壳，不会成为结论，真正的原因在它们包装的异常里。",
	faults:   "检查内容", check: "内置检查 %s", missing: "未设置", or: "，或", value: "取值含", except: "但不含", below: "小于", above: "大于",
	at: "位置", optionTable: "参数表",
	lint:  "检查的是配置文件，不是日志。",
	colon: "：", comma: "、",
	roles:      map[rules.Role]string{rules.RoleRoot: "根因", rules.RoleSymptom: "症状", rules.RoleWrapper: "包装异常", rules.RoleBenign: "无害日志", rules.RoleLint: "配置检查"},
	severities: map[rules.Severity]string{rules.Critical: "严重", rules.Error: "错误", rules.Warning: "警告", rules.Info: "提示"},
}
