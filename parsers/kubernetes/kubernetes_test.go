package kubernetes

import (
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
)

// want is what a test expects of one event; an empty message is not compared, others must be contained.
type want struct {
	layout  string
	level   parsers.Level
	lines   int
	message string
	fields  string
}

func check(t *testing.T, name, text string, wants []want) {
	t.Helper()
	events := cutting.Events(Layouts(), text)
	if len(events) != len(wants) {
		for _, e := range events {
			t.Logf("%s: line %d, %d lines, %s: %.150s", name, e.Line, e.Lines, e.Layout, e.Message)
		}
		t.Errorf("%s: %d events, want %d", name, len(events), len(wants))
		return
	}
	for i, e := range events {
		w := wants[i]
		if e.Layout != w.layout || e.Level != w.level || e.Lines != w.lines || !strings.Contains(e.Message, w.message) || show(e) != w.fields {
			t.Errorf("%s, event %d: got %s %q, %d lines\n message %s\n fields  %s", name, i, e.Layout, e.Level, e.Lines, e.Message, show(e))
		}
	}
}

func show(e *parsers.Event) string {
	var out []string
	for _, f := range e.Fields {
		out = append(out, f.Name+"="+f.Value)
	}
	return strings.Join(out, " ")
}

const description = `Name:             orders-etl-taskmanager-1-1
Namespace:        flink
Priority:         0
Node:             node3/10.0.0.3
Start Time:       Mon, 13 May 2024 08:00:00 +0000
Labels:           app=orders-etl
                  component=taskmanager
Status:           Running
IP:               10.244.1.7
Containers:
  flink-main-container:
    Container ID:  containerd://5b1f0e
    Image:         flink:1.17.1
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
      Started:      Mon, 13 May 2024 08:01:00 +0000
      Finished:     Mon, 13 May 2024 08:15:30 +0000
    Ready:          False
    Restart Count:  3
    Limits:
      cpu:     1
      memory:  1728Mi
    Requests:
      memory:  1Gi
  sidecar:
    State:          Running
      Started:      Mon, 13 May 2024 08:01:00 +0000
    Ready:          True
    Restart Count:  0
Conditions:
  Type              Status
  Initialized       True
Volumes:
  flink-config-volume:
    Type:      ConfigMap (a volume populated by a ConfigMap)
    Name:      flink-config-orders-etl
    Optional:  false
QoS Class:       Burstable
Events:
  Type     Reason     Age                  From               Message
  ----     ------     ----                 ----               -------
  Normal   Scheduled  20m                  default-scheduler  Successfully assigned flink/orders-etl-taskmanager-1-1 to node3
  Warning  BackOff    12s (x5 over 3m22s)  kubelet            Back-off restarting failed container flink-main-container in pod orders-etl-taskmanager-1-1_flink(8d7f3c1e-0f5a)
`

func TestDescribe(t *testing.T) {
	pod := want{"kubernetes-describe", parsers.LevelError, 46, "Last State: Terminated Reason: OOMKilled Exit Code: 137",
		"container=flink-main-container exit_code=137 finished=Mon, 13 May 2024 08:15:30 +0000 memory_limit=1728Mi namespace=flink node=node3 pod=orders-etl-taskmanager-1-1 reason=OOMKilled restart_count=3 started=Mon, 13 May 2024 08:01:00 +0000 status=Running"}
	check(t, "one pod", description, []want{pod})
	check(t, "two pods", description+description, []want{pod, pod})
	if at := cutting.Events(Layouts(), description)[0].Time; !at.Zoned || at.At.Format("15:04:05") != "08:15:30" {
		t.Errorf("the end of the container is at %v", at)
	}
	_, containers, _ := strings.Cut(description, "IP:               10.244.1.7\n")
	containers, _, _ = strings.Cut(containers, "Conditions:")
	check(t, "containers only", containers, []want{{"kubernetes-describe-excerpt", parsers.LevelError, 23, "Reason: OOMKilled Exit Code: 137",
		"container=flink-main-container exit_code=137 finished=Mon, 13 May 2024 08:15:30 +0000 memory_limit=1728Mi reason=OOMKilled restart_count=3 started=Mon, 13 May 2024 08:01:00 +0000"}})
	check(t, "state only", "    Last State:     Terminated\n      Reason:       Error\n      Exit Code:    239\n    Ready:          False\n    Restart Count:  3\n", []want{{"kubernetes-describe-excerpt", parsers.LevelError, 5,
		"Last State: Terminated Reason: Error Exit Code: 239", "exit_code=239 reason=Error restart_count=3"}})
	check(t, "at the margin", "Last State: Terminated\nReason: OOMKilled\nExit Code: 137\n", []want{{"kubernetes-describe-excerpt", parsers.LevelError, 3, "Last State: Terminated Reason: OOMKilled Exit Code: 137", "exit_code=137 reason=OOMKilled"}})
	check(t, "evicted", "Name:         a-taskmanager-1-2\nNamespace:    flink\nStatus:       Failed\nReason:       Evicted\nMessage:      The node was low on resource: memory.\n", []want{{"kubernetes-describe", parsers.LevelError, 5,
		"Reason: Evicted Message: The node was low on resource", "namespace=flink pod=a-taskmanager-1-2 reason=Evicted status=Failed"}})
	check(t, "healthy", "Name:         a-taskmanager-1-2\nContainers:\n  main:\n    State:          Running\n    Last State:     Terminated\n      Reason:       Completed\n      Exit Code:    0\n", []want{{"kubernetes-describe", parsers.LevelUnknown, 7,
		"", "container=main pod=a-taskmanager-1-2"}})
	_, table, _ := strings.Cut(description, "Burstable\n")
	check(t, "events only", table, []want{{"kubernetes-events", parsers.LevelWarn, 5, "Warning BackOff 12s (x5 over 3m22s) kubelet Back-off restarting failed container", "container=flink-main-container count=5 namespace=flink pod=orders-etl-taskmanager-1-1 reason=BackOff"}})
	check(t, "a pod that waits", "Name:         a-1\nStatus:       Pending\n"+table, []want{{"kubernetes-describe", parsers.LevelWarn, 7, "", "container=flink-main-container count=5 namespace=flink pod=orders-etl-taskmanager-1-1 reason=BackOff status=Pending"}})
	check(t, "no events", "Events:  <none>\n", []want{{"kubernetes-events", parsers.LevelUnknown, 1, "<none>", ""}})
}

