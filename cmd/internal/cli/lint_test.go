package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
)

const publishedConfigs = "../../../testdata/published/configs/"

// lintOf runs the lint command on a file and returns its report.
func lintOf(t *testing.T, args ...string) analyzer.Report {
	t.Helper()
	var out, errs bytes.Buffer
	Main(append([]string{"lint", "--format", "json"}, args...), strings.NewReader(""), &out, &errs)
	var r analyzer.Report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatalf("%v: %v\n%s%s", args, err, out.String(), errs.String())
	}
	return r
}

// publishedFaults are what the published nginx configurations must be told, with the line.
var publishedFaults = map[string]map[string]int{
	"nginx-before-100-continue.conf": {
		"nginx-lint-expect-header-missing": 46, "nginx-lint-http-version-implicit": 46, "nginx-lint-fail-timeout-too-long": 37,
		"nginx-lint-next-upstream-repeats-loads": 49, "nginx-lint-next-upstream-tries-unlimited": 46, "nginx-lint-connect-timeout-too-long": 20,
		"nginx-lint-stream-proxy-timeout-short": 19, "nginx-lint-underscore-headers-dropped": 46, "nginx-lint-upstream-zone-missing": 8,
		"nginx-lint-stream-keepalive-off": 14, "nginx-lint-worker-connections-low": 4, "nginx-lint-keepalive-timeout-unrelated": 32,
		"nginx-lint-error-log-level-high": 46, "nginx-lint-upstream-hostname": 10, "nginx-lint-loads-need-no-proxy": 47,
		"nginx-lint-redirect-instead-of-proxy": 47, "nginx-lint-load-body-through-proxy": 47,
	},
	"nginx-before-no-live-upstreams.conf": {
		"nginx-lint-max-fails-too-strict": 37, "nginx-lint-http-version-implicit": 46, "nginx-lint-next-upstream-tries-unlimited": 46,
		"nginx-lint-stream-proxy-timeout-short": 19, "nginx-lint-underscore-headers-dropped": 46,
	},
	"nginx-published.conf": {
		"nginx-lint-fail-timeout-too-long": 37, "nginx-lint-next-upstream-repeats-loads": 51, "nginx-lint-http-version-implicit": 46,
	},
}

// TestLintFollowsSchema: findings in configurations are told in the same form as those in logs.
func TestLintFollowsSchema(t *testing.T) {
	compiled, err := jsonschema.NewCompiler().Compile("../../../docs/schema/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	Main([]string{"lint", "--format", "json", publishedConfigs}, strings.NewReader(""), &out, &errs)
	value, err := jsonschema.UnmarshalJSON(&out)
	if err != nil {
		t.Fatalf("%v; %s", err, errs.String())
	}
	if err := compiled.Validate(value); err != nil {
		t.Error(err)
	}
}

func TestLintPublishedNginx(t *testing.T) {
	for file, want := range publishedFaults {
		lines := map[string]int{}
		for _, i := range lintOf(t, publishedConfigs+file).Incidents {
			if rule := *i.RootCause.Rule; lines[rule] == 0 {
				lines[rule] = i.RootCause.Evidence[0].Line
			}
		}
		for rule, line := range want {
			if lines[rule] != line {
				t.Errorf("%s: %s in line %d, want %d", file, rule, lines[rule], line)
			}
		}
		for _, never := range []string{"nginx-lint-expect-header-to-backend", "nginx-lint-body-size-too-small", "nginx-lint-hash-variable-unknown"} {
			if lines[never] != 0 {
				t.Errorf("%s: %s in line %d", file, never, lines[never])
			}
		}
	}
}

// TestLintMendsPublishedNginx applies the diff to the published configurations: the result is clean, and the real nginx takes it.
func TestLintMendsPublishedNginx(t *testing.T) {
	configs, err := filepath.Abs(publishedConfigs)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for file := range publishedFaults {
		t.Run(file, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(configs, file))
			if err != nil {
				t.Fatal(err)
			}
			mended := mendedNginx(t, file, resolvable(string(text)))
			r := lintOf(t, mended)
			for _, i := range r.Incidents {
				if i.RootCause.Severity != "info" {
					t.Errorf("left: %s", i.RootCause.Title)
				}
			}
			if r.Exit.Code != exitClean {
				t.Errorf("exit code %d", r.Exit.Code)
			}
			acceptedByNginx(t, mended)
		})
	}
}

