package remedy

import (
	"errors"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

func TestEvaluate(t *testing.T) {
	captures := map[string]string{"limit": "67108864", "requested": "8m", "used": "1.5gb", "word": "many", "big": "26,316,804,096"}
	tests := []struct {
		name string
		f    rules.Formula
		want string
	}{
		{"double in bytes", rules.Formula{Expr: "2 * limit", Unit: "bytes"}, "134217728"},
		{"size with rounding", rules.Formula{Expr: "limit + requested", Round: "128m", Unit: "size"}, "128m"},
		{"whole gibibytes", rules.Formula{Expr: "max(used, limit)", Round: "1g", Unit: "size"}, "2g"},
		{"precedence and brackets", rules.Formula{Expr: "(1 + 2) * 3 - 4 / 2", Unit: "number"}, "7"},
		{"smallest", rules.Formula{Expr: "min(512m, limit)", Unit: "size"}, "64m"},
		{"thousands separators", rules.Formula{Expr: "big / 2", Unit: "bytes"}, "13158402048"},
		{"percent", rules.Formula{Expr: "80", Unit: "percent"}, "80%"},
	}
	for _, tt := range tests {
		got, err := Evaluate(&tt.f, captures)
		if err != nil || got != tt.want {
			t.Errorf("%s: Evaluate(%q) = %q, %v; want %q", tt.name, tt.f.Expr, got, err, tt.want)
		}
	}
}

func TestEvaluateRefuses(t *testing.T) {
	for _, expr := range []string{"", "2 *", "max(1", "missing * 2", "1 / 0", "word + 1", "2 2", "((((((((((((((((((((((((((((((((((((1"} {
		if got, err := Evaluate(&rules.Formula{Expr: expr}, map[string]string{"word": "many"}); err == nil {
			t.Errorf("Evaluate(%q) = %q, want an error", expr, got)
		}
	}
	if _, err := Evaluate(&rules.Formula{Expr: "limit"}, nil); !errors.Is(err, errMissing) {
		t.Errorf("a capture that the log did not give: error %v, want errMissing", err)
	}
}

func FuzzEvaluate(f *testing.F) {
	f.Add("2 * limit", "512m")
	f.Add("max(a, 3) / 0", "x")
	f.Fuzz(func(t *testing.T, expr, value string) {
		out, err := Evaluate(&rules.Formula{Expr: expr, Unit: "size", Round: "1m"}, map[string]string{"limit": value, "a": value})
		if err == nil && out == "" {
			t.Errorf("Evaluate(%q) gave neither a value nor an error", expr)
		}
	})
}

func TestFill(t *testing.T) {
	value := func(name string) string { return map[string]string{"upstream": "starrocks-tcp2"}[name] }
	tests := []struct{ in, want string }{
		{"plain", "plain"},
		{"upstream {upstream}", "upstream starrocks-tcp2"},
		{"upstream {other|starrocks_fe}", "upstream starrocks_fe"},
		{"job {job}", "job ?"},
		{"ends {upstream|x", "ends {upstream|x"},
		{`{"Status": 1} {upstream}`, `{"Status": 1} starrocks-tcp2`},
		{"{other|}done", "done"},
	}
	for _, tt := range tests {
		if got := Fill(tt.in, value); got != tt.want {
			t.Errorf("Fill(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestSatisfies(t *testing.T) {
	tests := []struct {
		version, constraint string
		want                bool
	}{
		{"1.16.1", ">=1.14", true},
		{"1.13.6", ">=1.14", false},
		{"1.17-vvr-8.0.9-2-SNAPSHOT", ">=1.17", true},
		{"2.0.0", ">=1.10, <2.0", false},
		{"unknown", ">=1.14", true},
		{"1.16.1", "nonsense", true},
	}
	for _, tt := range tests {
		if got := satisfies(tt.version, tt.constraint); got != tt.want {
			t.Errorf("satisfies(%q, %q) = %v", tt.version, tt.constraint, got)
		}
	}
}

func TestFixesByVersionAndCase(t *testing.T) {
	rule := &rules.Rule{Fixes: []rules.Fix{
		{Title: rules.Text{EN: "new", ZH: "新"}, Versions: map[string]string{"flink": ">=1.14"},
			Changes: []rules.Change{{In: "flink", Key: "a.b", From: "false", To: "true"}}},
		{Title: rules.Text{EN: "old", ZH: "旧"}, Versions: map[string]string{"flink": "<1.14"}},
		{Title: rules.Text{EN: "with other", ZH: "有其他"}, When: []rules.Condition{{Rule: "other"}}},
	}}
	c := Case{
		Language: "en", Value: func(string) string { return "" }, Versions: map[string]string{"flink": "1.16.1"},
		Found: func(string) bool { return false }, Holds: func(rules.Condition) bool { return true },
		Config: func(string, string) string { return "maybe" },
	}
	fixes := Fixes(rule, c)
	if len(fixes) != 1 || fixes[0].Title != "new" || fixes[0].File != "flink-conf.yaml" || fixes[0].From != "maybe" || fixes[0].To != "true" {
		t.Fatalf("fixes for Flink 1.16.1 = %+v", fixes)
	}
	c.Versions["flink"] = "1.20"
	if fixes = Fixes(rule, c); fixes[0].File != "config.yaml" {
		t.Errorf("file for Flink 1.20 = %q, want config.yaml", fixes[0].File)
	}
	delete(c.Versions, "flink")
	c.Found = func(string) bool { return true }
	if fixes = Fixes(rule, c); len(fixes) != 3 || fixes[0].Versions != "Flink >=1.14" {
		t.Errorf("without a version all fixes are shown with their range: %+v", fixes)
	}
}