func TestEvents(t *testing.T) {
	for line, w := range map[string]want{
		"  Warning  FailedMount  2m (x5 over 10m)  kubelet  MountVolume.SetUp failed for volume \"v\" : configmap \"c\" not found": {level: parsers.LevelWarn, message: "FailedMount 2m (x5 over 10m) kubelet MountVolume.SetUp failed for volume", fields: "count=5 reason=FailedMount"},
		"2m5s        Warning   FailedScheduling   pod/orders-taskmanager-1-1   0/3 nodes are available: 3 Insufficient memory.":    {level: parsers.LevelWarn, message: "0/3 nodes are available", fields: "pod=orders-taskmanager-1-1 reason=FailedScheduling"},
		"flink       12s (x4 over 2m)   Warning   Failed   pod/a-1   Error: ImagePullBackOff":                                      {level: parsers.LevelWarn, message: "Error: ImagePullBackOff", fields: "pod=a-1 reason=Failed"},
		"41s         Warning   SystemOOM   node/node3   System OOM encountered, victim process: java, pid: 2110":                   {level: parsers.LevelWarn, message: "System OOM encountered, victim process: java, pid: 2110", fields: "reason=SystemOOM"},
		"Warning FailedMount 32m kubelet MountVolume.SetUp failed for volume \"v\"":                                                {level: parsers.LevelWarn, message: "MountVolume", fields: "reason=FailedMount"},
		"1m   Normal   Killing   pod/jm-0   spec.containers{main}   kubelet, node3   Stopping container main":                      {level: parsers.LevelInfo, message: "Stopping container", fields: "container=main pod=jm-0 reason=Killing"},
	} {
		w.layout, w.lines = "kubernetes-events", 1
		check(t, line, line, []want{w})
	}
	check(t, "get events", "LAST SEEN   TYPE      REASON   OBJECT   MESSAGE\n3s          Warning   BackOff   pod/a-1   Back-off pulling image \"x\"\n", []want{
		{"kubernetes-heading", parsers.LevelUnknown, 1, "", ""}, {"kubernetes-events", parsers.LevelWarn, 1, "Back-off pulling image", "pod=a-1 reason=BackOff"}})
	check(t, "wrapped", "  Warning  FailedMount  2m  kubelet  MountVolume.SetUp failed for volume \"v\" :\n"+strings.Repeat(" ", 44)+"configmap \"c\" not found", []want{
		{"kubernetes-events", parsers.LevelWarn, 2, "volume \"v\" : configmap \"c\" not found", "reason=FailedMount"}})
}

func TestPods(t *testing.T) {
	for line, w := range map[string]want{
		"orders-etl-taskmanager-1-1   0/1     OOMKilled   3 (41s ago)   18m":                  {level: parsers.LevelError, fields: "pod=orders-etl-taskmanager-1-1 reason=OOMKilled restart_count=3"},
		"flink   orders-etl-taskmanager-1-1   0/1     Init:CrashLoopBackOff   0   18m":        {level: parsers.LevelError, fields: "namespace=flink pod=orders-etl-taskmanager-1-1 reason=Init:CrashLoopBackOff restart_count=0"},
		"orders-etl-7d9f8b6c5-x2k4q   1/1     Running   0   3d   10.244.1.7   node3   <none>": {fields: "pod=orders-etl-7d9f8b6c5-x2k4q reason=Running restart_count=0"},
		"orders-etl-taskmanager-1-2   0/1     Pending   0             18m":                    {level: parsers.LevelWarn, fields: "pod=orders-etl-taskmanager-1-2 reason=Pending restart_count=0"},
		"starrocks-be-0               10/12   Evicted   0             18m":                    {level: parsers.LevelError, fields: "pod=starrocks-be-0 reason=Evicted restart_count=0"},
	} {
		w.layout, w.lines, w.message = "kubernetes-pods", 1, strings.Join(strings.Fields(line), " ")
		check(t, line, "NAME   READY   STATUS   RESTARTS   AGE\n"+line, []want{{"kubernetes-heading", 0, 1, "NAME", ""}, w})
	}
}

func TestRefused(t *testing.T) {
	for _, text := range []string{
		"", "Name: short", "Name:  padded", "Name:         two words", "  Name:      flink-config", "NAME   TYPE   AGE", "State: of affairs", "Last State: unknown", "Containers", "Status:           Running",
		"2024-05-13 08:15:30,123 WARN  a.B [] - Warning  FailedMount  2m", "Warning: Unable to load native library", "Warning Unable to load native code", "Normal operation has been resumed again",
		"08:15:30 Warning  FailedMount  kubelet", "a 1/2 Running", "task-1 1/x Running 3", "Source: x (1/4) switched", "progress-a 12/100 done", "apiVersion", "apiVersion: 7", "kind: of a blue", "kind regards",
		"lastState: unknown to us", "terminated: by hand", `{"message":"x"}`, "- item", `{"Status":"Fail","Message":"x"}`,
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
