package render

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

func TestGitLabGolden(t *testing.T) { goldens(t, "gitlab", "gitlab.json") }

// gitlabSchema says what GitLab demands (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
const gitlabSchema = `{
  "type": "array",
  "items": {
    "type": "object",
    "additionalProperties": false,
    "required": ["description", "check_name", "fingerprint", "severity", "location"],
    "properties": {
      "description": {"type": "string", "minLength": 1},
      "check_name": {"type": "string", "minLength": 1},
      "fingerprint": {"type": "string", "minLength": 1},
      "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
      "location": {
        "type": "object",
        "required": ["path", "lines"],
        "properties": {
          "path": {"type": "string", "minLength": 1, "not": {"pattern": "^\\./"}},
          "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}
        }
      }
    }
  }
}`

// validate checks JSON against a schema that stands in the test.
func validate(t *testing.T, name, schema string, out []byte) {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	s, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := s.Validate(value); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

func TestGitLabFollowsSchema(t *testing.T) {
	reports := map[string]*report.Report{"hostile": hostile()}
	for name, fixture := range fixtures {
		reports[name] = fixture("en")
	}
	for name, r := range reports {
		out := renderAs(t, "gitlab", r, Options{Dir: "/repo"})
		validate(t, name, gitlabSchema, out)
		obeysNobody(t, out)
		var issues []gitlabIssue
		if err := json.Unmarshal(out, &issues); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, i := range issues {
			if seen[i.Fingerprint] {
				t.Errorf("%s: fingerprint %s is there twice; GitLab shows only the first", name, i.Fingerprint)
			}
			seen[i.Fingerprint] = true
		}
	}
}
