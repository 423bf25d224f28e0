package paste

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The narrowest and the widest text that a terminal or a mail program is believed to have wrapped, in characters.
const (
	minWidth = 50
	maxWidth = 400
	// manyRests is how many breaks anywhere there can hardly be without a blank beside one.
	manyRests = 12
)

// wrap joins lines that were broken at a fixed width: anywhere, as terminals do, or between words, as mail programs do.
func (r reader) wrap(lines []line) ([]line, bool) {
	w := wrapped{r: r, lines: lines, begins: make([]bool, len(lines)), width: make([]int, len(lines))}
	for i := range lines {
		w.width[i] = utf8.RuneCountInString(lines[i].text)
		w.begins[i] = r.begins(lines[i].text) || i > 0 && siblings(lines[i-1].text, lines[i].text)
	}
	// Lines broken between words may by chance be equally long; then shorter lines have rests as well, and no blank is left at a break however many there are.
	if w.anywhere() && (w.others <= w.rests && (w.breaks() < manyRests || w.usual) || w.blankAtBreak()) || w.betweenWords() || w.anywhere() {
		return w.join(), true
	}
	return nil, false
}

// siblings tells whether two lines begin alike, as the rows of a table do: the second is no rest of the first.
func siblings(a, b string) bool {
	const alike = 6
	x, y := shapeOf(a), shapeOf(b)
	return len(x) >= alike && len(y) >= alike && x[:alike] == y[:alike] && strings.Trim(x[:alike], " ") != ""
}

// wrapped is a text with what its lines say about how it was wrapped.
type wrapped struct {
	r      reader
	lines  []line
	begins []bool // the line cannot be the rest of another
	width  []int  // in characters
	rest   []bool // the line is the rest of the one before
	words  bool   // a blank was lost at each break
	indent int    // blanks that were put before each rest
	rests  int    // how many lines of the full width have a rest
	usual  bool   // the width is that of a terminal
	others int    // how many shorter lines are followed by what may be one
}

// anywhere looks for a width that many lines have and none exceeds, and behind most of which a rest stands.
func (w *wrapped) anywhere() bool {
	longest := 0
	for _, n := range w.width {
		longest = max(longest, n)
	}
	if longest < minWidth || longest > maxWidth {
		return false
	}
	w.rest, w.words, w.rests, w.others = make([]bool, len(w.lines)), false, 0, 0
	full := 0
	for i := range len(w.lines) - 1 {
		switch {
		case w.width[i] == longest && w.begins[i+1]:
			full++
		case w.width[i] == longest:
			full, w.rests, w.rest[i+1] = full+1, w.rests+1, true
		case !w.begins[i+1]:
			w.others++ // a line of a message, or broken between words
		}
	}
	const least = 3 // chance makes two lines equally long
	torn := w.torn()
	w.usual = slices.Contains(usualWidths, longest)
	switch {
	case w.rests == 0 || w.rests*3 < full*2:
		return false
	case torn*4 < w.rests && (w.others*4 > w.rests || w.shortRests(longest)*3 < w.rests):
		return false
	case full < least && (torn < w.rests || !w.usual && !w.log() || !w.lowerRests()):
		return false
	}
	w.indent = w.hanging()
	w.lostBlanks(longest)
	return true
}

// usualWidths are the widths of terminals, and what is left of them behind a mark of quoting: there a single break is enough.
var usualWidths = []int{78, 80, 98, 100, 118, 120, 130, 132, 140, 150, 158, 160, 180, 200}

// log tells whether all that was broken reads as log.
func (w *wrapped) log() bool {
	for i, rest := range w.rest {
		if rest && !w.rest[i-1] && !w.r.reads(w.lines[i-1].text) {
			return false
		}
	}
	return true
}

// torn counts the breaks that no program that writes lines makes: inside a word, before a mark that ends something, with a blank beside them. Tables, whose lines are
// all equally long, end in a blank too, but begin with none.
func (w *wrapped) torn() int {
	n := 0
	for i := 1; i < len(w.lines); i++ {
		if w.rest[i] && tornBetween(w.lines[i-1].text, w.lines[i].text) {
			n++
		}
	}
	return n
}

func tornBetween(before, rest string) bool {
	after := strings.TrimLeft(rest, " \t")
	if before == "" || after == "" {
		return false
	}
	return isWordByte(before[len(before)-1]) && isWordByte(after[0]) || strings.IndexByte(".,:;)]}_=", after[0]) >= 0 || len(rest) == len(after)+1 && rest[0] == ' '
}

