package render

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/joshdk/go-junit"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// TestSARIFStandard: the schema of the standard, which go-sarif carries, accepts what is written, and the library knows every field of it.
func TestSARIFStandard(t *testing.T) {
	for name, r := range sarifReports() {
		out := renderAs(t, "sarif", r, Options{Dir: "/repo"})
		log, err := sarif.FromBytes(out)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, run := range log.Runs { // the library fills in empty values for what is not there, which its own schema refuses
			run.NewlineSequences = []string{"\n"}
			run.Tool.Driver.Language = "en-US"
		}
		if err := log.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if results := log.Runs[0].Results; len(results) > 0 {
			level := results[0].Level
			results[0].Level = "fatal"
			if log.Validate() == nil {
				t.Error("the schema refuses nothing")
			}
			results[0].Level = level
		}
		read, err := json.Marshal(log)
		if err != nil {
			t.Fatal(err)
		}
		var ours, theirs any
		if json.Unmarshal(out, &ours) != nil || json.Unmarshal(read, &theirs) != nil {
			t.Fatalf("%s: no JSON", name)
		}
		if lost := missing("", ours, theirs); lost != "" {
			t.Errorf("%s: a reader of SARIF does not know %s", name, lost)
		}
	}
}

// missing returns the path of the first value of a that b does not have, "" when it has all.
func missing(path string, a, b any) string {
	switch a := a.(type) {
	case map[string]any:
		other, _ := b.(map[string]any)
		for key, value := range a {
			if lost := missing(path+"/"+key, value, other[key]); lost != "" {
				return lost
			}
		}
		return ""
	case []any:
		other, _ := b.([]any)
		if len(other) < len(a) {
			return path
		}
		for n := range a {
			if lost := missing(path, a[n], other[n]); lost != "" {
				return lost
			}
		}
		return ""
	}
	if !reflect.DeepEqual(a, b) {
		return path
	}
	return ""
}

// TestJUnitConsumer: what a reader of test reports counts agrees with the exit code and with the report.
func TestJUnitConsumer(t *testing.T) {
	reports := map[string]*report.Report{"hostile": hostile()}
	for name, fixture := range fixtures {
		for _, lang := range term.Languages {
			reports[name+" "+lang] = fixture(lang)
		}
	}
	for name, r := range reports {
		suites, err := junit.Ingest(renderAs(t, "junit", r, Options{}))
		if err != nil || len(suites) != 1 {
			t.Fatalf("%s: %d suites, %v", name, len(suites), err)
		}
		totals, failing := suites[0].Totals, 0
		for i := range r.Incidents {
			if r.Incidents[i].Fails {
				failing++
			}
		}
		if totals.Failed != failing || (totals.Failed > 0) != (r.Exit.Code == 1) || (totals.Error > 0) != (r.Exit.Code == 3) {
			t.Errorf("%s: %+v with %d incidents that fail and exit code %d", name, totals, failing, r.Exit.Code)
		}
		for _, test := range suites[0].Tests {
			if test.Name == "" || test.Classname == "" || test.Status == junit.StatusFailed && (test.Error == nil || test.Message == "") {
				t.Errorf("%s: %+v", name, test)
			}
		}
	}
}
