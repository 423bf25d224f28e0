package term

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Clean returns s as one line that a terminal prints and does not obey: control characters become visible, tabs and line ends become
// blanks, characters that reorder or hide text are spelled out, broken UTF-8 becomes U+FFFD. Logs and file names are written by others.
func Clean(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			b.WriteByte(' ')
		case r < 0x20:
			b.WriteRune(0x2400 + r)
		case r == 0x7f:
			b.WriteRune(0x2421)
		case Hidden(r):
			b.WriteString(`\u` + leftPad(strconv.FormatInt(int64(r), 16)))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Hidden tells whether a character changes how a terminal shows others without being seen itself: C1 controls, marks of direction,
// zero-width characters and line separators.
func Hidden(r rune) bool {
	return r >= 0x80 && r < 0xa0 || r == 0x61c || r == 0xfeff || r >= 0x200b && r <= 0x200f || r >= 0x2028 && r <= 0x202e ||
		r >= 0x2060 && r <= 0x206f
}

func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

func leftPad(hex string) string { return strings.Repeat("0", max(0, 4-len(hex))) + hex }

// CleanLines cleans every line of s and keeps its line ends.
func CleanLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = Clean(lines[i])
	}
	return strings.Join(lines, "\n")
}