// resolvable takes out what only the author's machine has: names of hosts, files that are included.
func resolvable(text string) string {
	for _, host := range []string{"hostname1", "hostname2", "hostname3"} {
		text = strings.ReplaceAll(text, host, "127.0.0.1")
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(strings.TrimSpace(line), "include") {
			lines[i] = "#" + line
		}
	}
	return strings.Join(lines, "\n")
}

// mendedNginx writes a configuration, applies the diff of lint to it with patch, and returns its name.
func mendedNginx(t *testing.T, name, text string) string {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var diff, errs bytes.Buffer
	Main([]string{"lint", "--diff", name}, strings.NewReader(""), &diff, &errs)
	if diff.Len() == 0 {
		t.Fatalf("no diff; %s", errs.String())
	}
	patch, err := exec.LookPath("patch")
	if err != nil {
		t.Skip("patch is not installed")
	}
	cmd := exec.CommandContext(t.Context(), patch, "-p1", "--fuzz=0")
	cmd.Stdin = bytes.NewReader(diff.Bytes())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("patch: %s\n%s", out, diff.String())
	}
	return name
}

// acceptedByNginx lets nginx -t judge a file. Where nginx has no stream module the stream block is left out.
func acceptedByNginx(t *testing.T, name string) {
	t.Helper()
	binary, err := exec.LookPath("nginx")
	if err != nil {
		t.Skip("nginx is not installed; apt-get install nginx-light libnginx-mod-stream")
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	out, ok := nginxTest(t, binary, dir, string(text))
	if !ok && strings.Contains(out, `unknown directive "stream"`) {
		const module = "/usr/lib/nginx/modules/ngx_stream_module.so"
		if _, err := os.Stat(module); err == nil {
			out, ok = nginxTest(t, binary, dir, "load_module "+module+";\n"+string(text))
		} else {
			out, ok = nginxTest(t, binary, dir, withoutStream(string(text)))
		}
	}
	if !ok {
		t.Errorf("nginx -t: %s", out)
	}
}

func nginxTest(t *testing.T, binary, dir, text string) (string, bool) {
	t.Helper()
	path := filepath.Join(dir, "tested.conf")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), binary, "-t", "-p", dir, "-c", path, "-e", filepath.Join(dir, "error.log"), "-g", "pid "+dir+"/nginx.pid;").CombinedOutput()
	return string(out), err == nil
}

// withoutStream cuts the block "stream{ ... }", which ends at a brace at the start of a line in these files.
func withoutStream(text string) string {
	before, rest, found := strings.Cut(text, "\nstream{")
	if !found {
		return text
	}
	_, after, _ := strings.Cut(rest, "\n}")
	return before + after
}

func TestLintPublishedPipeline(t *testing.T) {
	rejected := map[string]bool{}
	for _, i := range lintOf(t, publishedConfigs+"mysql-to-starrocks-pipeline.yaml").Incidents {
		if *i.RootCause.Rule == "cdc-lint-key-vendor-only" {
			rejected[i.RootCause.Captures["key"]] = true
		} else if i.RootCause.Severity == "error" {
			t.Errorf("%s: %s", *i.RootCause.Rule, i.RootCause.Title)
		}
	}
	for _, key := range []string{"scan.only.deserialize.captured.tables.changelog.enabled", "scan.parallel-deserialize-changelog.enabled"} {
		if !rejected[key] {
			t.Errorf("%s is not told", key)
		}
	}
	if len(rejected) != 2 {
		t.Errorf("rejected: %v", rejected)
	}
}
