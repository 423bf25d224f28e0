package term

import (
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// measure is fixed instead of taken from the locale, so that a report looks the same everywhere. Characters of ambiguous width
// (the ellipsis, curly quotes) count one column, as terminals show them unless told otherwise.
var measure = &runewidth.Condition{StrictEmojiNeutral: true}

// Columns returns how many columns s takes; a Chinese character takes two.
func Columns(s string) int { return measure.StringWidth(s) }

// Cut shortens s to the given columns so that the bytes [from, to) stay visible as far as they fit; "…" stands where text was left out.
// Offsets outside of s count as its ends.
func Cut(s string, columns, from, to int) string {
	if Columns(s) <= columns {
		return s
	}
	from, to = clamp(s, from), clamp(s, to)
	to = max(from, to)
	room := columns - 2 // for two ellipses
	start := from
	// A third of the spare room goes in front of what matters: what led to it is worth less than what it says.
	for spare := max(0, room-Columns(s[from:to])) / 3; start > 0; {
		r, size := utf8.DecodeLastRuneInString(s[:start])
		if spare -= measure.RuneWidth(r); spare < 0 {
			break
		}
		start -= size
	}
	if rest := Columns(s[start:]); rest < room+1 { // the end fits: show more of what stands before
		start = startOfTail(s, room+1)
	}
	if blank := strings.IndexByte(s[start:max(start, from)], ' '); blank >= 0 && start > 0 && s[start-1] != ' ' { // begin with a whole word
		start += blank + 1
	}
	lead := ""
	if start > 0 {
		lead, room = "…", columns-1
	} else {
		room = columns
	}
	if Columns(s[start:]) <= room {
		return lead + s[start:]
	}
	return lead + head(s[start:], room-1) + "…"
}

// clamp returns the offset moved into s and back to the begin of a character.
func clamp(s string, at int) int {
	at = min(max(at, 0), len(s))
	for at > 0 && at < len(s) && !utf8.RuneStart(s[at]) {
		at--
	}
	return at
}

// head returns the longest start of s that fits.
func head(s string, columns int) string {
	for i, r := range s {
		if columns -= measure.RuneWidth(r); columns < 0 {
			return s[:i]
		}
	}
	return s
}

// startOfTail returns where the longest end of s that fits begins.
func startOfTail(s string, columns int) int {
	at := len(s)
	for at > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:at])
		if columns -= measure.RuneWidth(r); columns < 0 {
			break
		}
		at -= size
	}
	return at
}
