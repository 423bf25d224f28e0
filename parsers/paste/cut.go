package paste

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Cut returns the width in characters at which a pager or a screen cut the lines of a text off, and how many were cut; 0 when nothing says so. What stood behind
// it is lost, and with it most of what an answer needs. Unlike in a wrapped text no rest follows.
func Cut(data []byte, heads Heads) (width, cut int) {
	r := reader{heads: heads}
	lines := split(string(data))
	full, longest, filled := cutLines(lines)
	if longest < minWidth {
		return 0, 0
	}
	ends, marked := map[string]bool{}, 0
	for _, i := range full {
		text := lines[i].text
		if i+1 < len(lines) && !r.begins(lines[i+1].text) || strings.ContainsAny(text[len(text)-1:], "|+ \t-=") {
			return 0, 0 // wrapped, or a table
		}
		const tail = 6
		ends[shapeOf(text[max(0, len(text)-tail):])] = true
		if strings.HasSuffix(text, ">") || strings.HasSuffix(text, "$") || strings.HasSuffix(text, "…") {
			marked++
		}
	}
	const alike = 4 // messages of one kind may be equally long, but end alike
	if marked == len(full) && marked > 1 || slices.Contains(usualWidths, longest) && len(ends) >= alike && 2*len(ends) >= len(full) && 10*len(full) >= filled {
		return longest, len(full)
	}
	return 0, 0
}

// cutLines returns the indices of the longest lines, their width in characters, and how many lines are not empty.
func cutLines(lines []line) (full []int, longest, filled int) {
	for i, l := range lines {
		n := utf8.RuneCountInString(l.text)
		if n > 0 {
			filled++
		}
		if n > longest {
			longest, full = n, full[:0]
		}
		if n == longest {
			full = append(full, i)
		}
	}
	return full, longest, filled
}
