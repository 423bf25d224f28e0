package main

import "testing"

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                                "plain",
		"two  blanks\nand a line":              "two blanks and a line",
		"brpc_max_size":                        "brpc_max_size",
		"/api/_stream_load":                    `/api/\_stream_load`,
		"中_文_":                                 `中\_文\_`,
		"<peer> & [E1011] *x* `y` ~z~ a\\b":    "\\<peer\\> \\& \\[E1011\\] \\*x\\* \\`y\\` \\~z\\~ a\\\\b",
		"$request_id and $fe":                  "&#36;request_id and &#36;fe",
		"see http://BE:8040/varz":              "see http&#58;//BE:8040/varz",
		"{{ x }} {% y %} { z } s{}":            "&#123;{ x }} &#123;% y %} { z } s{}",
		"# head":                               `\# head`,
		"- item":                               `\- item`,
		"1. item":                              `1\. item`,
		"2024 is no item":                      "2024 is no item",
		"a|b stays: only rows have to mask it": "a|b stays: only rows have to mask it",
	} {
		if got := text(in); got != want {
			t.Errorf("text(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCode(t *testing.T) {
	for in, want := range map[string]string{
		"":             "",
		"a_b*":         "`a_b*`",
		"a `b` c":      "``a `b` c``",
		"`b`":          "`` `b` ``",
		"{{ x }} *<y>": "<code>&#123;&#123; x &#125;&#125; &#42;&lt;y&gt;</code>",
		"a\n  b":       "`a b`",
	} {
		if got := code(in); got != want {
			t.Errorf("code(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestBlock(t *testing.T) {
	for in, want := range map[string]string{
		"a\nb\n":    "```text\na\nb\n```\n",
		"a\n```\n":  "````text\na\n```\n````\n",
		"{{a}}\n*b": "<pre>&#123;&#123;a&#125;&#125;\n&#42;b</pre>\n",
	} {
		if got := block(in); got != want {
			t.Errorf("block(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestRow(t *testing.T) {
	if got, want := row("`a|b`", "c\nd"), "| `a\\|b` | c d |\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
