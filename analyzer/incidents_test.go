package analyzer

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

const incidentsRoot = "../testdata/incidents"

// expectation is what stands in a folder's <name>.expected.json: what an expert says about its logs, written by hand.
type expectation struct {
	// Note tells the story and why the root is the root.
	Note string `json:"note"`
	// Incidents in the order of the report, most important first.
	Incidents []expectedIncident `json:"incidents"`
	Exit      int                `json:"exit"`
	// Pending says what the program cannot do yet; the folder then must not pass, so that the word goes away with its reason.
	Pending string `json:"pending"`
}

type expectedIncident struct {
	Root string `json:"root"`
	// Accept are other roots that an expert could defend.
	Accept []string `json:"accept"`
	// Confidence is not compared when it is "".
	Confidence string `json:"confidence"`
	// Contributing and Symptoms are findings that the incident must hold there; it may hold more.
	Contributing []string `json:"contributing"`
	Symptoms     []string `json:"symptoms"`
}

// logFile is one log of an incident, named relative to its folder.
type logFile struct{ name, text string }

func incidentFolders(t *testing.T) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(incidentsRoot)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

func readIncident(t *testing.T, folder string) (logs []logFile, want expectation) {
	t.Helper()
	root := filepath.Join(incidentsRoot, folder)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		logs = append(logs, logFile{filepath.ToSlash(name), string(text)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(root + ".expected.json")
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&want); err != nil {
		t.Fatal(err)
	}
	return logs, want
}

func sourcesOf(logs []logFile) []*parsers.Source {
	var out []*parsers.Source
	for _, l := range logs {
		out = append(out, file(l.name, l.text))
	}
	return out
}

// TestIncidents compares the report on every incident with what an expert says.
func TestIncidents(t *testing.T) {
	folders := incidentFolders(t)
	if len(folders) < 16 {
		t.Fatalf("only %d incidents", len(folders))
	}
	for _, folder := range folders {
		t.Run(folder, func(t *testing.T) {
			logs, want := readIncident(t, folder)
			if len(logs) < 2 || want.Note == "" {
				t.Fatalf("%d logs, note %q", len(logs), want.Note)
			}
			report := analyze(t, Options{}, sourcesOf(logs)...)
			problems := compareIncidents(report, want)
			switch {
			case len(problems) == 0 && want.Pending != "":
				t.Error("passes now: take \"pending\" out of its .expected.json")
			case len(problems) > 0 && want.Pending != "":
				t.Skipf("pending: %s: %s", want.Pending, strings.Join(problems, "; "))
			case len(problems) > 0:
				t.Errorf("%s\n%s", strings.Join(problems, "\n"), told(report))
			}
		})
	}
}

// TestIncidentsDoNotDependOnComputing: the order of the sources, the number of workers and the size of blocks change no byte of a report.
func TestIncidentsDoNotDependOnComputing(t *testing.T) {
	for i, folder := range incidentFolders(t) {
		t.Run(folder, func(t *testing.T) {
			logs, _ := readIncident(t, folder)
			want := encoded(t, analyze(t, Options{}, sourcesOf(logs)...))
			rng := rand.New(rand.NewPCG(uint64(i), 7))
			for _, workers := range []int{1, 2, 5} {
				for _, block := range []int{1000, 65536} {
					shuffled := slices.Clone(logs)
					rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
					got := encoded(t, analyze(t, Options{Workers: workers, BlockSize: block}, sourcesOf(shuffled)...))
					if got != want {
						t.Fatalf("%d workers, blocks of %d: %s", workers, block, firstDifference(want, got))
					}
				}
			}
		})
	}
}

// TestTheSameLogTwice: a log that stands in the set under two names, or twice under one, changes counts but no root cause.
func TestTheSameLogTwice(t *testing.T) {
	for _, folder := range incidentFolders(t) {
		logs, _ := readIncident(t, folder)
		want := rootsOf(analyze(t, Options{}, sourcesOf(logs)...))
		for _, name := range []string{"copy of %s", "%s"} {
			twice := slices.Clone(logs)
			for _, l := range logs {
				twice = append(twice, logFile{fmt.Sprintf(name, l.name), l.text})
			}
			if got := rootsOf(analyze(t, Options{}, sourcesOf(twice)...)); got != want {
				t.Errorf("%s, %s: %q, want %q", folder, name, got, want)
			}
		}
	}
}

// compareIncidents returns what is wrong with the report, one sentence each.
func compareIncidents(report *Report, want expectation) (problems []string) {
	add := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if report.Exit.Code != want.Exit {
		add("exit code %d, want %d", report.Exit.Code, want.Exit)
	}
	for _, s := range report.Sources {
		if !s.Assessed {
			add("%s was not recognised", s.Name)
		}
	}
	if len(report.Incidents) != len(want.Incidents) {
		add("%d incidents, want %d", len(report.Incidents), len(want.Incidents))
	}
	for i := range min(len(report.Incidents), len(want.Incidents)) {
		got, want := &report.Incidents[i], &want.Incidents[i]
		root := ruleOf(got.RootCause)
		switch {
		case root != want.Root && !slices.Contains(want.Accept, root):
			add("incident %d: root %s, want %s %v", i+1, root, want.Root, want.Accept)
		case want.Confidence != "" && got.RootCause.Confidence != want.Confidence:
			add("incident %d: %s confidence, want %s", i+1, got.RootCause.Confidence, want.Confidence)
		}
		for _, rule := range missing(got.Contributing, want.Contributing, root) {
			add("incident %d: %s is not among the contributing causes", i+1, rule)
		}
		for _, rule := range missing(got.Symptoms, want.Symptoms, root) {
			add("incident %d: %s is not among the symptoms", i+1, rule)
		}
	}
	return problems
}

// missing returns the wanted rules that no finding of the list has, an accepted root left out.
func missing(list []Finding, wanted []string, root string) []string {
	return slices.DeleteFunc(slices.Clone(wanted), func(rule string) bool {
		return rule == root || slices.ContainsFunc(list, func(f Finding) bool { return ruleOf(&f) == rule })
	})
}

func ruleOf(f *Finding) string {
	if f.Rule == nil {
		return ""
	}
	return *f.Rule
}

// told sums a report up for the message of a failed test.
func told(report *Report) string {
	var b strings.Builder
	for _, i := range report.Incidents {
		fmt.Fprintf(&b, "%s (%s, %s): contributing", ruleOf(i.RootCause), i.RootCause.Severity, i.RootCause.Confidence)
		for _, f := range i.Contributing {
			fmt.Fprintf(&b, " %s", ruleOf(&f))
		}
		b.WriteString("; symptoms")
		for _, f := range i.Symptoms {
			fmt.Fprintf(&b, " %s", ruleOf(&f))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// firstDifference shows where two texts part.
func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, i-80):min(len(s), i+80)] }
	return fmt.Sprintf("%q became %q", cut(a), cut(b))
}
