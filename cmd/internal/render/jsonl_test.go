package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// renderAs renders a report in a format as it must work for every report.
func renderAs(t *testing.T, format string, r *report.Report, options Options) []byte {
	t.Helper()
	renderer, err := New(format, options)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := renderer.Render(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// goldens compares a format with its golden files, one a fixture and language.
func goldens(t *testing.T, format, ext string) {
	t.Helper()
	for name, fixture := range fixtures {
		for _, lang := range term.Languages {
			golden(t, fmt.Sprintf("%s.%s.%s", name, lang, ext), renderAs(t, format, fixture(lang), Options{Dir: "/repo"}))
		}
	}
}

func TestJSONLGolden(t *testing.T) { goldens(t, "jsonl", "jsonl") }

// Every line is what the schema says of its kind.
func TestJSONLFollowsSchema(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	kinds := map[string]*jsonschema.Schema{}
	for _, kind := range []string{"incident", "unexplained", "not_assessed", "suppressed", "notice"} {
		s, err := compiler.Compile("../../../docs/schema/report.schema.json#/$defs/" + kind)
		if err != nil {
			t.Fatal(err)
		}
		kinds[kind] = s
	}
	seen := map[string]int{}
	for name, fixture := range fixtures {
		for n, line := range bytes.Split(bytes.TrimSuffix(renderAs(t, "jsonl", fixture("en"), Options{}), []byte("\n")), []byte("\n")) {
			var object map[string]any
			if err := json.Unmarshal(line, &object); err != nil {
				t.Fatalf("%s line %d: %v", name, n+1, err)
			}
			kind, _ := object["kind"].(string)
			seen[kind]++
			if (n == 0) != (kind == "report") {
				t.Errorf("%s: line %d is of kind %q", name, n+1, kind)
			}
			delete(object, "kind")
			if s := kinds[kind]; s != nil {
				if err := s.Validate(object); err != nil {
					t.Errorf("%s line %d: %v", name, n+1, err)
				}
			}
		}
	}
	for _, kind := range []string{"report", "incident", "unexplained", "not_assessed", "suppressed", "notice"} {
		if seen[kind] == 0 {
			t.Errorf("no fixture has a line of kind %q", kind)
		}
	}
}

// Nothing that the logs hold breaks a line.
func TestJSONLHostile(t *testing.T) {
	r := hostile()
	out := renderAs(t, "jsonl", r, Options{})
	if lines := bytes.Count(out, []byte("\n")); lines != len(jsonLines(r)) {
		t.Errorf("%d lines, want %d", lines, len(jsonLines(r)))
	}
	obeysNobody(t, out)
}

// How long a run took and how wide the terminal is makes no difference to a file.
func TestFilesAreReproducible(t *testing.T) {
	for _, format := range Formats {
		if format == "text" {
			continue
		}
		plain := renderAs(t, format, accepted("en"), Options{})
		other := renderAs(t, format, accepted("en"), Options{Elapsed: 400e6, Palette: term.NewPalette(true), Width: 60})
		if !bytes.Equal(plain, other) {
			t.Errorf("%s differs", format)
		}
	}
}
