package paste

import (
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers/javatrace"
)

// order turns a text round that a viewer showed line by line with the newest first: there frames stand above the exception that they belong to.
func (r reader) order(lines []line) ([]line, bool) {
	up, down := 0, 0
	for i := range lines {
		text := strings.TrimLeft(lines[i].text, " \t")
		above, below := i > 0 && isFrame(lines[i-1].text), i+1 < len(lines) && isFrame(lines[i+1].text)
		if above == below {
			continue // "Caused by" stands between frames in either direction
		}
		more := strings.HasPrefix(text, "... ") && strings.HasSuffix(text, " more")
		switch {
		case javatrace.HeadsTrace([]byte(text)) && below, more && above:
			down++
		case javatrace.HeadsTrace([]byte(text)) && above, more && below:
			up++
		}
	}
	if up == 0 || down > 0 {
		return nil, false
	}
	out := slices.Clone(lines)
	slices.Reverse(out)
	return out, true
}

func isFrame(text string) bool { return javatrace.IsFrame([]byte(text)) }
