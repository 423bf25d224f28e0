package remedy

import (
	"bytes"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// serverParameters are written behind the address of a server of an upstream.
var serverParameters = map[string]bool{"max_fails": true, "fail_timeout": true, "weight": true, "max_conns": true, "slow_start": true}

// nginx changes a directive, or a parameter of servers, in the files of nginx.
func (e *editor) nginx(c *report.Change, rule rules.Change, o *outcome) {
	given := false
	for _, f := range e.files {
		if f.Kind != conf.Nginx {
			continue
		}
		given = true
		wanted := blocksOf(f, c.Section)
		spots := nginxSpots(f, c, wanted)
		for _, s := range spots {
			e.seen(f, s, c, rule, o)
			e.replaceNginx(f, s, c, o)
		}
		switch {
		case c.Remove:
			o.found = o.found || wanted == nil || len(wanted) > 0
		case serverParameters[c.Key]:
			e.insertParameter(f, c, wanted, o)
		default:
			e.insertDirective(f, c, wanted, spots, o)
		}
	}
	o.stuck = o.stuck || given && !o.found
}

// replaceNginx writes new arguments over those of a directive or parameter, or takes it out.
func (e *editor) replaceNginx(f *conf.File, s *conf.Setting, c *report.Change, o *outcome) {
	switch {
	case c.Remove:
		e.write(f, conf.Edit{Span: s.Whole}, o)
	case sameValue(s.Value, c.To), unquoted(s.Value) == unquoted(c.To), !literal(c.To):
		return
	case s.At.Start == s.At.End: // a directive without arguments is not what the change is about
		o.stuck = true
		return
	default:
		e.write(f, conf.Edit{Span: s.At, Text: c.To}, o)
	}
}

// unquoted returns arguments without quotes, as those of settings are.
func unquoted(arguments string) string {
	return strings.NewReplacer(`"`, "", "'", "").Replace(arguments)
}

// nginxSpots returns the settings of the change: of the blocks that its section names, or everywhere when it names none. Directives that may be repeated,
// such as proxy_set_header, are told apart by their first argument.
func nginxSpots(f *conf.File, c *report.Change, wanted map[int]bool) []*conf.Setting {
	first := c.To
	if c.Remove {
		first = c.From
	}
	first, _, _ = strings.Cut(first, " ")
	var out []*conf.Setting
	for i := range f.Settings {
		s := &f.Settings[i]
		if s.Key != c.Key || wanted != nil && !wanted[s.Block] {
			continue
		}
		if serverParameters[c.Key] != isServer(s) {
			continue
		}
		if name, _, _ := strings.Cut(s.Value, " "); repeatable(c.Key) && first != "" && !strings.EqualFold(name, first) {
			continue
		}
		out = append(out, s)
	}
	return out
}

func isServer(s *conf.Setting) bool {
	return len(s.Path) > 0 && strings.HasPrefix(s.Path[len(s.Path)-1], "server ") && len(s.Path[len(s.Path)-1]) > len("server ")
}

func repeatable(directive string) bool {
	switch directive {
	case "proxy_set_header", "add_header", "proxy_hide_header", "proxy_pass_header", "server", "include", "listen", "load_module", "set", "error_page":
		return true
	}
	return false
}

// insertDirective adds a directive to those blocks of the change's section that neither have it nor get the same from the blocks around them.
func (e *editor) insertDirective(f *conf.File, c *report.Change, wanted map[int]bool, spots []*conf.Setting, o *outcome) {
	switch {
	case wanted == nil && len(spots) > 0:
		return
	case wanted == nil:
		wanted = outermost(f, "http")
	case c.Section == "stream" || c.Section == "events":
		if len(spots) > 0 {
			return
		}
		wanted = outermost(f, c.Section)
	case wanted[mainBlock]:
		if len(spots) == 0 {
			e.addNginx(f, c, 0, directive(c)+lineEndOf(f.Data), o)
		}
		return
	}
	for i := range f.Blocks {
		if wanted[i] && !has(spots, i) {
			e.addNginx(f, c, behindBrace(f, i), directiveText(f, i, c), o)
		}
	}
}

// behindBrace returns where the first line of a block begins: behind the brace, and behind a remark that stands there.
func behindBrace(f *conf.File, block int) int {
	at := f.Blocks[block].Inside.Start
	line, _, _ := bytes.Cut(f.Data[at:], []byte("\n"))
	if rest := bytes.TrimLeft(line, " \t"); bytes.HasPrefix(rest, []byte("#")) {
		return at + len(bytes.TrimRight(line, "\r"))
	}
	return at
}

// addNginx adds text, or takes note only that this is the place when the value is for the reader to fill in.
func (e *editor) addNginx(f *conf.File, c *report.Change, at int, text string, o *outcome) {
	if !o.found {
		c.File = f.Name
	}
	o.found = true
	if literal(c.To) {
		e.write(f, conf.Edit{Span: conf.Span{Start: at, End: at}, Text: text}, o)
	}
}

func has(spots []*conf.Setting, block int) bool {
	return slices.ContainsFunc(spots, func(s *conf.Setting) bool { return s.Block == block })
}

// outermost returns the http or stream block, where directives belong that are meant for everything.
func outermost(f *conf.File, name string) map[int]bool {
	for i := range f.Blocks {
		if f.Blocks[i].Name == name {
			return map[int]bool{i: true}
		}
	}
	return nil
}

// directiveText is the new line at the start of a block, indented as its first line is. The first proxy_set_header of a block ends the inheritance of those
// around it (https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header), so they are repeated.
func directiveText(f *conf.File, block int, c *report.Change) string {
	end, indent := lineEndOf(f.Data), indentOf(f, block)
	text := end + indent + directive(c)
	if c.Key == "proxy_set_header" && !hasOwn(f, block, c.Key) {
		for _, value := range inherited(f, block, c.Key) {
			text += end + indent + c.Key + " " + value + ";"
		}
	}
	return text
}

func directive(c *report.Change) string { return strings.TrimSuffix(c.Key+" "+c.To, ";") + ";" }

// indentOf returns the blanks before the first directive or block inside the block that begins a line, or four more than before the block.
func indentOf(f *conf.File, block int) string {
	for i := range f.Settings {
		if s := &f.Settings[i]; s.Block == block {
			if before := lineTo(f.Data, s.Whole.Start); strings.Trim(before, " \t") == "" {
				return before + leading(f.Data[s.Whole.Start:])
			}
		}
	}
	for i := range f.Blocks {
		if line := lineTo(f.Data, f.Blocks[i].Inside.Start); f.Blocks[i].Parent == block && strings.HasPrefix(strings.TrimLeft(line, " \t"), firstWord(f.Blocks[i].Name)) {
			return leading([]byte(line))
		}
	}
	return leading([]byte(lineTo(f.Data, f.Blocks[block].Inside.Start))) + "    "
}

// lineTo returns the line of a position up to it.
func lineTo(data []byte, at int) string {
	return string(data[bytes.LastIndexByte(data[:at], '\n')+1 : at])
}

// leading returns the blanks and tabs at the start.
func leading(data []byte) string {
	return string(data[:len(data)-len(bytes.TrimLeft(data, " \t"))])
}

func firstWord(name string) string {
	word, _, _ := strings.Cut(name, " ")
	return word
}

func hasOwn(f *conf.File, block int, key string) bool {
	for i := range f.Settings {
		if f.Settings[i].Block == block && f.Settings[i].Key == key {
			return true
		}
	}
	return false
}

// inherited returns the raw values of a directive from the nearest block around that has it.
func inherited(f *conf.File, block int, key string) []string {
	for parent := f.Blocks[block].Parent; parent >= 0; parent = f.Blocks[parent].Parent {
		if !hasOwn(f, parent, key) {
			continue
		}
		var out []string
		for i := range f.Settings {
			if s := &f.Settings[i]; s.Block == parent && s.Key == key {
				out = append(out, string(f.Data[s.At.Start:s.At.End]))
			}
		}
		return out
	}
	return nil
}

// insertParameter adds " key=value" to every server of the wanted upstreams that lacks it.
func (e *editor) insertParameter(f *conf.File, c *report.Change, wanted map[int]bool, o *outcome) {
	for i := range f.Settings {
		s := &f.Settings[i]
		if s.Key != "server" || s.Value == "" || s.Block < 0 || !strings.HasPrefix(f.Blocks[s.Block].Name, "upstream ") || wanted != nil && !wanted[s.Block] || hasParameter(f, i, c.Key) {
			continue
		}
		e.addNginx(f, c, s.At.End, " "+c.Key+"="+c.To, o)
	}
}

// hasParameter tells whether the server line at the index has a parameter; its parameters follow it.
func hasParameter(f *conf.File, server int, key string) bool {
	for i := server + 1; i < len(f.Settings) && f.Settings[i].At.End <= f.Settings[server].At.End; i++ {
		if f.Settings[i].Key == key {
			return true
		}
	}
	return false
}
