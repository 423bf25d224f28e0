package yarn

import (
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
)

func TestDiagnostics(t *testing.T) {
	for _, c := range []struct {
		name, text string
		level      parsers.Level
		fields     string
	}{
		{"memory, Hadoop 2", `Application application_1639010428940_0776 failed 2 times due to AM Container for appattempt_1639010428940_0776_000002 exited with  exitCode: -104
For more detailed output, check application tracking page: http://rm:8088/cluster/app/application_1639010428940_0776 Then, click on links to logs of each attempt.
Diagnostics: Container [pid=122806,containerID=container_e22_1639010428940_0776_02_000001] is running beyond physical memory limits. Current usage: 4.1 GB of 4 GB physical memory used; 6.2 GB of 8.4 GB virtual memory used. Killing container.
Dump of the process-tree for container_e22_1639010428940_0776_02_000001 :
	|- PID PPID PGRPID SESSID CMD_NAME USER_MODE_TIME(MILLIS) SYSTEM_TIME(MILLIS) VMEM_USAGE(BYTES) RSSMEM_USAGE(PAGES) FULL_CMD_LINE
	|- 122806 122804 122806 122806 (java) 1 2 6657199308 1074790 /usr/bin/java -Xmx2g
Container killed on request. Exit code is 143
Container exited with a non-zero exit code 143
Failing this attempt. Failing the application.`, parsers.LevelError,
			"app=application_1639010428940_0776 attempt=appattempt_1639010428940_0776_000002 container=container_e22_1639010428940_0776_02_000001 exit_code=-104 memory_kind=physical physical_limit=4 GB physical_used=4.1 GB virtual_limit=8.4 GB virtual_used=6.2 GB"},
		{"memory, Hadoop 3", `[2023-12-06 00:16:35.981]Container [pid=1806,containerID=container_1639010428940_0776_01_000005] is running 113856512B beyond the 'VIRTUAL' memory limit. Current usage: 1.1 GB of 2 GB physical memory used; 4.9 GB of 4.2 GB virtual memory used. Killing container.`,
			parsers.LevelError, "container=container_1639010428940_0776_01_000005 memory_kind=virtual physical_limit=2 GB physical_used=1.1 GB virtual_limit=4.2 GB virtual_used=4.9 GB"},
		{"failed launch", "Exception from container-launch.\nContainer id: container_1639010428940_0776_01_000012\nExit code: 239\nShell output: main : command provided 1", parsers.LevelError, "container=container_1639010428940_0776_01_000012 exit_code=239"},
		{"Flink's spelling", "Container container_1639010428940_0776_01_000012 marked as failed.\n Exit code:-103.\n Diagnostics:limit reached", parsers.LevelError, "container=container_1639010428940_0776_01_000012 exit_code=-103"},
		{"asked for", "Container killed by the ApplicationMaster.\nContainer killed on request. Exit code is 143", parsers.LevelWarn, "exit_code=143"},
		{"by a user", "Application application_1_2 was killed by user hadoop at 10.0.0.7", parsers.LevelWarn, "app=application_1_2"},
		{"no failure", "Application application_1_2 has been submitted to queue default", parsers.LevelUnknown, "app=application_1_2"},
		{"waiting", "[Mon May 13 08:15:44 +0800 2024] Application is added to the scheduler and is not yet activated. Queue's AM resource limit exceeded.", parsers.LevelWarn, ""},
		{"from the client", "Diagnostics from YARN: Application application_1_2 failed 1 times (global limit =2; local limit is =1) due to AM Container for appattempt_1_2_000001 exited with  exitCode: 1", parsers.LevelError,
			"app=application_1_2 attempt=appattempt_1_2_000001 exit_code=1"},
	} {
		events := cutting.Events(Layouts(), c.text)
		if len(events) != 1 {
			t.Errorf("%s: %d events", c.name, len(events))
			continue
		}
		if e := events[0]; e.Layout != "yarn-diagnostics" || e.Component != parsers.ComponentYarn || e.Level != c.level || show(e) != c.fields {
			t.Errorf("%s: got %s %v\n %s", c.name, e.Layout, e.Level, show(e))
		}
	}
}

