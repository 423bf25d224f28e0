package paste

import (
	"strings"
	"unicode/utf8"
)

// entityNames are the entities that web pages put for what a log holds. They are few, so that the parameters of an URL stay whole.
var entityNames = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#34;", `"`, "&#39;", "'", "&#039;", "'", "&apos;", "'", "&#x27;", "'", "&amp;", "&",
	"&nbsp;", " ", "&#9;", "\t", "&#x2F;", "/", "&#47;", "/", "&#61;", "=", "&#x3D;", "=")

// entities decodes HTML. Entities are certain enough to need no vote: only what passed through a web page holds brackets or quotes written so.
func (reader) entities(lines []line) ([]line, bool) {
	holds := func(text string) bool {
		return strings.Contains(text, "&") && (strings.Contains(text, "&lt;") || strings.Contains(text, "&quot;") || strings.Contains(text, "&#39;") ||
			strings.Contains(text, "&#34;") || strings.Contains(text, "&gt;") || strings.Contains(text, "&nbsp;") || strings.Contains(text, "&#039;"))
	}
	did := false
	for _, l := range lines {
		if did = holds(l.text); did {
			break
		}
	}
	if !did {
		return nil, false
	}
	out := make([]line, len(lines))
	for i, l := range lines {
		text := strings.TrimSuffix(strings.TrimSuffix(l.text, "<br>"), "<br/>")
		if strings.Contains(text, "&") {
			text = entityNames.Replace(text)
		}
		out[i] = line{text, l.at}
	}
	return out, true
}

// maxExpanded bounds the lines that one escaped line may become.
const maxExpanded = 20000

// escapes writes out the line ends of a log that stands in one line as a string literal. A record's own literals stay: what is written out holds further heads.
func (r reader) escapes(lines []line) ([]line, bool) {
	var out []line
	did := false
	for i, l := range lines {
		parts := unescape(l.text)
		if len(parts) < 2 || !r.holdsHead(parts[1:]) {
			if did {
				out = append(out, l)
			}
			continue
		}
		if !did {
			out = append(make([]line, 0, len(lines)+len(parts)), lines[:i]...)
			did = true
		}
		for _, part := range parts {
			out = append(out, line{part, l.at})
		}
	}
	return out, did
}

func (r reader) holdsHead(parts []string) bool {
	for _, part := range parts[:min(len(parts), sample)] {
		if dated(part) && r.heads([]byte(part)) {
			return true
		}
	}
	return false
}

// unescape splits text at its written-out line ends and decodes the rest of its escapes, however often they were escaped.
func unescape(text string) []string {
	if !strings.Contains(text, `\n`) {
		return nil
	}
	var parts []string
	var b strings.Builder
	for i := 0; i < len(text); {
		j := i
		for j < len(text) && text[j] == '\\' {
			j++
		}
		if j == i || j == len(text) {
			b.WriteByte(text[i])
			i++
			continue
		}
		switch text[j] {
		case 'n':
			parts = append(parts, b.String())
			b.Reset()
			if len(parts) >= maxExpanded {
				return append(parts, text[j+1:])
			}
		case 'r':
		case 't':
			b.WriteByte('\t')
		case '"', '\'', '/':
			b.WriteByte(text[j])
		default:
			b.WriteString(text[i : j+1])
		}
		i = j + 1
	}
	return append(parts, b.String())
}

// marks are the marks that input methods and word processors put for those of ASCII.
var marks = map[rune]string{'：': ":", '，': ",", '；': ";", '（': "(", '）': ")", '“': `"`, '”': `"`, '‘': "'", '’': "'", '！': "!", '？': "?", '＝': "=", '／': "/", '【': "[", '】': "]"}

// typed puts ASCII marks for those that an input method made of them. In Chinese sentences they stay, so both neighbours must be ASCII.
func (reader) typed(lines []line) ([]line, bool) {
	out, did := make([]line, len(lines)), false
	for i, l := range lines {
		out[i] = l
		if text, changed := retyped(l.text); changed {
			out[i].text, did = text, true
		}
	}
	return out, did
}

func retyped(text string) (string, bool) {
	if !strings.ContainsFunc(text, func(c rune) bool { return c >= utf8.RuneSelf && marks[c] != "" }) {
		return text, false
	}
	var b strings.Builder
	did, before := false, rune(' ')
	for i := 0; i < len(text); {
		c, n := utf8.DecodeRuneInString(text[i:])
		after, _ := utf8.DecodeRuneInString(text[i+n:])
		mark := marks[c]
		if mark == "" || !plain(before) || !plain(after) {
			b.WriteString(text[i : i+n])
			before, i = c, i+n
			continue
		}
		b.WriteString(mark)
		if strings.Contains(":,;", mark) && after != ' ' && i+n < len(text) && !(isDigitRune(before) && isDigitRune(after)) {
			b.WriteByte(' ')
		}
		did, before, i = true, ' ', i+n
	}
	return b.String(), did
}

// plain tells whether a neighbour is none of a sentence in Chinese. The end of the line, and another such mark, are plain.
func plain(c rune) bool { return c < utf8.RuneSelf || c == utf8.RuneError || marks[c] != "" }

func isDigitRune(c rune) bool { return c >= '0' && c <= '9' }
