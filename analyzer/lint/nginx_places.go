package lint

import (
	"net"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
)

// The default ports of StarRocks: HTTP and MySQL protocol of frontends, HTTP of backends.
// Source: StarRocks/starrocks fe/fe-core/src/main/java/com/starrocks/common/Config.java and be/src/common/config.h.
const (
	fePort    = "8030"
	bePort    = "8040"
	queryPort = "9030"
)

// server is one server line of an upstream.
type server struct {
	directive
	address    string // as it is written
	host, port string
	params     map[string]*conf.Setting
}

// servers returns the servers of an upstream node.
func (n *node) servers() []server {
	var out []server
	for _, d := range n.own("server") {
		address, _, _ := strings.Cut(d.Value, " ")
		s := server{directive: d, address: address, params: map[string]*conf.Setting{}}
		s.host, s.port = hostPort(address)
		for i := d.index + 1; i < len(d.file.Settings) && isParameter(d.file, &d.file.Settings[i]); i++ { // the parser puts them behind the server
			s.params[d.file.Settings[i].Key] = &d.file.Settings[i]
		}
		out = append(out, s)
	}
	return out
}

func hostPort(address string) (host, port string) {
	if host, port, err := net.SplitHostPort(address); err == nil {
		return host, port
	}
	return address, ""
}

// upstream returns the group of that name in the same module (http or stream), nil when there is none.
func (n *nginxConfig) upstream(name, module string) *node {
	for _, at := range n.groups[name] {
		if at.inside(module) || !at.inside("http") && !at.inside("stream") {
			return at
		}
	}
	return nil
}

// target is where a proxy_pass leads.
type target struct {
	scheme, host string
	uri          string // "" when the request's own is passed on
	upstream     *node
	ports        []string
}

// target resolves a proxy_pass of a module.
func (n *nginxConfig) target(value, module string) target {
	t := target{host: value}
	if scheme, rest, ok := strings.Cut(value, "://"); ok {
		t.scheme, t.host = scheme, rest
		if i := strings.IndexAny(rest, "/?"); i >= 0 {
			t.host, t.uri = rest[:i], rest[i:]
		}
	}
	if t.upstream = n.upstream(t.host, module); t.upstream != nil {
		for _, s := range t.upstream.servers() {
			t.ports = append(t.ports, s.port)
		}
		return t
	}
	if _, port := hostPort(t.host); port != "" {
		t.ports = []string{port}
	}
	return t
}

// leadsTo tells whether the target has a server on the port.
func (t target) leadsTo(port string) bool { return slices.Contains(t.ports, port) }

// findPlaces sorts the blocks by what they do for StarRocks.
func (n *nginxConfig) findPlaces() {
	for _, at := range n.nodes {
		for _, place := range n.placesOf(at) {
			n.places[place] = append(n.places[place], at)
		}
	}
	n.findOuter()
}

// placesOf tells what a block does: none, one or more names of rules.LintPlaces.
func (n *nginxConfig) placesOf(at *node) []string {
	if strings.HasPrefix(at.name, "upstream ") {
		return placesOfUpstream(at)
	}
	forLoads := strings.Contains(at.name, "_stream_load") || strings.Contains(at.name, "/api/transaction")
	if forLoads && strings.HasPrefix(at.value("return"), "30") {
		return []string{"redirect"}
	}
	passes := at.own("proxy_pass")
	if len(passes) == 0 || at.index < 0 {
		return nil
	}
	t := n.target(passes[0].Value, at.module())
	toFrontend := t.leadsTo(fePort) && takesLoads(at.name, t.uri) || forLoads && !t.leadsTo(bePort)
	switch {
	case at.module() == "stream" && t.leadsTo(queryPort):
		return []string{"mysql"}
	case at.module() == "stream":
		return nil
	case toFrontend && len(t.ports) > 1:
		return []string{"load", "load-group"}
	case toFrontend:
		return []string{"load"}
	case t.leadsTo(bePort):
		return []string{"backend"}
	}
	return nil
}

// takesLoads tells whether requests of StarRocks' load API can reach a frontend through a location: its prefix, or what proxy_pass puts in the prefix's
// place, must be the beginning of /api/, or longer. Locations for the web pages or metrics alone are no business of loads.
func takesLoads(name, uri string) bool {
	words := strings.Fields(name)
	if len(words) < 2 || words[0] != "location" {
		return true
	}
	path := words[len(words)-1]
	switch words[1] {
	case "=":
		return false
	case "~", "~*":
		return strings.Contains(path, "api") || strings.Contains(path, "stream") || strings.Contains(path, "transaction") || strings.Contains(path, ".*")
	}
	if uri != "" && strings.HasPrefix(path, "/") {
		path = uri
	}
	return strings.HasPrefix("/api/", path) || strings.HasPrefix(path, "/api")
}

func placesOfUpstream(at *node) []string {
	has := func(port string) bool {
		return slices.ContainsFunc(at.servers(), func(s server) bool { return s.port == port })
	}
	switch {
	case at.module() == "http" && has(fePort):
		return []string{"load-upstream"}
	case at.module() == "stream" && has(queryPort):
		return []string{"mysql-upstream"}
	}
	return nil
}

// module tells which of nginx's two proxies a block belongs to.
func (n *node) module() string {
	if n.inside("stream") {
		return "stream"
	}
	return "http"
}

// findOuter adds the blocks around the places: they matter only when nginx stands before StarRocks.
func (n *nginxConfig) findOuter() {
	concerned := slices.Concat(n.places["load"], n.places["mysql"], n.places["backend"], n.places["redirect"])
	around := map[*node]bool{}
	for _, c := range concerned {
		around[c.around("http")] = true
	}
	for _, at := range n.nodes {
		switch {
		case len(concerned) == 0:
		case at.name == "http" && around[at]:
			n.places["http"] = append(n.places["http"], at)
		case at.name == "events":
			n.places["events"] = append(n.places["events"], at)
		case at.index < 0 && at.parent == nil && hasBlock(n.blocks[at.file], "events"):
			n.places["main"] = append(n.places["main"], at)
		}
	}
}

func hasBlock(list []*node, name string) bool {
	return slices.ContainsFunc(list, func(n *node) bool { return n.name == name })
}
