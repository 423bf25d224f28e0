package conf

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// read parses a text under a name and fails on problems.
func read(t *testing.T, name, text string) *File {
	t.Helper()
	kind, table := Detect(name, []byte(text))
	f, problems := Parse(name, kind, table, []byte(text))
	if len(problems) > 0 {
		t.Fatalf("%s as %s: %v", name, kind, problems)
	}
	return f
}

func (f *File) find(key string) *Setting {
	for i := range f.Settings {
		if f.Settings[i].Key == key {
			return &f.Settings[i]
		}
	}
	return nil
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, text, key, value, table, path, raw string }{
		{"flink-conf.yaml", "# c\njobmanager.memory.process.size: 1600m # why\n", "jobmanager.memory.process.size", "1600m", "flink", "", "1600m"},
		{"config.yaml", "jobmanager:\n  memory:\n    process:\n      size: \"1600m\" # why\n", "jobmanager.memory.process.size", "1600m", "flink", "jobmanager/memory/process", `"1600m"`},
		{"config.yaml", "state.backend.type: rocksdb\n", "state.backend.type", "rocksdb", "flink", "", "rocksdb"},
		{"config.yaml", "a: 中文\nkey.名: 值 # c\n", "key.名", "值", "flink", "", "值"},
		{"pipeline.yaml", "source:\n  type: mysql\n  server-id: 5400-5404\nsink:\n  type: starrocks\n", "server-id", "5400-5404", "flink-cdc", "source", "5400-5404"},
		{"fe.conf", "# c\nqe_max_connection = 4096\n", "qe_max_connection", "4096", "starrocks-fe", "", "4096"},
		{"be.conf", "mem_limit=80%\r\n", "mem_limit", "80%", "starrocks-be", "", "80%"},
		{"zoo.cfg", "tickTime=2000\nmaxSessionTimeout=40000\n", "maxSessionTimeout", "40000", "zookeeper", "", "40000"},
		{"my.cnf", "[mysqld]\nbinlog-expire-logs-seconds = 604800 # a week\n", "binlog_expire_logs_seconds", "604800", "mysql", "mysqld", "604800"},
		{"my.cnf", "[mysqld]\nskip-name-resolve\n", "skip_name_resolve", "", "mysql", "mysqld", ""},
		{"x.sql", "CREATE TABLE s (id INT) WITH (\n 'connector' = 'mysql-cdc',\n 'server-id' = '5400' -- c\n);", "server-id", "5400", "flink-cdc", "s", "'5400'"},
		{"x.sql", "SET 'execution.checkpointing.interval' = '3min';", "execution.checkpointing.interval", "3min", "flink", "", "'3min'"},
		{"x.sql", "SET table.exec.state.ttl = 1 d;\n", "table.exec.state.ttl", "1 d", "flink", "", "1 d"},
		{"run.sh", "bin/flink run-application -Dtaskmanager.numberOfTaskSlots=4 -D rest.port=8082 \\\n  -Denv.java.opts=\"-Xss4m -Da=b\" x.jar", "rest.port", "8082", "flink", "", "8082"},
		{"run.sh", "flink run -m yarn-cluster -yD taskmanager.memory.process.size=4g -yDrest.port=8083 x.jar", "rest.port", "8083", "flink", "", "8083"},
		{"run.sh", "flink run \\\n  -m yarn-cluster -yD taskmanager.memory.process.size=4g x.jar -DATA=y", "taskmanager.memory.process.size", "4g", "flink", "", "4g"},
		{"dynamic.txt", "-Djobmanager.memory.process.size=1600m\n-Dstate.backend.type=rocksdb\n", "state.backend.type", "rocksdb", "flink", "", "rocksdb"},
		{"nginx.conf", "http {\n  upstream sr { server 10.0.0.1:8030 max_fails=1 fail_timeout=600s; }\n}\n", "max_fails", "1", "nginx", "http/upstream sr/server 10.0.0.1:8030", "1"},
		{"nginx.conf", "http { server { location ~ \"^/api/.{3}$\" { proxy_set_header Host \"$host\"; } } }", "proxy_set_header", "Host $host", "nginx", "http/server/location ~ ^/api/.{3}$", ""},
		{"nginx.conf", "http {\n  client_max_body_size 0; # why\n}\n", "client_max_body_size", "0", "nginx", "http", "0"},
		{"nginx.conf", "http { set $x \"a;{}b\"; log_format x '${a}' \"$b\"; }", "set", "$x a;{}b", "nginx", "http", ""},
		{"other.txt", "worker_processes 1;\nevents { worker_connections 64; }\n", "worker_connections", "64", "nginx", "events", "64"},
	} {
		kind, table := Detect(c.name, []byte(c.text))
		f, _ := Parse(c.name, kind, table, []byte(c.text))
		s := f.find(c.key)
		if s == nil {
			t.Errorf("%s: %s was not found in %+v", c.name, c.key, f.Settings)
			continue
		}
		raw := c.text[s.At.Start:s.At.End]
		if s.Value != c.value || s.Table != c.table || !strings.HasPrefix(strings.Join(s.Path, "/"), c.path) || c.raw != "" && raw != c.raw {
			t.Errorf("%s: %s: got %+v, raw %q", c.name, c.key, s, raw)
		}
		if line := 1 + strings.Count(c.text[:s.Whole.Start], "\n"); s.Line < line {
			t.Errorf("%s: %s stands on line %d, not before %d", c.name, c.key, s.Line, line)
		}
	}
}

