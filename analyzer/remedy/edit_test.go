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
		{"a key without a value", "config.yaml", "heartbeat:\n  timeout: # later\nparallelism.default: 2\n", "heartbeat:\n  timeout: 180000 # later\nparallelism.default: 2\n", flink("heartbeat.timeout", "180000")},
		{"a remark with an apostrophe", "config.yaml", "heartbeat.timeout: '50 s' # don't\n", "heartbeat.timeout: '180 s' # don't\n", flink("heartbeat.timeout", "180 s")},
		{"what YAML takes for something else", "config.yaml", "classloader.parent-first-patterns.additional: a\n", "classloader.parent-first-patterns.additional: '*.b: c'\n", flink("classloader.parent-first-patterns.additional", "*.b: c")},
		{"a list is no place for a value", "config.yaml", "classloader.parent-first-patterns.additional:\n  - a\n  - b\nparallelism.default: 2\n", "classloader.parent-first-patterns.additional:\n  - a\n  - b\nparallelism.default: 2\n", flink("classloader.parent-first-patterns.additional", "c")},
		{"nor is what an anchor stands for", "config.yaml", "web.timeout: &t 50000\nheartbeat.timeout: *t\n", "web.timeout: &t 50000\nheartbeat.timeout: *t\n", flink("heartbeat.timeout", "180000")},
		{"in braces", "config.yaml", "heartbeat: {timeout: 50000, interval: 10000}\n", "heartbeat: {timeout: 180000, interval: 10000}\n", flink("heartbeat.timeout", "180000")},
		{"a mapping that is left empty", "config.yaml", "taskmanager:\n  # why\n  memory:\n    managed:\n      size: 1g\nparallelism.default: 2\n", "  # why\nparallelism.default: 2\n", rules.Change{In: "flink", Key: "taskmanager.memory.managed.size", Remove: true}},
		{"a mapping that is not", "config.yaml", "taskmanager:\n  memory:\n    managed:\n      size: 1g\n    process.size: 4g\n", "taskmanager:\n  memory:\n    process.size: 4g\n", rules.Change{In: "flink", Key: "taskmanager.memory.managed.size", Remove: true}},
		{"a flag of my.cnf", "my.cnf", "[mysqld]\nlog-bin\nport = 1\n", "[mysqld]\nlog-bin = mysql-bin\nport = 1\n", rules.Change{In: "mysql", Key: "log_bin", To: "mysql-bin"}},
		{"an empty section of my.cnf", "my.cnf", "[client]\nuser=x\n[mysqld]\n", "[client]\nuser=x\n[mysqld]\nbinlog_format = ROW\n", rules.Change{In: "mysql", Key: "binlog_format", To: "ROW"}},
		{"another program's section", "my.cnf", "[mysqld]\nport = 1\n[mysqldump]\nmax_allowed_packet = 1M\n", "[mysqld]\nport = 1\nmax_allowed_packet = 64M\n[mysqldump]\nmax_allowed_packet = 1M\n", rules.Change{In: "mysql", Key: "max_allowed_packet", To: "64M"}},
		{"a command line", "run.sh", "bin/flink run-application -t yarn-application -Da.b=1 \\\n  x.jar\n", "bin/flink run-application -t yarn-application -Da.b=1 -Dheartbeat.timeout='180 s' \\\n  x.jar\n", flink("heartbeat.timeout", "180 s")},
		{"an option in quotes", "run.sh", "bin/flink run \"-Dheartbeat.timeout=50 s\" x.jar\n", "bin/flink run \"-Dheartbeat.timeout=180 s\" x.jar\n", flink("heartbeat.timeout", "180 s")},
		{"a command line in a remark", "run.sh", "# bin/flink run -Dheartbeat.timeout=1 x.jar\nbin/flink run -Da.b=1 x.jar\n", "# bin/flink run -Dheartbeat.timeout=1 x.jar\nbin/flink run -Da.b=1 -Dheartbeat.timeout=180000 x.jar\n", flink("heartbeat.timeout", "180000")},
		{"an option taken out", "run.sh", "bin/flink run -Da.b=1 -Dheartbeat.timeout=1 x.jar\n", "bin/flink run -Da.b=1 x.jar\n", rules.Change{In: "flink", Key: "heartbeat.timeout", Remove: true}},
		{"the last option of a table taken out", "x.sql", "CREATE TABLE s (a INT) WITH (\n 'connector' = 'mysql-cdc',\n 'server-id' = '1'\n);", "CREATE TABLE s (a INT) WITH (\n 'connector' = 'mysql-cdc'\n);", rules.Change{In: "flink-cdc", Key: "server-id", Remove: true}},
		{"one in the middle", "x.sql", "CREATE TABLE s (a INT) WITH (\n 'connector' = 'mysql-cdc',\n 'server-id' = '1',\n 'hostname' = 'h'\n);", "CREATE TABLE s (a INT) WITH (\n 'connector' = 'mysql-cdc',\n 'hostname' = 'h'\n);", rules.Change{In: "flink-cdc", Key: "server-id", Remove: true}},
		{"another connector", "x.sql", "CREATE TABLE s (a INT) WITH ('connector' = 'oracle-cdc', 'scan.startup.mode' = 'latest-offset');", "CREATE TABLE s (a INT) WITH ('connector' = 'oracle-cdc', 'scan.startup.mode' = 'latest-offset');", rules.Change{In: "flink-cdc", Connector: "mysql", Key: "scan.startup.mode", To: "initial"}},
		{"a table that is read knows no option for writing", "x.sql", "CREATE TABLE s (a INT) WITH ('connector' = 'starrocks', 'scan-url' = 'fe:8030');", "CREATE TABLE s (a INT) WITH ('connector' = 'starrocks', 'scan-url' = 'fe:8030');", rules.Change{In: "sr-connector", Key: "sink.parallelism", To: "2"}},
		{"ChunJun's tables have other options", "x.sql", "CREATE TABLE s (a INT) WITH ('connector' = 'starrocks-x', 'load-url' = 'fe:8030');", "CREATE TABLE s (a INT) WITH ('connector' = 'starrocks-x', 'load-url' = 'fe:8030');", rules.Change{In: "sr-connector", Key: "sink.parallelism", To: "2"}},
		{"SET of the old kind", "x.sql", "SET parallelism.default = 2;\nSELECT 1;\n", "SET parallelism.default = 2;\nSET execution.checkpointing.interval = 60 s;\nSELECT 1;\n", flink("execution.checkpointing.interval", "60 s")},
		{"SET is too late for a process", "x.sql", "SET 'parallelism.default' = '2';\n", "SET 'parallelism.default' = '2';\n", flink("heartbeat.timeout", "180000")},
		{"the sink of a pipeline", "p.yaml", "source:\n  type: mysql\nsink:\n  type: starrocks\n  username: u\n\npipeline:\n  name: p\n", "source:\n  type: mysql\nsink:\n  type: starrocks\n  username: u\n  sink.buffer-flush.interval-ms: 30000\n\npipeline:\n  name: p\n", rules.Change{In: "sr-connector", Key: "sink.buffer-flush.interval-ms", To: "30000"}},
		{"a pipeline in braces", "p.yaml", "source: {type: mysql}\nsink: {type: starrocks}\n", "source: {type: mysql}\nsink: {type: starrocks}\n", rules.Change{In: "flink-cdc", Key: "scan.newly-added-table.enabled", To: "true"}},
		{"the arguments of a container", "d.yaml", "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n      - name: flink-main-container\n        args: [\"jobmanager\", \"-Dheartbeat.timeout=50000\"]\n", "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n      - name: flink-main-container\n        args: [\"jobmanager\", \"-Dheartbeat.timeout=180000\"]\n", flink("heartbeat.timeout", "180000")},
		{"a number in a FlinkDeployment is a string", "j.yaml", "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec:\n  flinkConfiguration:\n    taskmanager.numberOfTaskSlots: two\n  job: {}\n", "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec:\n  flinkConfiguration:\n    taskmanager.numberOfTaskSlots: '4'\n  job: {}\n", flink("taskmanager.numberOfTaskSlots", "4")},
		{"a FlinkDeployment in JSON", "j.json", "{\n  \"apiVersion\": \"flink.apache.org/v1beta1\",\n  \"kind\": \"FlinkDeployment\",\n  \"spec\": {\n    \"flinkConfiguration\": {\n      \"a.b\": \"1\"\n    }\n  }\n}\n", "{\n  \"apiVersion\": \"flink.apache.org/v1beta1\",\n  \"kind\": \"FlinkDeployment\",\n  \"spec\": {\n    \"flinkConfiguration\": {\n      \"a.b\": \"1\",\n      \"heartbeat.timeout\": \"180000\"\n    }\n  }\n}\n", flink("heartbeat.timeout", "180000")},
		{"both totals contradict each other", "flink-conf.yaml", "taskmanager.memory.flink.size: 30g\n", "taskmanager.memory.flink.size: 38400m\n", flink("taskmanager.memory.process.size", "old value + 25 %")},
		{"a total that nobody knows", "flink-conf.yaml", "a.b: 1\n", "a.b: 1\n", flink("taskmanager.memory.process.size", "old value + 25 %")},
		{"Kubernetes' keys mean nothing elsewhere", "flink-conf.yaml", "yarn.tags: a\n", "yarn.tags: a\n", flink("kubernetes.jobmanager.cpu.amount", "2.0")},
		{"a header of one location taken out", "nginx.conf", "http { server { location /be { proxy_set_header Host $host; proxy_set_header Expect x; proxy_pass http://10.0.0.31:8040; } } }", "http { server { location /be { proxy_set_header Host $host;  proxy_pass http://10.0.0.31:8040; } } }",
			rules.Change{In: "nginx", Section: "location that proxies to BE:8040", Key: "proxy_set_header", From: "Expect x", Remove: true}},
		{"servers that lack a parameter", "nginx.conf", "http { upstream a { server x:1 max_fails=3; # one\n server y:1 weight=2; # two\n } }", "http { upstream a { server x:1 max_fails=3; # one\n server y:1 weight=2 max_fails=3; # two\n } }", nginx("upstream a { server ... }", "max_fails", "3")},
		{"a block whose lines end in remarks", "nginx.conf", "http {\n\tupstream a { # group\n\t\tserver x:1; # one\n\t}\n}\n", "http {\n\tupstream a { # group\n\t\tzone a 64k;\n\t\tserver x:1; # one\n\t}\n}\n", nginx("upstream a", "zone", "a 64k")},
		{"another module is not replaced", "nginx.conf", "load_module a.so;\nevents { }\n", "load_module b.so;\nload_module a.so;\nevents { }\n", nginx("main", "load_module", "b.so")},
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

