package analyzer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

func builtin(tb testing.TB) *rules.Pack {
	tb.Helper()
	pack, err := rules.Builtin()
	if err != nil {
		tb.Fatal(err)
	}
	return pack
}

// file is a source as a plain file gives it, stream one as a pipe does.
func file(name, text string) *parsers.Source {
	return &parsers.Source{Name: name, File: strings.NewReader(text), Size: int64(len(text))}
}

func stream(name, text string) *parsers.Source {
	return &parsers.Source{Name: name, Reader: io.MultiReader(strings.NewReader(text))}
}

func analyze(tb testing.TB, o Options, sources ...*parsers.Source) *Report {
	tb.Helper()
	r, err := Analyze(tb.Context(), slices.Values(sources), builtin(tb), o)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func encoded(tb testing.TB, r *Report) string {
	tb.Helper()
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// noise is an ordinary record.
func noise(i int) string {
	return fmt.Sprintf("2024-01-24 14:%02d:%02d,%03d INFO  org.apache.flink.runtime.taskexecutor.TaskExecutor           [] - Receive slot request %032x for job.\n", i/60%60, i%60, i%1000, i)
}

const oom = "2024-01-24 14:31:00,000 ERROR org.apache.flink.runtime.taskexecutor.TaskManagerRunner      [] - Fatal error occurred while executing the TaskManager. Shutting it down...\n" +
	"java.lang.OutOfMemoryError: Direct buffer memory. The direct out-of-memory error has occurred. The task executor has to be shutdown...\n\tat java.nio.Bits.reserveMemory(Bits.java:695) ~[?:1.8.0_372]\n"

// largeLog is over the size up to which every record is read, with failures spread over it.
func largeLog(failures int) string {
	rng := rand.New(rand.NewPCG(3, 5))
	at := map[int]bool{}
	for range failures {
		at[rng.IntN(12000)] = true
	}
	var b strings.Builder
	for i := range 12000 {
		b.WriteString(noise(i))
		if at[i] {
			b.WriteString(oom)
		}
	}
	return b.String()
}

// TestSameReport: neither workers, nor block sizes, nor the way the bytes arrive, nor the order of the sources change a byte of the report.
func TestSameReport(t *testing.T) {
	large := largeLog(17)
	if len(large) <= smallSource {
		t.Fatalf("%d bytes are not large", len(large))
	}
	nginx := "2024/01/24 14:30:58 [error] 12#12: *1 no live upstreams while connecting to upstream, client: 10.0.0.1, server: , request: \"PUT /api/d/t/_stream_load HTTP/1.1\", upstream: \"http://fe/api/d/t/_stream_load\", host: \"n:1\"\n"
	want := encoded(t, analyze(t, Options{}, file("a.log", large), file("b.log", nginx)))
	if !strings.Contains(want, "taskmanager-direct-buffer-memory") || !strings.Contains(want, "nginx-no-live-upstreams") {
		t.Fatal("the failures were not found")
	}
	for _, workers := range []int{1, 2, 5} {
		for _, block := range []int{1000, 65536, 1 << 20} {
			o := Options{Workers: workers, BlockSize: block}
			if got := encoded(t, analyze(t, o, file("a.log", large), file("b.log", nginx))); got != want {
				t.Fatalf("%d workers, blocks of %d: the report differs", workers, block)
			}
		}
	}
	if got := encoded(t, analyze(t, Options{}, file("b.log", nginx), file("a.log", large))); got != want {
		t.Error("the order of the sources changes the report")
	}
	if got := encoded(t, analyze(t, Options{}, stream("a.log", large), stream("b.log", nginx))); got != want {
		t.Error("streams give another report")
	}
}

func TestLineNumbers(t *testing.T) {
	var b strings.Builder
	for i := range 12000 {
		b.WriteString(noise(i))
	}
	text := b.String() + oom
	r := analyze(t, Options{BlockSize: 4096}, file("a.log", text))
	if len(r.Incidents) != 1 || r.Incidents[0].RootCause.Evidence[0].Line != 12001 || r.Summary.Lines != 12003 {
		t.Errorf("%d incidents, %d lines: %+v", len(r.Incidents), r.Summary.Lines, r.Incidents)
	}
}

// TestSecretsStayInside: whatever a log holds, the report shows no password, token or key.
func TestSecretsStayInside(t *testing.T) {
	const secret = "Hunter2Hunter2"
	log := "2024-01-24 14:31:00,000 INFO  org.apache.flink.configuration.GlobalConfiguration [] - Loading configuration property: s3.secret-key, " + secret + "\n" +
		"2024-01-24 14:31:00,000 ERROR com.acme.Sink [] - write failed: jdbc:mysql://root:" + secret + "@10.0.0.1:9030/db?password=" + secret + " Authorization: Basic " + secret + "\n" +
		"com.acme.SinkException: {\"password\":\"" + secret + "\", \"token\": \"" + secret + "\"}\n\tat com.acme.Sink.write(Sink.java:1)\n"
	r := analyze(t, Options{}, file("a.log", log))
	if text := encoded(t, r); strings.Contains(text, secret) || !strings.Contains(text, "SinkException") {
		t.Errorf("the report: %s", text)
	}
}

func TestUnreadableSourceIsTold(t *testing.T) {
	r := analyze(t, Options{}, &parsers.Source{Name: "gone.log", Err: os.ErrNotExist}, file("a.log", noise(1)))
	if len(r.NotAssessed) != 1 || r.NotAssessed[0].What != "gone.log" || len(r.Sources) != 1 {
		t.Errorf("%+v", r)
	}
	broken := &parsers.Source{Name: "b.log", Reader: io.MultiReader(strings.NewReader(oom), failing{})}
	r = analyze(t, Options{}, broken)
	if len(r.Incidents) != 1 || len(r.NotAssessed) != 1 || !strings.Contains(r.NotAssessed[0].Why, "disk on fire") {
		t.Errorf("what was read before the failure is told, and the failure too: %+v", r)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, fmt.Errorf("disk on fire") }

// TestSamples runs every sample of the built-in pack.
func TestSamples(t *testing.T) {
	failures, checked := CheckSamples(builtin(t), func(string) bool { return true })
	for _, f := range failures {
		t.Errorf("%s: want %v, spoke %v: %.200s", f.Rule, f.Want, f.Spoke, f.Sample)
	}
	if checked < 200 {
		t.Errorf("only %d samples", checked)
	}
}

// TestHealthyLogsAreSilent is the standing false-positive test: nothing of severity error in what healthy programs write.
func TestHealthyLogsAreSilent(t *testing.T) {
	root := "../testdata/healthy"
	seen := 0
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) == ".md" {
			return err
		}
		seen++
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		r := analyze(t, Options{}, file(path, string(text)))
		for _, i := range r.Incidents {
			if rules.Severity(i.RootCause.Severity).Rank() >= rules.Error.Rank() {
				t.Errorf("%s: %s at %+v", path, i.RootCause.Title, i.RootCause.Evidence)
			}
		}
		if !r.Sources[0].Assessed {
			t.Errorf("%s: not recognised", path)
		}
		return nil
	})
	if err != nil || seen < 10 {
		t.Errorf("%d files: %v", seen, err)
	}
}

