package lint

import (
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
)

// object is one Kubernetes object: a document of a YAML file, or an item of a List.
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

// objects returns the Kubernetes objects of all files.
func (p *picture) objects() []object {
	var out []object
	for _, f := range p.files {
		if f.Kind != conf.YAML {
			continue
		}
		for _, settings := range f.Objects() {
			o := object{file: f, settings: pointers(settings, func(*conf.Setting) bool { return true })}
			if o.kind = o.value("kind"); o.kind != "" && o.value("apiVersion") != "" {
				out = append(out, o)
			}
		}
	}
	return out
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
