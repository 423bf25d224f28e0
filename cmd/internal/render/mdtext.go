package render

import (
	"strings"
	"unicode/utf8"
)

// mdProse writes one paragraph of Markdown (GFM) that says just what the text says: commands become code, and so does every word that a code host would turn
// into a link, a mention or a reference; nobody is notified because of a log line. Everything else that Markdown would obey is escaped.
func mdProse(text string) string {
	text = clean(text)
	var b strings.Builder
	at := 0
	for _, span := range append(codeSpans(text), [2]int{len(text), len(text)}) {
		mdWords(&b, text[at:span[0]], at == 0)
		if span[1] > span[0] {
			b.WriteString(mdCode(text[span[0]:span[1]]))
		}
		at = span[1]
	}
	return strings.TrimSpace(b.String())
}

// mdPlain is mdProse for a text without commands, such as one that the program made itself.
func mdPlain(text string) string {
	var b strings.Builder
	mdWords(&b, clean(text), true)
	return b.String()
}

// mdWords writes a part of a paragraph that holds no command; start tells that a line begins with it.
func mdWords(b *strings.Builder, text string, start bool) {
	for at := 0; at < len(text); {
		end := at
		for end < len(text) && text[end] != ' ' && !isWide(text[end:]) {
			end++
		}
		word := text[at:end]
		switch {
		case beckons(word):
			if s := b.String(); strings.HasSuffix(s, "`") { // two code spans side by side would be one
				b.WriteByte(' ')
			}
			b.WriteString(mdCode(word))
		case word != "":
			b.WriteString(mdEscape(word, start && at == 0))
		}
		for end < len(text) && (text[end] == ' ' || isWide(text[end:])) {
			_, size := utf8.DecodeRuneInString(text[end:])
			b.WriteString(text[end : end+size])
			end += size
		}
		at = end
	}
}

// beckons tells whether a code host or a chat would make something of a word: a mention, a link, a reference to an issue or merge request, an HTML entity.
func beckons(word string) bool {
	if strings.ContainsRune(word, '@') || strings.Contains(word, "://") || strings.Contains(strings.ToLower(word), "www.") {
		return true
	}
	for i := 0; i+1 < len(word); i++ {
		next := word[i+1] >= '0' && word[i+1] <= '9'
		if strings.IndexByte("#!~%&$", word[i]) >= 0 && (next || word[i] != '#' && word[i] != '!' && word[i+1] == '"') || word[i] == '-' && next && i >= 2 && strings.EqualFold(word[i-2:i], "GH") {
			return true
		}
	}
	return false
}

// mdEscape escapes what Markdown would obey inside a line and, at its start, what would make a heading, a list or a rule.
func mdEscape(word string, start bool) string {
	var b strings.Builder
	for i, c := range word {
		switch {
		case strings.ContainsRune("\\`*[]<>|~&$", c):
			b.WriteByte('\\')
		case c == '_' && !(i > 0 && i+1 < len(word) && alnum(word[i-1]) && alnum(word[i+1])): // inside a word it means nothing
			b.WriteByte('\\')
		case start && i == 0 && strings.ContainsRune("#+-=:", c):
			b.WriteByte('\\')
		case start && i > 0 && (c == '.' || c == ')') && strings.Trim(word[:i], "0123456789") == "":
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

func alnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// mdCode writes code inside a line.
func mdCode(text string) string {
	text = clean(text)
	if text == "" {
		return ""
	}
	marks := strings.Repeat("`", backticks(text)+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return marks + text + marks
}

// mdBlock writes lines as a block of code that nothing in them can end. The lines must be clean.
func mdBlock(language string, lines []string) string {
	longest := 2
	for _, line := range lines {
		longest = max(longest, backticks(line))
	}
	fence := strings.Repeat("`", longest+1)
	return fence + language + "\n" + strings.Join(lines, "\n") + "\n" + fence + "\n"
}

// backticks is the length of the longest run of backticks.
func backticks(text string) int {
	longest, run := 0, 0
	for i := range len(text) {
		if text[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
