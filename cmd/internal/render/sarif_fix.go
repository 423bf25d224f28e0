package render

import (
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// sarifFixOf turns the diff of a fix into replacements. It is not ok when there is no diff, or one that cannot be told exactly: GitHub and others refuse a whole
// file for one empty list of changes.
func sarifFixOf(fix *report.Fix, artifact func(string) sarifArtifact) (out sarifFix, ok bool) {
	out.Description.Text = clean(fix.Title)
	lines := strings.Split(strings.TrimSuffix(fix.Diff, "\n"), "\n")
	for n := 0; n < len(lines); {
		name, named := "", false
		if n+1 < len(lines) && strings.HasPrefix(lines[n], "--- ") && strings.HasPrefix(lines[n+1], "+++ ") {
			name, named = strings.CutPrefix(lines[n][len("--- "):], "a/")
			n += 2
		} else if strings.HasPrefix(lines[n], "diff ") {
			n++
			continue
		}
		if !named {
			return sarifFix{}, false
		}
		change := sarifChange{Artifact: artifact(name)}
		for n < len(lines) && strings.HasPrefix(lines[n], "@@") {
			list, taken := hunk(lines[n:])
			if taken == 0 {
				return sarifFix{}, false
			}
			change.Replacements = append(change.Replacements, list...)
			n += taken
		}
		if len(change.Replacements) == 0 {
			return sarifFix{}, false
		}
		out.Changes = append(out.Changes, change)
	}
	return out, len(out.Changes) > 0 && out.Description.Text != ""
}

// hunk reads one hunk and returns its replacements, each of whole lines, and how many lines of the diff it took, 0 when it cannot be told exactly.
func hunk(lines []string) (list []sarifReplacement, taken int) {
	line, before, after, ok := hunkHead(lines[0])
	if !ok {
		return nil, 0
	}
	var g group
	for taken = 1; before > 0 || after > 0; taken++ {
		if taken >= len(lines) || lines[taken] == "" {
			return nil, 0
		}
		sign, text := lines[taken][0], lines[taken][1:]
		switch sign {
		case ' ':
			used := !g.known && g.oneSided() // then this line belongs to a replacement already
			list, g = g.close(list, text, line), group{context: text, known: !used}
			before, after, line = before-1, after-1, line+1
		case '-':
			g.removed++
			before, line = before-1, line+1
		case '+':
			g.added = append(g.added, text)
			after--
		default:
			return nil, 0
		}
	}
	if before < 0 || after < 0 || taken < len(lines) && strings.HasPrefix(lines[taken], `\`) { // the last line has no end: whole lines cannot say that
		return nil, 0
	}
	if g.removed > 0 || len(g.added) > 0 {
		if !g.known && g.oneSided() {
			return nil, 0
		}
		list = g.close(list, "", line)
	}
	return list, taken
}

// group is a run of removed and added lines and the line of context before it.
type group struct {
	context string
	known   bool
	removed int
	added   []string
}

// oneSided tells that a group only adds or only removes.
func (g group) oneSided() bool { return (g.removed == 0) != (len(g.added) == 0) }

// close adds the replacement of a group that ends before line next. A group that only adds or only removes takes a line of context with it, so that both sides of
// every replacement are whole lines.
func (g group) close(list []sarifReplacement, following string, next int) []sarifReplacement {
	first, last, text := next-g.removed, next-1, g.added
	switch {
	case g.removed == 0 && len(g.added) == 0:
		return list
	case g.removed > 0 && len(g.added) > 0:
	case g.known:
		first, text = first-1, append([]string{g.context}, text...)
	default:
		last, text = last+1, append(text, following)
	}
	return append(list, sarifReplacement{
		Deleted: sarifRegion{StartLine: first, EndLine: last}, Inserted: sarifText{strings.TrimSuffix(strings.Join(text, "\n"), "\r")},
	})
}

// hunkHead reads "@@ -line,count +line,count @@".
func hunkHead(head string) (line, before, after int, ok bool) {
	fields := strings.Fields(head)
	if len(fields) < 4 || fields[0] != "@@" || fields[3] != "@@" || !strings.HasPrefix(fields[1], "-") || !strings.HasPrefix(fields[2], "+") {
		return 0, 0, 0, false
	}
	line, before, ok = hunkRange(fields[1][1:])
	_, after, also := hunkRange(fields[2][1:])
	if before == 0 {
		line++ // "after line n"
	}
	return line, before, after, ok && also && line > 0
}

func hunkRange(text string) (line, count int, ok bool) {
	first, second, counted := strings.Cut(text, ",")
	line, err := strconv.Atoi(first)
	count = 1
	if err == nil && counted {
		count, err = strconv.Atoi(second)
	}
	return line, count, err == nil && line >= 0 && count >= 0
}
