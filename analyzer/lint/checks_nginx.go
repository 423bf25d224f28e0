package lint

import (
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

// expect is the header that StarRocks frontends demand of a Stream Load and that nginx drops.
// Source: nginx/nginx src/http/modules/ngx_http_proxy_module.c (ngx_http_proxy_headers), StarRocks/starrocks fe/.../http/rest/LoadAction.java.
const expect = "Expect"

// header returns the proxy_set_header for a header among those that hold for a block; nil when there is none.
func header(list []directive, name string) *directive {
	for i := range list {
		if sameHeader(list[i].Value, name) {
			return &list[i]
		}
	}
	return nil
}

// expectMissing finds locations for loads in which no level sets the Expect header.
func expectMissing(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, at := range p.nginx.places["load"] {
		list, _, known := at.effective("proxy_set_header")
		// What stands outside of the files given, in http, hardly ever sets this header.
		unseen := len(list) == 0 && !known && (at.inside("http") || at.inside("stream"))
		if header(list, expect) != nil || unseen || outerHeader(at, expect) != nil {
			continue
		}
		s := p.missing(at, "proxy_set_header")
		s.captures["header"] = expect
		out = append(out, s)
	}
	return out
}

// outerHeader returns the block around that sets a header which the block's own proxy_set_header lines keep from being inherited.
func outerHeader(at *node, name string) *node {
	_, owner, _ := at.effective("proxy_set_header")
	if owner == nil {
		return nil
	}
	for outer := owner.outer(); outer != nil; outer = outer.outer() {
		if header(outer.own("proxy_set_header"), name) != nil {
			return outer
		}
	}
	return nil
}

// expectNotInherited finds locations for loads whose own proxy_set_header lines hide the Expect header of a block around.
func expectNotInherited(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, at := range p.nginx.places["load"] {
		list, owner, _ := at.effective("proxy_set_header")
		outer := outerHeader(at, expect)
		if outer == nil || header(list, expect) != nil {
			continue
		}
		captures := map[string]string{"key": "proxy_set_header", "value": list[0].Value, "header": expect, "outer": outer.name}
		p.nginx.describe(at, captures)
		s := spot{file: list[0].file, line: list[0].Line, column: list[0].Column, block: -1, captures: captures}
		if owner.file == list[0].file {
			s.block = owner.index
		}
		out = append(out, s)
	}
	return out
}

// expectToBackend finds locations that lead to backends and send the Expect header.
func expectToBackend(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, at := range p.nginx.places["backend"] {
		list, owner, _ := at.effective("proxy_set_header")
		found := header(list, expect)
		if found == nil || strings.TrimSpace(found.Value[len(expect):]) == "" {
			continue
		}
		captures := map[string]string{"key": found.Key, "value": found.Value, "header": expect}
		s := p.nginx.spot(at, *found, captures)
		if owner != at.level() { // what others inherit stays as it is; the location gets a line of its own
			s.setting, s.line, s.column, s.file = nil, at.line, columnOf(at), at.file
			s.block = at.index
		}
		out = append(out, s)
	}
	return out
}

// The values that nginx takes for servers without these parameters.
// Source: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server.
const (
	defaultMaxFails    = "1"
	defaultFailTimeout = "10s"
)

func (s server) param(name, fallback string) string {
	if p := s.params[name]; p != nil {
		return p.Value
	}
	return fallback
}

// serversAtFault returns one place for every group of more than one server that has some at fault; a single server is never taken out.
// Source: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#max_fails.
func serversAtFault(p *picture, groups []*node, key string, bad func(server) bool) []spot {
	var out []spot
	for _, at := range groups {
		all := at.servers()
		if len(all) < 2 {
			continue
		}
		var s spot
		for _, server := range all {
			if !bad(server) || len(s.servers) > 0 && s.file != server.file {
				continue
			}
			if len(s.servers) == 0 {
				s = spot{file: server.file, line: server.Line, column: server.Column, block: at.index, captures: map[string]string{
					"key": key, "server": server.address, "max_fails": server.param("max_fails", defaultMaxFails),
					"fail_timeout": server.param("fail_timeout", defaultFailTimeout), "value": server.param(key, ""),
				}}
				if own := server.params[key]; own != nil {
					s.line, s.column = own.Line, own.Column
				}
			}
			s.servers = append(s.servers, server.Setting)
		}
		if len(s.servers) > 0 {
			p.nginx.describe(at, s.captures)
			s.captures["count"] = strconv.Itoa(len(all))
			out = append(out, s)
		}
	}
	return out
}

// maxFails finds groups of frontends of which one failure takes a server out: always for loads, whose connections frontends reset as a rule; for MySQL
// connections only when it stays out for long.
func maxFails(p *picture, _ *rules.Lint) []spot {
	one := func(s server) bool { return s.param("max_fails", defaultMaxFails) == "1" && !isDown(s) }
	out := serversAtFault(p, p.nginx.places["load-upstream"], "max_fails", one)
	return append(out, serversAtFault(p, p.nginx.places["mysql-upstream"], "max_fails", func(s server) bool {
		return one(s) && compare("nginx", s.param("fail_timeout", defaultFailTimeout), "60s") > 0
	})...)
}

func isDown(s server) bool { return s.params["down"] != nil || s.params["backup"] != nil }

// failTimeout finds groups of frontends for loads that stay out for long after several failures.
func failTimeout(p *picture, _ *rules.Lint) []spot {
	return serversAtFault(p, p.nginx.places["load-upstream"], "fail_timeout", func(s server) bool {
		fails := s.param("max_fails", defaultMaxFails)
		return fails != "0" && fails != "1" && !isDown(s) && compare("nginx", s.param("fail_timeout", defaultFailTimeout), "30s") > 0
	})
}

// upstreamHostname finds servers of StarRocks that are named and whose names are resolved only once.
func upstreamHostname(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, at := range slices.Concat(p.nginx.places["load-upstream"], p.nginx.places["mysql-upstream"]) {
		for _, s := range at.servers() {
			if s.params["resolve"] != nil || net.ParseIP(s.host) != nil || strings.HasPrefix(s.host, "unix:") || strings.Contains(s.host, "$") || s.host == "localhost" {
				continue
			}
			captures := map[string]string{"server": s.host, "key": "server", "value": s.Value}
			p.nginx.describe(at, captures)
			out = append(out, spot{file: s.file, line: s.Line, column: s.Column, setting: s.Setting, block: -1, captures: captures})
			break
		}
	}
	return out
}

// protocolMismatch finds HTTP that leads to the MySQL port, and groups of a TCP proxy in which both ports stand.
func protocolMismatch(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, at := range p.nginx.nodes {
		if strings.HasPrefix(at.name, "upstream ") && at.module() == "stream" {
			out = append(out, mixedPorts(p, at)...)
		}
		for _, d := range at.own("proxy_pass") {
			if at.module() == "http" && at.index >= 0 && p.nginx.target(d.Value, "http").leadsTo(queryPort) {
				out = append(out, p.nginx.spot(at, d, map[string]string{"key": d.Key, "value": d.Value, "port": queryPort}))
			}
		}
	}
	return out
}

func mixedPorts(p *picture, at *node) []spot {
	mysql, http := false, (*server)(nil)
	all := at.servers()
	for i := range all {
		switch all[i].port {
		case queryPort:
			mysql = true
		case fePort:
			http = &all[i]
		}
	}
	if !mysql || http == nil {
		return nil
	}
	return []spot{p.nginx.spot(at, http.directive, map[string]string{"key": "server", "value": http.Value, "server": http.Value, "port": fePort})}
}

// proxyPassURI finds locations for StarRocks' API whose proxy_pass has a URI that changes the path.
// Source: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass.
func proxyPassURI(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, at := range slices.Concat(p.nginx.places["load"], p.nginx.places["backend"]) {
		words := strings.Fields(at.name)
		if len(words) < 2 || words[0] != "location" || strings.HasPrefix(words[1], "~") || words[1] == "=" || words[1] == "@" {
			continue
		}
		prefix := words[len(words)-1]
		d := at.own("proxy_pass")[0]
		if uri := p.nginx.target(d.Value, "http").uri; uri != "" && uri != prefix && strings.HasPrefix(prefix, "/api") {
			out = append(out, p.nginx.spot(at, d, map[string]string{"key": d.Key, "value": d.Value, "uri": uri, "prefix": prefix, "plain": strings.TrimSuffix(d.Value, uri)}))
		}
	}
	return out
}

// transactionBalanced finds locations that spread the requests of one transaction over several backends.
func transactionBalanced(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, at := range p.nginx.places["backend"] {
		d := at.own("proxy_pass")[0]
		t := p.nginx.target(d.Value, "http")
		prefix := strings.TrimPrefix(at.name, "location ")
		if t.upstream == nil || len(t.ports) < 2 || !strings.HasPrefix("/api/transaction/", prefix) && !strings.Contains(prefix, "transaction") {
			continue
		}
		out = append(out, p.nginx.spot(at, d, map[string]string{"key": d.Key, "value": d.Value, "count": strconv.Itoa(len(t.ports))}))
	}
	return out
}

// zoneMissing finds groups whose failures every worker counts for itself.
func zoneMissing(p *picture, _ *rules.Lint) []spot {
	workers := ""
	for _, at := range p.nginx.places["main"] {
		workers = at.value("worker_processes")
	}
	if n, err := strconv.Atoi(workers); workers == "" || err == nil && n < 2 {
		return nil
	}
	var out []spot
	for _, at := range slices.Concat(p.nginx.places["load-upstream"], p.nginx.places["mysql-upstream"]) {
		if n := len(at.servers()); n > 1 && at.value("zone") == "" && len(at.own("zone")) == 0 && !at.unseen {
			s := p.missing(at, "zone")
			s.captures["workers"], s.captures["count"] = workers, strconv.Itoa(n)
			out = append(out, s)
		}
	}
	return out
}
