package render

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// fixes writes the remedies, best first.
func (p *textPage) fixes(list []report.Fix) {
	shown := list
	if len(shown) > shownFixes && !p.Verbose {
		shown = shown[:shownFixes]
	}
	for i := range shown {
		p.blank()
		label := p.say("Fix", "修复")
		if i > 0 {
			label = p.say("Or", "或者")
		}
		p.under(label, p.pal.Good)
		p.fix(&shown[i], p.Verbose)
	}
	if more := len(list) - len(shown); more > 0 {
		p.blank()
		p.put(0, fmt.Sprintf(p.say("%s with -v", "另有 %s，-v 查看"), p.some(int64(more), "more fix", "more fixes", "个方案")), p.pal.Dim)
	}
}

// fix writes one remedy: what, where, from, to, how to apply it, how to see that it worked. why adds the reasons.
func (p *page) fix(fix *report.Fix, why bool) {
	p.prose(0, fix.Title, nil)
	if note := p.limits(fix); note != "" {
		p.prose(0, note, p.pal.Dim)
	}
	if fix.Diff != "" {
		p.diff(fix.Diff)
		for _, line := range p.setElsewhere(fix.Changes) {
			p.prose(4, line.text, p.pal.Dim)
		}
		p.changes(besides(fix.Changes))
	} else {
		p.changes(fix.Changes)
	}
	for i := range fix.Memory {
		p.memory(&fix.Memory[i])
	}
	pad := 8
	if p.zh {
		pad = 6
	}
	for _, part := range []struct{ name, text string }{
		{p.say("apply", "应用"), fix.Apply}, {p.say("verify", "验证"), fix.Verify}, {p.say("risk", "风险"), fix.Risk},
	} {
		if part.text != "" {
			p.item(part.name, pad, part.text)
		}
	}
	if why && fix.Why != "" {
		p.item(p.say("why", "理由"), pad, fix.Why)
	}
}

// limits says where a fix holds and whether it takes a restart.
func (w words) limits(fix *report.Fix) string {
	var parts []string
	if fix.Versions != "" {
		parts = append(parts, w.say("for ", "适用于 ")+fix.Versions)
	}
	vendors := map[string]bool{"": true}
	for _, vendor := range append([]string{fix.Vendor}, vendorsOf(fix)...) {
		if !vendors[vendor] {
			vendors[vendor] = true
			parts = append(parts, fmt.Sprintf(w.say("only in %s, open source does not have it", "仅 %s 支持，开源版没有"), vendor))
		}
	}
	if fix.Online {
		parts = append(parts, w.say("no restart needed", "无需重启"))
	}
	return strings.Join(parts, w.say("; ", "；"))
}

func vendorsOf(fix *report.Fix) []string {
	var out []string
	for _, c := range fix.Changes {
		out = append(out, c.Vendor)
	}
	return out
}

// diffLine is one line of a change: '@' says where, '-' and '+' are the old and the new, '=' stands already as advised, '#' is a note about the line before,
// ' ' is context. Text is clean and without its sign.
type diffLine struct {
	kind byte
	text string
}

// diffLines returns what a fix changes: the diff of the user's own file when there is one.
func (w words) diffLines(fix *report.Fix) []diffLine {
	if fix.Diff != "" {
		return slices.Concat(unifiedLines(fix.Diff), w.setElsewhere(fix.Changes), w.changeLines(besides(fix.Changes)))
	}
	return w.changeLines(fix.Changes)
}

// changeLines lists changes under the file and section they belong to.
func (w words) changeLines(list []report.Change) []diffLine {
	var out []diffLine
	add := func(kind byte, text string) {
		for _, line := range strings.Split(text, "\n") {
			out = append(out, diffLine{kind, strings.TrimRight(term.Clean(line), " ")})
		}
	}
	where := ""
	for _, c := range list {
		here := clean(c.File)
		if c.Section != "" {
			here += w.say(", ", "，") + clean(c.Section)
		}
		if here != where && here != "" {
			where = here
			add('@', here)
		}
		if c.Done {
			add('=', setting(c, c.From))
			add('#', w.say("already set as advised; look at the next fix", "已是建议值，请看下一条修复"))
			continue
		}
		if c.From != "" || c.Remove {
			add('-', setting(c, c.From))
		}
		if !c.Remove {
			add('+', setting(c, w.advised(c.To)))
		}
		if note := w.aboutKey(c); note != "" {
			add('#', clean(note))
		}
	}
	return out
}

// setElsewhere notes the keys that a diff adds to a file although the log shows them set.
func (w words) setElsewhere(list []report.Change) []diffLine {
	var out []diffLine
	for _, c := range list {
		if c.InDiff && c.FromSource == "log" {
			out = append(out, diffLine{'#', clean(c.Key) + ": " + clean(w.aboutKey(c))})
		}
	}
	return out
}

