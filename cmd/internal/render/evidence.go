package render

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

func clean(s string) string { return strings.TrimSpace(term.Clean(s)) }

// evidence writes the lines that prove a finding, the first few unless verbose.
func (p *textPage) evidence(f *report.Finding) {
	if len(f.Evidence) == 0 {
		return
	}
	p.under(p.say("Evidence", "证据"), p.pal.Label)
	shown := f.Evidence
	if len(shown) > shownEvidence && !p.Verbose {
		shown = shown[:shownEvidence]
	}
	p.evidenceLines(0, f, shown)
}

// evidenceLines writes "file:line  text" when every text fits beside its place, else the text below it.
func (p *textPage) evidenceLines(indent int, f *report.Finding, list []report.Evidence) {
	list = telling(list)
	widest, stamps, texts, messages, beside := 0, make([]string, len(list)), make([]string, len(list)), make([]int, len(list)), true
	for i, e := range list {
		widest = max(widest, term.Columns(place(e)))
		stamps[i], texts[i], messages[i] = p.evidenceText(e)
	}
	room := p.width - p.column - indent
	for i := range texts {
		beside = beside && widest+2+term.Columns(stamps[i]+texts[i]) <= room
	}
	for i, e := range list {
		at := place(e)
		if beside {
			p.put(indent, p.pal.Label(at)+strings.Repeat(" ", widest-term.Columns(at)+2)+stamps[i]+texts[i], nil)
			continue
		}
		p.put(indent, p.pal.Label(at), nil)
		lines := 2
		if p.Verbose {
			lines = 12
		}
		for n, line := range p.cut(texts[i], messages[i], f, room-2-len(stamps[i]), lines) {
			if n > 0 {
				stamps[i] = strings.Repeat(" ", len(stamps[i]))
			}
			p.put(indent+2, stamps[i]+line, nil)
		}
	}
}

// telling leaves out lines that hold nothing but a time, unless there are no others.
func telling(list []report.Evidence) []report.Evidence {
	kept := slices.DeleteFunc(slices.Clone(list), func(e report.Evidence) bool { return e.Text != "" && strings.Trim(e.Text, "0123456789-/:.,+TZ ") == "" })
	if len(kept) == 0 {
		return list
	}
	return kept
}

// evidenceText splits a line into its time, in the report's clock and zone, and what follows the stamp it begins with. stamp is "" when
// the line does not begin with one. message is where in the text the program's own words begin.
func (p *textPage) evidenceText(e report.Evidence) (stamp, text string, message int) {
	at := min(max(e.MessageAt, 0), len(e.Text))
	text = clean(e.Text)
	message = max(0, len(text)-len(strings.TrimRight(term.Clean(e.Text[at:]), " ")))
	if e.Time != nil {
		if end := stampEnd(text); end > 0 {
			return p.clock.moment(e.Time) + " ", text[end:], max(0, message-end)
		}
	}
	return "", text, message
}

// stampEnd returns where the text behind a leading time stamp begins, 0 when there is none: digits and their separators, a clock
// among them, in at most two words.
func stampEnd(text string) int {
	const shortest, longest = 8, 40
	end, blanks := 0, 0
	for end < len(text) && end < longest && (text[end] >= '0' && text[end] <= '9' || strings.IndexByte("-/:.,TZ+ ", text[end]) >= 0) {
		if text[end] == ' ' {
			if blanks++; blanks > 1 {
				break
			}
		}
		end++
	}
	stamp := text[:end]
	if end < len(text) && text[end] != ' ' { // the last word goes on with other characters
		stamp = stamp[:strings.LastIndexByte(stamp, ' ')+1]
	}
	if len(stamp) < shortest || strings.Count(stamp, ":") < 2 {
		return 0
	}
	end = len(stamp)
	for end < len(text) && text[end] == ' ' {
		end++
	}
	return end
}

// cut shortens a text to some lines and breaks it into them. What matters in it stays, and as much as possible of what leads to it: from the start of the line, else
// from where the message begins, else the first words of the message.
func (p *textPage) cut(text string, message int, f *report.Finding, columns, lines int) []string {
	if term.Columns(text) > lines*columns {
		text = text[:message] + shortIDs(text[message:])
	}
	from, to := p.focus(text[message:], f)
	if to > 0 {
		from, to = from+message, to+message
	}
	for spare := 0; ; spare += max(1, columns/8) { // breaking at blanks wastes some room: try a little less until it fits
		chopped := term.Chop(shorten(text, max(columns, lines*columns-spare), message, from, to), columns)
		if len(chopped) <= lines {
			return chopped
		}
	}
}

