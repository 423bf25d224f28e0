package remedy

import (
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// fixFile renders one fix against one file and returns the file afterwards and the changes' state.
func fixFile(t *testing.T, name, text string, captures map[string]string, versions map[string]string, changes ...rules.Change) (after string, done bool, diff string) {
	t.Helper()
	kind, table := conf.Detect(name, []byte(text))
	file, problems := conf.Parse(name, kind, table, []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	rule := &rules.Rule{Fixes: []rules.Fix{{Changes: changes}}}
	fixes := Fixes(rule, Case{
		Value: func(name string) string { return captures[name] }, Captures: captures, Versions: versions, Files: []*conf.File{file},
		Found: func(string) bool { return true }, Holds: func(rules.Condition) bool { return true }, Config: func(string, string) string { return "" },
	})
	after = text
	if len(fixes[0].Patched) > 0 {
		after = string(fixes[0].Patched[0].After)
	}
	return after, fixes[0].Changes[0].Done, fixes[0].Diff
}

func TestFixesAreWrittenIntoFiles(t *testing.T) {
	flink := func(key, to string) rules.Change { return rules.Change{In: "flink", Key: key, To: to} }
	nginx := func(section, key, to string) rules.Change {
		return rules.Change{In: "nginx", Section: section, Key: key, To: to}
	}
	for _, c := range []struct {
		name, file, before, after string
		change                    rules.Change
	}{
		{"replace", "flink-conf.yaml", "a.b: 1\nheartbeat.timeout: 50000 # ms\n", "a.b: 1\nheartbeat.timeout: 180000 # ms\n", flink("heartbeat.timeout", "180000")},
		{"append", "flink-conf.yaml", "a.b: 1", "a.b: 1\nheartbeat.timeout: 180000\n", flink("heartbeat.timeout", "180000")},
		{"keep line ends", "flink-conf.yaml", "a.b: 1\r\n", "a.b: 1\r\nheartbeat.timeout: 180000\r\n", flink("heartbeat.timeout", "180000")},
		{"nested and quoted", "config.yaml", "heartbeat:\n  timeout: '50 s' # why\n", "heartbeat:\n  timeout: '180 s' # why\n", flink("heartbeat.timeout", "180 s")},
		{"an old name", "flink-conf.yaml", "akka.ask.timeout: 10 s\n", "akka.ask.timeout: 60 s\n", flink("pekko.ask.timeout", "60 s")},
		{"grow", "flink-conf.yaml", "taskmanager.memory.process.size: 4g\n", "taskmanager.memory.process.size: 5g\n", flink("taskmanager.memory.process.size", "old value + 25 %")},
		{"grow what is less than usual", "flink-conf.yaml", "jobmanager.memory.process.size: 1g\n", "jobmanager.memory.process.size: 1280m\n", rules.Change{In: "flink", Key: "jobmanager.memory.process.size", From: "1600m", To: "old value + 25 %"}},
		{"prose is for people", "flink-conf.yaml", "heartbeat.timeout: 50000\n", "heartbeat.timeout: 50000\n", flink("heartbeat.timeout", "at least the longest pause")},
		{"remove", "fe.conf", "# c\nmetadata_failure_recovery = true\nx = 1\n", "# c\nx = 1\n", rules.Change{In: "starrocks-fe", Key: "metadata_failure_recovery", Remove: true}},
		{"my.cnf", "my.cnf", "[client]\nuser = x\n[mysqld]\nserver_id = 1\n[mysqldump]\nquick\n", "[client]\nuser = x\n[mysqld]\nserver_id = 1\nbinlog_format = ROW\n[mysqldump]\nquick\n", rules.Change{In: "mysql", Key: "binlog_format", To: "ROW"}},
		{"sql", "x.sql", "CREATE TABLE s (a INT) WITH ('connector' = 'mysql-cdc', 'server-id' = '1');", "CREATE TABLE s (a INT) WITH ('connector' = 'mysql-cdc', 'server-id' = '5401-5404');", rules.Change{In: "flink-cdc", Key: "server-id", To: "5401-5404"}},
		{"servers of one upstream", "nginx.conf", "http { upstream a { server x:1 max_fails=1; server y:1; } upstream b { server z:1 max_fails=1; } }\nevents {}\n",
			"http { upstream a { server x:1 max_fails=3; server y:1 max_fails=3; } upstream b { server z:1 max_fails=1; } }\nevents {}\n", nginx("upstream a { server ... }", "max_fails", "3")},
		{"a header of the locations that pass loads", "nginx.conf", "http {\n  server {\n    location /web { proxy_pass http://web:80; }\n    location /api {\n      proxy_pass http://fe:8030;\n    }\n  }\n}\n",
			"http {\n  server {\n    location /web { proxy_pass http://web:80; }\n    location /api {\n      proxy_set_header Expect \"100-continue\";\n      proxy_pass http://fe:8030;\n    }\n  }\n}\n",
			nginx("the location with proxy_pass to FE:8030", "proxy_set_header", `Expect "100-continue"`)},
		{"inherited headers are repeated", "nginx.conf", "http {\n  proxy_set_header Host $host;\n  server {\n    location /api {\n      proxy_pass http://fe:8030;\n    }\n  }\n}\n",
			"http {\n  proxy_set_header Host $host;\n  server {\n    location /api {\n      proxy_set_header Expect \"100-continue\";\n      proxy_set_header Host $host;\n      proxy_pass http://fe:8030;\n    }\n  }\n}\n",
			nginx("the location with proxy_pass to FE:8030", "proxy_set_header", `Expect "100-continue"`)},
		{"a group that the log did not name", "nginx.conf", "http { upstream a { server x:8030 max_fails=1; } upstream b { server z:80 max_fails=1; } }\nstream { upstream c { server y:9030 max_fails=1; } }\n",
			"http { upstream a { server x:8030 max_fails=3; } upstream b { server z:80 max_fails=1; } }\nstream { upstream c { server y:9030 max_fails=1; } }\n", nginx("upstream unknown { server ... }", "max_fails", "3")},
		{"a group of stream that the log did not name", "nginx.conf", "http { upstream a { server x:8030 max_fails=1; } }\nstream { upstream c { server y:9030 max_fails=1; } }\n",
			"http { upstream a { server x:8030 max_fails=1; } }\nstream { upstream c { server y:9030 max_fails=3; } }\n", nginx("upstream unknown in stream", "max_fails", "3")},
		{"main", "nginx.conf", "events {}\nhttp { }\n", "worker_rlimit_nofile 65535;\nevents {}\nhttp { }\n", nginx("main", "worker_rlimit_nofile", "65535")},
		{"events", "nginx.conf", "events { worker_connections 512; }\nhttp { }\n", "events { worker_connections 10240; }\nhttp { }\n", nginx("events", "worker_connections", "10240")},
		{"stream", "nginx.conf", "http { server { proxy_connect_timeout 5s; } }\nstream {\n  server { listen 9031; proxy_timeout 60s; }\n}\n",
			"http { server { proxy_connect_timeout 5s; } }\nstream {\n  server { listen 9031; proxy_timeout 8h; }\n}\n", nginx("stream", "proxy_timeout", "8h")},
		{"stream, not set yet", "nginx.conf", "http { server { proxy_connect_timeout 5s; } }\nstream {\n  server { listen 9031; }\n}\n",
			"http { server { proxy_connect_timeout 5s; } }\nstream {\n  proxy_connect_timeout 3s;\n  server { listen 9031; }\n}\n", nginx("stream", "proxy_connect_timeout", "3s")},
		{"what the reader must fill in", "x.sql", "CREATE TABLE s (a INT) WITH ('connector' = 'starrocks', 'load-url' = 'nginx:8031');", "CREATE TABLE s (a INT) WITH ('connector' = 'starrocks', 'load-url' = 'nginx:8031');", rules.Change{In: "sr-connector", Key: "load-url", To: "<fe1>:8030;<fe2>:8030"}},
		{"a pipeline is no place for Flink's keys", "p.yaml", "source:\n  type: mysql\npipeline:\n  parallelism: 2\n", "source:\n  type: mysql\npipeline:\n  parallelism: 2\n", flink("heartbeat.timeout", "120000")},
		{"nor is a pod template", "pod.yaml", "apiVersion: v1\nkind: Pod\n", "apiVersion: v1\nkind: Pod\n", flink("heartbeat.timeout", "120000")},
		{"config.yaml", "config.yaml", "parallelism.default: 2\n", "parallelism.default: 2\nheartbeat.timeout: 120000\n", flink("heartbeat.timeout", "120000")},
		{"remarks are for people", "flink-conf.yaml", "io.tmp.dirs: /tmp\n", "io.tmp.dirs: /tmp\n", flink("io.tmp.dirs", "/data/tmp (a mounted volume)")},
		{"a section for people to write", "nginx.conf", "http { }\nevents {}\nworker_processes 1;\n", "http { }\nevents {}\nworker_processes 1;\n", nginx("stream { upstream x }", "server", "fe1:8030")},
	} {
		after, _, diff := fixFile(t, c.file, c.before, nil, nil, c.change)
		if after != c.after {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, after, c.after)
		}
		if changed := c.before != c.after; changed != (diff != "") || changed && !strings.HasPrefix(diff, "diff a/"+c.file) {
			t.Errorf("%s: diff %q", c.name, diff)
		}
	}
}

func TestWhatIsInForceAlreadyIsSaid(t *testing.T) {
	change := rules.Change{In: "flink", Key: "taskmanager.memory.process.size", To: "4g"}
	after, done, diff := fixFile(t, "flink-conf.yaml", "taskmanager.memory.process.size: 4096m\n", nil, nil, change)
	if !done || diff != "" || after != "taskmanager.memory.process.size: 4096m\n" {
		t.Errorf("done %v, diff %q", done, diff)
	}
}

func TestDoneFixesComeLast(t *testing.T) {
	text := []byte("heartbeat.timeout: 180000\n")
	file, _ := conf.Parse("flink-conf.yaml", conf.FlinkConf, "flink", text)
	rule := &rules.Rule{Fixes: []rules.Fix{
		{Title: rules.Text{EN: "first"}, Changes: []rules.Change{{In: "flink", Key: "heartbeat.timeout", To: "180000"}}},
		{Title: rules.Text{EN: "second"}, Changes: []rules.Change{{In: "flink", Key: "heartbeat.interval", To: "10000"}}},
	}}
	fixes := Fixes(rule, Case{
		Value: func(string) string { return "" }, Files: []*conf.File{file}, Found: func(string) bool { return true },
		Holds: func(rules.Condition) bool { return true }, Config: func(string, string) string { return "" },
	})
	if fixes[0].Title != "second" || fixes[1].Title != "first" {
		t.Errorf("%s before %s", fixes[0].Title, fixes[1].Title)
	}
}

// TestFixesNeverGoBack: a value beyond the advised one stays; one short of it is raised.
func TestFixesNeverGoBack(t *testing.T) {
	tests := []struct{ from, to, now, want string }{
		{"172800", "604800", "2592000", "2592000"},
		{"172800", "604800", "86400", "604800"},
		{"600s", "10s", "5s", "5s"},
		{"600s", "10s", "60s", "10s"},
		{"128m", "256m", "1g", "1g"},
		{"false", "true", "2", "true"},
	}
	for _, tt := range tests {
		change := report.Change{From: tt.now, To: tt.to}
		keepBeyond(&change, rules.Change{From: tt.from, To: tt.to})
		if change.To != tt.want {
			t.Errorf("from %s to %s, in force %s: To = %q, want %q", tt.from, tt.to, tt.now, change.To, tt.want)
		}
	}
}
