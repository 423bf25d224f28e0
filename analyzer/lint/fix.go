package lint

import (
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/remedy"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// fixes has the fixes of a rule written for one place.
func (r *run) fixes(rule *rules.Rule, s spot, captures map[string]string) []report.Fix {
	c := remedy.Case{
		Language: r.options.Language, Captures: captures, Versions: r.versions, Value: func(name string) string { return captures[name] },
		Found: func(id string) bool { return r.spoke[id] }, Files: r.aim(s),
		Config: func(string, string) string { return "" },
		Holds: func(c rules.Condition) bool {
			return r.matcher.Holds(c, &rules.Subject{Field: func(name string) string { return captures[name] }}, captures)
		},
	}
	if strings.HasPrefix(rule.Config.Check, "key-") {
		c.Versions = nil // the names are the matter: none is to be replaced by the one of the release
	}
	out := remedy.Fixes(rule, c)
	for i := range out {
		locate(&out[i], s)
		rename(&out[i], s)
	}
	return out
}

// locate says where in the file the changes without a section are made.
func locate(fix *report.Fix, s spot) {
	if s.file.Kind != conf.Nginx {
		return
	}
	block := s.block
	if s.setting != nil {
		block = s.setting.Block
	}
	section := "main"
	if block >= 0 && block < len(s.file.Blocks) {
		section = s.file.Blocks[block].Name
	}
	for i := range fix.Changes {
		if c := &fix.Changes[i]; c.Section == "" {
			c.Section = section
		}
	}
	if len(fix.Changes) > 0 {
		fix.Section = fix.Changes[0].Section
	}
}

// aim returns the file as the editing of fixes shall see it: what the place does not concern is left out, so that changes are made there and nowhere else.
func (r *run) aim(s spot) []*conf.File {
	view := *s.file
	if s.file.Kind == conf.Nginx {
		aimNginx(&view, s)
		return []*conf.File{&view}
	}
	all := pointers(s.file.Settings, func(*conf.Setting) bool { return true })
	if own := r.scopeOf(s); own != nil && s.file.Kind != conf.MyCnf { // the scope of a MySQL server goes over all of its files
		all = own.settings
	}
	view.Settings = nil
	for _, other := range all {
		if s.setting == nil || other.Key != s.setting.Key || other.Line == s.setting.Line {
			view.Settings = append(view.Settings, *other)
		}
	}
	if s.setting != nil { // the key may be known here by another name than in the file, as the size of a FlinkDeployment's process
		for i := range view.Settings {
			if view.Settings[i].At == s.setting.At {
				view.Settings[i] = *s.setting
			}
		}
	}
	return []*conf.File{&view}
}

// scopeOf returns the scope that a place belongs to, nil when it belongs to none.
func (r *run) scopeOf(s spot) *scope {
	for _, sc := range r.scopes {
		if sc.file != s.file {
			continue
		}
		if s.setting == nil && sc.name == s.captures["scope"] && s.line >= sc.line {
			return sc
		}
		if s.setting != nil && slices.ContainsFunc(sc.settings, func(other *conf.Setting) bool { return other.At == s.setting.At && other.Line == s.setting.Line }) {
			return sc
		}
	}
	return nil
}

// outermost is the block to which the editing of fixes adds directives that name no block.
const outermost = "http"

// aimNginx keeps, of the settings, those at fault, those of the block in question, and what that inherits; and calls that block the outermost one.
func aimNginx(view *conf.File, s spot) {
	if s.servers != nil {
		view.Settings = serverSettings(s)
		return
	}
	if s.block < 0 {
		if s.setting != nil {
			view.Settings = []conf.Setting{*s.setting}
		}
		return
	}
	view.Settings = inherited(s)
	if strings.HasPrefix(s.file.Blocks[s.block].Name, "upstream ") {
		return // changes name it as their section
	}
	view.Blocks = slices.Clone(s.file.Blocks)
	for i := range view.Blocks {
		if view.Blocks[i].Name == outermost {
			view.Blocks[i].Name = ""
		}
	}
	view.Blocks[s.block].Name = outermost
}

// inherited returns the setting at fault, the settings of the block, and those of the blocks around it that hold in it.
func inherited(s spot) []conf.Setting {
	var out []conf.Setting
	have := map[string]bool{}
	if s.setting != nil {
		have[s.setting.Key] = true
	}
	for block := s.block; ; block = s.file.Blocks[block].Parent {
		level := map[string]bool{}
		for i := range s.file.Settings {
			other := &s.file.Settings[i]
			if block != s.block && other.Key == "proxy_set_header" && s.captures["header"] != "" && sameHeader(other.Value, s.captures["header"]) {
				continue // the block gets its own
			}
			atFault := s.setting != nil && other.At == s.setting.At && other.Line == s.setting.Line
			if other.Block == block && !isParameter(s.file, other) && (atFault || !have[other.Key]) {
				out = append(out, *other)
				level[other.Key] = true
			}
		}
		for key := range level {
			have[key] = true
		}
		if block < 0 {
			break
		}
	}
	if s.setting != nil && !slices.ContainsFunc(out, func(o conf.Setting) bool { return o.At == s.setting.At }) {
		out = append(out, *s.setting)
	}
	return out
}

// sameHeader tells whether the arguments of a proxy_set_header are for the header.
func sameHeader(arguments, header string) bool {
	name, _, _ := strings.Cut(arguments, " ")
	return strings.EqualFold(name, header)
}

// serverSettings returns the servers at fault with their parameters.
func serverSettings(s spot) []conf.Setting {
	var out []conf.Setting
	for i := range s.file.Settings {
		other := &s.file.Settings[i]
		for _, server := range s.servers {
			if other.Block == server.Block && other.At.Start >= server.At.Start && other.At.End <= server.At.End {
				out = append(out, *other)
			}
		}
	}
	return out
}
