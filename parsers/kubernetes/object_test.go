package kubernetes

import (
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
)

const podYAML = `apiVersion: v1
kind: Pod
metadata:
  labels:
    name: not-this
  name: orders-etl-taskmanager-1-1
  namespace: flink
  ownerReferences:
  - apiVersion: apps/v1
    kind: Deployment
    name: orders-etl
spec:
  containers:
  - env:
    - name: _POD_IP
      valueFrom:
        fieldRef:
          apiVersion: v1
          fieldPath: status.podIP
    name: flink-main-container
  nodeName: node3
status:
  conditions:
  - lastProbeTime: null
    message: 'containers with unready status: [flink-main-container]'
    reason: ContainersNotReady
    status: "False"
    type: Ready
  containerStatuses:
  - containerID: containerd://5b1f0e
    lastState:
      terminated:
        containerID: containerd://4a0e9d
        exitCode: 137
        finishedAt: "2024-05-13T08:15:30Z"
        reason: OOMKilled
        startedAt: "2024-05-13T08:01:00Z"
    name: flink-main-container
    ready: false
    restartCount: 3
    state:
      waiting:
        message: back-off 40s restarting failed container=flink-main-container
          pod=orders-etl-taskmanager-1-1_flink(8d7f3c1e)
        reason: CrashLoopBackOff
  - lastState: {}
    name: sidecar
    restartCount: 0
    state:
      running:
        startedAt: "2024-05-13T08:01:00Z"
  phase: Running
`

const podJSONText = `{
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {
        "name": "orders-etl-taskmanager-1-1",
        "namespace": "flink",
        "ownerReferences": [
            {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "name": "orders-etl"
            }
        ]
    },
    "spec": {
        "nodeName": "node3"
    },
    "status": {
        "containerStatuses": [
            {
                "lastState": {
                    "terminated": {
                        "exitCode": 137,
                        "finishedAt": "2024-05-13T08:15:30Z",
                        "reason": "OOMKilled",
                        "startedAt": "2024-05-13T08:01:00Z"
                    }
                },
                "name": "flink-main-container",
                "restartCount": 3,
                "state": {
                    "running": {}
                }
            },
            {
                "lastState": {},
                "name": "sidecar",
                "restartCount": 0
            }
        ],
        "phase": "Running"
    }
}
`

const podFields = "container=flink-main-container exit_code=137 finished=2024-05-13T08:15:30Z namespace=flink node=node3 pod=orders-etl-taskmanager-1-1 reason=OOMKilled restart_count=3 started=2024-05-13T08:01:00Z status=Running"

const inWords = "Last State: Terminated Reason: OOMKilled Exit Code: 137"

func TestObject(t *testing.T) {
	pod := want{"kubernetes-object", parsers.LevelError, 52, inWords, podFields}
	check(t, "yaml", podYAML, []want{pod})
	check(t, "yaml, many documents", podYAML+"---\n"+podYAML, []want{{pod.layout, pod.level, 53, inWords, podFields}, pod})
	item := func(text string) string {
		return "- " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
	}
	check(t, "yaml list", "apiVersion: v1\nitems:\n"+item(podYAML)+item(podYAML)+"kind: List\n", []want{
		{"kubernetes-object", parsers.LevelUnknown, 2, "apiVersion: v1 items:", ""}, pod, {pod.layout, pod.level, 53, inWords, podFields}})
	brace := func(lines int) want { return want{"", parsers.LevelUnknown, lines, "", ""} }
	js := want{"kubernetes-object", parsers.LevelError, 42, inWords, podFields}
	check(t, "json", podJSONText, []want{brace(1), js})
	oneLine := strings.Join(strings.Fields(podJSONText), "")
	check(t, "json on a line", oneLine, []want{{"kubernetes-object", parsers.LevelError, 1, inWords, podFields}})
	check(t, "json list on a line", `{"apiVersion":"v1","items":[{"kind":"Pod","metadata":{"name":"a-1"},"status":{"phase":"Running"}},`+oneLine+`],"kind":"List"}`, []want{
		{"kubernetes-object", parsers.LevelError, 1, inWords, podFields}})
	if at := cutting.Events(Layouts(), podYAML)[0].Time; !at.Zoned || at.At.Format("15:04:05") != "08:15:30" {
		t.Errorf("the end of the container is at %v", at)
	}
	for _, text := range []string{podYAML, oneLine} { // what decides stands in the message as it stands in the text
		if e := cutting.Events(Layouts(), text)[0]; !strings.Contains(e.Message, "OOMKilled") || strings.Index(e.Message, "OOMKilled") > strings.Index(e.Message, "Last State:") {
			t.Errorf("the message hides the text: %s", e.Message)
		}
	}
}

