package lint

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// scopesOf cuts a file into its scopes. Files of nginx have none: there the blocks count.
func scopesOf(f *conf.File) []*scope {
	switch f.Kind {
	case conf.FlinkConf, conf.Properties:
		return []*scope{{file: f, table: f.Table, settings: pointers(f.Settings, func(*conf.Setting) bool { return true }), whole: true, line: 1}}
	case conf.Arguments:
		return []*scope{{file: f, table: "flink", settings: pointers(f.Settings, func(*conf.Setting) bool { return true }), line: 1}}
	case conf.MyCnf:
		return serverSections(f)
	case conf.SQL:
		return sqlScopes(f)
	case conf.YAML:
		return yamlScopes(f)
	}
	return nil
}

// Assessed tells whether there is anything in a file that rules could find fault with. YAML that is neither Flink's configuration nor a pipeline nor a
// Kubernetes object is not, nor is a SQL script without options.
func Assessed(f *conf.File) bool {
	switch f.Kind {
	case conf.YAML:
		return len(scopesOf(f)) > 0 || len(f.Embedded) > 0 || isKubernetes(f)
	case conf.SQL, conf.Arguments, conf.MyCnf:
		return len(scopesOf(f)) > 0
	}
	return true
}

// isKubernetes tells whether a YAML file holds a Kubernetes object.
func isKubernetes(f *conf.File) bool {
	has := map[string]bool{}
	for i := range f.Settings {
		has[f.Settings[i].Key] = true
	}
	return has["apiVersion"] && has["kind"]
}

// pointers returns the settings that keep accepts.
func pointers(list []conf.Setting, keep func(*conf.Setting) bool) []*conf.Setting {
	var out []*conf.Setting
	for i := range list {
		if keep(&list[i]) {
			out = append(out, &list[i])
		}
	}
	return out
}

// serverSections returns the sections of my.cnf that the server reads as one scope.
// Source: https://dev.mysql.com/doc/refman/8.4/en/option-files.html and https://mariadb.com/kb/en/configuring-mariadb-with-option-files/.
func serverSections(f *conf.File) []*scope {
	list := pointers(f.Settings, func(s *conf.Setting) bool { return len(s.Path) == 1 && isServerSection(s.Path[0]) })
	if len(list) == 0 {
		return nil
	}
	return []*scope{{file: f, table: "mysql", settings: list, whole: !strings.Contains(string(f.Data), "\n!include"), line: list[0].Line}}
}

func isServerSection(name string) bool {
	return name == "mysqld" || name == "mariadb" || name == "mariadbd" || name == "server" || strings.HasPrefix(name, "mysqld-") || strings.HasPrefix(name, "mariadb-")
}

// mergeMySQL makes the option files of a server one scope, because it reads all of them. What is missing is then missing in the first one.
func mergeMySQL(list []*scope) []*scope {
	var out []*scope
	var first *scope
	for _, s := range list {
		switch {
		case s.table != "mysql":
			out = append(out, s)
		case first == nil:
			first = s
			out = append(out, s)
		default:
			first.settings, first.last = append(first.settings, s.settings...), nil
			first.whole = true // the included files are among those given
		}
	}
	return out
}

// sqlScopes returns one scope for the SET statements and one for every table. ChunJun's tables (connector ...-x, or with its fe-nodes) have other options.
func sqlScopes(f *conf.File) []*scope {
	var out []*scope
	byName := map[string]*scope{}
	for i := range f.Settings {
		s := &f.Settings[i]
		name := strings.Join(s.Path, ".")
		if name == "" && !conf.IsSet(string(f.Data), s.Whole.Start) {
			continue
		}
		key := s.Table + " " + name
		if byName[key] == nil {
			byName[key] = &scope{file: f, table: s.Table, name: name, whole: name != "", line: s.Line}
			out = append(out, byName[key])
		}
		byName[key].settings = append(byName[key].settings, s)
	}
	for _, s := range out {
		if strings.HasSuffix(s.value("connector"), "-x") || s.find("fe-nodes") != nil {
			s.table = "chunjun"
		}
	}
	return out
}

// yamlScopes returns the scopes of a YAML file: the blocks of a pipeline, the configuration of a FlinkDeployment, or Flink's own configuration. Other
// documents, such as values for Helm, have none: their keys only look like Flink's.
func yamlScopes(f *conf.File) []*scope {
	if isTemplateFile(f) {
		return nil
	}
	var out []*scope
	byName := map[string]*scope{}
	add := func(table, name string, whole bool, s *conf.Setting) {
		if byName[name] == nil {
			byName[name] = &scope{file: f, table: table, name: name, whole: whole, line: s.Line}
			out = append(out, byName[name])
		}
		byName[name].settings = append(byName[name].settings, s)
	}
	for i := range f.Groups { // what is not set here the operator or the image may set
		g := &f.Groups[i]
		out = append(out, &scope{file: f, table: "flink", name: g.Key, settings: g.Settings, group: g, line: g.Settings[0].Line, version: operatorVersion(g)})
	}
	own := isFlinkConfig(f)
	for i := range f.Settings {
		s := &f.Settings[i]
		switch {
		case s.Table == "flink-cdc" && len(s.Path) == 1:
			add("flink-cdc", s.Path[0], true, s)
		case s.Table == "flink" && own:
			add("flink", "", true, s)
		}
	}
	return out
}

// isTemplateFile tells files that Helm or another program fills in before they are YAML.
func isTemplateFile(f *conf.File) bool { return strings.Contains(string(f.Data), "{{") }

// operatorVersion reads the Flink version of an operator's object: "v1_18" is 1.18.
// Source: apache/flink-kubernetes-operator docs/content/docs/custom-resource/reference.md (FlinkVersion).
func operatorVersion(g *conf.Group) string {
	for i := range g.Object {
		if s := &g.Object[i]; s.Key == "spec.flinkVersion" || s.Key == "items.spec.flinkVersion" {
			return strings.ReplaceAll(strings.TrimPrefix(s.Value, "v"), "_", ".")
		}
	}
	return ""
}

// isFlinkConfig tells Flink's configuration from other YAML: most keys are Flink's, or look like them, and one is known. Every second program has a config.yaml.
func isFlinkConfig(f *conf.File) bool {
	if len(f.Groups) > 0 {
		return false
	}
	known, alike, all := 0, 0, 0
	for i := range f.Settings {
		key := f.Settings[i].Key
		if f.Settings[i].Table != "flink" {
			continue
		}
		all++
		isKnown := isFlinkFamily(key) && options.Known("flink", key)
		if isKnown {
			known++
		}
		if isKnown || isFlinkFamily(key) || isForeign(key) {
			alike++
		}
	}
	return known > 0 && 2*alike >= all
}
