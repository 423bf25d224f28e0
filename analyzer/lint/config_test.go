package lint

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

func TestScopes(t *testing.T) {
	flink16 := map[string]string{"flink": "1.16.3"}
	flink18 := map[string]string{"flink": "1.18.1"}
	for _, c := range []struct {
		name, rule string
		versions   map[string]string
		files      []string
		want       []string
	}{
		{"nested", "flink-lint-key", nil, []string{"config.yaml", "taskmanager:\n  memory:\n    procces:\n      size: 4g\nparallelism:\n  default: 2\n"}, []string{"config.yaml:4 flink-lint-key-misspelt"}},
		{"values of a chart are none of Flink's", "flink-lint", nil, []string{"values.yaml", "image:\n  tag: 1.18\nserver:\n  port: 8081\njobmanager:\n  replicas: 1\n"}, nil},
		{"a config.yaml of another program", "flink-lint", nil, []string{"config.yaml", "server:\n  port: 10000\ndatasource:\n  username: x\nlogging:\n  level: info\n"}, nil},
		{"a template", "flink-lint", nil, []string{"config.yaml", "{{- if .Values.x }}\ntaskmanager.memory.procces.size: 4g\n{{- end }}\n"}, nil},
		{"the operator's", "flink-lint", nil, []string{"job.yaml", "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec:\n  flinkVersion: v1_16\n  flinkConfiguration:\n    taskmanager.numberOfTaskSlots: two\n    pekko.ask.timeout: 60s\n    kubernetes.operator.foo: bar\n"},
			[]string{"job.yaml:6 flink-lint-value-type", "job.yaml:7 flink-lint-key-too-new"}},
		{"a ConfigMap", "flink-lint", nil, []string{"cm.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  flink-conf.yaml: |\n    parallelism.default: 2\n    taskmanager.memory.process.size: 512\n"}, []string{"cm.yaml:6 flink-lint-unit-missing"}},
		{"an nginx.conf in a ConfigMap", "nginx-lint-max", nil, []string{"cm.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  nginx.conf: |\n    http {\n      upstream fe {\n        server a:8030;\n        server b:8030;\n      }\n    }\n"}, []string{"cm.yaml:7 nginx-lint-max-fails-too-strict"}},
		{"the size of a FlinkDeployment", "flink-lint-memory", nil, []string{"job.yaml", "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec:\n  flinkVersion: v1_16\n  taskManager:\n    resource:\n      memory: 2Gi\n  flinkConfiguration:\n    taskmanager.memory.process.size: 8g\n    taskmanager.memory.managed.size: 2g\n"},
			[]string{"job.yaml:7 flink-lint-memory-sum"}},
		{"two ranges", "flink-lint-memory", flink16, []string{"flink-conf.yaml", "taskmanager.memory.process.size: 8g\ntaskmanager.memory.network.min: 2g\ntaskmanager.memory.jvm-overhead.max: 64m\n"},
			[]string{"flink-conf.yaml:2 flink-lint-memory-range", "flink-conf.yaml:3 flink-lint-memory-range"}},
		{"mistakes of the files in a ConfigMap", "", nil, []string{"cm.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  nginx.conf: |\n    events { worker_connections 10240; }\n    http {\n  be.conf: |\n    be_port = 9060\n    mem_limit\n"},
			[]string{"cm.yaml:7 nginx-lint-syntax", "cm.yaml:9 starrocks-lint-line-ignored"}},
		{"the items of a List", "k8s-lint", nil, []string{"all.yaml", "apiVersion: v1\nkind: List\nitems:\n- apiVersion: flink.apache.org/v1beta1\n  kind: FlinkDeployment\n  metadata:\n    name: a\n  spec:\n    flinkConfiguration:\n      kubernetes.cluster-id: x\n- apiVersion: flink.apache.org/v1beta1\n  kind: FlinkDeployment\n  metadata:\n    name: B\n"},
			[]string{"all.yaml:10 k8s-lint-deployment-refused", "all.yaml:14 k8s-lint-deployment-refused"}},
		{"arguments", "flink-lint", nil, []string{"run.sh", "bin/flink run-application -Dtaskmanager.memory.process.size=512 -Dparallelism.default=two\n"}, []string{"run.sh:1 flink-lint-unit-missing", "run.sh:1 flink-lint-value-type"}},
		{"nothing is missing on a command line", "flink-lint-ha", nil, []string{"run.sh", "bin/flink run -Dhigh-availability.type=zookeeper x.jar\n"}, nil},
		{"a time in a release that wants numbers", "flink-lint-value", flink18, []string{"flink-conf.yaml", "parallelism.default: 2\nheartbeat.timeout: 50 s\n"}, []string{"flink-conf.yaml:2 flink-lint-value-type"}},
		{"a time when the release is not known", "flink-lint-value", nil, []string{"flink-conf.yaml", "parallelism.default: 2\nheartbeat.timeout: 50 s\n"}, nil},
		{"old names count", "flink-lint-checkpoint-dir", nil, []string{"flink-conf.yaml", "execution.checkpointing.interval: 1min\nstate.backend.fs.checkpointdir: hdfs:///c\n"}, nil},
		{"an UPDATE is no SET", "flink-lint", nil, []string{"dml.sql", "CREATE TABLE x (a INT) WITH ('connector'='print');\nUPDATE x t SET t.type = '1';\n"}, nil},
		{"several option files of one server", "mysql-lint", nil, []string{"a.cnf", "[mysqld]\nbinlog_format = ROW\n", "b.cnf", "[mysqld]\nlog-bin = x\n"}, nil},
		{"a client's section", "mysql-lint", nil, []string{"my.cnf", "[client]\nbinlog_format = MIXED\n"}, nil},
		{"a release with the binlog on", "mysql-lint-binlog-off", map[string]string{"mysql": "8.0.36"}, []string{"my.cnf", "[mysqld]\nbinlog_format = ROW\n"}, nil},
		{"a release without", "mysql-lint-binlog-off", map[string]string{"mysql": "10.6.12-MariaDB"}, []string{"my.cnf", "[mysqld]\nbinlog_format = ROW\n"}, []string{"my.cnf:2 mysql-lint-binlog-off"}},
		{"ChunJun's tables", "sr-lint", nil, []string{"j.sql", "CREATE TABLE a (x INT) WITH ('connector'='starrocks-x', 'url'='u', 'fe-nodes'='a:8030');\n"}, nil},
		{"two pods in one file", "k8s-lint", nil, []string{"pod-template.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: flink-main-container\n    resources:\n      limits:\n        ephemeral-storage: 1Gi\n---\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: other\n"},
			[]string{"pod-template.yaml:14 k8s-lint-main-container-name"}},
	} {
		if got := found(t, c.rule, c.versions, c.files...); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestMemory(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"taskmanager.memory.process.size: 1728m\n", ""},
		{"taskmanager.memory.process.size: 4g\ntaskmanager.memory.managed.size: 3g\n", "framework heap 128m + managed 3072m + framework off-heap 128m + network 343m = 3671m > Flink 3430.4m"},
		{"taskmanager.memory.flink.size: 1g\ntaskmanager.memory.managed.size: 1g\n", "framework heap 128m + managed 1024m + framework off-heap 128m + network 102.4m = 1382.4m > Flink 1024m"},
		{"taskmanager.memory.process.size: 4g\ntaskmanager.memory.flink.size: 3g\n", ""},
		{"taskmanager.memory.process.size: 8g\ntaskmanager.memory.flink.size: 3g\n", "process 8192m - Flink 3072m - metaspace 256m = 4864m (overhead: 192m ... 1024m)"},
		{"jobmanager.memory.process.size: 2048m\njobmanager.memory.heap.size: 1024m\njobmanager.memory.jvm-overhead.max: 768m\n", ""},
		{"jobmanager.memory.process.size: 4g\njobmanager.memory.heap.size: 1g\n", "process 4096m - Flink 1152m - metaspace 256m = 2688m (overhead: 192m ... 1024m)"},
		{"taskmanager.memory.process.size: 4g\ntaskmanager.memory.process.size: 300m\n", "metaspace 256m + overhead 192m"},
		{"taskmanager.memory.process.size: 8g\ntaskmanager.memory.task.heap.size: 7g\n", "framework heap 128m + task heap 7168m + managed 2846.7m + framework off-heap 128m"},
		{"taskmanager.memory.process.size: ${SIZE}\ntaskmanager.memory.managed.size: 8g\n", ""},
	} {
		files, problems := parsed("flink-conf.yaml", c.text)
		got := ""
		for _, f := range Run(files, problems, packOf(t), Options{Language: "en"}) {
			if *f.Rule == "flink-lint-memory-sum" {
				got = f.Captures["arithmetic"]
			}
		}
		if c.want == "" && got != "" || !strings.HasPrefix(got, c.want) {
			t.Errorf("%sgot %q\nwant %q", c.text, got, c.want)
		}
	}
}

