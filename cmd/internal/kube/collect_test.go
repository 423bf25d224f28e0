package kube

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"
)

const (
	podsOf  = "/api/v1/namespaces/prod/pods"
	runPods = podsOf + " labelSelector=app=orders"
)

func podJSON(name string, restarts int) string {
	return fmt.Sprintf(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":%[1]q,"namespace":"prod","labels":{"app":"orders"}},
"spec":{"initContainers":[{"name":"fetch-jar"}],"containers":[{"name":"main"}]},
"status":{"phase":"Running","containerStatuses":[{"name":"main","restartCount":%[2]d,"lastState":{"terminated":{"reason":"OOMKilled","exitCode":137}}}]}}`, name, restarts)
}

func list(kind string, items ...string) string {
	return fmt.Sprintf(`{"apiVersion":"v1","kind":"%sList","metadata":{},"items":[%s]}`, kind, strings.Join(items, ","))
}

// cluster is a native application cluster in which a TaskManager was killed.
func cluster() *apiServer {
	return &apiServer{answers: map[string]string{
		"/api/v1/namespaces/prod": `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"prod"}}`,
		"/apis/apps/v1/namespaces/prod/deployments/orders": `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"orders"},
"spec":{"selector":{"matchLabels":{"app":"orders","component":"jobmanager","type":"flink-native-kubernetes"}}}}`,
		podsOf + " labelSelector=app=orders,type=flink-native-kubernetes": list("Pod", podJSON("orders-taskmanager-1-1", 1), podJSON("orders-7c9d", 0)),
		runPods:                            list("Pod", podJSON("orders-taskmanager-1-1", 1), podJSON("orders-7c9d", 0)),
		podsOf:                             list("Pod", podJSON("orders-taskmanager-1-1", 1), podJSON("orders-7c9d", 0)),
		podsOf + "/orders-taskmanager-1-1": podJSON("orders-taskmanager-1-1", 1),
		podsOf + "/orders-7c9d":            podJSON("orders-7c9d", 0),
		"/api/v1/namespaces/prod/configmaps labelSelector=app=orders": list("ConfigMap",
			`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"flink-config-orders"},"data":{"config.yaml":"taskmanager.memory.process.size: 4g\n"}}`),
		"/api/v1/namespaces/prod/events": list("Event", eventJSON("orders-taskmanager-1-9", "2024-05-13T08:16:00Z", "BackOff"), eventJSON("other-5f", "2024-05-13T08:15:00Z", "OOMKilling"),
			eventJSON("orders-7c9d", "2024-05-13T08:15:00Z", "Unhealthy")),
		podsOf + "/orders-taskmanager-1-1/log container=main":               "now\n",
		podsOf + "/orders-taskmanager-1-1/log container=main previous=true": "before\n",
		podsOf + "/orders-taskmanager-1-1/log container=fetch-jar":          "fetched\n",
		podsOf + "/orders-7c9d/log container=main":                          "jobmanager\n",
		podsOf + "/orders-7c9d/log container=fetch-jar":                     "",
	}}
}

func eventJSON(object, at, reason string) string {
	return fmt.Sprintf(`{"apiVersion":"v1","kind":"Event","metadata":{"name":"%[1]s.1","namespace":"prod"},"involvedObject":{"kind":"Pod","name":%[1]q,"namespace":"prod"},
"reason":%[3]q,"message":"said of %[1]s","type":"Warning","lastTimestamp":null,"eventTime":%[2]q}`, object, at, reason)
}

// collected reads everything; name -> text, or "ERROR: ..." .
func collected(t *testing.T, target Target) (names []string, texts map[string]string) {
	t.Helper()
	sources, err := Collect(t.Context(), target, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	texts = map[string]string{}
	for src := range sources {
		var text []byte
		err := src.Err
		switch {
		case src.File != nil:
			text, err = io.ReadAll(io.NewSectionReader(src.File, 0, src.Size))
		case src.Reader != nil:
			text, err = io.ReadAll(src.Reader)
		}
		if err != nil {
			text = append(text, "ERROR: "+err.Error()...)
		}
		names, texts[src.Name] = append(names, src.Name), string(text)
	}
	return names, texts
}

func TestCollectsWithTheRealKubectl(t *testing.T) {
	s := cluster()
	names, texts := collected(t, s.target(t, "deployment/orders"))
	want := []string{"events.jsonl", "orders/configmaps.yaml",
		"orders-7c9d/describe.txt", "orders-7c9d/fetch-jar.log", "orders-7c9d/main.log",
		"orders-taskmanager-1-1/describe.txt", "orders-taskmanager-1-1/fetch-jar.log", "orders-taskmanager-1-1/main.previous.log", "orders-taskmanager-1-1/main.log"}
	if strings.Join(names, " ") != strings.Join(want, " ") {
		t.Errorf("collected %q,\nwant %q", names, want)
	}
	for name, part := range map[string]string{
		"orders-taskmanager-1-1/main.log": "now\n", "orders-taskmanager-1-1/main.previous.log": "before\n", "orders/configmaps.yaml": "process.size: 4g",
		"orders-taskmanager-1-1/describe.txt": "OOMKilled", "events.jsonl": `"lastTimestamp":"2024-05-13T08:15:00Z","type":"Warning","reason":"Unhealthy"`,
	} {
		if !strings.Contains(texts[name], part) {
			t.Errorf("%s lacks %q:\n%s", name, part, texts[name])
		}
	}
	if strings.Contains(texts["events.jsonl"], "other-5f") || strings.Index(texts["events.jsonl"], "orders-7c9d") > strings.Index(texts["events.jsonl"], "1-9") {
		t.Errorf("events of others, or out of order:\n%s", texts["events.jsonl"])
	}
	if !s.sawRequest("tailLines=1000000") {
		t.Errorf("the logs are not bounded: %q", s.asked)
	}
	for _, request := range s.asked {
		if !strings.HasPrefix(request, "GET ") {
			t.Errorf("the cluster was asked to change something: %s", request)
		}
	}
	if names := (s.target(t, "")).Names(t.Context(), "po"); strings.Join(names, " ") != "po/orders-taskmanager-1-1 po/orders-7c9d" {
		t.Errorf("completion offers %q", names)
	}
}

func TestRefusalsAndWhatIsGone(t *testing.T) {
	s := cluster()
	forbidden := func(what string) string {
		return `403 Forbidden ` + what + ` is forbidden: User "dev" cannot list resource "` + what + `" in API group "" in the namespace "prod"`
	}
	s.answers["/api/v1/namespaces/prod/events"] = forbidden("events")
	s.answers["/apis/flink.apache.org/v1beta1/namespaces/prod/flinkdeployments/orders"] = forbidden("flinkdeployments.flink.apache.org")
	s.answers["/api/v1/namespaces/prod/configmaps labelSelector=app=orders"] = forbidden("configmaps")
	delete(s.answers, podsOf+"/orders-7c9d")
	s.answers[podsOf+"/orders-taskmanager-1-1/log container=main previous=true"] = `400 BadRequest previous terminated container "main" in pod "orders-taskmanager-1-1" not found`
	s.answers[podsOf+"/orders-taskmanager-1-1/log container=fetch-jar"] = `400 BadRequest container "fetch-jar" in pod "orders-taskmanager-1-1" is waiting to start: PodInitializing`
	names, texts := collected(t, s.target(t, "flinkdep/orders"))
	for name, part := range map[string]string{
		"flinkdeployment/orders": "ERROR: kubectl get: Error from server (Forbidden): flinkdeployments.flink", "events.jsonl": "ERROR: kubectl get: Error from server (Forbidden): events is forbidden",
		"orders/configmaps.yaml": "ERROR: kubectl get: Error from server (Forbidden)", "orders-7c9d/describe.txt": `pods "orders-7c9d" not found`, "orders-7c9d/main.log": "not found",
		"orders-taskmanager-1-1/fetch-jar.log": "waiting to start", "orders-taskmanager-1-1/main.log": "now\n",
	} {
		if !strings.Contains(texts[name], part) {
			t.Errorf("%s lacks %q:\n%s", name, part, texts[name])
		}
	}
	if _, ok := texts["orders-taskmanager-1-1/main.previous.log"]; ok {
		t.Errorf("a log that was swept away is told of: %q", names)
	}
}

func TestWhatTheOperatorSays(t *testing.T) {
	s := cluster()
	s.answers["/apis/flink.apache.org/v1beta1/namespaces/prod/flinkdeployments/orders"] = `{"apiVersion":"flink.apache.org/v1beta1","kind":"FlinkDeployment","metadata":{"name":"orders"},"spec":{"taskManager":{"resource":{"memory":"4096m"}}}}`
	s.answers["/apis/flink.apache.org/v1beta1/namespaces/prod/flinksessionjobs/daily"] = `{"apiVersion":"flink.apache.org/v1beta1","kind":"FlinkSessionJob","metadata":{"name":"daily"},"spec":{"deploymentName":"orders"},
"status":{"error":"{\"type\":\"org.apache.flink.kubernetes.operator.exception.ReconciliationException\",\"message\":\"no\",\"throwableList\":[{\"type\":\"java.net.ConnectException\",\"message\":\"Connection refused\"}]}"}}`
	names, texts := collected(t, s.target(t, "flinksessionjobs.flink.apache.org/daily"))
	want := "org.apache.flink.kubernetes.operator.exception.ReconciliationException: no\nCaused by: java.net.ConnectException: Connection refused\n"
	if got := texts["flinksessionjob/daily/status.txt"]; got != want || texts["orders-7c9d/main.log"] != "jobmanager\n" {
		t.Errorf("%q, %q", names, got)
	}
	if !strings.Contains(texts["flinkdeployment/orders.yaml"], "memory: 4096m") || texts["orders/configmaps.yaml"] != "" {
		t.Errorf("the manifest is not what counts: %q", names)
	}
}

func TestNoConfigMaps(t *testing.T) {
	s := cluster()
	s.answers["/api/v1/namespaces/prod/configmaps labelSelector=app=orders"] = list("ConfigMap")
	s.answers["/api/v1/namespaces/prod/events"] = list("Event")
	if names, _ := collected(t, s.target(t, "orders-7c9d")); len(names) != 3 {
		t.Errorf("collected %q, want the pod's own three", names)
	}
}

func TestNothingToCollect(t *testing.T) {
	s := cluster()
	s.answers[podsOf+" labelSelector=app=none"] = list("Pod")
	for object, part := range map[string]string{
		"deployment/none": `deployments "none" not found`, "pod/none": `pods "none" not found`, "none": "not found", "flinkdeployment/none": "not found",
		"cronjob/x": `cannot collect "cronjob/x"; name a pod/`, "pod/": `"" is no name of a pod`, "pod/-A": "no name", "pod/a b": "no name", "deployment/a,b": "no name", "pod/--all-namespaces": "no name", "flinkdeployment/x=y": "no name",
	} {
		if _, err := Collect(t.Context(), s.target(t, object), func(string) {}); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v, want %q", object, err, part)
		}
	}
	target := s.target(t, "")
	target.Selector = "app=none"
	if _, err := Collect(t.Context(), target, func(string) {}); err == nil || !strings.Contains(err.Error(), "no pods for the namespace -l app=none -n prod") {
		t.Errorf("an empty selection: %v", err)
	}
	target.Context = "nowhere"
	if _, err := Collect(t.Context(), target, func(string) {}); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("an unknown context: %v", err)
	}
}

func TestMorePodsThanAreRead(t *testing.T) {
	s := cluster()
	var pods []string
	for i := range maxPods + 5 {
		pods = append(pods, fmt.Sprintf(`{"metadata":{"name":"p-%03d"},"spec":{},"status":{}}`, i))
	}
	s.answers[podsOf] = list("Pod", pods...)
	found, err := s.target(t, "").find(t.Context())
	if err != nil || len(found.pods) != maxPods || len(found.sources) != 1 || !strings.Contains(found.sources[0].Err.Error(), "first 60 of 65 pods") {
		t.Errorf("%d pods, %+v, %v", len(found.pods), found.sources, err)
	}
}

// TestHugeLog streams a log that is far larger than what the collector may hold.
func TestHugeLog(t *testing.T) {
	const size = 100 << 20
	s := cluster()
	delete(s.answers, podsOf+"/orders-7c9d/log container=main")
	s.stream = func(w http.ResponseWriter, _ *http.Request) {
		block := []byte(strings.Repeat(strings.Repeat("x", 99)+"\n", 10_000))
		for range size / len(block) {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}
	sources, err := Collect(t.Context(), s.target(t, "orders-7c9d"), func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	for src := range sources {
		if src.Name != "orders-7c9d/main.log" {
			continue
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		n, err := io.Copy(io.Discard, src.Reader)
		runtime.ReadMemStats(&after)
		if held := int64(after.HeapInuse) - int64(before.HeapInuse); err != nil || n < size-1e6 || held > 32<<20 {
			t.Errorf("%d bytes, %v; %d bytes were held", n, err, held)
		}
	}
}

// TestInterrupted stops in the middle of a log that never ends.
func TestInterrupted(t *testing.T) {
	s := cluster()
	delete(s.answers, podsOf+"/orders-7c9d/log container=main")
	s.stream = func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "a line\n") //nolint:errcheck // the client would tell
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	sources, err := Collect(ctx, s.target(t, "orders-7c9d"), func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	for src := range sources {
		if src.Name != "orders-7c9d/main.log" {
			continue
		}
		start := time.Now()
		time.AfterFunc(100*time.Millisecond, cancel)
		text, err := io.ReadAll(src.Reader)
		if err == nil || string(text) != "a line\n" || time.Since(start) > 5*time.Second {
			t.Errorf("read %q, %v after %s", text, err, time.Since(start))
		}
	}
	if ctx.Err() == nil {
		t.Error("the endless log was never read")
	}
}
