package lint

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// loaded is the pack as its files are now.
var loaded = sync.OnceValues(func() (*rules.Pack, []rules.Problem) { return rules.LoadDir("../../rules/pack") })

func packOf(t testing.TB) *rules.Pack {
	t.Helper()
	pack, problems := loaded()
	if pack == nil {
		t.Fatal(problems)
	}
	return pack
}

// parsed reads files given as name and text.
func parsed(files ...string) (list []*conf.File, problems []conf.Problem) {
	for i := 0; i+1 < len(files); i += 2 {
		kind, table := conf.Detect(files[i], []byte(files[i+1]))
		f, p := conf.Parse(files[i], kind, table, []byte(files[i+1]))
		list, problems = append(list, f), append(problems, p...)
	}
	return list, problems
}

// found returns "file:line rule" of all findings of the rules whose names begin with a prefix.
func found(t testing.TB, prefix string, versions map[string]string, files ...string) []string {
	t.Helper()
	list, problems := parsed(files...)
	var out []string
	for _, f := range Run(list, problems, packOf(t), Options{Language: "en", Versions: versions}) {
		if strings.HasPrefix(*f.Rule, prefix) {
			out = append(out, f.Evidence[0].Source+":"+strconv.Itoa(f.Evidence[0].Line)+" "+*f.Rule)
		}
	}
	return out
}

func TestChecksAreThoseThatRulesMayName(t *testing.T) {
	if got, want := slices.Sorted(maps.Keys(checks)), rules.LintChecks(); !slices.Equal(got, want) {
		t.Errorf("package lint has %v, package rules lists %v", got, want)
	}
	used := map[string]bool{}
	for _, rule := range packOf(t).Rules {
		if rule.Config != nil {
			used[rule.Config.Check] = true
		}
	}
	for name := range checks {
		if !used[name] {
			t.Errorf("no rule uses the check %s", name)
		}
	}
}

func TestPlacesAreThoseThatRulesMayName(t *testing.T) {
	files, _ := parsed("nginx.conf", `
events { }
http {
  upstream fe { server 10.0.0.21:8030; server 10.0.0.22:8030; }
  server {
    location /api/ { proxy_pass http://fe; }
    location /be/ { proxy_pass http://10.0.0.31:8040; }
    location ~ /_stream_load$ { return 307 http://10.0.0.21:8030$request_uri; }
  }
}
stream { upstream sql { server 10.0.0.21:9030; } server { listen 1; proxy_pass sql; } }`)
	n := newNginxConfig(files)
	for _, place := range rules.LintPlaces() {
		if len(n.places[place]) == 0 {
			t.Errorf("no block is %q", place)
		}
	}
	for place := range n.places {
		if !slices.Contains(rules.LintPlaces(), place) {
			t.Errorf("package rules does not list the place %q", place)
		}
	}
}

// TestSamples reads every sample of every lint rule.
func TestSamples(t *testing.T) {
	pack := packOf(t)
	for i := range pack.Rules {
		rule := &pack.Rules[i]
		if rule.Role != rules.RoleLint {
			continue
		}
		for want, samples := range map[bool][]string{true: rule.Samples.Match, false: rule.Samples.NoMatch} {
			for j, sample := range samples {
				if spoke := Speakers(pack, rule, sample); slices.Contains(spoke, rule.ID) != want {
					t.Errorf("%s: sample %d should match: %v; spoke: %v", rule.ID, j, want, spoke)
				}
			}
		}
	}
}

// TestMendedSamples makes the fixes of every rule in its own samples: what a fix changed reads back without a problem, and the rule is silent then.
func TestMendedSamples(t *testing.T) {
	pack := packOf(t)
	mended := 0
	for i := range pack.Rules {
		rule := &pack.Rules[i]
		if rule.Role != rules.RoleLint {
			continue
		}
		for j, sample := range rule.Samples.Match {
			files, problems := parsed(sampleName(rule.Config.File, sample), sample)
			o := Options{Language: "en", Versions: rule.Config.Versions}
			patched := Mend(files, problems, pack, o, func(f *report.Finding) bool { return *f.Rule == rule.ID })
			if len(patched) == 0 {
				continue
			}
			mended++
			after, problems := parsed(patched[0].Name, string(patched[0].After))
			if len(problems) > 0 {
				t.Errorf("%s: sample %d is broken now: %v\n%s", rule.ID, j, problems, patched[0].After)
			}
			for _, f := range Run(after, problems, pack, o) {
				if *f.Rule == rule.ID {
					t.Errorf("%s: sample %d is still at fault:\n%s", rule.ID, j, patched[0].After)
				}
			}
		}
	}
	if mended < 60 {
		t.Errorf("only %d samples were mended", mended)
	}
}

// TestFixesWithPlainValuesMakeDiffs: a rule whose first fix sets a plain value in nginx, Flink, StarRocks or MySQL must show it as a diff of the sample.
func TestFixesWithPlainValuesMakeDiffs(t *testing.T) {
	pack := packOf(t)
	for i := range pack.Rules {
		rule := &pack.Rules[i]
		if rule.Role != rules.RoleLint || len(rule.Fixes[0].Changes) == 0 {
			continue
		}
		diffs := 0
		for _, sample := range rule.Samples.Match {
			files, problems := parsed(sampleName(rule.Config.File, sample), sample)
			for _, f := range Run(files, problems, pack, Options{Language: "en", Versions: rule.Config.Versions}) {
				for _, fix := range f.Fixes {
					if *f.Rule == rule.ID && fix.Diff != "" {
						diffs++
					}
				}
			}
		}
		if diffs == 0 {
			t.Errorf("%s: no sample gets a diff", rule.ID)
		}
	}
}

