package lint

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// rename writes a fix that gives a key another name, which is a removal of the key at fault followed by the same value under another key, as the change of
// the name where it stands: the value, its comment and its place stay. A nested key whose upper parts change goes away, and the new one is added.
func rename(fix *report.Fix, s spot) {
	if len(fix.Changes) != 2 || s.setting == nil || s.file.Kind == conf.Nginx {
		return
	}
	old, now := &fix.Changes[0], &fix.Changes[1]
	if !old.Remove || now.Remove || old.Key != s.setting.Key || now.To != s.setting.Value {
		return
	}
	at, name, ok := keySpan(s, now.Key)
	if !ok {
		return
	}
	file, edit, ok := s.file.Outward(conf.Edit{Span: at, Text: name})
	if !ok {
		return
	}
	after, err := conf.Apply(file.Data, []conf.Edit{edit})
	if err != nil {
		return
	}
	fix.Patched = []report.PatchedFile{{Name: file.Name, Before: file.Data, After: after}}
	fix.Diff = conf.Diff(file.Name, file.Data, after)
	old.InDiff, now.InDiff = true, true
}

// keySpan finds the key of the setting at fault where its place says it is, and the new name as it is written there. A key that is spread over nested mappings
// has no such place unless only its last part changes.
func keySpan(s spot, now string) (conf.Span, string, bool) {
	start := lineStart(s.file.Data, s.setting.Line) + s.setting.Column - 1
	if start >= len(s.file.Data) {
		return conf.Span{}, "", false
	}
	line, _, _ := bytes.Cut(s.file.Data[start:], []byte("\n"))
	text := strings.TrimLeft(string(line), "'\"")
	start += len(line) - len(text)
	old := s.setting.Key
	for old != "" {
		if strings.HasPrefix(text, old) {
			return conf.Span{Start: start, End: start + len(old)}, now, true
		}
		first, rest, _ := strings.Cut(old, ".")
		firstNow, restNow, ok := strings.Cut(now, ".")
		if !ok || first != firstNow {
			return conf.Span{}, "", false
		}
		old, now = rest, restNow
	}
	return conf.Span{}, "", false
}
