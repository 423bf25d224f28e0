package analyzer

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/record"
)

// evidenceBytes bounds the text of one evidence line.
const evidenceBytes = 600

// evidenceLines picks the physical lines that show what was found: the first line of the record, the line on which the deciding exception begins or the
// layout says that it matters most, and the innermost cause when a rule knows only what stands around it.
func evidenceLines(rec *record.Record, obs *observation) []shownLine {
	focus := focusOf(obs)
	lines := []shownLine{show(rec, firstTelling(rec), focus)}
	at := 0
	if element := deciding(obs); element > 0 {
		at = obs.event.Chain[element-1].Line
	} else if at = lineWith(rec, focus); at < 0 {
		at = 0
	}
	add := func(at int, focus string) {
		for _, l := range lines {
			if l.index == at {
				return
			}
		}
		if at > 0 && at < len(rec.Lines) {
			lines = append(lines, whole(obs.event, show(rec, at, focus)))
		}
	}
	add(at, focus)
	if torn := tornMessage(rec, obs, lines); torn != "" {
		lines[0].text = torn
	}
	add(obs.event.Decisive, "")
	if root := obs.event.Root(); root != nil {
		text := root.Class + ": " + root.Message
		if root.Line > 0 {
			add(root.Line, cutAt(text, focusBytes))
		} else if len(obs.hits) > 0 && !shows(lines, text) {
			lines = append(lines, shownLine{index: 0, text: excerpt(text, "")}) // all of it stands on one line
		}
	}
	return lines
}

// firstTelling returns the first line of a record that says more than when: a trace copied from Flink's web UI begins with a line that holds the time alone.
func firstTelling(rec *record.Record) int {
	for i := range rec.Lines[:min(len(rec.Lines), 2)] {
		if len(bytes.Trim(rec.Lines[i].Text, "0123456789-/:.,+TZ \t\r\n")) > 0 {
			return i
		}
	}
	return 0
}

// tornMessage returns the message in one piece when a wrap tore it and no line shows what decided; "" otherwise.
func tornMessage(rec *record.Record, obs *observation, lines []shownLine) string {
	if len(obs.hits) == 0 || obs.hits[0].Segment != 0 || len(rec.Lines) < 2 {
		return ""
	}
	message := obs.event.Message
	from := min(obs.hits[0].Offset, len(message))
	part := strings.ToValidUTF8(cutAt(message[from:], 2*focusBytes), "")
	if part == "" || len(message)-from <= focusBytes/2 {
		return ""
	}
	for _, l := range lines {
		if strings.Contains(strings.Join(strings.Fields(l.text), " "), part) {
			return ""
		}
	}
	head := strings.Join(strings.Fields(string(rec.Lines[0].Text)), " ")
	if i := strings.Index(head, cutAt(message, 16)); i > 0 {
		message = head[:i] + message
	}
	return excerpt(message, part)
}

// whole puts an exception together again whose message was wrapped over several lines.
func whole(event *parsers.Event, l shownLine) shownLine {
	for i := range event.Chain {
		x := &event.Chain[i]
		if x.Line != l.index || x.Class == "" || !strings.Contains(l.text, x.Class) {
			continue
		}
		before, rest, _ := strings.Cut(l.text, x.Class)
		if rest = strings.TrimLeft(rest, ": "); len(rest) < len(x.Message) && strings.HasPrefix(x.Message, rest) {
			l.text = excerpt(before+x.Class+": "+x.Message, "")
		}
	}
	return l
}

// shows tells whether one of the lines holds the beginning of the text.
func shows(lines []shownLine, text string) bool {
	part := cutAt(text, 60)
	for _, l := range lines {
		if strings.Contains(l.text, part) {
			return true
		}
	}
	return false
}

// focusBytes is how much of a text is looked for to cut a long line around it.
const focusBytes = 40

// deciding returns the segment that decided: of the best hit, or of the innermost cause.
func deciding(obs *observation) int {
	if len(obs.hits) > 0 {
		return obs.hits[0].Segment
	}
	for i := len(obs.event.Chain) - 1; i >= 0; i-- {
		if !obs.event.Chain[i].Suppressed {
			return i + 1
		}
	}
	return 0
}

