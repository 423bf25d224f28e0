package javatrace

import (
	"sort"
	"strings"
)

// text is a record's text with escapes decoded. Decoding only shortens, so the physical lines stay in order.
type text struct {
	s      string
	starts []int // offset in s at which physical line i begins
}

// line returns the physical line on which offset i of the text lies, counted from 0.
func (t *text) line(i int) int {
	n := sort.SearchInts(t.starts, i+1) - 1
	return max(n, 0)
}

// normalise decodes what transport did to the text: JSON escapes (only where a trace is escaped too), HTML entities, syslog's #011 and
// #012, no-break blanks. Line ends that a terminal of fixed width put inside words are removed.
func normalise(body string) text {
	d := decoder{in: body, escaped: hasEscapedTrace(body), syslog: strings.Contains(body, "#011at ") || strings.Contains(body, "#012")}
	d.width = wrapWidth(body)
	if !d.escaped && !d.syslog && d.width == 0 && !strings.ContainsAny(body, "&\u00a0\u3000\u200b\r") {
		return text{s: body, starts: lineStarts(body)}
	}
	d.run()
	return text{s: d.out.String(), starts: d.starts}
}

func lineStarts(s string) []int {
	starts := []int{0}
	for i := 0; ; {
		n := strings.IndexByte(s[i:], '\n')
		if n < 0 {
			return starts
		}
		i += n + 1
		starts = append(starts, i)
	}
}

// hasEscapedTrace tells whether a trace stands inside a string literal: a written-out line end before " at ", "Caused by" or "... ".
func hasEscapedTrace(s string) bool {
	for i := strings.IndexByte(s, '\\'); i >= 0 && i < len(s); {
		j := i
		for j < len(s) && s[j] == '\\' {
			j++
		}
		if j < len(s) && (s[j] == 'n' || s[j] == 't') {
			rest := strings.TrimLeft(s[j+1:], "\\t \t")
			if strings.HasPrefix(rest, "at ") || strings.HasPrefix(rest, "Caused by:") || strings.HasPrefix(s[j+1:], "at ") {
				return true
			}
		}
		n := strings.IndexByte(s[j:], '\\')
		if n < 0 {
			return false
		}
		i = j + n
	}
	return false
}

// decoder builds a text.
type decoder struct {
	in      string
	out     strings.Builder
	starts  []int
	escaped bool // JSON escapes are decoded
	syslog  bool // #011 and #012 are decoded
	width   int  // width of the terminal that wrapped the text, 0 when none did
	column  int  // bytes since the last physical line end
}

func (d *decoder) run() {
	d.out.Grow(len(d.in))
	d.starts = append(d.starts, 0)
	for i := 0; i < len(d.in); {
		n := d.step(i)
		d.column += n
		if n == 1 && d.in[i] == '\n' {
			d.starts = append(d.starts, d.out.Len())
			d.column = 0
		}
		i += n
	}
}

// step decodes what stands at i and returns how many bytes it takes.
func (d *decoder) step(i int) int {
	switch c := d.in[i]; c {
	case '\n':
		if d.width == 0 || d.column != d.width || !wordBreak(d.in, i) {
			d.out.WriteByte('\n')
		}
		return 1
	case '\r':
		if i+1 < len(d.in) && d.in[i+1] == '\n' {
			return 1
		}
		d.out.WriteByte('\n')
		return 1
	case '\\':
		if d.escaped {
			return d.escape(i)
		}
	case '&':
		if n := d.entity(i); n > 0 {
			return n
		}
	case '#':
		if d.syslog && strings.HasPrefix(d.in[i:], "#01") && i+3 < len(d.in) && (d.in[i+3] == '1' || d.in[i+3] == '2') {
			d.out.WriteByte("\t\n"[d.in[i+3]-'1'])
			return 4
		}
	case 0xc2, 0xe2, 0xe3:
		for _, blank := range [...]string{"\u00a0", "\u3000", "\u200b"} {
			if strings.HasPrefix(d.in[i:], blank) {
				d.out.WriteByte(' ')
				return len(blank)
			}
		}
	}
	d.out.WriteByte(d.in[i])
	return 1
}

