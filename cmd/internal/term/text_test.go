package term

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain <&> text":     "plain <&> text",
		"a\tb\r\nc":          "a b  c",
		"\x1b[2J\x07\x00":    "␛[2J␇␀",
		"\x7f":               "␡",
		"\u009b2J":           `\u009b2J`,
		"\u202eabc\u200b":    `\u202eabc\u200b`,
		"bad \xff\xfe bytes": "bad \ufffd\ufffd bytes",
		"中文，“ok”":            "中文，“ok”",
	} {
		if got := Clean(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestColumns(t *testing.T) {
	for s, want := range map[string]int{"": 0, "abc": 3, "根因": 4, "a中b": 4, "…": 1, "，": 2} {
		if got := Columns(s); got != want {
			t.Errorf("%q: got %d, want %d", s, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text    string
		columns int
		keep    [][2]int
		want    []string
	}{
		{"", 10, nil, nil},
		{"one two three", 7, nil, []string{"one two", "three"}},
		{"see https://example.org/very/long now", 10, nil, []string{"see", "https://example.org/very/long", "now"}},
		{"所有节点都被摘除，请求被拒绝。", 10, nil, []string{"所有节点都", "被摘除，请", "求被拒绝。"}},
		{"一二三四五，六", 10, nil, []string{"一二三四", "五，六"}},
		{"run grep -c 'a b' x.log, then wait", 12, [][2]int{{4, 23}}, []string{"run", "grep -c 'a b' x.log,", "then wait"}},
		{"执行grep -c x再看", 8, [][2]int{{6, 15}}, []string{"执行", "grep -c x", "再看"}},
	} {
		if got := Wrap(c.text, c.columns, c.keep...); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", c.want) {
			t.Errorf("%q at %d: got %q, want %q", c.text, c.columns, got, c.want)
		}
	}
}

func TestCut(t *testing.T) {
	text := "2024 [error] recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 10.0.0.12"
	for _, c := range []struct {
		columns int
		focus   string
		want    string
	}{
		{200, "reset", text},
		{30, "", "2024 [error] recv() failed (1…"},
		{30, "Connection reset", "…Connection reset by peer) wh…"},
		{30, "10.0.0.12", "…upstream, client: 10.0.0.12"},
	} {
		from := strings.Index(text, c.focus)
		if got := Cut(text, c.columns, from, from+len(c.focus)); got != c.want {
			t.Errorf("%d %q: got %q, want %q", c.columns, c.focus, got, c.want)
		}
	}
}

func TestChop(t *testing.T) {
	got := Chop("ab cdefgh 中文字符", 8)
	if fmt.Sprintf("%q", got) != `["ab cdefg" "h 中文字" "符"]` {
		t.Errorf("got %q", got)
	}
}

// Whatever the text, cutting and chopping keep to the width and lose no text they do not mark; wrapping loses only blanks.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "one two", "根因 nginx 摘除了，所有 FE。", "https://x.y/z 'a b'", "\x1b[0m\xff", "👩‍👩‍👧 ok", "e\u0301e\u0301"} {
		f.Add(seed, 10, 2, 5)
	}
	f.Fuzz(func(t *testing.T, text string, columns, from, to int) {
		text, columns = Clean(text), min(max(columns, 4), 200)
		if !utf8.ValidString(text) {
			t.Fatalf("%q is no UTF-8", text)
		}
		if cut := Cut(text, columns, from, to); Columns(cut) > columns+1 {
			t.Fatalf("%q has %d columns, wanted %d", cut, Columns(cut), columns)
		}
		without := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if chopped := strings.Join(Chop(text, columns), ""); without(chopped) != without(text) {
			t.Fatalf("%q became %q", text, chopped)
		}
		var keep [][2]int
		if from >= 0 && from < to && to <= len(text) && utf8.RuneStart(text[from]) && (to == len(text) || utf8.RuneStart(text[to])) {
			keep = append(keep, [2]int{from, to})
		}
		if wrapped := strings.Join(Wrap(text, columns, keep...), ""); without(wrapped) != without(text) {
			t.Fatalf("%q became %q", text, wrapped)
		}
	})
}
