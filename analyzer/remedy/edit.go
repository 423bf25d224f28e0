package remedy

import (
	"bytes"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// Patch is what a fix does to one file of the user's.
type Patch struct {
	File  *conf.File
	Edits []conf.Edit
}

// editor turns the changes of one fix into edits of the user's own files.
type editor struct {
	files []*conf.File
	value func(name string) string // of a capture
	// versions are product -> version, as far as they are known.
	versions map[string]string
	patches  []Patch
	// gone are the settings that an earlier change of the fix takes out.
	gone map[*conf.File][]conf.Span
}

func newEditor(c Case) *editor { return &editor{files: c.Files, value: c.Value, versions: c.Versions} }

// outcome is what a change means for the files.
type outcome struct {
	// found: a file has the key, or is the one to add it to.
	found bool
	// set: the key is set in a file.
	set bool
	// edited: something is to be written.
	edited bool
	// stuck: a file of the kind is there, but the change cannot be written into it. The fix is not to be written by half then.
	stuck bool
}

// change writes one change into the files that have or should have its key. It tells in c the value in force and where it stands. The rule's own words
// tell what the new value is when it is relative to the old one, and which way it goes.
func (e *editor) change(c *report.Change, rule rules.Change) outcome {
	var o outcome
	switch rule.In {
	case "", "none":
	case "nginx":
		e.nginx(c, rule, &o)
	default:
		e.settings(c, rule, &o)
	}
	return o
}

// settings changes a key in the files that are no files of nginx.
func (e *editor) settings(c *report.Change, rule rules.Change, o *outcome) {
	version := e.versions[tableProducts[rule.In]]
	if strings.Contains(rule.Connector, "{") {
		rule.Connector = strings.TrimSuffix(Fill(rule.Connector, e.value), "-cdc")
	}
	var homes, lacking []*home
	for _, f := range e.files {
		list := homesOf(f, rule.In)
		sizes := operatorSpots(f, c.Key)
		if len(sizes) > 0 { // they win over what the flinkConfiguration says
			list = []*home{{file: f, end: none}}
		}
		for _, h := range list {
			if !h.takes(rule) {
				continue
			}
			homes = append(homes, h)
			spots := slices.DeleteFunc(append(h.spots(rule.In, c.Key), sizes...), func(s *conf.Setting) bool { return slices.Contains(e.gone[f], s.At) })
			for _, s := range spots {
				e.seen(f, s, c, rule, o)
				e.replace(h, s, c, o)
			}
			if len(spots) == 0 && h.holds(rule.In, c.Key, version) {
				lacking = append(lacking, h)
			}
		}
	}
	for _, h := range chosen(rule.In, lacking, len(homes) > len(lacking) && o.set) {
		e.insert(h, c, o)
	}
	o.found = o.found || c.Remove && len(homes) > 0
}

// seen takes note of a setting in force; the first one is the one the report speaks of.
func (e *editor) seen(f *conf.File, s *conf.Setting, c *report.Change, rule rules.Change, o *outcome) {
	if !o.set {
		c.From, c.FromSource, c.File = s.Value, fromConfig, f.Name
		if grown, ok := grow(s.Value, rule.To); ok {
			c.To = grown
		}
		keepBeyond(c, rule)
	}
	o.found, o.set = true, true
}

// chosen returns those of the places that lack a key to which it is added. Options of a connector belong to every table or block of it, and every process of StarRocks and
// ZooKeeper has a file of its own. Flink and MySQL make one configuration of all their files: there the key is added once, where most of it stands.
func chosen(table string, lacking []*home, set bool) []*home {
	switch table {
	case "flink", "mysql":
		if set || len(lacking) == 0 {
			return nil
		}
		best := lacking[0]
		for _, h := range lacking {
			if rank(h) < rank(best) {
				best = h
			}
		}
		return []*home{best}
	}
	return lacking
}

// rank orders the places of one configuration: command lines and scripts come last.
func rank(h *home) int {
	switch h.file.Kind {
	case conf.Arguments:
		return 1
	case conf.SQL:
		return 2
	}
	return 0
}

// replace writes the new value over the old one, or takes the setting out.
func (e *editor) replace(h *home, s *conf.Setting, c *report.Change, o *outcome) {
	switch {
	case c.Remove && sharesLine(h.file, s):
		o.stuck = true
	case c.Remove:
		if e.gone == nil {
			e.gone = map[*conf.File][]conf.Span{}
		}
		e.gone[h.file] = append(e.gone[h.file], s.At)
		for _, span := range removed(h, s) {
			e.write(h.file, conf.Edit{Span: span}, o)
		}
	case sameValue(s.Value, c.To):
	case !literal(c.To):
	case s.At.Start == s.At.End && s.Value != "": // it goes over several lines, or is not written here
		o.stuck = true
	default:
		text, ok := h.over(s, c.To)
		if !ok {
			o.stuck = true
			return
		}
		e.write(h.file, conf.Edit{Span: s.At, Text: text}, o)
	}
}

// write keeps an edit and takes note of it.
func (e *editor) write(f *conf.File, edit conf.Edit, o *outcome) {
	if e.add(f, edit) {
		o.edited = true
	} else {
		o.stuck = true
	}
}

// sharesLine tells whether others stand in what would go away with a setting, as in a mapping in braces.
func sharesLine(f *conf.File, s *conf.Setting) bool {
	return f.Kind == conf.YAML && slices.ContainsFunc(f.Settings, func(other conf.Setting) bool {
		return other.At != s.At && other.At.Start >= s.Whole.Start && other.At.End <= s.Whole.End
	})
}

// insert adds the key to a place.
func (e *editor) insert(h *home, c *report.Change, o *outcome) {
	if c.Remove {
		return
	}
	if !o.found {
		c.File = h.file.Name
	}
	o.found = true
	if !literal(c.To) {
		return
	}
	text, ok := h.line(c.Key, c.To)
	if !ok {
		o.stuck = true
		return
	}
	if remark := h.remark(); remark > h.end { // the line goes behind the remark, the comma before it
		e.write(h.file, conf.Edit{Span: conf.Span{Start: h.end, End: h.end}, Text: ","}, o)
		if !e.adds(h.file, remark) {
			text = strings.TrimPrefix(text, ",")
		}
		e.write(h.file, conf.Edit{Span: conf.Span{Start: remark, End: remark}, Text: text}, o)
		return
	}
	e.write(h.file, conf.Edit{Span: conf.Span{Start: h.end, End: h.end}, Text: text}, o)
}

// adds tells whether something is added at a position already.
func (e *editor) adds(f *conf.File, at int) bool {
	f, edit, ok := f.Outward(conf.Edit{Span: conf.Span{Start: at, End: at}})
	for _, p := range e.patches {
		if ok && p.File.Name == f.Name {
			return slices.ContainsFunc(p.Edits, func(old conf.Edit) bool { return old.Span == edit.Span })
		}
	}
	return false
}

// lineEndOf returns the line end that the file uses.
func lineEndOf(data []byte) string {
	if bytes.Contains(data, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}

// add keeps an edit, as the edit of the file that the user has. It is false when a text stands there in a way that it cannot be changed.
func (e *editor) add(f *conf.File, edit conf.Edit) bool {
	f, edit, ok := f.Outward(edit)
	if !ok {
		return false
	}
	for i := range e.patches {
		if e.patches[i].File.Name == f.Name {
			for _, old := range e.patches[i].Edits {
				if old == edit || old.Span == edit.Span && edit.Start < edit.End {
					return true // another change of the same fix says the same
				}
			}
			e.patches[i].Edits = append(e.patches[i].Edits, edit)
			return true
		}
	}
	e.patches = append(e.patches, Patch{f, []conf.Edit{edit}})
	return true
}

// patched returns the files as the patches leave them and the unified diff. It is false when the edits get in each other's way or would leave a file that cannot
// be read.
func (e *editor) patched() (files []report.PatchedFile, diff string, ok bool) {
	var b strings.Builder
	for _, p := range e.patches {
		after, err := conf.Apply(p.File.Data, p.Edits)
		if err != nil || broken(p.File, after) {
			return nil, "", false
		}
		if bytes.Equal(after, p.File.Data) {
			continue
		}
		files = append(files, report.PatchedFile{Name: p.File.Name, Before: p.File.Data, After: after})
		b.WriteString(conf.Diff(p.File.Name, p.File.Data, after))
	}
	return files, b.String(), true
}

// broken tells whether a file reads worse than before.
func broken(f *conf.File, after []byte) bool {
	_, before := conf.Parse(f.Name, f.Kind, f.Table, f.Data)
	_, now := conf.Parse(f.Name, f.Kind, f.Table, after)
	return len(now) > len(before)
}