// escape decodes a run of backslashes and the letter behind it.
func (d *decoder) escape(i int) int {
	j := i
	for j < len(d.in) && d.in[j] == '\\' {
		j++
	}
	if j == len(d.in) {
		d.out.WriteString(d.in[i:j])
		return j - i
	}
	switch d.in[j] {
	case 'n', 'r':
		d.out.WriteByte('\n')
	case 't':
		d.out.WriteByte('\t')
	case '"', '/', '\'':
		d.out.WriteByte(d.in[j])
	case 'u':
		if c, ok := hexEscape(d.in[j:]); ok {
			d.out.WriteByte(c)
			return j + 5 - i
		}
		d.out.WriteString(d.in[i : j+1])
	default:
		d.out.WriteString(d.in[i:j])
		return j - i
	}
	return j + 1 - i
}

// hexEscape decodes u00XX, the form in which JSON writers hide < > & and quotes.
func hexEscape(s string) (byte, bool) {
	if len(s) < 5 || s[1] != '0' || s[2] != '0' {
		return 0, false
	}
	hi, lo := strings.IndexByte(hexDigits, s[3]|0x20), strings.IndexByte(hexDigits, s[4]|0x20)
	if hi < 0 || lo < 0 || hi > 7 {
		return 0, false
	}
	return byte(hi<<4 | lo), true
}

// hexDigits are the digits with bit 0x20 set, as hexEscape looks them up; '0'|0x20 is '0'.
const hexDigits = "0123456789abcdef"

var entities = [...]struct {
	name string
	text byte
}{
	{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&#34;", '"'}, {"&apos;", '\''}, {"&#39;", '\''}, {"&#x27;", '\''},
	{"&nbsp;", ' '}, {"&#9;", '\t'}, {"&#x9;", '\t'}, {"&#10;", '\n'}, {"&#xa;", '\n'}, {"&#13;", ' '},
}

// entity decodes an HTML or XML entity and returns its length, 0 when there is none.
func (d *decoder) entity(i int) int {
	for k := range entities {
		if strings.HasPrefix(d.in[i:], entities[k].name) {
			d.out.WriteByte(entities[k].text)
			return len(entities[k].name)
		}
	}
	return 0
}

// minWrapWidth is the narrowest terminal believed.
const minWrapWidth = 60

// wrapWidth returns the width at which a terminal broke the text: the longest line's, when at least two lines that reach it break inside
// a word. 0 means that nothing speaks for such a break.
func wrapWidth(s string) int {
	longest, breaks := 0, 0
	for i := 0; i < len(s); {
		n := strings.IndexByte(s[i:], '\n')
		if n < 0 {
			if len(s)-i > longest {
				return 0
			}
			break
		}
		switch {
		case n > longest:
			longest, breaks = n, 0
			fallthrough
		case n == longest:
			if wordBreak(s, i+n) {
				breaks++
			}
		}
		i += n + 1
	}
	if longest < minWrapWidth || breaks < 2 {
		return 0
	}
	return longest
}

// wordBreak tells whether the line end at i may stand inside a word: letters or digits on both sides, and no trace mark behind it.
func wordBreak(s string, i int) bool {
	if i == 0 || i+1 >= len(s) || !isIdent(s[i-1]) || !isIdent(s[i+1]) {
		return false
	}
	rest := s[i+1:]
	return !strings.HasPrefix(rest, "at ") && !strings.HasPrefix(rest, "Caused by") && !strings.HasPrefix(rest, "Suppressed:")
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// isIdent tells whether c may stand in a Java identifier as log lines show them.
func isIdent(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$'
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

// skipSpace returns the first offset from i on that holds no white space, looking at no more than maxBlank bytes.
func skipSpace(s string, i int) int {
	const maxBlank = 160
	end := min(len(s), i+maxBlank)
	for i < end && isSpace(s[i]) {
		i++
	}
	return i
}

// skipBlank is skipSpace within a line.
func skipBlank(s string, i int) int {
	end := min(len(s), i+160)
	for i < end && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	return i
}
