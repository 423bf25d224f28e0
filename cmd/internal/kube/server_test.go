package kube

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// apiServer answers what kubectl asks as far as the real one would: discovery, objects, lists, logs, refusals. It notes the requests.
type apiServer struct {
	mu      sync.Mutex
	asked   []string
	answers map[string]string // path and the parameters that matter -> object, or "STATUS reason message" for a refusal
	stream  http.HandlerFunc  // answers the logs that answers does not have
}

// resources are the kinds that the server knows.
var resources = map[string]string{
	"/api/v1":                        `{"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":["get","list"]},{"name":"events","singularName":"event","namespaced":true,"kind":"Event","verbs":["get","list"]},{"name":"configmaps","singularName":"configmap","namespaced":true,"kind":"ConfigMap","verbs":["get","list"]}`,
	"/apis/apps/v1":                  `{"name":"deployments","singularName":"deployment","namespaced":true,"kind":"Deployment","verbs":["get","list"]}`,
	"/apis/flink.apache.org/v1beta1": `{"name":"flinkdeployments","singularName":"flinkdeployment","namespaced":true,"kind":"FlinkDeployment","verbs":["get","list"]},{"name":"flinksessionjobs","singularName":"flinksessionjob","namespaced":true,"kind":"FlinkSessionJob","verbs":["get","list"]}`,
}

const groups = `{"kind":"APIGroupList","apiVersion":"v1","groups":[
{"name":"apps","versions":[{"groupVersion":"apps/v1","version":"v1"}],"preferredVersion":{"groupVersion":"apps/v1","version":"v1"}},
{"name":"flink.apache.org","versions":[{"groupVersion":"flink.apache.org/v1beta1","version":"v1beta1"}],"preferredVersion":{"groupVersion":"flink.apache.org/v1beta1","version":"v1beta1"}}]}`

// ServeHTTP implements http.Handler.
func (s *apiServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := r.URL.Path
	for _, name := range []string{"labelSelector", "container", "previous"} {
		if value := r.URL.Query().Get(name); value != "" {
			key += " " + name + "=" + value
		}
	}
	s.mu.Lock()
	s.asked = append(s.asked, r.Method+" "+r.URL.String())
	answer, ok := s.answers[key]
	s.mu.Unlock()
	isLog := strings.HasSuffix(r.URL.Path, "/log")
	switch list, isDiscovery := resources[r.URL.Path]; {
	case r.URL.Path == "/api":
		answer = `{"kind":"APIVersions","versions":["v1"]}`
	case r.URL.Path == "/apis":
		answer = groups
	case isDiscovery:
		version := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/apis/"), "/api/")
		answer = `{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"` + version + `","resources":[` + list + `]}`
	case !ok && isLog && s.stream != nil:
		s.stream(w, r)
		return
	case !ok:
		answer = "404 NotFound " + filepath.Base(filepath.Dir(r.URL.Path)) + ` "` + filepath.Base(r.URL.Path) + `" not found`
	}
	var code int
	var reason string
	if n, _ := fmt.Sscanf(answer, "%d %s", &code, &reason); n == 2 && code >= 400 {
		message := strings.SplitN(answer, " ", 3)[2]
		answer = fmt.Sprintf(`{"kind":"Status","apiVersion":"v1","status":"Failure","message":%q,"reason":%q,"code":%d}`, message, reason, code)
		isLog = false
	}
	if !isLog {
		w.Header().Set("Content-Type", "application/json")
	}
	if code >= 400 {
		w.WriteHeader(code)
	}
	io.WriteString(w, answer) //nolint:errcheck // the client would tell
}

// target starts the server and returns a target that leads the real kubectl to it.
func (s *apiServer) target(t *testing.T, object string) Target {
	t.Helper()
	kubectl, err := exec.LookPath("kubectl")
	if err != nil {
		t.Skip("kubectl is not installed; the scripted one of the stories is tested alone")
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	dir := t.TempDir()
	t.Setenv("HOME", dir) // kubectl keeps what it learns about a server
	t.Setenv("KUBECONFIG", filepath.Join(dir, "other"))
	config := filepath.Join(dir, "config")
	text := fmt.Sprintf(`{"apiVersion":"v1","kind":"Config","clusters":[{"name":"c","cluster":{"server":%q}}],"users":[{"name":"dev","user":{}}],
"contexts":[{"name":"test","context":{"cluster":"c","user":"dev","namespace":"default"}}],"current-context":"none"}`, server.URL)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Target{Object: object, Namespace: "prod", Context: "test", Kubeconfig: config, Kubectl: kubectl}
}

// sawRequest tells whether the server was asked something that contains the text.
func (s *apiServer) sawRequest(text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, request := range s.asked {
		if strings.Contains(request, text) {
			return true
		}
	}
	return false
}
