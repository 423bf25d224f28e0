package conf

import (
	"bytes"
	"path"
	"slices"
	"strings"
)

// maxFile bounds the size in bytes of a file that is taken for a configuration.
const maxFile = 4 << 20

// Detect tells what a file is, by its content where its name does not say it; "" when it is no configuration that is known.
func Detect(name string, data []byte) (Kind, string) {
	base := baseOf(name)
	if len(data) > maxFile || bytes.IndexByte(data, 0) >= 0 {
		return "", ""
	}
	kind, table := detect(base, data)
	if strings.HasPrefix(table, "starrocks-") && bytes.Contains(data, []byte("DORIS_HOME")) && !bytes.Contains(bytes.ToUpper(data), []byte("STARROCKS")) {
		return "", "" // of Apache Doris, whose keys have gone their own way
	}
	return kind, table
}

func detect(base string, data []byte) (Kind, string) {
	for _, known := range names {
		if base == known.base {
			return known.kind, known.table
		}
	}
	switch {
	case (strings.HasPrefix(base, "flink-conf-") || strings.HasPrefix(base, "flink-conf_") || strings.HasPrefix(base, "flink-conf.")) && strings.HasSuffix(base, ".yaml"):
		return FlinkConf, "flink"
	case strings.HasSuffix(base, ".sql"):
		return SQL, ""
	case strings.HasSuffix(base, ".cnf"):
		return MyCnf, "mysql"
	}
	return byContent(base, data)
}

// Certain tells whether a file's name alone says what it is: only then are lines that cannot be read mistakes rather than signs of another kind of file.
func Certain(name string) bool {
	base := baseOf(name)
	for _, known := range names {
		if base == known.base {
			return true
		}
	}
	switch path.Ext(base) {
	case ".cnf", ".yaml", ".yml", ".sql":
		return true
	}
	return false
}

// baseOf returns the last part of a name, which may be that of a member of an archive ("bundle.zip!conf/nginx.conf"), in lower case.
func baseOf(name string) string {
	name = name[strings.LastIndexByte(name, '!')+1:]
	return strings.ToLower(path.Base(strings.ReplaceAll(name, "\\", "/")))
}

// Named tells whether a file's name is one that configurations have. A log is never called so.
func Named(name string) bool {
	base := baseOf(name)
	for _, known := range names {
		if base == known.base {
			return true
		}
	}
	switch path.Ext(base) {
	case ".conf", ".cnf", ".cfg", ".ini", ".properties", ".yaml", ".yml", ".json", ".sql", ".sh":
		return true
	}
	return false
}

var names = []struct {
	base  string
	kind  Kind
	table string
}{
	{"flink-conf.yaml", FlinkConf, "flink"}, {"fe.conf", Properties, "starrocks-fe"}, {"be.conf", Properties, "starrocks-be"},
	{"cn.conf", Properties, "starrocks-be"}, {"zoo.cfg", Properties, "zookeeper"}, {"my.cnf", MyCnf, "mysql"}, {"nginx.conf", Nginx, "nginx"},
}

// byContent looks for what only one kind of file holds.
func byContent(base string, data []byte) (Kind, string) {
	text := string(data[:min(len(data), 64<<10)])
	has := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(text, p) })
	}
	isJSON := strings.HasPrefix(strings.TrimSpace(text), "{") || strings.HasSuffix(base, ".json")
	switch {
	case strings.HasSuffix(base, ".sh"):
		return command(has)
	case isJSON && has(`"apiVersion"`), !isJSON && (strings.HasPrefix(text, "apiVersion:") || has("\napiVersion:")):
		return YAML, ""
	case isJSON:
		return "", ""
	case strings.HasSuffix(base, ".yaml"), strings.HasSuffix(base, ".yml"):
		return YAML, "flink"
	case has("proxy_pass ", "upstream ", "worker_processes ", "worker_connections ") && has("{") && has(";"):
		return Nginx, "nginx"
	case has("[mysqld]", "[mariadb]"), has("[server]") && has("innodb", "log_bin", "log-bin"):
		return MyCnf, "mysql"
	case has("CREATE TABLE", "create table") && has("WITH", "with"):
		return SQL, ""
	case strings.HasPrefix(text, "-D"):
		return Arguments, "flink"
	}
	if kind, table := command(has); kind != "" {
		return kind, table
	}
	return keyValue(has)
}

// command tells command lines of Flink with options.
func command(has func(...string) bool) (Kind, string) {
	if has("-D", "-yD") && has("flink run", "bin/flink", "run-application", "kubernetes-session.sh", "yarn-session.sh", "sql-client.sh") {
		return Arguments, "flink"
	}
	return "", ""
}

// keyValue tells files of keys and values by keys that every one of them has.
func keyValue(has func(...string) bool) (Kind, string) {
	switch {
	case has("edit_log_port", "http_port = 8030", "query_port"):
		return Properties, "starrocks-fe"
	case has("be_port", "brpc_port", "webserver_port", "be_http_port", "storage_root_path"):
		return Properties, "starrocks-be"
	case has("tickTime=", "tickTime ="), has("clientPort=") && has("dataDir="):
		return Properties, "zookeeper"
	case has("jobmanager.", "taskmanager.", "parallelism.default") && has(": "):
		return FlinkConf, "flink"
	}
	return "", ""
}

// Parse reads a file of a known kind. The file is returned even when there are problems: what could be read is in it. data is kept and must not be changed.
func Parse(name string, kind Kind, table string, data []byte) (*File, []Problem) {
	return parse(name, kind, table, data, 0)
}

// parse also knows how many files are around.
func parse(name string, kind Kind, table string, data []byte, depth int) (*File, []Problem) {
	f := &File{Name: name, Kind: kind, Table: table, Data: data}
	problems := f.read()
	for i := range problems {
		problems[i].Kind, problems[i].Table = kind, table
	}
	if kind == YAML {
		f.fill()
		problems = append(problems, f.embed(depth)...)
	}
	return f, problems
}

// read reads the file's own text.
func (f *File) read() []Problem {
	switch f.Kind {
	case Nginx:
		return parseNginx(f)
	case FlinkConf:
		return parseFlinkConf(f)
	case YAML:
		return parseYAML(f)
	case Properties:
		return parseProperties(f)
	case MyCnf:
		return parseMyCnf(f)
	case SQL:
		return parseSQL(f)
	case Arguments:
		return parseArguments(f)
	}
	return []Problem{{File: f.Name, Line: 1, Column: 1, Message: "no known kind of configuration file"}}
}