// TestComponentsAgree compares the components that parsers know with those that rules may name.
func TestComponentsAgree(t *testing.T) {
	known := []parsers.Component{
		parsers.ComponentFlink, parsers.ComponentJobManager, parsers.ComponentTaskManager, parsers.ComponentFlinkClient, parsers.ComponentChunJun,
		parsers.ComponentStreamPark, parsers.ComponentStarRocksFE, parsers.ComponentStarRocksBE, parsers.ComponentStreamLoad, parsers.ComponentNginx,
		parsers.ComponentNginxStream, parsers.ComponentZooKeeper, parsers.ComponentKafka, parsers.ComponentMySQL, parsers.ComponentKubernetes,
		parsers.ComponentYarn, parsers.ComponentKernel, parsers.ComponentJVM,
	}
	var names []string
	for _, c := range known {
		names = append(names, string(c))
	}
	other := rules.Components()
	slices.Sort(names)
	slices.Sort(other)
	if !slices.Equal(names, other) {
		t.Errorf("parsers know %v, rules %v", names, other)
	}
	for _, level := range []parsers.Level{parsers.LevelTrace, parsers.LevelDebug, parsers.LevelInfo, parsers.LevelWarn, parsers.LevelError, parsers.LevelFatal} {
		if rules.LevelRank(level.String()) != int(level) {
			t.Errorf("level %s ranks %d in rules, %d in parsers", level, rules.LevelRank(level.String()), level)
		}
	}
}

func FuzzAnalyze(f *testing.F) {
	for _, name := range []string{"03-nginx-no-live-upstreams", "07-jobmanager-direct-buffer-flattened-ocr", "10-zookeeper-suspended"} {
		text, err := os.ReadFile("../testdata/published/" + name + "/log.txt")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(oom))
	f.Add(bytes.Repeat([]byte("Caused by: "), 100))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<16 {
			return
		}
		r := analyze(t, Options{}, file("x", string(text)))
		if r.Summary.Bytes != int64(len(text)) {
			t.Fatalf("%d of %d bytes", r.Summary.Bytes, len(text))
		}
		lines := bytes.Count(text, []byte{'\n'}) + 1
		for _, i := range r.Incidents {
			for _, e := range i.RootCause.Evidence {
				if e.Line < 1 || e.Line > lines {
					t.Fatalf("evidence on line %d of %d", e.Line, lines)
				}
			}
		}
	})
}

// TestEvidenceOfAPaste: a trace copied from Flink's web UI begins with a line that holds the time alone; evidence begins below it. Elsewhere it says where the message begins.
func TestEvidenceOfAPaste(t *testing.T) {
	trace := oom[strings.IndexByte(oom, '\n')+1:]
	pasted := analyze(t, Options{}, file("paste.txt", "2024-01-24 14:31:00\norg.apache.flink.util.FlinkException: task failed\nCaused by: "+trace))
	evidence := pasted.Incidents[0].RootCause.Evidence
	if evidence[0].Line != 2 || !strings.HasPrefix(evidence[0].Text, "org.apache.flink.util.FlinkException") || evidence[0].Time == nil {
		t.Errorf("%+v", evidence)
	}
	logged := analyze(t, Options{}, file("taskmanager.log", oom)).Incidents[0].RootCause.Evidence[0]
	if !strings.HasPrefix(logged.Text[logged.MessageAt:], "Fatal error occurred") {
		t.Errorf("%+v", logged)
	}
}
