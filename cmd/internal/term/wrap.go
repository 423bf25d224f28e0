package term

import (
	"strings"
	"unicode/utf8"
)

// Wrap breaks one paragraph into lines of at most the given columns. It breaks at blanks and between Chinese characters, never
// inside a word, a URL or a part that keep names (byte ranges, in order): such a part stands on a line of its own, as long as it may
// be, so that it can be copied. Clean the text first.
func Wrap(text string, columns int, keep ...[2]int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	flush := func() {
		if s := strings.TrimRight(line.String(), " "); s != "" {
			lines = append(lines, s)
		}
		line.Reset()
		used = 0
	}
	for _, atom := range atoms(text, keep) {
		width := Columns(strings.TrimRight(atom, " "))
		if used > 0 && used+width > columns {
			flush()
		}
		if used == 0 {
			atom = strings.TrimLeft(atom, " ")
		}
		line.WriteString(atom)
		used += Columns(atom)
	}
	flush()
	return lines
}

// atoms cuts text into pieces between which a line may end. Blanks belong to the piece before them.
func atoms(text string, keep [][2]int) []string {
	var out []string
	start := 0
	cut := func(at int) {
		if at > start {
			out = append(out, text[start:at])
			start = at
		}
	}
	for at := 0; at < len(text); {
		if len(keep) > 0 && at >= keep[0][0] {
			end := min(max(keep[0][1], at), len(text))
			for end < len(text) && (text[end] == ' ' || closes(text[end:])) {
				_, size := utf8.DecodeRuneInString(text[end:])
				end += size
			}
			keep = keep[1:]
			if end > at {
				at = end
				cut(at)
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		next, _ := utf8.DecodeRuneInString(text[at+size:])
		at += size
		if at < len(text) && mayBreak(r, next) || len(keep) > 0 && at == keep[0][0] && !strings.ContainsRune("(（“「", r) {
			cut(at)
		}
	}
	cut(len(text))
	return out
}

// Punctuation that may not begin or end a line of Chinese text.
const (
	closing = "，。、；：？！）》」』】”’,.;:?!)]}%…"
	opening = "（《「『【“‘([{"
)

func mayBreak(r, next rune) bool {
	if r == ' ' {
		return next != ' '
	}
	if next == ' ' || strings.ContainsRune(closing, next) || strings.ContainsRune(opening, r) {
		return false
	}
	return measure.RuneWidth(r) == 2 || measure.RuneWidth(next) == 2
}

func closes(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune(closing, r)
}

// Chop breaks text into lines of at most the given columns whatever it holds: at a blank when one is near the end of the line, else
// inside a word.
func Chop(text string, columns int) []string {
	var lines []string
	for columns = max(columns, 2); ; {
		line := head(text, columns)
		if line == text {
			return append(lines, text)
		}
		if at := strings.LastIndexByte(line, ' '); at > len(line)*2/3 {
			line = line[:at]
		}
		lines = append(lines, strings.TrimRight(line, " "))
		text = strings.TrimLeft(text[len(line):], " ")
	}
}