func TestProblems(t *testing.T) {
	for name, want := range map[string]struct {
		text, message string
		line          int
	}{
		"flink-conf.yaml": {"a: b\nrest.port:8081\n", "blank behind the colon", 2},
		"config.yaml":     {"a: [\n", "did not find", 1},
		"nginx.conf":      {"http {\n  listen 80\n}\n", "without ';'", 3},
		"be.conf":         {"# c\nmem_limit\n", "expected key = value", 2},
	} {
		kind, table := Detect(name, []byte(want.text))
		_, problems := Parse(name, kind, table, []byte(want.text))
		if len(problems) == 0 || !strings.Contains(problems[0].Message, want.message) || problems[0].Line < want.line {
			t.Errorf("%s: %+v", name, problems)
		}
	}
}

// TestPublishedConfigs reads the published configurations and changes nothing in them.
func TestPublishedConfigs(t *testing.T) {
	files, err := filepath.Glob("../../testdata/published/configs/*")
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f := read(t, filepath.Base(path), string(data))
		if len(f.Settings) < 5 {
			t.Errorf("%s as %s: %d settings", path, f.Kind, len(f.Settings))
		}
		checkFile(t, f)
	}
}

// checkFile holds the invariants of every file that was read.
func checkFile(t *testing.T, f *File) {
	t.Helper()
	for i := range f.Settings {
		s := &f.Settings[i]
		n := len(f.Data)
		if s.At.Start < 0 || s.At.End < s.At.Start || s.At.End > n || s.Whole.Start < 0 || s.Whole.End < s.Whole.Start || s.Whole.End > n || s.Line < 1 {
			t.Fatalf("%s: %+v lies outside of %d bytes", f.Kind, s, n)
		}
		outer, edit, ok := f.Outward(Edit{s.At, string(f.Data[s.At.Start:s.At.End])})
		if !ok {
			continue
		}
		same, err := Apply(outer.Data, []Edit{edit})
		if err != nil || !bytes.Equal(same, outer.Data) {
			t.Fatalf("%s: an edit that changes nothing changed the file: %v", f.Kind, err)
		}
		if line, column := f.Place(s.Line, s.Column); line < 1 || column < 1 || line > 1+bytes.Count(outer.Data, []byte("\n")) {
			t.Fatalf("%s: %d:%d lies outside of the file", f.Kind, line, column)
		}
	}
}

func TestApplyRefusesOverlaps(t *testing.T) {
	if _, err := Apply([]byte("abcdef"), []Edit{{Span{0, 3}, "x"}, {Span{2, 4}, "y"}}); err == nil {
		t.Error("overlapping edits were made")
	}
	if _, err := Apply([]byte("abc"), []Edit{{Span{2, 9}, "x"}}); err == nil {
		t.Error("an edit outside of the file was made")
	}
	got, err := Apply([]byte("abcdef"), []Edit{{Span{4, 5}, "E"}, {Span{1, 1}, "-"}})
	if err != nil || string(got) != "a-bcdEf" {
		t.Errorf("%q %v", got, err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"http { upstream a { server b:1 max_fails=1; } }", "a: b\nc:\n  d: 'e'\n", "[mysqld]\nx = y # z\n", "CREATE TABLE a WITH ('b' = 'c''d');", "-Da=b -D c=\"d e\"", "flink run -yD a=b '-Dc=d e' \\\n -yDf=\"g\"", "x_by_lua_block { { } }",
	} {
		f.Add([]byte(s))
	}
	for _, s := range manifests {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, kind := range []Kind{Nginx, FlinkConf, YAML, Properties, MyCnf, SQL, Arguments} {
			file, _ := Parse("x", kind, "", data)
			for _, f := range file.With() {
				checkFile(t, f)
			}
		}
	})
}
