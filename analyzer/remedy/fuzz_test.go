package remedy

import (
	"bytes"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// FuzzWrite: whatever a file holds, a fix leaves it readable, says what it did, and has nothing left to do once it was made.
func FuzzWrite(f *testing.F) {
	for _, seed := range []struct{ name, text string }{
		{"flink-conf.yaml", "heartbeat.timeout: 50000 # ms\n"}, {"config.yaml", "heartbeat:\n  timeout: '50 s'\n"}, {"config.yaml", "heartbeat: {timeout: 1}\n"},
		{"p.yaml", "source:\n  type: mysql\nsink:\n  type: starrocks\n"}, {"my.cnf", "[mysqld]\nbinlog-format\n"}, {"x.sql", "CREATE TABLE s (a INT) WITH ('connector' = 'mysql-cdc', 'scan.startup.mode' = 'x');\nSET 'a.b' = 'c';"},
		{"run.sh", "flink run -Da.b=1 \"-Dheartbeat.timeout=1\" \\\n x.jar"}, {"nginx.conf", "http { upstream a { server x:8030 max_fails=1; } server { location / { proxy_pass http://a; } } }"},
		{"cm.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  nginx.conf: |\n    http { }\n  flink-conf.yaml: |-\n    a.b: 1\n"}, {"j.yaml", "apiVersion: v1\nkind: FlinkDeployment\nspec:\n  flinkConfiguration:\n    heartbeat.timeout: \"1\"\n"},
	} {
		f.Add(seed.name, []byte(seed.text))
	}
	changes := []rules.Change{
		{In: "flink", Key: "heartbeat.timeout", To: "180 s"}, {In: "flink-cdc", Connector: "mysql", Key: "scan.startup.mode", To: "initial"}, {In: "mysql", Key: "binlog_format", To: "ROW"},
		{In: "nginx", Section: "http", Key: "proxy_connect_timeout", To: "3s"}, {In: "nginx", Section: "upstream a { server ... }", Key: "max_fails", To: "3"},
		{In: "nginx", Section: "the location with proxy_pass to FE:8030", Key: "proxy_set_header", To: `Expect "100-continue"`},
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		kind, table := conf.Detect(name, data)
		if kind == "" {
			return
		}
		for _, change := range changes {
			before, problems := conf.Parse(name, kind, table, data)
			fix := writeOne(before, change)
			if len(fix.Patched) == 0 {
				continue
			}
			after, now := conf.Parse(name, kind, table, fix.Patched[0].After)
			if len(now) > len(problems) || fix.Diff == "" || bytes.Equal(fix.Patched[0].After, data) {
				t.Fatalf("%s: the file reads worse: %v\n%q\n%q", change.Key, now, data, fix.Patched[0].After)
			}
			if len(problems) > 0 {
				continue
			}
			if again := writeOne(after, change); len(again.Patched) > 0 {
				t.Fatalf("%s: the second time it changes more\n%q\n%q\n%q", change.Key, data, fix.Patched[0].After, again.Patched[0].After)
			}
		}
	})
}

func writeOne(f *conf.File, change rules.Change) report.Fix {
	return Fixes(&rules.Rule{Fixes: []rules.Fix{{Changes: []rules.Change{change}}}}, Case{
		Value: func(string) string { return "" }, Files: f.With(), Config: func(string, string) string { return "" },
	})[0]
}
