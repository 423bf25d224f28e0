package remedy

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// Patch is what a fix does to one file of the user's.
type Patch struct {
	File  *conf.File
	Edits []conf.Edit
}

// editor turns changes into edits of the user's own files.
type editor struct {
	files   []*conf.File
	patches []Patch
}

// change writes one change into the files that have or should have its key. It tells the value in force and where it stands; found is false when no file
// is concerned. The rule's own words tell what the new value is when it is relative to the old one, and which way it goes.
func (e *editor) change(c *report.Change, rule rules.Change) (found bool) {
	table := rule.In
	for _, f := range e.files {
		if f.Kind == conf.Nginx != (table == "nginx") || table == "" || table == "none" {
			continue
		}
		spots := e.spots(f, c, table)
		for _, s := range spots {
			if !found {
				c.From, c.FromSource, c.File = s.Value, fromConfig, f.Name
				if grown, ok := grow(s.Value, rule.To); ok {
					c.To = grown
				}
				keepBeyond(c, rule)
			}
			found = true
			e.replace(f, s, c)
		}
		if len(spots) == 0 && e.insert(f, c, table) {
			if !found {
				c.File = f.Name
			}
			found = true
		}
	}
	return found
}

// spots returns the settings that the change is about.
func (e *editor) spots(f *conf.File, c *report.Change, table string) []*conf.Setting {
	if table == "nginx" {
		return nginxSpots(f, c)
	}
	if own := operatorSpots(f, c.Key); own != nil {
		return own
	}
	names := append([]string{c.Key}, oldKeys(table, c.Key)...)
	if newest, ok := options.Current(table, c.Key); ok {
		names = append(names, newest)
	}
	var out []*conf.Setting
	for i := range f.Settings {
		s := &f.Settings[i]
		if s.Table != table {
			continue
		}
		for _, name := range names {
			if s.Key == name {
				out = append(out, s)
			}
		}
	}
	return out
}

// replace writes the new value over the old one, quoted as the old one was.
func (e *editor) replace(f *conf.File, s *conf.Setting, c *report.Change) {
	switch {
	case c.Remove:
		e.add(f, conf.Edit{Span: s.Whole})
	case sameValue(s.Value, c.To) || !literal(c.To):
	case s.At.Start == s.At.End && s.Value != "": // spread over several lines
	default:
		e.add(f, conf.Edit{Span: s.At, Text: quotedAs(string(f.Data[s.At.Start:s.At.End]), c.To)})
	}
}

func quotedAs(old, value string) string {
	if len(old) >= 2 && (old[0] == '\'' || old[0] == '"') && old[len(old)-1] == old[0] && strings.IndexByte(value, old[0]) < 0 {
		return old[:1] + value + old[:1]
	}
	return value
}

// insert adds the key to a file of its table.
func (e *editor) insert(f *conf.File, c *report.Change, table string) bool {
	if c.Remove || !literal(c.To) {
		return false
	}
	if table == "nginx" {
		return e.insertNginx(f, c)
	}
	if f.Table != table {
		return false
	}
	end := lineEndOf(f.Data)
	var text string
	switch f.Kind {
	case conf.FlinkConf:
		text = c.Key + ": " + c.To
	case conf.YAML:
		if !holdsFlinkKeys(f) {
			return false
		}
		text = c.Key + ": " + c.To
	case conf.Properties:
		text = c.Key + " = " + c.To
	case conf.MyCnf:
		return e.insertMyCnf(f, c, end)
	default:
		return false
	}
	if len(f.Data) > 0 && !bytes.HasSuffix(f.Data, []byte("\n")) {
		text = end + text
	}
	at := len(f.Data)
	e.add(f, conf.Edit{Span: conf.Span{Start: at, End: at}, Text: text + end})
	return true
}

// insertMyCnf adds the key behind the last setting of [mysqld].
func (e *editor) insertMyCnf(f *conf.File, c *report.Change, end string) bool {
	at := -1
	for i := range f.Settings {
		if s := &f.Settings[i]; len(s.Path) == 1 && (s.Path[0] == "mysqld" || s.Path[0] == "mariadb") {
			at = s.Whole.End
		}
	}
	if at < 0 {
		return false
	}
	text := c.Key + " = " + c.To + end
	if at > 0 && f.Data[at-1] != '\n' {
		text = end + text
	}
	e.add(f, conf.Edit{Span: conf.Span{Start: at, End: at}, Text: text})
	return true
}

// lineEndOf returns the line end that the file uses.
func lineEndOf(data []byte) string {
	if bytes.Contains(data, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}

func (e *editor) add(f *conf.File, edit conf.Edit) {
	f, edit, ok := f.Outward(edit)
	if !ok {
		return
	}
	for i := range e.patches {
		if e.patches[i].File == f {
			for _, old := range e.patches[i].Edits {
				if old == edit || old.Span == edit.Span && edit.Start < edit.End {
					return // another change of the same fix says the same
				}
			}
			e.patches[i].Edits = append(e.patches[i].Edits, edit)
			return
		}
	}
	e.patches = append(e.patches, Patch{f, []conf.Edit{edit}})
}

// patched returns the files as the patches leave them and the unified diff; nothing when the edits get in each other's way.
func (e *editor) patched() (files []report.PatchedFile, diff string) {
	var b strings.Builder
	for _, p := range e.patches {
		after, err := conf.Apply(p.File.Data, p.Edits)
		if err != nil {
			return nil, ""
		}
		if bytes.Equal(after, p.File.Data) {
			continue
		}
		files = append(files, report.PatchedFile{Name: p.File.Name, Before: p.File.Data, After: after})
		b.WriteString(conf.Diff(p.File.Name, p.File.Data, after))
	}
	return files, b.String()
}

// holdsFlinkKeys tells whether a YAML file is a configuration of Flink's own, whose keys stand at the left: not a pipeline, not a Kubernetes object, and not just
// any YAML.
func holdsFlinkKeys(f *conf.File) bool {
	for _, line := range bytes.Split(f.Data, []byte("\n")) {
		for _, other := range [...]string{"source:", "sink:", "pipeline:", "route:", "apiVersion:", "kind:", "services:"} {
			if bytes.HasPrefix(line, []byte(other)) {
				return false
			}
		}
	}
	for i := range f.Settings {
		if s := &f.Settings[i]; s.Table == "flink" && options.Known("flink", s.Key) {
			return true
		}
	}
	return false
}

// literal tells values that can be written into a file from sentences that tell a person what to do.
func literal(value string) bool {
	if value == "" || strings.ContainsAny(value, "<>{}\n；，（") || len(strings.Fields(value)) > 6 || value[0] == '(' || strings.Contains(value, " (") {
		return false
	}
	for _, word := range [...]string{"old value", "at least", "at most", "the ", "more than", "less than", " or ", "e.g.", "...", " of ", "same ", " than "} {
		if strings.Contains(value, word) {
			return false
		}
	}
	return true
}