// TestFixesAreWrittenWholeOrNotAtAll: what one change lacks keeps all of them out of the file, and the report says what it is.
func TestFixesAreWrittenWholeOrNotAtAll(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		given            map[string]string
		changes          []rules.Change
		written          bool
		fillIn, note     bool // of the second change
	}{
		{"a value to fill in", "flink-conf.yaml", "a.b: 1\n", nil, []rules.Change{{In: "flink", Key: "heartbeat.timeout", To: "180000"}, {In: "flink", Key: "io.tmp.dirs", To: "<DIR>"}}, false, true, false},
		{"the user gives it", "flink-conf.yaml", "a.b: 1\n", map[string]string{"io.tmp.dirs": "/data"}, []rules.Change{{In: "flink", Key: "heartbeat.timeout", To: "180000"}, {In: "flink", Key: "io.tmp.dirs", To: "<DIR>"}}, true, false, false},
		{"an old value that is not known", "flink-conf.yaml", "a.b: 1\n", nil, []rules.Change{{In: "flink", Key: "heartbeat.timeout", To: "180000"}, {In: "flink", Key: "taskmanager.memory.process.size", From: "1728m", To: "old value + 25 %"}}, false, true, true},
		{"a place that is not found", "nginx.conf", "http { }", nil, []rules.Change{{In: "nginx", Section: "http", Key: "proxy_connect_timeout", To: "3s"}, {In: "nginx", Section: "upstream x", Key: "zone", To: "x 64k"}}, false, false, true},
		{"a file that was not given", "flink-conf.yaml", "a.b: 1\n", nil, []rules.Change{{In: "flink", Key: "heartbeat.timeout", To: "180000"}, {In: "mysql", Key: "binlog_format", To: "ROW"}}, true, false, false},
	} {
		kind, table := conf.Detect(c.file, []byte(c.text))
		file, _ := conf.Parse(c.file, kind, table, []byte(c.text))
		fix := Fixes(&rules.Rule{Fixes: []rules.Fix{{Changes: c.changes}}}, Case{
			Value: func(string) string { return "" }, Files: []*conf.File{file}, Given: c.given, Config: func(string, string) string { return "" },
		})[0]
		second := fix.Changes[1]
		if (fix.Diff != "") != c.written || len(fix.Patched) > 0 != c.written || second.FillIn != c.fillIn || (second.Note != "") != c.note {
			t.Errorf("%s: %+v\n%s", c.name, second, fix.Diff)
		}
		if fix.Changes[0].InDiff != c.written || second.InDiff && c.changes[1].In == "mysql" {
			t.Errorf("%s: what is said to be in the diff is wrong: %+v", c.name, fix.Changes)
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

// TestWhatIsSetElsewhereIsSaid: adding a key to a file has no effect where something else sets it.
func TestWhatIsSetElsewhereIsSaid(t *testing.T) {
	file, _ := conf.Parse("flink-conf.yaml", conf.FlinkConf, "flink", []byte("a.b: 1\n"))
	fix := Fixes(&rules.Rule{Fixes: []rules.Fix{{Changes: []rules.Change{{In: "flink", Key: "heartbeat.timeout", To: "180000"}}}}}, Case{
		Value: func(string) string { return "" }, Files: []*conf.File{file}, Config: func(string, string) string { return "50000" },
	})[0]
	if c := fix.Changes[0]; fix.Diff == "" || c.From != "50000" || c.FromSource != fromLog || !strings.Contains(c.Note, "-D") {
		t.Errorf("%+v", c)
	}
}