const reportText = `Application Report : 
	Application-Id : application_1639010428940_0776
	Application-Name : Flink session cluster
	State : %STATE%
	Final-State : %STATE%
	Tracking-URL : http://rm:8088/cluster/app/application_1639010428940_0776
	Diagnostics : AM Container for appattempt_1639010428940_0776_000001 exited with  exitCode: -103
Failing this attempt.Diagnostics: Container killed.
`

func TestReport(t *testing.T) {
	for state, level := range map[string]parsers.Level{"FAILED": parsers.LevelError, "SUCCEEDED": parsers.LevelInfo, "UNDEFINED": parsers.LevelInfo} {
		events := cutting.Events(Layouts(), strings.Repeat(strings.ReplaceAll(reportText, "%STATE%", state), 2))
		if len(events) != 2 {
			t.Fatalf("%s: %d events", state, len(events))
		}
		e := events[1]
		want := "app=application_1639010428940_0776 attempt=appattempt_1639010428940_0776_000001 exit_code=-103 final_state=" + state
		if e.Layout != "yarn-report" || e.Level != level || show(e) != want || e.Lines != 8 {
			t.Errorf("%s: got %s %v %d lines, %s", state, e.Layout, e.Level, e.Lines, show(e))
		}
	}
}

// TestTwoApplications: the diagnostics of another application are another record.
func TestTwoApplications(t *testing.T) {
	events := cutting.Events(Layouts(), "Application application_1_2 failed 2 times due to x\nmore\nApplication application_1_3 failed 2 times due to y")
	if len(events) != 2 || events[0].Lines != 2 || events[1].Fields.Get("app") != "application_1_3" {
		t.Errorf("%d events", len(events))
	}
}

func TestRefused(t *testing.T) {
	for _, text := range []string{
		"", "Container", "Application started in 3 s", "2021-12-06 00:16:36,280 INFO  org.apache.flink.yarn.X [] - Container [pid=1", "[2023-12-06 00:16:35,981] INFO x", "[main] Exit code: 1", "Exiting", "[12:34:56",
		"Failing over to rm2", "Diagnostic message",
	} {
		line := []byte(text)
		for _, layout := range Layouts() {
			if head, ok := layout.Head(line); ok {
				t.Errorf("%s takes %q: %+v", layout.Name(), line, head)
			}
			if n := testing.AllocsPerRun(100, func() { layout.Head(line) }); n > 0 {
				t.Errorf("%s: %v allocations for %q", layout.Name(), n, line)
			}
		}
	}
}

func FuzzHead(f *testing.F) {
	f.Add(reportText)
	f.Add("[2023-12-06 00:16:35.981]Container [pid=1,containerID=container_] is running beyond physical memory limits. Current usage: 1 of 2 physical memory used; exitCode=-")
	f.Add("Application application_container_appattempt_e Exit code: --1\n\nFinal-State : \n")
	f.Fuzz(func(t *testing.T, text string) {
		line, _, _ := strings.Cut(text, "\n")
		for _, layout := range Layouts() {
			if head, ok := layout.Head([]byte(line)); ok && (head.Body < 0 || head.Body > len(line)) {
				t.Fatalf("%s: body %d of %d", layout.Name(), head.Body, len(line))
			}
		}
		for _, e := range cutting.Events(Layouts(), text) {
			for _, field := range e.Fields {
				if field.Value == "" || len(field.Value) > 200 {
					t.Fatalf("field %s is %q", field.Name, field.Value)
				}
			}
		}
	})
}

func show(e *parsers.Event) string {
	var out []string
	for _, f := range e.Fields {
		out = append(out, f.Name+"="+f.Value)
	}
	return strings.Join(out, " ")
}
