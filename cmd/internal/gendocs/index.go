package main

import (
	"bytes"
	"fmt"
	"sort"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// index writes the list of all rules by system.
func (s *site) index() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Rules · 规则\n\n%s · %s\n\n", s.count(s.pack.Rules), link("by message text · 按报错原文查", "messages.md"))
	b.WriteString("Every rule has a page with its meaning, what it is told apart from, its causes and consequences, and its fixes. `flinkdoctor explain RULE` shows the same in a terminal.\n\n")
	b.WriteString("每条规则一页：含义、与相似报错的区别、上下游因果、修复方法。终端里可用 `flinkdoctor explain RULE` 查看同样的内容。\n\n")
	for _, system := range s.systems() {
		fmt.Fprintf(&b, "## %s\n\n", link(text(system), system+"/README.md"))
		s.table(&b, system, system+"/")
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// count tells how many rules of each role there are.
func (s *site) count(list []rules.Rule) string {
	n := map[rules.Role]int{}
	for i := range list {
		n[list[i].Role]++
	}
	parts := []string{}
	for _, role := range []rules.Role{rules.RoleRoot, rules.RoleSymptom, rules.RoleLint, rules.RoleWrapper, rules.RoleBenign} {
		if n[role] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s (%s)", n[role], english.roles[role], chinese.roles[role]))
		}
	}
	return fmt.Sprintf("%d: %s", len(list), strings.Join(parts, ", "))
}

// table lists the rules of a system; folder is the way to their pages.
func (s *site) table(b *bytes.Buffer, system, folder string) {
	b.WriteString(header("Rule", "Severity", "Role", "Title", "标题"))
	for _, r := range s.rulesOf(system) {
		severity := string(r.Severity)
		if r.Role == rules.RoleWrapper || r.Role == rules.RoleBenign {
			severity = ""
		}
		b.WriteString(row(link(code(r.ID), folder+r.ID+".md"), severity, english.roles[r.Role], text(render.Sentence(r.Title, "en")), text(render.Sentence(r.Title, "zh"))))
	}
	b.WriteByte('\n')
}

// system writes the page of a system: its rules, and how they hang together.
func (s *site) system(system string) []byte {
	var b bytes.Buffer
	var list []rules.Rule
	for _, r := range s.rulesOf(system) {
		list = append(list, *r)
	}
	fmt.Fprintf(&b, "# %s\n\n%s · %s\n\n", text(system), s.count(list), link("all rules · 全部规则", "../README.md"))
	s.table(&b, system, "")
	pictures := s.graph.pictures(func(e edge) bool { return s.belongs(system, e.cause) || s.belongs(system, e.effect) })
	if len(pictures) > 0 {
		b.WriteString("## What causes what · 因果关系\n\n")
		b.WriteString("An arrow leads from cause to effect. Thick frames are root causes, dashed ones belong to other systems. 箭头由因指向果，粗框为根因，虚线框属于其他系统。\n\n")
	}
	for _, edges := range pictures {
		b.WriteString(s.mermaid(system, edges))
		b.WriteByte('\n')
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func (s *site) belongs(system, id string) bool {
	r := s.pack.ByID(id)
	return r != nil && r.System == system
}

// message is one literal that a rule looks for.
type message struct {
	literal, exception string
	rule               *rules.Rule
}

// messages writes the list of all literals, so that a line of a log leads to its rule.
func (s *site) messages() []byte {
	list := s.literals()
	var b bytes.Buffer
	b.WriteString("# Rules by message text · 按报错原文查规则\n\n")
	b.WriteString("Search this page for a constant part of the message you have. Rules that match by an expression only stand under the literal by which their candidates are found.\n\n")
	b.WriteString("用报错里固定不变的一段在本页搜索。只用正则匹配的规则按其候选关键字列出。\n\n")
	b.WriteString(header("Text", "Exception", "Rule", "Role"))
	for _, m := range list {
		b.WriteString(row(code(m.literal), code(m.exception), link(code(m.rule.ID), m.rule.System+"/"+m.rule.ID+".md"), english.roles[m.rule.Role]))
	}
	return b.Bytes()
}

// literals lists the literals of all rules in alphabetical order; case and the brackets and quotes at the beginning do not count.
func (s *site) literals() []message {
	seen := map[message]bool{}
	var out []message
	for i := range s.pack.Rules {
		r := &s.pack.Rules[i]
		for _, items := range [][]rules.Item{r.Match.Any, r.Match.All} {
			for j := range items {
				m := literalOf(&items[j], r)
				if m.literal != "" && !seen[m] {
					seen[m] = true
					out = append(out, m)
				}
			}
		}
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		for _, pair := range [][2]string{{place(a.literal), place(b.literal)}, {a.literal, b.literal}, {a.exception, b.exception}} {
			if pair[0] != pair[1] {
				return pair[0] < pair[1]
			}
		}
		return a.rule.ID < b.rule.ID
	})
	return out
}

// literalOf returns what a reader of a log would look for.
func literalOf(item *rules.Item, r *rules.Rule) message {
	class := item.Exception[strings.LastIndexByte(item.Exception, '.')+1:]
	switch {
	case item.Text != "":
		return message{item.Text, class, r}
	case class != "":
		return message{class, "", r}
	}
	return message{item.Keyword, "", r}
}

// place returns what a literal is sorted by.
func place(literal string) string {
	if s := strings.TrimLeft(strings.ToLower(literal), " \"'`[](){}<>*:;,.-_/=#|&%$@!?+\\"); s != "" {
		return s
	}
	return literal
}