// shorten cuts a text so that [from, to) stays visible; message is where the program's own words begin.
func shorten(text string, columns, message, from, to int) string {
	const dots = "… "
	switch {
	case term.Columns(text) <= columns:
		return text
	case term.Columns(text[:to]) < columns && term.Columns(text[:message])*4 < columns:
		return term.Cut(text, columns, 0, 0)
	case message == 0:
		return term.Cut(text, columns, from, to)
	case to == 0: // nothing in it is known to matter
		return dots + term.Cut(text[message:], columns-term.Columns(dots), 0, 0)
	case term.Columns(dots+text[message:to]) < columns:
		return dots + term.Cut(text[message:], columns-term.Columns(dots), 0, 0)
	}
	first := dots + strings.TrimRight(term.Cut(text[message:from], (columns-term.Columns(dots))/3, 0, 0), "… ") + " "
	return first + term.Cut(text[message:], columns-term.Columns(first), from-message, to-message)
}

// shortIDs keeps the first digits of Flink's long ids, which would take the room of what happened.
func shortIDs(text string) string {
	const long, kept = 32, 8
	var out strings.Builder
	for len(text) > 0 {
		n := len(text) - len(strings.TrimLeft(text, "0123456789abcdef"))
		switch {
		case n >= long:
			out.WriteString(text[:kept] + "…")
		case n > 0:
			out.WriteString(text[:n])
		default:
			n = strings.IndexAny(text, "0123456789abcdef")
			if n < 0 {
				n = len(text)
			}
			out.WriteString(text[:n])
		}
		text = text[n:]
	}
	return out.String()
}

// usual are words near which the meaning of a line stands when the rule does not tell.
var usual = []string{"Caused by: ", "Exception", "Error: ", "failed (", " ERROR ", "[error] "}

// focus returns the part of a text that must stay visible: what the rule matched, else a captured value, else a telling word.
func (p *textPage) focus(text string, f *report.Finding) (from, to int) {
	return firstOf(text, append(p.recognised(f), usual...))
}

// recognised lists what a rule looks for in a line and what it captured, the longest first.
func (p *textPage) recognised(f *report.Finding) []string {
	var candidates []string
	if p.Focus != nil && f.Rule != nil {
		candidates = append(candidates, p.Focus(*f.Rule)...)
	}
	var values []string
	for _, value := range f.Captures {
		if len(value) >= 6 {
			values = append(values, value)
		}
	}
	sort.Slice(values, func(i, j int) bool {
		return len(values[i]) > len(values[j]) || len(values[i]) == len(values[j]) && values[i] < values[j]
	})
	return append(candidates, values...)
}

// firstOf returns where the first candidate stands that is in a text, 0, 0 when none is.
func firstOf(text string, candidates []string) (from, to int) {
	for _, candidate := range candidates {
		if at := strings.Index(text, candidate); at >= 0 && candidate != "" {
			return at, at + len(candidate)
		}
	}
	return 0, 0
}

// unexplained lists the failures that no rule knows, except the one that stands as an incident already.
func (p *textPage) unexplained() {
	list := otherFailures(p.r)
	if len(list) == 0 {
		return
	}
	p.blank()
	p.wide(fmt.Sprintf(p.say("Unexplained: %s", "未解释：%s"), p.some(int64(len(list)), "kind of failure that no rule knows",
		"kinds of failure that no rule knows", "类失败没有规则认识")), p.pal.Warn)
	for i, u := range list {
		if i >= shownGroups && !p.Verbose {
			p.wide(fmt.Sprintf(p.say("  and %d more (-v)", "  另有 %d 类（-v）"), len(list)-i), p.pal.Dim)
			return
		}
		p.group(&u)
	}
}

// otherFailures returns the failures that no rule knows, except the one that stands as an incident already.
func otherFailures(r *report.Report) []report.Unexplained {
	incidents := map[string]bool{}
	for i := range r.Incidents {
		if root := r.Incidents[i].RootCause; root != nil && root.Rule == nil {
			incidents[r.Incidents[i].ID] = true
		}
	}
	var list []report.Unexplained
	for _, u := range r.Unexplained {
		if !incidents[u.Fingerprint] {
			list = append(list, u)
		}
	}
	return list
}

func (p *textPage) group(u *report.Unexplained) {
	often := p.count(u.Count)
	if span := p.clock.span(u.First, u.Last); span != "" {
		often += p.say(", ", "，") + span
	}
	p.under("  "+clean(u.Fingerprint), p.pal.Dim)
	for _, line := range p.cut(clean(u.Title()), 0, &report.Finding{}, p.width-p.column, 2) {
		p.put(0, line, nil)
	}
	p.prose(0, often, p.pal.Dim)
	if u.FirstUserFrame != "" {
		p.put(0, p.say("at ", "位于 ")+clean(u.FirstUserFrame), nil)
	}
	shown := u.Evidence
	if len(shown) > 1 && !p.Verbose {
		shown = shown[:1]
	}
	for _, e := range shown {
		p.put(0, p.pal.Label(place(e)), nil)
	}
}
