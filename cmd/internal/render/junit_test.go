package render

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

func TestJUnitGolden(t *testing.T) { goldens(t, "junit", "junit.xml") }

func parseJUnit(t *testing.T, out []byte) junitSuites {
	t.Helper()
	var s junitSuites
	decoder := xml.NewDecoder(bytes.NewReader(out))
	decoder.Strict = true
	if err := decoder.Decode(&s); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	return s
}

// Counters agree with the cases, every case has at most one result, and no two cases are taken for one.
func TestJUnitStructure(t *testing.T) {
	for name, fixture := range fixtures {
		s := parseJUnit(t, renderAs(t, "junit", fixture("en"), Options{})).Suite
		failures, errors, skipped, names := 0, 0, 0, map[string]bool{}
		for _, c := range s.Cases {
			results := 0
			for _, part := range []struct {
				result *junitResult
				count  *int
			}{{c.Failure, &failures}, {c.Error, &errors}, {c.Skipped, &skipped}} {
				if part.result != nil {
					*part.count++
					results++
				}
			}
			if results > 1 || c.Name == "" || names[c.Class+c.Name] {
				t.Errorf("%s: case %q has %d results or is there twice", name, c.Name, results)
			}
			names[c.Class+c.Name] = true
		}
		if s.Tests != len(s.Cases) || s.Failures != failures || s.Errors != errors || s.Skipped != skipped || s.Tests == 0 {
			t.Errorf("%s: %d tests, %d failures, %d errors, %d skipped; counted %d, %d, %d, %d", name, s.Tests, s.Failures, s.Errors, s.Skipped, len(s.Cases), failures, errors, skipped)
		}
	}
}

func TestJUnitVerdicts(t *testing.T) {
	onlyUnknown := func(lang string) *report.Report {
		r := loadRefused(lang)
		r.Incidents, r.Exit.UnexplainedFail = nil, true
		return r
	}
	limited := func(failOn string, fails bool) *report.Report {
		r := loadRefused("en")
		r.Exit.FailOn, r.Incidents[0].Fails = failOn, fails
		return r
	}
	unsaid := loadRefused("en")
	unsaid.Exit.FailOn = ""
	for name, c := range map[string]struct {
		r                         *report.Report
		failures, errors, skipped int
	}{
		"healthy":            {healthy("en"), 0, 0, 0},
		"not recognised":     {unrecognised("en"), 0, 1, 0},
		"interrupted":        {interrupted("en"), 0, 0, 1},
		"unexplained beside": {loadRefused("en"), 1, 0, 1},
		"unexplained alone":  {onlyUnknown("en"), 1, 0, 0},
		"accepted":           {accepted("en"), 1, 0, 4},
		"below the limit":    {limited("critical", false), 0, 0, 2},
		"no gate":            {limited("never", false), 0, 0, 2},
		"no limit known":     {unsaid, 1, 0, 1},
	} {
		s := parseJUnit(t, renderAs(t, "junit", c.r, Options{}))
		if s.Failures != c.failures || s.Errors != c.errors || s.Suite.Skipped != c.skipped {
			t.Errorf("%s: %d failures, %d errors, %d skipped", name, s.Failures, s.Errors, s.Suite.Skipped)
		}
	}
}

func TestJUnitHostile(t *testing.T) {
	out := renderAs(t, "junit", hostile(), Options{})
	obeysNobody(t, out)
	s := parseJUnit(t, out)
	failure := s.Suite.Cases[0].Failure
	for _, whole := range []string{"]]>", "<script>alert(1)</script>", "&lt;b&gt;"} {
		if !strings.Contains(failure.Text, whole) || !strings.Contains(failure.Message, whole) {
			t.Errorf("%q did not survive", whole)
		}
	}
}