func TestJSONList(t *testing.T) {
	inner := strings.ReplaceAll(strings.TrimSuffix(podJSONText, "\n"), "\n", "\n        ")
	text := "{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n        " + inner + ",\n        " + inner + "\n    ],\n    \"kind\": \"List\"\n}\n"
	var fields []string
	for _, e := range cutting.Events(Layouts(), text) {
		if e.Fields != nil {
			fields = append(fields, show(e))
		}
	}
	if len(fields) != 2 || fields[0] != podFields || fields[1] != podFields {
		t.Errorf("got %q", fields)
	}
}

func TestParts(t *testing.T) {
	_, part, _ := strings.Cut(podYAML, "type: Ready\n")
	check(t, "statuses", part, []want{{"kubernetes-object", parsers.LevelError, 24, inWords, "container=flink-main-container exit_code=137 finished=2024-05-13T08:15:30Z reason=OOMKilled restart_count=3 started=2024-05-13T08:01:00Z"}})
	check(t, "last state", "lastState:\n  terminated:\n    exitCode: 137\n    reason: OOMKilled\nname: main\nrestartCount: 2\n", []want{{"kubernetes-object", parsers.LevelError, 6, inWords,
		"container=main exit_code=137 reason=OOMKilled restart_count=2"}})
	check(t, "jsonpath", `{"terminated":{"containerID":"x","exitCode":137,"reason":"OOMKilled"}}`, []want{{"kubernetes-object", parsers.LevelError, 1, inWords, "exit_code=137 reason=OOMKilled"}})
	check(t, "evicted", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a-1\nstatus:\n  message: 'The node was low on resource: memory.'\n  phase: Failed\n  reason: Evicted\n", []want{{"kubernetes-object", parsers.LevelError, 8,
		"Status: Failed Reason: Evicted Message: The node was low on resource: memory.", "pod=a-1 reason=Evicted status=Failed"}})
	check(t, "another kind", "apiVersion: v1\nkind: ConfigMap\ndata:\n  reason: none\n", []want{{"kubernetes-object", parsers.LevelUnknown, 4, "kind: ConfigMap", ""}})
}

func TestEventObject(t *testing.T) {
	const yaml = `apiVersion: v1
count: 7
involvedObject:
  kind: Pod
  name: orders-etl-taskmanager-1-1
  namespace: flink
kind: Event
lastTimestamp: "2024-05-13T08:15:30Z"
message: 'MountVolume.SetUp failed for volume "v" : configmap
  "c" not found'
metadata:
  name: orders-etl-taskmanager-1-1.17cf
reason: FailedMount
source:
  component: kubelet
type: Warning
`
	w := want{"kubernetes-object", parsers.LevelWarn, 16, `FailedMount Pod/orders-etl-taskmanager-1-1 MountVolume.SetUp failed for volume "v" : configmap "c" not found`,
		"count=7 namespace=flink pod=orders-etl-taskmanager-1-1 reason=FailedMount"}
	check(t, "yaml", yaml, []want{w})
	w.lines = 1
	check(t, "json", `{"apiVersion":"v1","count":7,"involvedObject":{"kind":"Pod","name":"orders-etl-taskmanager-1-1","namespace":"flink"},"kind":"Event","message":"MountVolume.SetUp failed for volume \"v\" : configmap \"c\" not found","reason":"FailedMount","type":"Warning"}`, []want{w})
}

func FuzzHead(f *testing.F) {
	for _, s := range []string{description, podYAML, podJSONText, strings.Join(strings.Fields(podJSONText), ""), "orders-1  0/1  OOMKilled  3 (41s ago)   18m", "  Warning  FailedMount  2m (x5 over 10m)  kubelet  x"} {
		f.Add(s)
	}
	f.Add("kind: Pod\napiVersion: v1\n- a: |\n  - - b\n\"\":\n'\n\"\n{\n[{\"a\": \"\n")
	f.Fuzz(func(t *testing.T, text string) {
		line, _, _ := strings.Cut(text, "\n")
		for _, layout := range Layouts() {
			if head, ok := layout.Head([]byte(line)); ok && (head.Body < 0 || head.Body > len(line)) {
				t.Fatalf("%s: body %d of %d", layout.Name(), head.Body, len(line))
			}
		}
		for _, e := range cutting.Events(Layouts(), text) {
			if len(e.Message) > 8*len(text)+1024 {
				t.Fatalf("a message of %d bytes out of %d", len(e.Message), len(text))
			}
			for _, field := range e.Fields {
				if field.Value == "" || len(field.Value) > maxValue {
					t.Fatalf("field %s is %q", field.Name, field.Value)
				}
			}
		}
	})
}