// TestMend: what is changed stands where it stood, with comments, order, quotes and line ends; everything else is the same byte for byte.
func TestMend(t *testing.T) {
	for _, c := range []struct{ name, file, before, after string }{
		{"a misspelt key keeps its place", "flink-conf.yaml", "# size\r\ntaskmanager.memory.procces.size: 4g # all of it\r\nparallelism.default: 2\r\n", "# size\r\ntaskmanager.memory.process.size: 4g # all of it\r\nparallelism.default: 2\r\n"},
		{"in quotes", "job.sql", "CREATE TABLE s (a INT) WITH (\n 'connector' = 'mysql-cdc', 'server-id' = '1-4',\n 'scan.startup.mod' = 'initial'\n);\n", "CREATE TABLE s (a INT) WITH (\n 'connector' = 'mysql-cdc', 'server-id' = '1-4',\n 'scan.startup.mode' = 'initial'\n);\n"},
		{"the last part of a nested key", "config.yaml", "taskmanager:\n  memory:\n    process:\n      sise: 4g\nparallelism:\n  default: 2\n", "taskmanager:\n  memory:\n    process:\n      size: 4g\nparallelism:\n  default: 2\n"},
		{"the size of a FlinkDeployment", "j.yaml", "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec:\n  jobManager:\n    resource: {memory: 400m}\n  flinkConfiguration:\n    a.b: c\n", "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec:\n  jobManager:\n    resource: {memory: 704m}\n  flinkConfiguration:\n    a.b: c\n"},
		{"in a FlinkDeployment", "j.yaml", "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec:\n  flinkConfiguration:\n    taskmanager.memory.process.size: \"4096\" # why\n", "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec:\n  flinkConfiguration:\n    taskmanager.memory.process.size: \"4096m\" # why\n"},
		{"in a ConfigMap", "cm.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: b\n  flink-conf.yaml: |\n    parallelism.default: 2\n\n    taskmanager.memory.process.size: 4096\n  z: y\n", "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: b\n  flink-conf.yaml: |\n    parallelism.default: 2\n\n    taskmanager.memory.process.size: 4096m\n  z: y\n"},
		{"a key goes away with its line", "my.cnf", "[mysqld]\nserver-id=1\nskip-log-bin\nport=3306\n", "[mysqld]\nserver-id=1\nport=3306\n"},
		{"the server of one group only", "nginx.conf", "http {\n  upstream a { server x:8030 max_fails=1; server y:8030; }\n  upstream b { server x:80 max_fails=1; server y:80; }\n}\n", "http {\n  upstream a { server x:8030 max_fails=3 fail_timeout=10s; server y:8030 max_fails=3 fail_timeout=10s; }\n  upstream b { server x:80 max_fails=1; server y:80; }\n}\n"},
		{"headers that are inherited are repeated", "nginx.conf", "http {\n  proxy_set_header Host $host;\n  server {\n    location / {\n      proxy_pass http://10.0.0.21:8030;\n    }\n  }\n}\n", "http {\n  proxy_set_header Host $host;\n  server {\n    location / {\n      proxy_set_header Expect \"100-continue\";\n      proxy_set_header Host $host;\n      proxy_http_version 1.1;\n      proxy_pass http://10.0.0.21:8030;\n    }\n  }\n}\n"},
	} {
		files, problems := parsed(c.file, c.before)
		wanted := func(f *report.Finding) bool {
			return f.Severity == "error" && *f.Rule != "nginx-lint-body-size-too-small"
		}
		patched := Mend(files, problems, packOf(t), Options{Language: "en"}, wanted)
		if len(patched) != 1 || string(patched[0].After) != c.after {
			t.Errorf("%s: got\n%s", c.name, after(patched))
		}
	}
}

