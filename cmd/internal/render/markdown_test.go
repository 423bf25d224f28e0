package render

import (
	"bytes"
	"html"
	"os/exec"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

func TestMarkdownGolden(t *testing.T) { goldens(t, "markdown", "md") }

// withoutCode removes blocks of code and code inside lines, as CommonMark finds them.
func withoutCode(text string) string {
	var b strings.Builder
	fence := ""
	for _, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimLeft(line, " ")
		marks := len(trimmed) - len(strings.TrimLeft(trimmed, "`"))
		switch {
		case fence != "" && strings.HasPrefix(trimmed, fence) && strings.Trim(trimmed, "`") == "":
			fence = ""
		case fence != "":
		case marks >= 3 && !strings.Contains(trimmed[marks:], "`"):
			fence = trimmed[:marks]
		default:
			b.WriteString(withoutSpans(line) + "\n")
		}
	}
	return b.String()
}

func withoutSpans(line string) string {
	var b strings.Builder
	for at := 0; at < len(line); {
		switch {
		case line[at] == '\\' && at+1 < len(line):
			b.WriteString(line[at : at+2])
			at += 2
		case line[at] == '`':
			marks := len(line[at:]) - len(strings.TrimLeft(line[at:], "`"))
			end := closing(line, at+marks, marks)
			if end < 0 {
				b.WriteString(line[at : at+marks])
				end = at + marks
			}
			at = end
		default:
			b.WriteByte(line[at])
			at++
		}
	}
	return b.String()
}

// closing returns where the code ends that marks backticks opened, -1 when nothing closes it.
func closing(line string, at, marks int) int {
	for at < len(line) {
		if line[at] != '`' {
			at++
			continue
		}
		run := len(line[at:]) - len(strings.TrimLeft(line[at:], "`"))
		if at += run; run == marks {
			return at
		}
	}
	return -1
}

// Outside of code nothing notifies, links, references or opens a tag, and no line of a log begins a block.
func TestMarkdownHostile(t *testing.T) {
	for _, lang := range term.Languages {
		out := renderAs(t, "markdown", hostile(), Options{Language: lang, Verbose: true, ShowSuppressed: true})
		obeysNobody(t, out)
		rest := withoutCode(string(out))
		for _, forbidden := range []string{"@", "://", "GH-1", "#1"} {
			if at := strings.Index(rest, forbidden); at >= 0 {
				t.Errorf("%q stands outside of code: %q", forbidden, rest[max(0, at-60):min(len(rest), at+60)])
			}
		}
		for _, sign := range "<>[]*|~&$`" {
			if unescaped := strings.Count(rest, string(sign)) - strings.Count(rest, `\`+string(sign)) - own(sign, rest); unescaped != 0 {
				t.Errorf("%d of %q are not escaped in\n%s", unescaped, sign, rest)
			}
		}
	}
}

// own counts the signs that the report itself uses.
func own(sign rune, text string) int {
	if sign == '*' {
		return 4 * strings.Count(text, "\n**")
	}
	return 0
}

// TestMarkdownRenders looks at what GitHub's own parser makes of a hostile report: no link, no tag, the evidence whole.
func TestMarkdownRenders(t *testing.T) {
	parser, err := exec.LookPath("cmark-gfm")
	if err != nil {
		t.Skip("cmark-gfm is not installed")
	}
	for name, r := range map[string][]byte{
		"hostile": renderAs(t, "markdown", hostile(), Options{Verbose: true}),
		"summary": renderAs(t, "markdown", accepted("zh"), Options{}),
	} {
		cmd := exec.Command(parser, "--unsafe", "-e", "autolink", "-e", "table", "-e", "strikethrough", "-e", "tasklist", "-t", "html")
		cmd.Stdin = bytes.NewReader(r)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		page := string(out)
		for _, tag := range []string{"<script", "<img", "<a ", "<table", "<del", "<hr", "<blockquote", "<em", "<h1", "<!--"} {
			if at := strings.Index(page, tag); at >= 0 {
				t.Errorf("%s: a log made %s: %s", name, tag, page[max(0, at-80):min(len(page), at+80)])
			}
		}
		if text := html.UnescapeString(page); name == "hostile" && !strings.Contains(text, clean(poison)) {
			t.Error("the evidence is not whole")
		}
	}
}

func TestMDProse(t *testing.T) {
	for text, want := range map[string]string{
		"max_fails=1 and _all_ of it":       `max_fails=1 and \_all\_ of it`,
		"run kubectl get pod tm-1 -o yaml.": "run `kubectl get pod tm-1 -o yaml`.",
		"ask @ops or a@b, see #12":          "ask `@ops` or `a@b,` see `#12`",
		"# not a heading":                   `\# not a heading`,
		"1. not a list":                     `1\. not a list`,
		"1.16.1 is a version":               `1\.16.1 is a version`,
		".flinkdoctor.yaml":                 ".flinkdoctor.yaml",
		"日志 http://a/b，见 @ops":              "日志 `http://a/b`，见 `@ops`",
		"a ` b":                             "a \\` b",
		`it says "no live upstreams".`:      `it says "no live upstreams".`,
		"":                                  "",
		"x@y @z":                            "`x@y` `@z`",
		"100% of $PATH":                     `100% of \$PATH`,
	} {
		if got := mdProse(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if got := mdCode("a``b`"); got != "``` a``b` ```" {
		t.Errorf("code with backticks: %q", got)
	}
}
