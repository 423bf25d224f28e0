package cli_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
)

// TestWorkflowExamples lets actionlint judge the workflows that the guides show, together with the action that they use.
func TestWorkflowExamples(t *testing.T) {
	actionlint, err := exec.LookPath("actionlint")
	if err != nil {
		t.Skip("actionlint is not installed; go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12")
	}
	dir := t.TempDir()
	workflows := filepath.Join(dir, ".github", "workflows")
	if err := os.MkdirAll(workflows, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := exec.Command("git", "init", "-q", dir).Run(); err != nil { // actionlint looks for actions in the repository around it
		t.Fatal(err)
	}
	copyTo(t, filepath.Join(dir, "action.yml"), "../../../action.yml")
	var files []string
	for _, guide := range []string{"README.en.md", "README.zh.md"} {
		text, err := os.ReadFile(filepath.Join("../../../docs/guide", guide))
		if err != nil {
			t.Fatal(err)
		}
		_, steps, ok := strings.Cut(string(text), "```yaml\n- uses: flinkdoctor/flinkdoctor@")
		steps, _, closed := strings.Cut(steps, "```")
		if !ok || !closed {
			t.Fatalf("%s shows no workflow", guide)
		}
		_, steps, _ = strings.Cut(steps, "\n")
		steps = strings.ReplaceAll("- uses: ./\n"+steps, "\n", "\n      ")
		workflow := "on: push\njobs:\n  e2e:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: ./run-e2e.sh\n      " + steps
		file := filepath.Join(workflows, guide+".yml")
		if err := os.WriteFile(file, []byte(strings.TrimRight(workflow, " ")), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	cmd := exec.Command(actionlint, append([]string{"-no-color"}, files...)...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("actionlint: %v\n%s", err, out)
	}
}

func copyTo(t *testing.T, to, from string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestScriptsOfTheAction lets shellcheck judge the steps of the action.
func TestScriptsOfTheAction(t *testing.T) {
	shellcheck, err := exec.LookPath("shellcheck")
	if err != nil {
		t.Skip("shellcheck is not installed; apt-get install shellcheck")
	}
	text, err := os.ReadFile("../../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(text, &a); err != nil {
		t.Fatal(err)
	}
	for _, step := range a.Runs.Steps {
		cmd := exec.Command(shellcheck, "--shell=bash", "-")
		cmd.Stdin = bytes.NewReader([]byte("set -eo pipefail\n" + step.Run))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("shellcheck: %v\n%s", err, out)
		}
	}
}

// TestHookSeesEveryConfiguration compares the names that the hook for pre-commit asks for with those that a folder is searched for.
func TestHookSeesEveryConfiguration(t *testing.T) {
	text, err := os.ReadFile("../../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct{ Entry, Language, Files string }
	if err := yaml.Unmarshal(text, &hooks); err != nil || len(hooks) != 1 {
		t.Fatalf("%d hooks, %v", len(hooks), err)
	}
	wanted := regexp.MustCompile(hooks[0].Files)
	for _, name := range []string{
		"nginx.conf", "conf/flink-conf.yaml", "config.yaml", "fe.conf", "my.cnf", "my.ini", "zoo.cfg", "job.sql", "run.sh", "deploy/pod.yml", "pod.json", "a.properties",
		"README.md", "main.go", "taskmanager.log", "Dockerfile", "conf",
	} {
		if wanted.MatchString(name) != conf.Named(name) {
			t.Errorf("%s: the hook takes it: %v, lint takes it: %v", name, wanted.MatchString(name), conf.Named(name))
		}
	}
}