// TestRenamesOfNestedKeys: a key whose upper parts change leaves no empty mapping behind.
func TestRenamesOfNestedKeys(t *testing.T) {
	const before = "# of 1.20\nexecution:\n  # shared\n  checkpointing:\n    savepoint-dir: hdfs:///s # why\nparallelism:\n  default: 2\n"
	const want = "# of 1.20\n  # shared\nparallelism:\n  default: 2\nstate.savepoints.dir: hdfs:///s\n"
	files, problems := parsed("config.yaml", before)
	patched := Mend(files, problems, packOf(t), Options{Language: "en", Versions: map[string]string{"flink": "1.19.1"}}, func(f *report.Finding) bool { return *f.Rule == "flink-lint-key-too-new" })
	if len(patched) != 1 || string(patched[0].After) != want {
		t.Errorf("got\n%s", after(patched))
	}
}

func after(list []report.PatchedFile) string {
	if len(list) == 0 {
		return "(nothing changed)"
	}
	return string(list[0].After)
}

func TestAssessed(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"values.yaml":     {"image:\n  tag: 1\n", false},
		"config.yaml":     {"parallelism.default: 2\ntaskmanager.numberOfTaskSlots: 2\n", true},
		"pipeline.yaml":   {"source:\n  type: mysql\nsink:\n  type: starrocks\n", true},
		"pod.yaml":        {"apiVersion: v1\nkind: Pod\n", true},
		"select.sql":      {"SELECT 1;\n", false},
		"client.cnf":      {"[client]\nuser=x\n", false},
		"nginx.conf":      {"events { }", true},
		"flink-conf.yaml": {"", true},
	} {
		files, _ := parsed(name, c.text)
		if got := Assessed(files[0]); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMaskHidesWhatItShould(t *testing.T) {
	files, problems := parsed("pipeline.yaml", "source:\n  type: mysql\n  passwort: secret\nsink:\n  type: starrocks\n")
	for _, f := range Run(files, problems, packOf(t), Options{Language: "en", Mask: func(string) string { return "masked" }}) {
		if f.Evidence[0].Text != "masked" {
			t.Errorf("%s shows %q", *f.Rule, f.Evidence[0].Text)
		}
	}
}

func TestManyPlacesAreCounted(t *testing.T) {
	text := "parallelism.default: 2\n" + strings.Repeat("nonsense\n", 3*maxPlaces)
	files, problems := parsed("flink-conf.yaml", text)
	got := Run(files, problems, packOf(t), Options{Language: "en"})
	if len(got) != maxPlaces || got[maxPlaces-1].Count != 2*maxPlaces+1 {
		t.Errorf("%d findings, the last one stands for %d", len(got), got[len(got)-1].Count)
	}
}

func TestOlder(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"1.9", "1.10", true}, {"1.17.2-vendor3", "1.17.3", true}, {"2.0", "2.0.0", false}, {"3.1", "3.0.9", false}, {"", "1", true}} {
		if older(c.a, c.b) != c.want {
			t.Errorf("older(%q, %q) is not %v", c.a, c.b, c.want)
		}
	}
}

