package accept

import (
	"fmt"
	"strings"
)

// ReadAllowList returns the entries of an allow-list: one a line, '#' begins a line of comment. A comment is the reason of the entries below it, up to an empty
// line or the next comment. name is what the file is called.
func ReadAllowList(name, text string) []Entry {
	var out []Entry
	reason, fresh := "", false
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		comment, isComment := strings.CutPrefix(line, "#")
		switch comment = strings.TrimSpace(comment); {
		case line == "":
			reason = ""
		case isComment && fresh:
			reason = strings.TrimSpace(reason + " " + comment)
		case isComment:
			reason = comment
		default:
			out = append(out, Entry{Text: line, Reason: reason, Where: fmt.Sprintf("%s:%d", name, n+1)})
		}
		fresh = isComment
	}
	return out
}
