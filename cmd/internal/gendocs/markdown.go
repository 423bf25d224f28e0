package main

import (
	"html"
	"strings"
)

// text makes plain text safe for Markdown as GitHub and the usual page generators read it: it shows as it is, no matter what stands in it. URLs stay text, because
// those in rules are examples with placeholders.
func text(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '_' && i > 0 && i+1 < len(s) && isWord(s[i-1]) && isWord(s[i+1]):
			b.WriteByte(c)
		case c == '$': // a formula
			b.WriteString("&#36;")
		case c == ':' && strings.HasPrefix(s[i:], "://"): // a link
			b.WriteString("&#58;")
		case c == '{' && i+1 < len(s) && (s[i+1] == '{' || s[i+1] == '%'): // a template
			b.WriteString("&#123;")
		case strings.IndexByte("\\`*_[]<>~&", c) >= 0, i == 0 && strings.IndexByte("#+-=", c) >= 0:
			b.WriteByte('\\')
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return notNumbered(b.String())
}

// notNumbered keeps a line that begins with a number and a full stop from becoming a list.
func notNumbered(s string) string {
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits > 0 && digits < len(s) && (s[digits] == '.' || s[digits] == ')') {
		return s[:digits] + `\` + s[digits:]
	}
	return s
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// hasTemplate tells whether a page generator would take a part of s for a template.
func hasTemplate(s string) bool { return strings.Contains(s, "{{") || strings.Contains(s, "{%") }

// code writes s as code within a line.
func code(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" {
		return ""
	}
	if hasTemplate(s) {
		return "<code>" + entities(s) + "</code>"
	}
	fence := strings.Repeat("`", longestRun(s, '`')+1)
	if s[0] == '`' || s[len(s)-1] == '`' {
		s = " " + s + " "
	}
	return fence + s + fence
}

// block writes s as a block of code, line by line as it is.
func block(s string) string {
	s = strings.TrimRight(s, "\n")
	if hasTemplate(s) {
		return "<pre>" + entities(s) + "</pre>\n"
	}
	fence := strings.Repeat("`", max(3, longestRun(s, '`')+1))
	return fence + "text\n" + s + "\n" + fence + "\n"
}

var markdownEntities = strings.NewReplacer("{", "&#123;", "}", "&#125;", "*", "&#42;", "_", "&#95;", "`", "&#96;", "[", "&#91;", "]", "&#93;", "\\", "&#92;", "~", "&#126;", "$", "&#36;")

// entities writes s so that neither HTML nor Markdown nor a template engine sees anything in it.
func entities(s string) string { return markdownEntities.Replace(html.EscapeString(s)) }

func longestRun(s string, c byte) int {
	longest, run := 0, 0
	for i := 0; i < len(s); i++ {
		run++
		if s[i] != c {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

// row writes one row of a table. Cells are Markdown; what would end a cell is masked.
func row(cells ...string) string {
	for i, cell := range cells {
		cells[i] = strings.ReplaceAll(strings.Join(strings.Fields(cell), " "), "|", `\|`)
	}
	return "| " + strings.Join(cells, " | ") + " |\n"
}

// header writes the head of a table.
func header(cells ...string) string {
	return row(cells...) + "|" + strings.Repeat(" --- |", len(cells)) + "\n"
}

// link writes a link; label is Markdown, target has no blanks.
func link(label, target string) string { return "[" + label + "](" + target + ")" }
