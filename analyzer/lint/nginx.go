package lint

import (
	"path"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
)

// nginxConfig is all nginx files together: blocks within blocks, includes resolved among the files given.
type nginxConfig struct {
	files  []*conf.File
	blocks map[*conf.File][]*node // the nodes of a file's blocks, by index
	mains  map[*conf.File]*node   // what stands outside of blocks
	nodes  []*node                // all, outer ones first, in the order of the files
	places map[string][]*node     // by Setting.At
	groups map[string][]*node     // upstream blocks by name
}

// node is a block, or what stands outside of blocks in one file.
type node struct {
	file   *conf.File
	index  int    // in conf.File.Blocks, -1 for the outside
	name   string // "location /api/", "http", "" for the outside of a file
	parent *node
	// directives are its own ones, those of included files among them; parameters of servers are not.
	directives []directive
	// unseen tells that it includes files that were not given.
	unseen bool
	line   int
}

// directive is one directive of nginx.
type directive struct {
	*conf.Setting
	file  *conf.File
	index int // in conf.File.Settings
}

// newNginxConfig builds the tree of all nginx files.
func newNginxConfig(files []*conf.File) *nginxConfig {
	n := &nginxConfig{blocks: map[*conf.File][]*node{}, mains: map[*conf.File]*node{}, places: map[string][]*node{}, groups: map[string][]*node{}}
	for _, f := range files {
		if f.Kind == conf.Nginx && n.mains[f] == nil {
			n.files = append(n.files, f)
			n.add(f)
		}
	}
	n.include()
	n.findPlaces()
	return n
}

// add makes the nodes of one file.
func (n *nginxConfig) add(f *conf.File) {
	main := &node{file: f, index: -1, line: 1}
	n.mains[f] = main
	n.nodes = append(n.nodes, main)
	list := make([]*node, len(f.Blocks))
	for i := range f.Blocks {
		b := &f.Blocks[i]
		list[i] = &node{file: f, index: i, name: b.Name, parent: main, line: b.Line}
		if b.Parent >= 0 && b.Parent < i {
			list[i].parent = list[b.Parent]
		}
		if name, ok := strings.CutPrefix(b.Name, "upstream "); ok {
			n.groups[name] = append(n.groups[name], list[i])
		}
	}
	n.blocks[f] = list
	n.nodes = append(n.nodes, list...)
	for i := range f.Settings {
		s := &f.Settings[i]
		if isParameter(f, s) {
			continue
		}
		owner := main
		if s.Block >= 0 && s.Block < len(list) {
			owner = list[s.Block]
		}
		owner.directives = append(owner.directives, directive{s, f, i})
	}
}

// isParameter tells the parameters of a server line from directives.
func isParameter(f *conf.File, s *conf.Setting) bool {
	return s.Block >= 0 && s.Block < len(f.Blocks) && strings.HasPrefix(f.Blocks[s.Block].Name, "upstream ") && len(s.Path) > 1 && strings.HasPrefix(s.Path[len(s.Path)-1], "server ")
}

// include hangs the files that others include below the including block, whose directives theirs then are.
func (n *nginxConfig) include() {
	for _, at := range n.nodes {
		for _, d := range at.own("include") {
			found := false
			for _, f := range n.files {
				if main := n.mains[f]; main.parent == nil && includes(d.Value, at.file.Name, f.Name) && !within(at, f) {
					main.parent, found = at, true
				}
			}
			at.unseen = at.unseen || !found && !isHarmless(d.Value)
		}
	}
	for _, f := range n.files {
		main := n.mains[f]
		if owner := main.level(); owner != main {
			owner.directives = append(owner.directives, main.directives...)
		}
	}
}

// level returns the block whose level the node is: of the outside of an included file the block that includes it.
func (n *node) level() *node {
	for n.index < 0 && n.parent != nil {
		n = n.parent
	}
	return n
}

// within tells whether the node stands in the file or in one that it was included from: including that again would go in circles.
func within(at *node, f *conf.File) bool {
	for ; at != nil; at = at.parent {
		if at.file == f {
			return true
		}
	}
	return false
}

// isHarmless tells includes of files that every installation has and that set nothing of interest.
func isHarmless(pattern string) bool {
	base := path.Base(pattern)
	return base == "mime.types" || strings.Contains(pattern, "modules")
}

// includes tells whether an include directive of one file means another file: by the pattern of the name, and by the folder where both tell one.
func includes(pattern, from, name string) bool {
	pattern, name = path.Clean(strings.ReplaceAll(pattern, "\\", "/")), path.Clean(name)
	if matched, err := path.Match(path.Base(pattern), path.Base(name)); err != nil || !matched {
		return false
	}
	folder, other := path.Base(path.Dir(pattern)), path.Base(path.Dir(name))
	return folder == "." || other == "." || other == folder || path.Join(path.Dir(from), path.Dir(pattern)) == path.Dir(name)
}

// own returns the directives of the node with the name.
func (n *node) own(key string) []directive {
	var out []directive
	for _, d := range n.directives {
		if d.Key == key {
			out = append(out, d)
		}
	}
	return out
}

// value returns the argument of a directive of the node, "" when it has none.
func (n *node) value(key string) string {
	if own := n.own(key); len(own) > 0 {
		return own[len(own)-1].Value
	}
	return ""
}

// effective returns the directives that hold for a node: its own, else those of the nearest block around it. Directives that may be repeated are
// inherited only as a whole, when the level has none of its own. known is false when an include that was not given might set it.
// Source: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header.
func (n *node) effective(key string) (list []directive, owner *node, known bool) {
	known = true
	for at := n.level(); at != nil; at = at.outer() {
		if own := at.own(key); len(own) > 0 {
			return own, at, true
		}
		// Folders of further servers are included into http; what is included into a location or server sets their directives.
		if at.unseen && (strings.HasPrefix(at.name, "location") || at.name == "server") {
			known = false
		}
	}
	return nil, nil, known && (n.inside("http") || n.inside("stream"))
}

// outer returns the block around, nil for the outermost.
func (n *node) outer() *node {
	if n.parent == nil {
		return nil
	}
	return n.parent.level()
}

// inside tells whether the node is a block of the name or stands in one.
func (n *node) inside(name string) bool {
	for at := n; at != nil; at = at.parent {
		if at.name == name {
			return true
		}
	}
	return false
}

// around returns the nearest block, the node itself included, that is one of the names; nil when there is none.
func (n *node) around(names ...string) *node {
	for at := n; at != nil; at = at.parent {
		if slices.Contains(names, context(at)) {
			return at
		}
	}
	return nil
}

// context is what nginx's documentation calls a block of this kind.
func context(n *node) string {
	word, _, _ := strings.Cut(n.name, " ")
	switch {
	case n.index < 0 && n.parent == nil:
		return "main"
	case word == "if" && n.inside("http"):
		return "if in location"
	}
	return word
}
