package conf

import (
	"slices"
	"strings"
)

// Group is what one object of a manifest sets in Flink without holding a file of Flink's: an operator's object in its flinkConfiguration, a container in the
// arguments of its command. The settings are the file's, under the keys that Flink knows.
type Group struct {
	// Key leads to the mapping or to the list of arguments: "spec.flinkConfiguration".
	Key string
	// Object are the settings of the Kubernetes object, or of the whole document, that it stands in.
	Object []Setting
	// Settings point into File.Settings.
	Settings []*Setting

	indices []int
}

// operatorKeys are the mappings in which operators' objects have Flink's configuration. Source: apache/flink-kubernetes-operator
// docs/content/docs/custom-resource/reference.md; lyft/flinkk8soperator docs/crd.md; spotify/flink-on-k8s-operator docs/crd.md.
var operatorKeys = []string{"spec.flinkConfiguration.", "spec.flinkConfig.", "spec.flinkProperties."}

// group gives the settings of a document, which begins at the index, that Flink reads their own keys and puts them into groups.
func (f *File) group(from int) {
	document := slices.Clone(f.Settings[from:])
	f.Settings = f.Settings[:from]
	byID := map[string]int{}
	for i := range document {
		s := document[i]
		if s.Table == "" {
			f.claim(&s, byID)
		}
		f.Settings = append(f.Settings, s)
		if s.Table == "" && isCommand(s.Key) && !isScript(s.Value) {
			for _, a := range f.arguments(&s) {
				f.join(byID, containerOf(s.Path), s.Key)
				f.Settings = append(f.Settings, a)
			}
		}
	}
}

// claim turns a setting of an operator's object into one of Flink.
func (f *File) claim(s *Setting, byID map[string]int) {
	key, item := s.Key, ""
	if rest, ok := strings.CutPrefix(key, "items."); ok && len(s.Path) > 1 { // a List
		key, item = rest, s.Path[1]
	}
	for _, prefix := range operatorKeys {
		if name, ok := strings.CutPrefix(key, prefix); ok {
			s.Table, s.Key = "flink", name
			f.join(byID, item+" "+prefix, strings.TrimSuffix(prefix, "."))
		}
	}
}

// join puts the setting that comes next into the group of its document that has the id.
func (f *File) join(byID map[string]int, id, key string) {
	n, known := byID[id]
	if !known {
		n = len(f.Groups)
		byID[id] = n
		f.Groups = append(f.Groups, Group{Key: key})
	}
	f.Groups[n].indices = append(f.Groups[n].indices, len(f.Settings))
}

// fill makes the groups point to the settings once all of them are there.
func (f *File) fill() {
	for i := range f.Groups {
		g := &f.Groups[i]
		for _, n := range g.indices {
			g.Settings = append(g.Settings, &f.Settings[n])
		}
		g.Object = f.object(g.indices[0])
	}
}

// Objects returns the settings of every document of a YAML file; of a List those of each item, as if it stood alone.
func (f *File) Objects() [][]Setting {
	var out [][]Setting
	for _, index := range f.documents {
		document, _ := f.document(index)
		if !slices.ContainsFunc(document, func(s Setting) bool { return s.Key == "items.kind" }) {
			out = append(out, document)
			continue
		}
		for i := 0; i < len(document); i++ {
			if path := document[i].Path; len(path) > 1 && path[0] == "items" {
				item := itemAt(document, i)
				out = append(out, alone(item))
				i += len(item) - 1
			}
		}
	}
	return out
}

// alone returns the settings of an item of a List without the way to it.
func alone(item []Setting) []Setting {
	out := slices.Clone(item)
	for i := range out {
		out[i].Key, out[i].Path = strings.TrimPrefix(out[i].Key, "items."), out[i].Path[2:]
	}
	return out
}

// document returns the settings of the document that holds the setting of the index, and where it begins.
func (f *File) document(index int) ([]Setting, int) {
	n, found := slices.BinarySearch(f.documents, index)
	if !found {
		n--
	}
	from, to := f.documents[n], len(f.Settings)
	if n+1 < len(f.documents) {
		to = f.documents[n+1]
	}
	return f.Settings[from:to], from
}

// object returns the settings of the object that holds the setting of the index: the document, or of a List the item.
func (f *File) object(index int) []Setting {
	document, from := f.document(index)
	if path := document[index-from].Path; len(path) < 2 || path[0] != "items" {
		return document
	}
	return itemAt(document, index-from)
}

// itemAt returns the settings of the item of a List that holds the setting of the index.
func itemAt(document []Setting, index int) []Setting {
	path := document[index].Path
	in := func(s Setting) bool { return len(s.Path) > 1 && s.Path[0] == path[0] && s.Path[1] == path[1] }
	from, to := index, index
	for from > 0 && in(document[from-1]) {
		from--
	}
	for to < len(document) && in(document[to]) {
		to++
	}
	return document[from:to]
}

// isCommand tells the arguments of a container.
func isCommand(key string) bool {
	return strings.HasSuffix(key, ".args") || strings.HasSuffix(key, ".command")
}

// isScript tells a script from one argument of a command.
func isScript(value string) bool { return strings.ContainsAny(strings.TrimSpace(value), " \n") }

// containerOf returns what tells a container from others in its document.
func containerOf(path []string) string {
	if n := len(path); n > 1 && isIndex(path[n-1]) {
		path = path[:n-2]
	}
	return strings.Join(path, "\x00")
}

// arguments reads the option in an argument ("-Dkey=value"), at its place in the file.
func (f *File) arguments(s *Setting) []Setting {
	inner := &File{Name: f.Name, Data: []byte(s.Value)}
	parseArguments(inner)
	place := frameOf(f.Data, s)
	for i := range inner.Settings {
		a := &inner.Settings[i]
		a.Path, a.Whole, a.Line, a.Column = s.Path, s.Whole, s.Line, s.Column
		if place == nil {
			a.At = Span{s.At.Start, s.At.Start}
			continue
		}
		a.At = Span{place.offset(a.At.Start), place.offset(a.At.End)}
	}
	return inner.Settings
}
