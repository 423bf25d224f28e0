package remedy

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
)

// loadPort is the port of StarRocks frontends for Stream Load; it tells the locations that fixes speak of.
const loadPort = ":8030"

// mainBlock is the Block of settings outside of all braces.
const mainBlock = -1

// blocksOf returns the blocks that a change's section means: those of "upstream NAME ..." (when no group has that name, those that take loads, or those of
// "upstream NAME in stream"), the locations that pass loads on ("the location with proxy_pass ..."), those that lead to an address ("location that
// proxies to ADDRESS"), of "events" and "stream" with all inside them, -1 for "main", nil for any block ("", "http", "server"). A section that speaks of blocks which a person
// has to write gives none.
func blocksOf(f *conf.File, section string) map[int]bool {
	out := map[int]bool{}
	switch {
	case section == "" || section == "http" || section == "server":
		return nil
	case section == "main":
		out[mainBlock] = true
	case section == "events" || section == "stream":
		for i := range f.Blocks { // outer ones come first
			out[i] = f.Blocks[i].Name == section && f.Blocks[i].Parent < 0 || f.Blocks[i].Parent >= 0 && out[f.Blocks[i].Parent]
		}
	case strings.HasPrefix(section, "upstream "):
		upstreams(f, section, out)
	case strings.Contains(section, "location") && strings.Contains(section, "proxy_pass"):
		proxying(f, isLoadPort, out)
	case strings.HasPrefix(section, "location that proxies to "):
		proxying(f, addressed(strings.TrimPrefix(section, "location that proxies to ")), out)
	}
	return out
}

// upstreams finds the groups that a section "upstream NAME ..." means.
func upstreams(f *conf.File, section string, out map[int]bool) {
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
			out[i] = !within(f, i, "stream") && hasServer(f, i, isLoadPort)
		}
	}
}

// proxying finds the locations whose proxy_pass leads to an address, directly or through an upstream of the file.
func proxying(f *conf.File, match func(address string) bool, out map[int]bool) {
	for i := range f.Settings {
		s := &f.Settings[i]
		if s.Key == "proxy_pass" && s.Block >= 0 && strings.HasPrefix(f.Blocks[s.Block].Name, "location") && leadsTo(f, s.Value, match) {
			out[s.Block] = true
		}
	}
}

func isLoadPort(address string) bool { return strings.HasSuffix(address, loadPort) }

// addressed matches "10.0.0.31:8040" as it is and "BE:8040" by its port.
func addressed(wanted string) func(string) bool {
	host, port, ok := strings.Cut(wanted, ":")
	if ok && host == strings.ToUpper(host) && host != strings.ToLower(host) {
		return func(address string) bool { return strings.HasSuffix(address, ":"+port) }
	}
	return func(address string) bool { return address == wanted }
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

// hasServer tells whether an upstream has a server of such an address.
func hasServer(f *conf.File, block int, match func(address string) bool) bool {
	for i := range f.Settings {
		if s := &f.Settings[i]; s.Block == block && s.Key == "server" {
			if address, _, _ := strings.Cut(s.Value, " "); match(address) {
				return true
			}
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

// leadsTo tells whether a proxy_pass leads to an address, directly or through an upstream of the file.
func leadsTo(f *conf.File, target string, match func(address string) bool) bool {
	_, host, ok := strings.Cut(target, "://")
	if !ok {
		return false
	}
	host, _, _ = strings.Cut(host, "/")
	if match(host) {
		return true
	}
	for i := range f.Blocks {
		if f.Blocks[i].Name == "upstream "+host && hasServer(f, i, match) {
			return true
		}
	}
	return false
}
