package remedy

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// serverParameters are written behind the address of a server of an upstream.
var serverParameters = map[string]bool{"max_fails": true, "fail_timeout": true, "weight": true, "max_conns": true, "slow_start": true}

// loadPort is the port of StarRocks frontends for Stream Load; it tells the locations that fixes speak of.
const loadPort = ":8030"

// mainBlock is the Block of settings outside of all braces.
const mainBlock = -1

// nginxSpots returns the settings of the change: of the blocks that its section names, or everywhere when it names none. Directives that may be repeated,
// such as proxy_set_header, are told apart by their first argument.
func nginxSpots(f *conf.File, c *report.Change) []*conf.Setting {
	wanted := blocksOf(f, c)
	first, _, _ := strings.Cut(c.To, " ")
	var out []*conf.Setting
	for i := range f.Settings {
		s := &f.Settings[i]
		if s.Key != c.Key || wanted != nil && !wanted[s.Block] {
			continue
		}
		if serverParameters[c.Key] != isServer(s) {
			continue
		}
		if name, _, _ := strings.Cut(s.Value, " "); repeatable(c.Key) && !strings.EqualFold(name, first) {
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
	case "proxy_set_header", "add_header", "proxy_hide_header", "server", "include":
		return true
	}
	return false
}

// blocksOf returns the blocks that a change's section means: those of "upstream NAME ..." (when no group has that name, those that take loads, or those of
// "upstream NAME in stream"), the locations that pass loads on ("the location with proxy_pass ..."), of "events" and "stream" with all inside them, -1 for "main", nil for any block ("", "http", "server"). A section that speaks of blocks which a person
// has to write gives none.
func blocksOf(f *conf.File, c *report.Change) map[int]bool {
	out := map[int]bool{}
	switch section := c.Section; {
	case section == "" || section == "http" || section == "server":
		return nil
	case section == "main":
		out[mainBlock] = true
	case section == "events" || section == "stream":
		for i := range f.Blocks { // outer ones come first
			out[i] = f.Blocks[i].Name == section && f.Blocks[i].Parent < 0 || f.Blocks[i].Parent >= 0 && out[f.Blocks[i].Parent]
		}
	case strings.HasPrefix(section, "upstream "):
		name := strings.Fields(section)[1]
		known, inStream := hasUpstream(f, name), strings.HasSuffix(section, " in stream")
		for i := range f.Blocks {
			own, ok := strings.CutPrefix(f.Blocks[i].Name, "upstream ")
			switch {
			case !ok:
			case known:
				out[i] = own == name
			case inStream: // the log did not name the group; the two protocols do not share directives and zones
				out[i] = within(f, i, "stream")
			default:
				out[i] = !within(f, i, "stream") && takesLoads(f, i)
			}
		}
	case strings.Contains(section, "location") && strings.Contains(section, "proxy_pass"):
		for i := range f.Settings {
			if s := &f.Settings[i]; s.Key == "proxy_pass" && s.Block >= 0 && strings.HasPrefix(f.Blocks[s.Block].Name, "location") && passesLoads(f, s.Value) {
				out[s.Block] = true
			}
		}
	}
	return out
}

// within tells whether a block stands in a block of that name.
func within(f *conf.File, block int, name string) bool {
	for parent := f.Blocks[block].Parent; parent >= 0; parent = f.Blocks[parent].Parent {
		if f.Blocks[parent].Name == name {
			return true
		}
	}
	return false
}

// takesLoads tells whether an upstream has a server on port 8030.
func takesLoads(f *conf.File, block int) bool {
	for i := range f.Settings {
		if s := &f.Settings[i]; s.Block == block && s.Key == "server" && strings.Contains(s.Value, loadPort) {
			return true
		}
	}
	return false
}

func hasUpstream(f *conf.File, name string) bool {
	for i := range f.Blocks {
		if f.Blocks[i].Name == "upstream "+name {
			return true
		}
	}
	return false
}

// passesLoads tells whether a proxy_pass leads to port 8030, directly or through an upstream of the file.
func passesLoads(f *conf.File, target string) bool {
	if strings.Contains(target, loadPort) {
		return true
	}
	_, host, ok := strings.Cut(target, "://")
	if !ok {
		return false
	}
	host, _, _ = strings.Cut(host, "/")
	for i := range f.Blocks {
		if f.Blocks[i].Name == "upstream "+host && takesLoads(f, i) {
			return true
		}
	}
	return false
}

// insertNginx adds a directive to the blocks of the change's section, or a parameter to the servers of an upstream.
func (e *editor) insertNginx(f *conf.File, c *report.Change) bool {
	wanted := blocksOf(f, c)
	if serverParameters[c.Key] {
		return e.insertParameter(f, c, wanted)
	}
	switch {
	case wanted == nil:
		wanted = outermost(f, "http")
	case c.Section == "stream":
		wanted = outermost(f, "stream")
	case wanted[mainBlock]:
		e.add(f, conf.Edit{Text: strings.TrimSuffix(c.Key+" "+c.To, ";") + ";" + lineEndOf(f.Data)})
		return true
	}
	done := false
	for i := range f.Blocks {
		if wanted[i] {
			e.add(f, conf.Edit{Span: conf.Span{Start: f.Blocks[i].Inside.Start, End: f.Blocks[i].Inside.Start}, Text: directiveText(f, i, c)})
			done = true
		}
	}
	return done
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
	text := end + indent + strings.TrimSuffix(c.Key+" "+c.To, ";") + ";"
	if c.Key == "proxy_set_header" && !hasOwn(f, block, c.Key) {
		for _, value := range inherited(f, block, c.Key) {
			text += end + indent + c.Key + " " + value + ";"
		}
	}
	return text
}

// indentOf returns the blanks before the first directive of the block, or four more than before the block.
func indentOf(f *conf.File, block int) string {
	for i := range f.Settings {
		if s := &f.Settings[i]; s.Block == block && s.Whole.Start > 0 && f.Data[s.Whole.Start-1] == '\n' {
			line := string(f.Data[s.Whole.Start:s.Whole.End])
			return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		}
	}
	return "    "
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
func (e *editor) insertParameter(f *conf.File, c *report.Change, wanted map[int]bool) bool {
	done := false
	for i := range f.Settings {
		s := &f.Settings[i]
		if s.Key != "server" || s.Block < 0 || !strings.HasPrefix(f.Blocks[s.Block].Name, "upstream ") || wanted != nil && !wanted[s.Block] {
			continue
		}
		e.add(f, conf.Edit{Span: conf.Span{Start: s.At.End, End: s.At.End}, Text: " " + c.Key + "=" + c.To})
		done = true
	}
	return done
}
