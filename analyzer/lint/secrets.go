package lint

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// hidden stands for a secret.
const hidden = "******"

// hide masks secrets in everything of a finding that is shown. A diff that shows one is for reading only then; Patched stays as it is, because it is
// applied.
func (r *run) hide(f *report.Finding) {
	key := f.Captures["key"]
	if near := f.Captures["near"]; r.secret(near, "x") {
		key = near // a misspelt password is one
	}
	mask := r.maskLines
	for _, name := range []string{"value", "set", "other"} {
		if value := f.Captures[name]; r.secret(key, value) {
			before := mask
			mask = func(text string) string { return strings.ReplaceAll(before(text), value, hidden) }
			f.Captures[name] = hidden
		}
	}
	texts := []*string{&f.Title, &f.Cause, &f.Evidence[0].Text}
	for i := range f.Fixes {
		fix := &f.Fixes[i]
		texts = append(texts, &fix.Title, &fix.Diff, &fix.Apply, &fix.Verify, &fix.Why, &fix.Risk)
		for j := range fix.Changes {
			c := &fix.Changes[j]
			for _, value := range []*string{&c.From, &c.To} {
				if r.secret(c.Key, *value) {
					*value = hidden
				}
			}
			texts = append(texts, &c.From, &c.To)
		}
	}
	for _, text := range texts {
		*text = mask(*text)
	}
	for i := range f.Fixes {
		if fix := &f.Fixes[i]; len(fix.Changes) > 0 {
			fix.From, fix.To = fix.Changes[0].From, fix.Changes[0].To
		}
	}
}

// secret tells whether a value of a key is masked.
func (r *run) secret(key, value string) bool {
	line := key + ": " + value
	return key != "" && value != "" && r.mask(line) != line
}

// maskLines masks every line of a text for itself.
func (r *run) maskLines(text string) string { return conf.EachLine(text, r.mask) }
