package render

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

func renderJSON(t *testing.T, r *report.Report) []byte {
	t.Helper()
	renderer, err := New("json", Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := renderer.Render(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	s, err := compiler.Compile("../../../docs/schema/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestJSONFollowsSchema(t *testing.T) {
	s := schema(t)
	for name, fixture := range fixtures {
		for _, lang := range term.Languages {
			out := renderJSON(t, fixture(lang))
			value, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := s.Validate(value); err != nil {
				t.Errorf("%s %s: %v", name, lang, err)
			}
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	s := schema(t)
	for name, spoil := range map[string]func(map[string]any){
		"unknown field":   func(m map[string]any) { m["elapsed"] = 1 },
		"missing field":   func(m map[string]any) { delete(m, "not_assessed") },
		"null list":       func(m map[string]any) { m["incidents"] = nil },
		"bad exit reason": func(m map[string]any) { m["exit"].(map[string]any)["reason"] = "fine" },
		"bad time":        func(m map[string]any) { m["summary"].(map[string]any)["first_time"] = "yesterday" },
	} {
		var m map[string]any
		if err := json.Unmarshal(renderJSON(t, loadRefused("en")), &m); err != nil {
			t.Fatal(err)
		}
		spoil(m)
		if s.Validate(m) == nil {
			t.Errorf("%s passes the schema", name)
		}
	}
}

func TestJSONBytes(t *testing.T) {
	r := loadRefused("en")
	r.Sources[0].Name = "evil\u009b2J\u202e\x1b\x7f<&>.log"
	out := string(renderJSON(t, r))
	if !strings.Contains(out, `evil\u009b2J\u202e\u001b\u007f<&>.log`) {
		t.Error("hidden characters are not escaped, or others are")
	}
	if strings.Contains(out, "null") {
		t.Errorf("null in a report without unknown failures:\n%s", out)
	}
	var back report.Report
	if err := json.Unmarshal([]byte(out), &back); err != nil {
		t.Fatal(err)
	}
	if back.Sources[0].Name != r.Sources[0].Name || back.Incidents[0].RootCause.Count != 214 {
		t.Error("the report does not survive")
	}
	if r.Incidents[0].Contributing != nil {
		t.Error("rendering changed the report")
	}
}

func TestJSONUnknownFailure(t *testing.T) {
	if out := string(renderJSON(t, several("en"))); !strings.Contains(out, `"rule": null`) {
		t.Error("a failure that no rule knows has a rule")
	}
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

func TestRenderPassesErrorsOn(t *testing.T) {
	full := errors.New("no space")
	for _, format := range Formats {
		renderer, err := New(format, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := renderer.Render(broken{full}, loadRefused("en")); !errors.Is(err, full) {
			t.Errorf("%s: got %v", format, err)
		}
	}
	if _, err := New("xml", Options{}); err == nil {
		t.Error("an unknown format is accepted")
	}
}