// shortRests counts the rests that do not fill the width: the ends of what was wrapped. A table has none.
func (w *wrapped) shortRests(longest int) int {
	n := 0
	for i, rest := range w.rest {
		if rest && w.width[i] < longest {
			n++
		}
	}
	return n
}

// breaks counts the breaks that are not alike: a message that is logged again and again breaks at the same places.
func (w *wrapped) breaks() int {
	const near = 8 // bytes on either side
	seen := map[string]bool{}
	for i, rest := range w.rest {
		if rest {
			before, after := w.lines[i-1].text, w.lines[i].text
			seen[before[max(0, len(before)-near):]+"\n"+after[:min(near, len(after))]] = true
		}
	}
	return len(seen)
}

// blankAtBreak tells whether a blank stands at a break, where a mail program would have taken it for the break.
func (w *wrapped) blankAtBreak() bool {
	for i, rest := range w.rest {
		if rest && (strings.HasSuffix(w.lines[i-1].text, " ") || strings.HasPrefix(w.lines[i].text, " ")) {
			return true
		}
	}
	return false
}

// lowerRests tells whether all rests begin with a small letter or a digit, which sentences and the rows of a table rarely do.
func (w *wrapped) lowerRests() bool {
	for i, rest := range w.rest {
		if after := strings.TrimLeft(w.lines[i].text, " \t"); rest && (after == "" || !isWordByte(after[0]) || after[0] >= 'A' && after[0] <= 'Z') {
			return false
		}
	}
	return true
}

// lostBlanks marks as rests what follows a line one shorter than the width: a blank stood at its end and was cut off.
func (w *wrapped) lostBlanks(longest int) {
	for i := range len(w.lines) - 1 {
		if w.width[i] == longest-1 && !w.begins[i+1] && (w.begins[i] || w.rest[i]) && indentOf(w.lines[i+1].text) >= w.indent {
			w.rest[i+1] = true
			w.lines[i].text += " "
		}
	}
}

// hanging returns how many blanks or tabs stand before nearly every rest.
func (w *wrapped) hanging() int {
	count, of := map[int]int{}, 0
	for i, rest := range w.rest {
		if rest {
			count[indentOf(w.lines[i].text)]++
			of++
		}
	}
	best := 0
	for n, k := range count {
		if n > 0 && k > count[best] {
			best = n
		}
	}
	if best > 0 && count[best]*2 > of { // a few rests begin with a blank of their own behind the indentation
		return best
	}
	return 0
}

func indentOf(text string) int { return len(text) - len(strings.TrimLeft(text, " \t")) }

// betweenWords looks for a width at which the first word of each rest did not fit on the line before.
func (w *wrapped) betweenWords() bool {
	limit := 0
	for i, l := range w.lines {
		if strings.Contains(strings.TrimSpace(l.text), " ") {
			limit = max(limit, w.width[i])
		}
	}
	if limit < minWidth || limit > maxWidth/3 {
		return false
	}
	w.rest, w.words = make([]bool, len(w.lines)), true
	rests, fits, heads := 0, 0, 0
	for i := range len(w.lines) - 1 {
		if w.begins[i+1] || w.width[i] == 0 {
			continue
		}
		rests++
		if w.width[i]+1+utf8.RuneCountInString(firstWord(w.lines[i+1].text)) <= limit {
			fits++
			continue
		}
		w.rest[i+1] = true
		if w.begins[i] || w.rest[i] {
			heads++
		}
	}
	const least = 2
	return !w.columns() && rests-fits >= least && fits*8 <= rests && heads*3 >= (rests-fits)*2
}

// columns tells whether the rests are rows of a table: wider gaps than a sentence has stand in them.
func (w *wrapped) columns() bool {
	n, of := 0, 0
	for i, rest := range w.rest {
		if rest {
			of++
			if strings.Contains(strings.TrimSpace(w.lines[i].text), "  ") {
				n++
			}
		}
	}
	return 2*n > of
}

// join puts the rests behind the lines that they belong to.
func (w *wrapped) join() []line {
	var out []line
	for i, l := range w.lines {
		if i == 0 || !w.rest[i] {
			out = append(out, l)
			continue
		}
		last := &out[len(out)-1]
		switch {
		case w.words:
			last.text = strings.TrimRight(last.text, " \t") + " " + strings.TrimLeft(l.text, " \t")
		default:
			last.text += l.text[min(w.indent, indentOf(l.text)):]
		}
	}
	return out
}
