package cli_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

const (
	releases = "https://github.com/flinkdoctor/flinkdoctor/releases"
	archive  = "flinkdoctor_linux_amd64.tar.gz"
	incident = "testdata/incidents/nginx-no-live-upstreams"
)

// releaseServer serves a release as GitHub does: the archive with this program in it, and its checksum.
func releaseServer(t *testing.T) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the snippets are tried where the archive for Linux runs")
	}
	program, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	zip, _ := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	pack := tar.NewWriter(zip)
	if err := pack.WriteHeader(&tar.Header{Name: "flinkdoctor", Mode: 0o755, Size: int64(len(program))}); err != nil {
		t.Fatal(err)
	}
	pack.Write(program) //nolint:errcheck // Close would fail
	if err := pack.Close(); err != nil {
		t.Fatal(err)
	}
	zip.Close() //nolint:errcheck // writes to memory
	sums := fmt.Sprintf("%064d  flinkdoctor_darwin_arm64.tar.gz\n%x  %s\n", 0, sha256.Sum256(packed.Bytes()), archive)
	mux := http.NewServeMux()
	for _, release := range []string{"/latest/download/", "/download/v1.2.3/", "/download/v0.0.0/"} {
		mux.HandleFunc(release+archive, func(w http.ResponseWriter, _ *http.Request) { w.Write(packed.Bytes()) })       //nolint:errcheck // curl would tell
		mux.HandleFunc(release+"checksums.txt", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(sums)) }) //nolint:errcheck // curl would tell
	}
	mux.HandleFunc("/download/v6.6.6/"+archive, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("somebody else's")) }) //nolint:errcheck // curl would tell
	mux.HandleFunc("/download/v6.6.6/checksums.txt", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(sums)) })         //nolint:errcheck // curl would tell
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// shell runs a script as the CI systems do and returns its exit code.
func shell(t *testing.T, dir, script string, env ...string) (code int, output string) {
	t.Helper()
	for _, tool := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not installed")
		}
	}
	cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if _, failed := err.(*exec.ExitError); err != nil && !failed {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// workspace is a folder with logs in it, as a job would find them.
func workspace(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range []string{"logs", "more logs"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join("../../..", incident))); err != nil {
			t.Fatal(err)
		}
	}
	calm := "2024-01-24 14:54:00,104 INFO  org.apache.flink.runtime.jobmaster.JobMaster                 [] - Initializing job 'orders'.\n"
	if err := os.WriteFile(filepath.Join(dir, "calm.log"), []byte(calm), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// action is what is needed of action.yml.
type action struct {
	Inputs map[string]struct{ Default string }
	Runs   struct {
		Steps []struct {
			Run string
			Env map[string]string
		}
	}
}

// runAction runs the steps of the action with inputs and returns the code of the last step that ran, what was printed, and what GitHub was told.
func runAction(t *testing.T, server string, inputs map[string]string) (code int, output, outputs, summary string) {
	t.Helper()
	text, err := os.ReadFile("../../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(bytes.ReplaceAll(text, []byte(releases), []byte(server)), &a); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte(releases)) || len(a.Runs.Steps) != 2 {
		t.Fatalf("action.yml has %d steps, or downloads from elsewhere", len(a.Runs.Steps))
	}
	temp := t.TempDir()
	path := func(name string) string { return filepath.Join(temp, name) }
	dir := workspace(t)
	for _, step := range a.Runs.Steps {
		added, _ := os.ReadFile(path("path")) //nolint:errcheck // not there before the first step
		env := []string{"RUNNER_OS=Linux", "RUNNER_ARCH=X64", "RUNNER_TEMP=" + temp, "GITHUB_PATH=" + path("path"), "GITHUB_OUTPUT=" + path("output"), "GITHUB_STEP_SUMMARY=" + path("summary"),
			"GITHUB_WORKSPACE=" + dir, "GITHUB_ACTIONS=true", "PATH=" + strings.TrimSpace(string(added)) + ":" + os.Getenv("PATH")}
		for name, value := range step.Env {
			for input, of := range a.Inputs {
				given, ok := inputs[input]
				if !ok {
					given = of.Default
				}
				value = strings.ReplaceAll(value, "${{ inputs."+input+" }}", given)
			}
			if strings.Contains(value, "${{") {
				t.Fatalf("%s: %s is no input", name, value)
			}
			env = append(env, name+"="+value)
		}
		var out string
		code, out = shell(t, dir, step.Run, env...)
		output += out
		if code != 0 {
			break
		}
	}
	read := func(name string) string {
		text, _ := os.ReadFile(path(name)) //nolint:errcheck // "" tells the test
		return string(text)
	}
	return code, output, read("output"), read("summary")
}

func TestGitHubAction(t *testing.T) {
	server := releaseServer(t)
	code, output, outputs, summary := runAction(t, server, map[string]string{"paths": "logs/\r\n  more logs/nginx/*.log\n\n"})
	if code != 1 || !strings.Contains(output, "::error ") || !strings.Contains(outputs, "code=1\n") || strings.Count(summary, "# ") == 0 {
		t.Errorf("failures: code %d, outputs %q, summary %q\n%s", code, outputs, summary, output)
	}
	_, sarif, _ := strings.Cut(strings.TrimSpace(outputs), "sarif=")
	if text, err := os.ReadFile(sarif); err != nil || !json.Valid(text) || !bytes.Contains(text, []byte("nginx-recv-104-reading-response-header")) {
		t.Errorf("the SARIF report: %v, %.200s", err, text)
	}
	code, output, outputs, _ = runAction(t, server, map[string]string{"paths": "calm.log", "version": "v1.2.3", "args": "--fail-on-unexplained\n--lang=zh\n"})
	if code != 0 || !strings.Contains(outputs, "code=0\n") {
		t.Errorf("a calm log: code %d, outputs %q\n%s", code, outputs, output)
	}
	code, output, outputs, _ = runAction(t, server, map[string]string{"paths": "logs/", "fail-on": "never"})
	if code != 0 {
		t.Errorf("fail-on never: code %d, outputs %q\n%s", code, outputs, output)
	}
	code, output, outputs, _ = runAction(t, server, map[string]string{"paths": "nowhere/"})
	if code != 2 || !strings.Contains(outputs, "code=2\n") || !strings.Contains(output, "nowhere") {
		t.Errorf("no logs: code %d, outputs %q\n%s", code, outputs, output)
	}
	code, output, outputs, _ = runAction(t, server, map[string]string{"paths": "logs/", "version": "v6.6.6"})
	if code == 0 || outputs != "" || !strings.Contains(output, "FAILED") {
		t.Errorf("an archive that is not ours: code %d, outputs %q\n%s", code, outputs, output)
	}
	code, output, outputs, _ = runAction(t, server, map[string]string{"paths": "logs/", "version": "v9.9.9"})
	if code == 0 || outputs != "" || !strings.Contains(output, "404") {
		t.Errorf("a release that does not exist: code %d, outputs %q\n%s", code, outputs, output)
	}
}

func TestGitLabSnippet(t *testing.T) {
	server := releaseServer(t)
	text, err := os.ReadFile("../../../docs/ci/gitlab-ci.yml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Flinkdoctor struct {
			Variables map[string]string
			Before    []string `yaml:"before_script"`
			Script    []string
			Artifacts struct{ Reports map[string]string }
		}
	}
	if err := yaml.Unmarshal(bytes.ReplaceAll(text, []byte(releases), []byte(server)), &file); err != nil {
		t.Fatal(err)
	}
	job := file.Flinkdoctor
	dir := workspace(t)
	var env []string
	for name, value := range job.Variables {
		env = append(env, name+"="+value)
	}
	code, output := shell(t, dir, strings.Join(append(job.Before, job.Script...), "\n"), env...)
	if code != 1 || !strings.Contains(output, "ROOT CAUSE") {
		t.Errorf("exit code %d\n%s", code, output)
	}
	if len(job.Before) == 0 || len(job.Artifacts.Reports) != 2 {
		t.Errorf("the snippet lost its parts: %+v", job)
	}
	for kind, name := range job.Artifacts.Reports {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("no %s report: %v", kind, err)
		}
	}
}

func TestJenkinsSnippet(t *testing.T) {
	server := releaseServer(t)
	text, err := os.ReadFile("../../../docs/ci/Jenkinsfile")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "returnStatus: true, script: '")
	script, _, closed := strings.Cut(rest, "')")
	if !ok || !closed {
		t.Fatal("the Jenkinsfile runs nothing")
	}
	dir := workspace(t)
	install := "curl -fsS " + server + "/latest/download/" + archive + " | tar xz\nPATH=$PWD:$PATH\n"
	if code, output := shell(t, dir, install+script); code != 1 || !strings.Contains(output, "ROOT CAUSE") {
		t.Errorf("exit code %d\n%s", code, output)
	}
	for _, name := range []string{"flinkdoctor.xml", "flinkdoctor.html"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil || !strings.Contains(string(text), "'"+name+"'") && !strings.Contains(string(text), ", "+name+"'") {
			t.Errorf("%s is not written, or not kept: %v", name, err)
		}
	}
}
