package analyzer

import "strings"

// value returns the value that follows the key in [from, to): key=value, key: value, "key":"value", key, value (as Flink prints properties), --key value,
// PASSWORD('value').
func (m *masker) value(from, to int) (start, end int) {
	text := m.text
	at, separator := m.separator(from, m.keyEnd(to))
	if separator == 0 || at >= len(text) {
		return 0, 0
	}
	for _, scheme := range [...]string{"basic ", "bearer "} {
		if strings.HasPrefix(m.lower[at:], scheme) {
			at += len(scheme)
		}
	}
	if quote := quoteBefore(text, at); quote != "" {
		return at, at + quotedEnd(text[at:], quote)
	}
	if separator == ',' || m.beginsLine(from) {
		return at, at + len(strings.TrimRight(text[at:], " \t\r"))
	}
	return at, at + indexAny(text[at:], " \"',;&)}\\")
}

// separator passes over what stands between a key and its value, and tells what separates them; 0 when nothing does, so that the word is part of a sentence.
func (m *masker) separator(from, at int) (next int, separator byte) {
	text := m.text
	if m.isFlag(from) && at < len(text) && text[at] == ' ' || strings.HasPrefix(m.lower[from:], "identified by") {
		separator = ' '
	}
	for at < len(text) {
		c := text[at]
		switch {
		case strings.IndexByte("=:,>", c) >= 0:
			if separator == 0 || separator == ' ' {
				separator = c
			}
		case c == '(' && (separator == 0 || separator == ' ') && at+1 < len(text) && (text[at+1] == '\'' || text[at+1] == '"'):
			separator = c
		case strings.HasPrefix(text[at:], "："):
			separator, at = ':', at+len("：")-1
		case strings.IndexByte(" \"'\\[", c) < 0:
			return at, separator
		}
		at++
	}
	return at, separator
}

// isFlag tells whether a key is an option of a command line: "--db.password", "-Dtoken".
func (m *masker) isFlag(from int) bool {
	return strings.HasPrefix(m.text[m.keyStart(from):], "-")
}

// keyStart and keyEnd return where the key begins and ends of which a word was found.
func (m *masker) keyStart(from int) int {
	start := from
	for start > max(0, from-longest) && isKeyRest(m.text[start-1]) {
		start--
	}
	return start
}

func (m *masker) keyEnd(to int) int {
	end := to
	for end < min(len(m.text), to+longest) && isKeyRest(m.text[end]) {
		end++
	}
	return end
}

// beginsLine tells whether nothing but indentation, the dash of a list, a comment or the sign of a diff stands before a key, as in a configuration file. Then
// the value ends with the line.
func (m *masker) beginsLine(from int) bool {
	before := m.text[:m.keyStart(from)]
	return len(before) < longest && strings.Trim(before, " \t-+#'\"`") == ""
}

// quoteBefore returns the quote behind which a value begins, with its backslash if it has one; "" when there is none.
func quoteBefore(text string, at int) string {
	if at == 0 || text[at-1] != '"' && text[at-1] != '\'' {
		return ""
	}
	if at > 1 && text[at-2] == '\\' {
		return text[at-2 : at]
	}
	return text[at-1 : at]
}

// quotedEnd returns where a quoted text ends. Escaped quotes and doubled ones, as SQL has them, are part of it.
func quotedEnd(text, quote string) int {
	for at := 0; at < len(text); at++ {
		switch {
		case strings.HasPrefix(text[at:], quote+quote) && len(quote) == 1 && quote == "'":
			at++
		case strings.HasPrefix(text[at:], quote):
			return at
		case text[at] == '\\':
			at++
		}
	}
	return len(text)
}

// header returns the value of an HTTP header. A token of a known scheme is one word; anything else ends with the quotes or brackets around the header, or with the line.
func (m *masker) header(from, to int) (start, end int) {
	at, separator := m.separator(from, m.keyEnd(to))
	if separator == 0 || at >= len(m.text) {
		return 0, 0
	}
	for _, scheme := range [...]string{"basic ", "bearer "} {
		if strings.HasPrefix(m.lower[at:], scheme) {
			start = at + len(scheme)
			return start, start + indexAny(m.text[start:], " \"',;&)}]\\")
		}
	}
	if quote := quoteBefore(m.text, at); quote != "" {
		return at, at + quotedEnd(m.text[at:], quote)
	}
	if quote := quoteBefore(m.text, m.keyStart(from)); quote != "" {
		return at, at + quotedEnd(m.text[at:], quote)
	}
	return at, at + indexAny(m.text[at:], "}]\r\n")
}
