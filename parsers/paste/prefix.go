package paste

import "strings"

// prefix takes off what stands before each line: "> ", "12:", "| ", "+", "[10:11, 6/2/2024] Wang: ", a time that a viewer put there. The prefixes need to be alike
// but for their digits and blanks; where the own text begins is where most lines read as log.
func (r reader) prefix(lines []line) ([]line, bool) {
	first := sampled(lines)
	model, shared := commonShape(first)
	if len(shared) == 0 || shared[0] == '{' && enveloped(first) {
		return nil, false
	}
	before, best, cut := r.score(first), 0, 0
	for i := 1; i <= len(shared) && i <= maxPrefix; i++ {
		if isWordByte(shared[i-1]) {
			continue
		}
		if s := r.score(trimSuffix(cutAll(first, shared[:i]))); s > best || s == best && cut > 0 && i == cut+1 && shared[i-1] == ' ' {
			best, cut = s, i
		}
	}
	quote := strings.Trim(shared[:cut], "> ") == ""
	if cut == 0 || best <= before || !quote && rare*best < model {
		return nil, false
	}
	return trimSuffix(cutAll(lines, shared[:cut])), true
}

const (
	// maxPrefix bounds a prefix, in bytes of its shape.
	maxPrefix = 120
	// odd is how many of a hundred lines may lack the prefix.
	odd = 10
	// rare is how many lines there may be for each that reads as log: of a wrapped text few do. Marks of quoting need no such proof.
	rare = 100
	// headings is how many further lines may: the names of a table's columns and the line below. Of fewer lines than few none may.
	headings, few = 2, 6
	// models is how many lines are tried as the one that shows the prefix.
	models = 6
)

// commonShape returns the longest shape with which nearly all lines begin, and how many lines are not empty. Fewer than two lines share nothing.
func commonShape(lines []line) (full int, shape string) {
	var shapes []string
	for _, l := range lines {
		if strings.TrimSpace(l.text) != "" {
			shapes = append(shapes, shapeOf(l.text))
		}
	}
	if len(shapes) < 2 {
		return len(shapes), ""
	}
	for k := 0; k < models; k++ {
		model := shapes[k*(len(shapes)-1)/(models-1)]
		if got := sharedBy(model, shapes); len(got) > len(shape) {
			shape = got
		}
	}
	return len(shapes), shape
}

// sharedBy returns the longest part of model with which all but a few of the shapes begin.
func sharedBy(model string, shapes []string) string {
	var count [maxPrefix + 1]int
	for _, s := range shapes {
		n := 0
		for n < len(s) && n < len(model) && n < maxPrefix && s[n] == model[n] {
			n++
		}
		if n == len(s) { // an empty line behind the prefix
			n = min(len(model), maxPrefix)
		}
		count[n]++
	}
	missing, allowed := 0, len(shapes)*odd/100
	if len(shapes) >= few {
		allowed += headings
	}
	for n := range count {
		if missing+count[n] > allowed {
			return model[:min(n, len(model))]
		}
		missing += count[n]
	}
	return ""
}

// shapeOf returns the first bytes of a line with runs of digits written as 0 and runs of blanks as one. The dash that grep puts behind the number of a line that
// only stands near a match is written as the colon it has else.
func shapeOf(text string) string {
	var b strings.Builder
	for i := 0; i < len(text) && b.Len() <= maxPrefix; {
		c, n := shapeByte(text, i)
		b.WriteByte(c)
		i = n
	}
	shape := b.String()
	if strings.HasPrefix(shape, "0-") && (!strings.HasPrefix(shape, "0-0-") || strings.HasPrefix(shape, "0-0-0-0")) {
		return "0:" + shape[2:]
	}
	return shape
}

// shapeByte returns what stands at i in the shape, and where the next part begins.
func shapeByte(text string, i int) (c byte, next int) {
	c, next = text[i], i+1
	switch {
	case c >= '0' && c <= '9':
		for next < len(text) && text[next] >= '0' && text[next] <= '9' {
			next++
		}
		return '0', next
	case c == ' ':
		for next < len(text) && text[next] == ' ' {
			next++
		}
	}
	return c, next
}

// cutAll takes the prefix of the given shape off the lines that have it.
func cutAll(lines []line, shape string) []line {
	out := make([]line, len(lines))
	for k, l := range lines {
		out[k] = line{cutShape(l.text, shape), l.at}
	}
	return out
}

func cutShape(text, shape string) string {
	i := 0
	for k := range len(shape) {
		if i >= len(text) {
			if k > 0 && strings.TrimSpace(shape[k:]) == "" {
				return ""
			}
			return text
		}
		c, n := shapeByte(text, i)
		if c != shape[k] && !(k == 1 && c == '-' && shape[:2] == "0:") {
			return text
		}
		if c == ' ' && k == len(shape)-1 {
			n = i + 1 // the other blanks are the line's own
		}
		i = n
	}
	return text[i:]
}

// trimSuffix takes off what closes the cell of a table or a quoted value.
func trimSuffix(lines []line) []line {
	for _, end := range [...]string{"` |", " |", "|", `",`, `"`, "<br/>", "<br>"} {
		have, full := 0, 0
		for _, l := range lines {
			if l.text != "" {
				full++
			}
			if strings.HasSuffix(l.text, end) {
				have++
			}
		}
		if full < 2 || have*100 < full*(100-odd) {
			continue
		}
		for i := range lines {
			lines[i].text = strings.TrimSuffix(lines[i].text, end)
		}
		return lines
	}
	return lines
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