// everythingWrong has most of the faults of the nginx rules at once.
const everythingWrong = `worker_processes 4;
events { worker_connections 512; }
http {
	error_log %DIR%/error.log crit;
	keepalive_timeout 600;
	client_body_temp_path body;
	client_body_timeout 5s;
	large_client_header_buffers 4 4k;
	proxy_set_header Expect "100-continue";
	upstream fe {
		keepalive 16;
		server 127.0.0.1:8030 max_fails=1 fail_timeout=600s; # leader
		server 127.0.0.2:8030 weight=2;
		server 127.0.0.3:8030 max_fails=3 fail_timeout=5m;
	}
	server {
		listen 127.0.0.1:18031;
		location /api/ {
			proxy_set_header Host $host; # kept
			proxy_pass http://fe/;
			proxy_next_upstream error timeout http_502 non_idempotent;
			proxy_redirect http://127.0.0.1:8040/ http://$host/;
		}
		location / { proxy_pass http://fe; }
	}
	server { listen 127.0.0.1:18041; location /be/ { proxy_pass http://127.0.0.1:8040; } }
}
`

// TestNginxAcceptsWhatWasMended makes all fixes in a file with most faults and lets the real nginx judge the result.
func TestNginxAcceptsWhatWasMended(t *testing.T) {
	dir := t.TempDir()
	text := strings.ReplaceAll(everythingWrong, "%DIR%", dir)
	files, problems := parsed("nginx.conf", text)
	pack := packOf(t)
	before := Run(files, problems, pack, Options{Language: "en"})
	if len(before) < 20 {
		t.Errorf("only %d findings", len(before))
	}
	patched := Mend(files, problems, pack, Options{Language: "en"}, func(*report.Finding) bool { return true })
	if len(patched) != 1 {
		t.Fatalf("%d files changed", len(patched))
	}
	after := string(patched[0].After)
	for _, f := range found(t, "nginx-", nil, "nginx.conf", after) {
		if pack.ByID(f[strings.IndexByte(f, ' ')+1:]).Severity != rules.Info {
			t.Errorf("left: %s", f)
		}
	}
	for _, kept := range []string{"# leader", "# kept", "weight=2"} {
		if !strings.Contains(after, kept) {
			t.Errorf("%q is lost", kept)
		}
	}
	binary, err := exec.LookPath("nginx")
	if err != nil {
		t.Skip("nginx is not installed; apt-get install nginx-light")
	}
	path := filepath.Join(dir, "nginx.conf")
	for _, version := range []string{text, after} {
		if err := os.WriteFile(path, []byte(version), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.CommandContext(t.Context(), binary, "-t", "-p", dir, "-c", path, "-e", filepath.Join(dir, "e.log"), "-g", "pid "+dir+"/nginx.pid;").CombinedOutput(); err != nil {
			t.Errorf("nginx -t: %s\n%s", out, version)
		}
	}
}

// FuzzRun: no file makes a check fail, and every place lies inside the file.
func FuzzRun(f *testing.F) {
	for _, name := range []string{"nginx.conf", "flink-conf.yaml", "config.yaml", "pipeline.yaml", "job.sql", "my.cnf", "be.conf", "pod-template.yaml", "run.sh"} {
		f.Add(name, strings.ReplaceAll(everythingWrong, "%DIR%", "/x"))
	}
	for _, seed := range [][2]string{
		{"cm.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  config.yaml: |\n    parallelism.default: two\n    parallelism.default: 2\n  zoo.cfg: \"tickTime=2s\\nserver.1=a:1\\nserver.2=a:1:2\\n\"\n"},
		{"list.json", `{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"flink.apache.org/v1beta1","kind":"FlinkDeployment","metadata":{"name":"A"},"spec":{"flinkVersion":"v1_18","flinkConfiguration":{"rest.port":"x"}}}]}`},
		{"docker-compose.yml", "services:\n  a:\n    command: taskmanager -Drest.port=x\n    environment:\n    - |\n      FLINK_PROPERTIES=\n      rest.port: y\n"},
	} {
		f.Add(seed[0], seed[1])
	}
	pack := packOf(f)
	for i := range pack.Rules {
		if rule := &pack.Rules[i]; rule.Role == rules.RoleLint {
			f.Add(rule.Config.File, rule.Samples.Match[0])
		}
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		kind, table := conf.Detect(name, []byte(text))
		if kind == "" || len(text) > 1<<14 {
			return
		}
		file, problems := conf.Parse(name, kind, table, []byte(text))
		lines := strings.Count(text, "\n") + 1
		for _, finding := range Run([]*conf.File{file}, problems, pack, Options{Language: "en", Versions: map[string]string{"flink": "1.18"}}) {
			e := finding.Evidence[0]
			if e.Line < 1 || e.Line > lines || e.Column < 1 || e.Source != name {
				t.Fatalf("%s at %+v of %d lines", *finding.Rule, e, lines)
			}
		}
	})
}
