package lint

import (
	"bytes"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// nginxFaults returns the places where a condition holds, looked up as nginx inherits it, under the rule's preconditions.
func (p *picture) nginxFaults(item *rules.Setting, c *rules.Lint) []spot {
	nodes := p.nginx.places[item.At]
	if item.At == "" {
		nodes = p.nginx.nodes
	}
	var out []spot
	for _, at := range nodes {
		if p.nginxApplies(at, item, c) {
			out = append(out, p.nginxFaultsAt(at, item)...)
		}
	}
	return out
}

// nginxApplies tells whether the preconditions hold: those for the same kind of place at this one, others anywhere.
func (p *picture) nginxApplies(at *node, item *rules.Setting, c *rules.Lint) bool {
	holds := func(other rules.Setting) bool {
		if other.At == item.At {
			return len(p.nginxFaultsAt(at, &other)) > 0
		}
		return len(p.nginxFaults(&other, &rules.Lint{})) > 0
	}
	return !slices.ContainsFunc(c.When, func(s rules.Setting) bool { return !holds(s) }) && !slices.ContainsFunc(c.Unless, holds)
}

// nginxFaultsAt returns what is wrong with a directive as it holds for one block.
func (p *picture) nginxFaultsAt(at *node, item *rules.Setting) []spot {
	list, _, known := at.effective(item.Key)
	if item.At == "" {
		list = at.own(item.Key)
	}
	if len(list) == 0 {
		if item.Missing && (known || item.At == "events" || item.At == "main") {
			return []spot{p.missing(at, item.Key)}
		}
		return nil
	}
	var out []spot
	for _, d := range list {
		captures, ok := faulty(item, d.Value, "")
		if ok {
			captures["key"], captures["value"], captures["set"] = d.Key, d.Value, d.Value
			out = append(out, p.nginx.spot(at, d, captures))
		}
	}
	return out
}

// spot is the place of a directive that holds for a block.
func (n *nginxConfig) spot(at *node, d directive, captures map[string]string) spot {
	n.describe(at, captures)
	s := spot{file: d.file, line: d.Line, column: d.Column, setting: d.Setting, block: -1, captures: captures}
	if at.file == d.file {
		s.block = at.index
	}
	return s
}

// missing is the place where a directive should stand: the block itself, or the nearest one around in which it is allowed.
func (p *picture) missing(at *node, key string) spot {
	captures := map[string]string{"key": key, "value": p.nginxDefault(key)}
	p.nginx.describe(at, captures)
	return spot{file: at.file, line: at.line, column: columnOf(at), block: insertBlock(at, key), captures: captures}
}

// forAll are directives of which nginx takes the value of the default server of an address, so that they are safe in http only.
// Source: https://nginx.org/en/docs/http/ngx_http_core_module.html#underscores_in_headers and #large_client_header_buffers.
var forAll = []string{"underscores_in_headers", "large_client_header_buffers"}

// insertBlock returns the index of the block to which a directive is added, -1 when none of the file will do.
func insertBlock(at *node, key string) int {
	if http := at.around("http"); http != nil && slices.Contains(forAll, key) {
		at = http
	}
	if owner := at.around(options.Contexts(key)...); owner != nil && owner.file == at.file {
		return owner.index
	}
	return -1
}

// nginxDefault returns the default of a directive in the release, in the newest one when that is not known.
func (p *picture) nginxDefault(key string) string {
	return defaultOf("nginx", key, p.versions["nginx"])
}

// describe fills in the captures that tell a block.
func (n *nginxConfig) describe(at *node, captures map[string]string) {
	captures["block"] = at.name
	if name, ok := strings.CutPrefix(at.name, "upstream "); ok {
		captures["upstream"] = name
	}
	if server := at.around("server"); server != nil {
		captures["listen"] = server.value("listen")
	}
	for _, d := range at.own("proxy_pass") {
		captures["target"] = d.Value
		if t := n.target(d.Value, at.module()); t.upstream != nil {
			captures["upstream"] = t.host
		}
	}
}

// columnOf returns where the name of a block begins in its line, from 1.
func columnOf(n *node) int {
	if n.index < 0 {
		return 1
	}
	data := n.file.Data
	word, _, _ := strings.Cut(n.name, " ")
	start := bytes.LastIndex(data[:n.file.Blocks[n.index].Inside.Start], []byte(word))
	if start < 0 || word == "" {
		return 1
	}
	return start - bytes.LastIndexByte(data[:start], '\n')
}
