package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/settings"
)

// suppressions returns what to paste into a project's settings file to accept the incidents that chosen admits. The reader must fill in a reason and a date:
// the date as it stands is refused, so nobody accepts a failure for ever by accident. "" when there is none.
func suppressions(r *report.Report, chosen func(*report.Incident) bool) string {
	var b strings.Builder
	seen := map[string]bool{}
	for n := range r.Incidents {
		i := &r.Incidents[n]
		if i.RootCause == nil || i.ID == "" || seen[i.ID] || !chosen(i) {
			continue
		}
		seen[i.ID] = true
		if b.Len() == 0 {
			b.WriteString("suppress:\n")
		}
		b.WriteString("  - ")
		if i.RootCause.Rule != nil {
			fmt.Fprintf(&b, "rule: %s\n    ", yamlWord(*i.RootCause.Rule))
		}
		b.WriteString("fingerprint: " + yamlWord(i.ID) + "\n" + toFill)
	}
	return b.String()
}

const toFill = "    reason: ...\n    until: YYYY-MM-DD\n"

func every(*report.Incident) bool { return true }

// unexplainedRule stands for the rule where none knows a failure.
const unexplainedRule = "unexplained"

func ruleOf(f *report.Finding) string {
	if f.Rule == nil || *f.Rule == "" {
		return unexplainedRule
	}
	return *f.Rule
}

// yamlWord writes a string so that YAML reads it back; fingerprints are plain unless the report was made by somebody else.
func yamlWord(s string) string {
	for _, c := range s {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' && c != '_' {
			return strconv.QuoteToASCII(s)
		}
	}
	return s
}

// snippets shows how to accept what was told: everything, or what made the exit code 1.
func (p *textPage) snippets() {
	chosen := every
	if !p.Verbose {
		chosen = func(i *report.Incident) bool { return fails(p.r, i) }
	}
	snippet := suppressions(p.r, chosen)
	if unknownFails(p.r) {
		for _, u := range otherFailures(p.r) {
			if snippet == "" {
				snippet = "suppress:\n"
			}
			snippet += "  - fingerprint: " + yamlWord(u.Fingerprint) + "\n" + toFill
		}
	}
	if snippet == "" {
		return
	}
	p.blank()
	p.wide(fmt.Sprintf(p.say("To accept one, paste its entry into %s:", "如需接受某一项，把对应条目写入 %s："), settings.FileName), p.pal.Label)
	for _, line := range strings.Split(strings.TrimSuffix(snippet, "\n"), "\n") {
		p.WriteString("  " + line + "\n")
	}
}

// accepted tells what is known and accepted, and what became of suppressions that did nothing.
func (p *textPage) accepted() {
	if n := len(p.r.Suppressed); n > 0 {
		p.blank()
		if p.ShowSuppressed {
			p.wide(p.say("Known and accepted:", "已知并接受："), p.pal.Label)
			p.suppressed()
		} else {
			p.wide(p.some(int64(n), "known and accepted incident not shown (--show-suppressed)", "known and accepted incidents not shown (--show-suppressed)",
				"个已知并接受的事件未显示（--show-suppressed 查看）"), p.pal.Dim)
		}
	}
	if len(p.r.Notices) > 0 {
		p.blank()
		p.wide(p.say("Notices:", "提示："), p.pal.Warn)
		for n := range p.r.Notices {
			p.wide("  "+p.notice(&p.r.Notices[n]), nil)
		}
	}
}

func (p *textPage) suppressed() {
	for _, s := range p.r.Suppressed {
		p.under("  "+clean(s.Fingerprint), p.pal.Dim)
		p.prose(0, s.Title, nil)
		p.prose(0, p.acceptedAs(&s), p.pal.Dim)
	}
}