// TestSecretsStayHidden: a password in the line at fault, beside it, set twice or misspelt is in no text of the finding, but in what is applied.
func TestSecretsStayHidden(t *testing.T) {
	mask := func(line string) string {
		if i := strings.Index(line, "password"); i >= 0 {
			return line[:i] + "password: ******"
		}
		return line
	}
	for _, text := range []string{
		"parallelism.default: 2\nsecurity.ssl.rest.key-password: hunter2\nsecurity.ssl.rest.key-password: hunter3\n",
		"source:\n  type: mysql\n  hostname: h\n  server-id: 1-4\n  passwort: hunter2\nsink:\n  type: starrocks\n",
		"source:\n  type: mysql\n  hostname: h\n  server-id: 1-4\n  password: hunter2\n  scan.startup.mod: initial\nsink:\n  type: starrocks\n",
	} {
		name := "flink-conf.yaml"
		if strings.HasPrefix(text, "source") {
			name = "pipeline.yaml"
		}
		files, problems := parsed(name, text)
		found := Run(files, problems, packOf(t), Options{Language: "en", Mask: mask})
		if len(found) == 0 {
			t.Errorf("nothing found in\n%s", text)
		}
		for _, f := range found {
			for i := range f.Fixes {
				if len(f.Fixes[i].Patched) > 0 && !strings.Contains(string(f.Fixes[i].Patched[0].After), "hunter2") {
					t.Errorf("%s: the file lost its password", *f.Rule)
				}
				f.Fixes[i].Patched = nil
			}
			if shown := fmt.Sprintf("%+v", f); strings.Contains(shown, "hunter") {
				t.Errorf("%s shows %s", *f.Rule, shown)
			}
		}
	}
}
