package conf

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Edit replaces a range of bytes; an empty range inserts.
type Edit struct {
	Span
	Text string
}

// Apply returns data with the edits made. Edits must not overlap and lie within data; data is not changed.
func Apply(data []byte, edits []Edit) ([]byte, error) {
	edits = slices.Clone(edits)
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].Start < edits[j].Start })
	out := make([]byte, 0, len(data)+64)
	at := 0
	for _, e := range edits {
		if e.Start < at || e.End < e.Start || e.End > len(data) {
			return nil, fmt.Errorf("change of bytes %d to %d overlaps another or lies outside of the file's %d bytes", e.Start, e.End, len(data))
		}
		out = append(append(out, data[at:e.Start]...), e.Text...)
		at = e.End
	}
	return append(out, data[at:]...), nil
}

// Diff returns the unified diff that patch -p1 and git apply accept, "" when nothing changed. name has forward slashes and no leading slash.
func Diff(name string, before, after []byte) string {
	return string(diff.Diff("a/"+name, before, "b/"+name, after))
}

// EachLine returns the text with a function applied to every line, line ends kept.
func EachLine(text string, change func(line string) string) string {
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		body := strings.TrimRight(line, "\r\n")
		lines[i] = change(body) + line[len(body):]
	}
	return strings.Join(lines, "")
}
