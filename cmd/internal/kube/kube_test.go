package kube

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestKindOf(t *testing.T) {
	for word, want := range map[string]string{
		"pod": "pod", "Pods": "pod", "po": "pod", "deploy": "deployment", "deployments.apps": "deployment", "deployment.v1.apps": "deployment", "sts": "statefulset",
		"flinkdep": "flinkdeployment", "flinkdeployments.flink.apache.org": "flinkdeployment", "sessionjob": "flinksessionjob", "jobs": "job", "": "", "s": "", "cronjob": "", "-o": "",
	} {
		if got := kindOf(word); got != want {
			t.Errorf("%q is %q, want %q", word, got, want)
		}
	}
}

func TestIsName(t *testing.T) {
	for word, want := range map[string]bool{
		"orders": true, "orders-1.a": true, "0": true, strings.Repeat("a", 253): true,
		"": false, "-A": false, "a b": false, "a,b": false, "a=b": false, "A": false, "a/b": false, "a-": false, ".": false, "a\n": false, "é": false, strings.Repeat("a", 254): false,
	} {
		if isName(word) != want {
			t.Errorf("%.20q: %v", word, !want)
		}
	}
}

func TestSelector(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                                "",
		`{"matchLabels":{"b":"2","a":"1"}}`: "a=1,b=2",
		`{"matchExpressions":[{"key":"k","operator":"In","values":["x","y"]},{"key":"l","operator":"NotIn","values":["z"]},{"key":"m","operator":"Exists"},{"key":"n","operator":"DoesNotExist"}]}`: "k in (x,y),l notin (z),m,!n",
		`{"matchLabels":{"app":"o","component":"jobmanager","type":"flink-native-kubernetes"}}`:                                                                                                     "app=o,type=flink-native-kubernetes",
		`{"matchLabels":{"app":"o","component":"jobmanager","type":"flink-standalone-kubernetes"}}`:                                                                                                 "app=o,component=jobmanager,type=flink-standalone-kubernetes",
	} {
		var s labelSelector
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			t.Fatal(err)
		}
		if got := s.cluster().String(); got != want {
			t.Errorf("%s selects %q, want %q", text, got, want)
		}
	}
}

func TestPlanHasNoLooseNames(t *testing.T) {
	hostile := pod{}
	hostile.Metadata.Name = "--kubeconfig=/tmp/x"
	hostile.Spec.Containers = []container{{"--follow"}, {"main"}}
	hostile.Spec.InitContainers = []container{{"init"}}
	hostile.Status.InitContainerStatuses = []containerStatus{{"init", 1}}
	hostile.Status.ContainerStatuses = []containerStatus{{"main", 0}}
	var names []string
	for _, s := range plan([]pod{hostile}) {
		names = append(names, s.name)
		for _, arg := range s.args[1:] {
			if strings.HasPrefix(arg, "--kubeconfig") || arg == "--follow" {
				t.Errorf("%q hands on a flag", s.args)
			}
		}
	}
	prefix := hostile.Metadata.Name + "/"
	if got, want := strings.Join(names, " "), strings.Join([]string{prefix + "describe.txt", prefix + "init.previous.log", prefix + "init.log", prefix + "--follow.log", prefix + "main.log"}, " "); got != want {
		t.Errorf("planned %q, want %q", got, want)
	}
}

func TestOwns(t *testing.T) {
	f := found{roots: []string{"orders"}}
	for name, want := range map[string]bool{"orders": true, "orders-taskmanager-1-3": true, "ordersx": false, "reorders": false, "": false} {
		if f.owns(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
	if !(found{}).owns("anything") {
		t.Error("a namespace owns all that is in it")
	}
}

func TestOperatorError(t *testing.T) {
	const trace = "java.lang.RuntimeException: a\n\tat x.Y.z(Y.java:1)\nCaused by: java.io.IOException: b\n"
	quoted, _ := json.Marshal(trace)
	for status, want := range map[string]string{
		"plain words":                "plain words\n",
		`{"type":"A","message":"m"}`: "A: m\n",
		`{"message":"without type"}`: `{"message":"without type"}` + "\n",
		`{"type":"java.lang.RuntimeException","message":"a","stackTrace":` + string(quoted) + `}`: trace + "\n",
	} {
		src := operatorError("x", status)
		text := make([]byte, src.Size)
		if _, err := src.File.ReadAt(text, 0); err != nil || string(text) != want {
			t.Errorf("%s: %q, %v", status, text, err)
		}
	}
	if operatorError("x", "") != nil {
		t.Error("an operator that has nothing to say is told of")
	}
}

func TestMessage(t *testing.T) {
	const logged = "E1124 23:04:26.560249   19248 memcache.go:265] \"Unhandled Error\" err=\"no\"\n"
	for said, want := range map[string]string{
		"": "", " Error from server\n": "Error from server", logged + logged + "The connection was refused\n": "The connection was refused", logged: strings.TrimSpace(logged),
		"Error: a] b\nI am c\n": "Error: a] b\nI am c",
	} {
		if got := message(said); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

// TestHangingKubectl ends a call whose wrapper left a child behind that holds the pipe.
func TestHangingKubectl(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a shell script")
	}
	program := filepath.Join(t.TempDir(), "kubectl")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nsleep 30 &\necho said >&2\nwait\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	r, err := Target{Kubectl: program}.start(t.Context(), "get", "pods")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	r.stop()
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("stopped after %s", took)
	}
	if n, err := r.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Errorf("reads on: %d, %v", n, err)
	}
}

// TestInterruptOfBoth ends kubectl by the signal of the terminal a moment before the program is told of it.
func TestInterruptOfBoth(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a shell script")
	}
	program := filepath.Join(t.TempDir(), "kubectl")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nkill -INT $$\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := (Target{Kubectl: program}).run(ctx, "get", "pods"); err == nil || ctx.Err() == nil {
		t.Errorf("%v is told as a failure of kubectl, the interrupt is %v", err, ctx.Err())
	}
}
