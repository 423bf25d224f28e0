package cli

import (
	archive "archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
)

const (
	heartbeatLog = `2024-01-24 14:54:00,110 INFO  org.apache.flink.runtime.executiongraph.ExecutionGraph       [] - Source: s (1/1) (5b6d2c8ae9b0f1b6c0a0b9f9a3c2d1e0_0_0) switched from RUNNING to FAILED on orders-taskmanager-1-1 @ 10.0.0.8 (dataPort=41233).
java.util.concurrent.TimeoutException: Heartbeat of TaskManager with id orders-taskmanager-1-1 timed out.
	at org.apache.flink.runtime.jobmaster.JobMaster$TaskManagerHeartbeatListener.notifyHeartbeatTimeout(JobMaster.java:1306)
`
	brpcLog = `W0124 18:13:31.620914 21877 sink_buffer.cpp:319] transmit chunk rpc failed [dest_instance_id=10304bfb-ba98-11ee-ab87-1070fda9b63f] [dest=10.0.0.32:8060] detail:[E1011]The server is overcrowded @10.0.0.32:8060
`
	clientsLog = `2024-03-02 14:10:44,519 [myid:1] - WARN  [NIOServerCxnFactory.AcceptThread:/0.0.0.0:2181:NIOServerCnxnFactory$AcceptThread@301] - Too many connections from /10.20.7.14 - max is 60
`
)

// kinds are files of every kind that holds the value which the log blames, and the line that it becomes.
var kinds = []struct{ name, text, log, after string }{
	{"be.conf", "be_port = 9060\r\nbrpc_socket_max_unwritten_bytes = 1073741824\r\n", brpcLog, "brpc_socket_max_unwritten_bytes = 8589934592"},
	{"zoo.cfg", "tickTime=2000\ndataDir=/data\nmaxClientCnxns=60\n", clientsLog, "maxClientCnxns=180"},
	{"zookeeper.properties", "dataDir=/data\nclientPort=2181\nmaxClientCnxns=60\n", clientsLog, "maxClientCnxns=180"},
	{"config.yaml", "heartbeat:\n  timeout: 50000 # why\nparallelism:\n  default: 2\n", heartbeatLog, "  timeout: 180000 # why"},
	{"flink-conf.yaml", "heartbeat.timeout: 50000 # why\nparallelism.default: 2\n", heartbeatLog, "heartbeat.timeout: 180000 # why"},
	{"flink-conf-prod.yaml", "heartbeat.timeout: 50000\nenv.java.opts: -Da=b: c\n", heartbeatLog, "heartbeat.timeout: 180000"},
	{"run.sh", "#!/bin/sh\nbin/flink run-application -t yarn-application -D heartbeat.timeout=50000 x.jar\n", heartbeatLog, "bin/flink run-application -t yarn-application -D heartbeat.timeout=180000 x.jar"},
	{"submit.txt", "flink run -m yarn-cluster -yD heartbeat.timeout=50000 x.jar\n", heartbeatLog, "flink run -m yarn-cluster -yD heartbeat.timeout=180000 x.jar"},
	{"dynamic.txt", "-Dparallelism.default=2\n-Dheartbeat.timeout=50000\n", heartbeatLog, "-Dheartbeat.timeout=180000"},
	{"job.sql", "SET 'heartbeat.timeout' = '50000';\nCREATE TABLE a (x INT) WITH ('connector'='print');\n", heartbeatLog, "SET 'heartbeat.timeout' = '180000';"},
	{"configmap.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  be.conf: |\n    be_port = 9060\n    brpc_socket_max_unwritten_bytes = 1073741824\n", brpcLog, "    brpc_socket_max_unwritten_bytes = 8589934592"},
	{"configmap.json", "{\n \"apiVersion\": \"v1\", \"kind\": \"ConfigMap\",\n \"data\": {\"zoo.cfg\": \"tickTime=2000 \\nmaxClientCnxns=60\\n\"}\n}\n", clientsLog, ` "data": {"zoo.cfg": "tickTime=2000 \nmaxClientCnxns=180\n"}`},
	{"kubectl.txt", "apiVersion: v1\nitems:\n- apiVersion: v1\n  data:\n    flink-conf.yaml: \"heartbeat.timeout: 50000 \\n# c\"\n  kind: ConfigMap\nkind: List\n", heartbeatLog, `    flink-conf.yaml: "heartbeat.timeout: 180000 \n# c"`},
	{"deployment.yaml", "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata: {name: a}\nspec:\n  flinkConfiguration:\n    heartbeat.timeout: \"50000\"\n", heartbeatLog, `    heartbeat.timeout: "180000"`},
	{"docker-compose.yml", "services:\n  jobmanager:\n    environment:\n      - |\n        FLINK_PROPERTIES=\n        heartbeat.timeout: 50000\n", heartbeatLog, "        heartbeat.timeout: 180000"},
	{"job.yaml", "apiVersion: batch/v1\nkind: Job\nspec:\n  template:\n    spec:\n      containers:\n      - name: jm\n        args: [standalone-job, -Dheartbeat.timeout=50000]\n", heartbeatLog, "        args: [standalone-job, -Dheartbeat.timeout=180000]"},
}

// TestEveryKindIsTheUsersOwnFile: a value is found and changed in place whether its file is named, lies among the logs, or comes in an archive with them.
func TestEveryKindIsTheUsersOwnFile(t *testing.T) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			dir := t.TempDir()
			t.Chdir(dir)
			log, file := filepath.Join("all", "some.log"), filepath.Join("all", k.name)
			write(t, log, k.log)
			write(t, file, k.text)
			zipped(t, "all.zip", log, file)
			for how, args := range map[string][]string{"named": {log, "--config", file}, "in a folder": {"all"}, "in an archive": {"all.zip"}} {
				_, out, stderr := try(t, &program{analyze: analyzer.Analyze}, append([]string{"analyze", "--diff"}, args...)...)
				if !strings.Contains(strings.ReplaceAll(out, "\r", ""), "\n+"+k.after+"\n") {
					t.Errorf("%s: no line %q in\n%s%s", how, k.after, out, stderr)
				}
			}
			if _, _, stderr := try(t, &program{analyze: analyzer.Analyze}, "lint", file); strings.Contains(stderr, "no configuration") {
				t.Errorf("lint: %s", stderr)
			}
		})
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// zipped packs files.
func zipped(t *testing.T, name string, paths ...string) {
	t.Helper()
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := archive.NewWriter(out)
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		member, err := w.Create(filepath.ToSlash(path))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := member.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}
