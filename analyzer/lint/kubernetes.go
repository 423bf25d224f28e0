package lint

import (
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
)

// object is one document of a YAML file that is a Kubernetes object.
type object struct {
	file     *conf.File
	settings []*conf.Setting
	kind     string
}

// value returns the value of a key that stands once.
func (o object) value(key string) string {
	for _, s := range o.settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}

// objects returns the Kubernetes objects of all files; documents are told apart by the lines between them.
func (p *picture) objects() []object {
	var out []object
	for _, f := range p.files {
		if f.Kind != conf.YAML {
			continue
		}
		ends := documentEnds(f.Data)
		list := make([]object, len(ends))
		for i := range f.Settings {
			s := &f.Settings[i]
			n, _ := slices.BinarySearch(ends, s.Line)
			n = min(n, len(list)-1)
			list[n].file = f
			list[n].settings = append(list[n].settings, s)
		}
		for _, o := range list {
			if o.kind = o.value("kind"); o.kind != "" && o.value("apiVersion") != "" {
				out = append(out, o)
			}
		}
	}
	return out
}

// documentEnds returns the numbers of the lines that end a document, the last of the file among them.
func documentEnds(data []byte) []int {
	var out []int
	lines := strings.Split(string(data), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "---") {
			out = append(out, i+1)
		}
	}
	return append(out, len(lines)+1)
}

// container is one container of a pod.
type container struct {
	object   object
	path     []string // to the container's mapping
	settings []*conf.Setting
}

// find returns a setting by its key inside the container, such as "resources.limits.memory".
func (c container) find(key string) *conf.Setting {
	for _, s := range c.settings {
		if strings.HasSuffix(s.Key, "containers."+key) {
			return s
		}
	}
	return nil
}

func (c container) value(key string) string {
	if s := c.find(key); s != nil {
		return s.Value
	}
	return ""
}

// containers returns the containers of an object, init containers left out.
func (o object) containers() []container {
	var out []container
	index := map[string]int{}
	for _, s := range o.settings {
		i := slices.Index(s.Path, "containers")
		if i < 0 || i+1 >= len(s.Path) {
			continue
		}
		path := s.Path[:i+2]
		n, seen := index[joined(path)]
		if !seen {
			n = len(out)
			index[joined(path)] = n
			out = append(out, container{object: o, path: path})
		}
		out[n].settings = append(out[n].settings, s)
	}
	return out
}

// Kinds returns the kinds of the Kubernetes objects of a file in alphabetical order, Lists and what they hold among them; none when it holds no such object.
func Kinds(f *conf.File) []string {
	if f.Kind != conf.YAML || !isKubernetes(f) {
		return nil
	}
	var out []string
	for i := range f.Settings {
		s := &f.Settings[i]
		if s.Table == "" && (s.Key == "kind" || s.Key == "items.kind") {
			out = append(out, s.Value)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