// besides returns the changes that a fix's diff does not make, because their files were not given.
func besides(list []report.Change) []report.Change {
	var out []report.Change
	for _, c := range list {
		if !c.InDiff && !c.Done {
			out = append(out, c)
		}
	}
	return out
}

// unifiedLines takes a unified diff apart.
func unifiedLines(text string) []diffLine {
	var out []diffLine
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		line = term.Clean(strings.TrimRight(strings.ReplaceAll(line, "\t", "    "), "\r"))
		switch {
		case strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "), strings.HasPrefix(line, "@@"), line == "", strings.IndexByte("+- ", line[0]) < 0:
			out = append(out, diffLine{'@', line})
		default:
			out = append(out, diffLine{line[0], line[1:]})
		}
	}
	return out
}

// changes writes "- old" and "+ new" under the file and section they belong to. Values are never wrapped.
func (p *page) changes(list []report.Change) {
	for _, line := range p.changeLines(list) {
		switch line.kind {
		case '@':
			p.prose(0, line.text, nil)
		case '#':
			p.prose(4, line.text, p.pal.Dim)
		case '-':
			p.put(2, "- "+line.text, p.pal.Removed)
		case '+':
			p.put(2, "+ "+line.text, p.pal.Added)
		default:
			p.put(2, string(line.kind)+" "+line.text, nil)
		}
	}
}

// fromRule marks old values on pages about a rule itself, where no installation is spoken of.
const fromRule = "rule"

// advised writes a value that is relative to the old one in the reader's language.
func (w words) advised(value string) string {
	return strings.Replace(value, "old value", w.say("old value", "原值"), 1)
}

// aboutKey says where the old value is known from, what is left to the reader, and what the key is called elsewhere.
func (w words) aboutKey(c report.Change) string {
	var parts []string
	relative := strings.HasPrefix(c.To, "old value") // what grows is known once the old value is
	switch {
	case c.FromSource == "config":
		parts = append(parts, w.say("the old value stands in your file", "旧值来自你的配置文件"))
	case c.FromSource == "log":
		parts = append(parts, w.say("the old value stands in the log", "旧值来自日志"))
	case c.FromSource == "default" && c.FromVersion != "":
		parts = append(parts, fmt.Sprintf(w.say("the old value is the default of %s: neither the log nor a file sets the key", "旧值为 %s 的默认值：日志和配置文件都没有设置该项"), c.FromVersion))
	case c.FromSource == "default":
		parts = append(parts, w.say("the old value is the default of this version", "旧值为该版本默认值"))
	case c.FromSource == "" && c.From != "" && !c.Remove && (!c.FillIn || relative) && c.From[0] != '(':
		parts = append(parts, w.say("the old value is the usual one; yours is not known", "旧值为常见值，你的实际值未知"))
	}
	if c.FillIn && !relative {
		parts = append(parts, w.say("the new value is for you to fill in", "新值需由你填写"))
	}
	if c.Note != "" {
		parts = append(parts, c.Note)
	}
	return strings.Join(parts, w.say("; ", "；"))
}

// diff writes a unified diff as it is.
func (p *page) diff(text string) {
	for _, line := range unifiedLines(text) {
		switch line.kind {
		case '@':
			p.put(2, line.text, nil)
		case '+':
			p.put(2, "+"+line.text, p.pal.Added)
		case '-':
			p.put(2, "-"+line.text, p.pal.Removed)
		default:
			p.put(2, string(line.kind)+line.text, nil)
		}
	}
}

// serverParameters are nginx parameters written behind the address of a server line instead of as directives.
var serverParameters = set("max_fails fail_timeout weight max_conns slow_start")

// setting writes a key and its value the way the file has it, ready to be copied.
func setting(c report.Change, value string) string {
	file, key := strings.ToLower(c.File), c.Key
	switch {
	case value == "":
		return key
	case strings.Contains(file, "nginx") && strings.HasSuffix(file, ".conf") && !strings.Contains(file, ".service"):
		switch {
		case serverParameters[key]:
			return key + "=" + value
		case strings.HasSuffix(value, "}"), strings.HasSuffix(value, ";"):
			return key + " " + value
		}
		return key + " " + value + ";"
	case strings.HasPrefix(key, "-XX:"), strings.HasPrefix(key, "-D"), strings.HasPrefix(key, "--"):
		return key + "=" + value
	case strings.HasPrefix(key, "-X"):
		return key + value
	case strings.Contains(file, ".yaml"), strings.Contains(file, ".yml"), strings.Contains(file, "header"):
		return key + ": " + value
	case strings.Contains(file, "table options"):
		return "'" + key + "' = '" + value + "'"
	case path.Ext(file) == ".cfg", path.Ext(file) == ".properties", strings.Contains(file, ".service"):
		return key + "=" + value
	case strings.Contains(file, "json"):
		return `"` + key + `": ` + value
	}
	return key + " = " + value
}