// focusOf returns a few words around which a long line is cut.
func focusOf(obs *observation) string {
	segment := deciding(obs)
	text := obs.event.Message
	if segment > 0 && segment <= len(obs.event.Chain) {
		x := obs.event.Chain[segment-1]
		text = x.Class + ": " + x.Message
	}
	offset := 0
	if len(obs.hits) > 0 {
		offset = min(obs.hits[0].Offset, len(text))
	}
	text = text[offset:]
	if len(text) > focusBytes {
		text = text[:focusBytes]
	}
	return strings.ToValidUTF8(text, "")
}

// lineWith returns the index of the first line that holds the beginning of the focus, as much of it as stands on one line; -1 when none does.
func lineWith(rec *record.Record, focus string) int {
	for _, n := range [...]int{24, 16, 8} {
		if len(focus) < n {
			continue
		}
		part := strings.ToValidUTF8(focus[:n], "")
		for i := range rec.Lines {
			if strings.Contains(strings.Join(strings.Fields(string(rec.Lines[i].Text)), " "), strings.TrimSpace(part)) {
				return i
			}
		}
	}
	return -1
}

// show copies a line as evidence, cut around the focus when it is long.
func show(rec *record.Record, index int, focus string) shownLine {
	if index >= len(rec.Lines) {
		return shownLine{index: 0}
	}
	text := string(rec.Lines[index].Text)
	if nl := strings.IndexByte(text, '\n'); nl >= 0 {
		if at := strings.Index(text, focus); at > nl && focus != "" {
			nl = at
		}
		text = text[:min(len(text), nl+evidenceBytes)]
	}
	return shownLine{index: index, text: excerpt(text, focus)}
}

// excerpt keeps the head of a long line and the surroundings of the focus. Secrets are taken out first: a cut must not part one from what tells that it is one.
func excerpt(text, focus string) string {
	text = strings.TrimSpace(printable(mask(text)))
	if len(text) <= evidenceBytes {
		return text
	}
	const head = 120
	if !strings.Contains(text, focus) {
		focus = cutAt(mask(focus), head/8)
	}
	at := strings.Index(text, focus)
	if focus == "" || at < evidenceBytes-100 {
		return cutAt(text, evidenceBytes) + " …"
	}
	from := backToRune(text, at-40)
	return cutAt(text, head) + " … " + cutAt(text[from:], evidenceBytes-head)
}

func cutAt(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return text[:backToRune(text, n)]
}

// backToRune returns the largest rune boundary at or before n.
func backToRune(text string, n int) int {
	n = max(0, min(n, len(text)))
	for n > 0 && n < len(text) && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

// printable replaces control characters, which a terminal would obey, and broken UTF-8.
func printable(text string) string {
	text = strings.ToValidUTF8(text, "�")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r < 0x20 || r >= 0x7f && r < 0xa0 || r == '\u202e' || r == '\u2066' || r == '\u2067':
			return '�'
		}
		return r
	}, text)
}

const (
	// beforeLines is how many lines before an unexplained failure are shown, beforeBytes how far they are looked for, beforeWidth how much of
	// each is kept.
	beforeLines = 3
	beforeBytes = 4 << 10
	beforeWidth = 240
)

// linesBefore returns the lines before a record that is a failure no rule knows, nil for any other.
func linesBefore(view record.View, rec *record.Record, obs *observation) []string {
	if !obs.failure || rec.Start == 0 {
		return nil
	}
	data, start, _ := view.Window(rec.Start-beforeBytes, rec.Start)
	text := strings.TrimRight(string(data), "\n")
	lines := strings.Split(text, "\n")
	if start > 0 && len(lines) > 0 {
		lines = lines[1:] // cut off in the middle
	}
	if len(lines) > beforeLines {
		lines = lines[len(lines)-beforeLines:]
	}
	var out []string
	for _, line := range lines {
		if line = strings.TrimSpace(printable(line)); line != "" {
			out = append(out, cutAt(mask(line), beforeWidth))
		}
	}
	return out
}
