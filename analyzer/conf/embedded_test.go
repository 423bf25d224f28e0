package conf

import (
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// manifests are files that hold others, in all the ways in which YAML and JSON write a text.
var manifests = map[string]string{
	"block":      "apiVersion: v1\nkind: ConfigMap\ndata:\n  # why\n  flink-conf.yaml: | # kept\n    a.b: 1\n\n    rest.port: 8081 # x\n  z: y\n",
	"stripped":   "apiVersion: v1\nkind: ConfigMap\ndata:\n  flink-conf.yaml: |-\n   a.b: 1\n   rest.port: 8081\n\n  z: y\n",
	"indented":   "apiVersion: v1\nkind: ConfigMap\ndata:\n    flink-conf.yaml: |2\n        a.b: 1\n      rest.port: 8081\n",
	"CRLF":       "apiVersion: v1\r\nkind: ConfigMap\r\ndata:\r\n  flink-conf.yaml: |\r\n    a.b: 1\r\n    rest.port: 8081\r\n",
	"no end":     "apiVersion: v1\nkind: ConfigMap\ndata:\n  flink-conf.yaml: |\n    a.b: 1\n    rest.port: 8081",
	"quoted":     "apiVersion: v1\nkind: ConfigMap\ndata:\n  flink-conf.yaml: \"a.b: \\\"1\\\"  \\nc: \\u4e2d\\x41\\\n    \\ d\\nrest.port: 8081\\n\"\n",
	"folded":     "apiVersion: v1\nkind: ConfigMap\ndata:\n  flink-conf.yaml: \"a.b: 1\n\n    rest.port: 8081\n\n  \"\n",
	"JSON":       `{"apiVersion":"v1","kind":"ConfigMap","data":{"flink-conf.yaml":"a.b: \"1\"\nrest.port: 8081\n","z":"y"}}`,
	"a list":     "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  data:\n    flink-conf.yaml: |\n      a.b: 1\n      rest.port: 8081\n",
	"documents":  "apiVersion: v1\nkind: Service\n---\napiVersion: v1\nkind: ConfigMap\ndata:\n  flink-conf.yaml: |\n    a.b: 1\n    rest.port: 8081\n",
	"properties": "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n      - name: jobmanager\n        env:\n        - name: FLINK_PROPERTIES\n          value: |-\n            a.b: 1\n            rest.port: 8081\n",
	"compose":    "services:\n  jobmanager:\n    environment:\n      - |\n        FLINK_PROPERTIES=\n        a.b: 1\n        rest.port: 8081\n      - X=y\n",
	"twice":      "apiVersion: v1\nkind: ConfigMap\ndata:\n  pod.yaml: |\n    apiVersion: v1\n    kind: Pod\n    spec:\n      containers:\n      - env:\n        - name: FLINK_PROPERTIES\n          value: |\n            a.b: 1\n            rest.port: 8081\n",
}

// values returns all texts of a YAML file as an independent reader has them.
func values(t *testing.T, data []byte) string {
	t.Helper()
	var b strings.Builder
	decoder := yaml.NewDecoder(strings.NewReader(string(data)))
	for {
		var v any
		if err := decoder.Decode(&v); err != nil {
			if err.Error() == "EOF" {
				return b.String()
			}
			t.Fatalf("%v in\n%s", err, data)
		}
		out, err := yaml.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(out)
	}
}

// TestEmbeddedEdits changes, adds, renames and removes in files that others hold, and reads them back: the text is then what the same edit makes of it.
func TestEmbeddedEdits(t *testing.T) {
	for name, text := range manifests {
		outer := read(t, "x.yaml", text)
		all := outer.With()
		inner := all[len(all)-1]
		s := inner.find("rest.port")
		if s == nil || inner.Kind != FlinkConf || s.Value != "8081" {
			t.Errorf("%s: %d files, the last is %s with %+v", name, len(all), inner.Kind, inner.Settings)
			continue
		}
		if line, column := inner.Place(s.Line, s.Column); name != "folded" && !strings.HasPrefix(strings.Split(text, "\n")[line-1][column-1:], "rest.port") {
			t.Errorf("%s: rest.port does not stand at %d:%d", name, line, column)
		}
		for what, e := range map[string]Edit{
			"change":    {s.At, "9091"},
			"escape":    {s.At, "\"C:\\x\""},
			"rename":    {Span{s.Whole.Start, s.Whole.Start + len("rest.port")}, "rest.bind-port"},
			"remove":    {s.Whole, ""},
			"add":       {Span{s.Whole.Start, s.Whole.Start}, "web.upload.dir: /x\nweb.tmpdir: /y\n"},
			"in a line": {Span{s.At.End, s.At.End}, "\nweb.upload.dir: /x"},
			"nothing":   {s.At, string(inner.Data[s.At.Start:s.At.End])},
		} {
			edited(t, name+", "+what, outer, inner, e)
		}
	}
}

func edited(t *testing.T, name string, outer, inner *File, e Edit) {
	t.Helper()
	want, err := Apply(inner.Data, []Edit{e})
	if err != nil {
		t.Fatal(err)
	}
	file, moved, ok := inner.Outward(e)
	if !ok || file != outer {
		t.Errorf("%s: no edit of the file around", name)
		return
	}
	after, err := Apply(outer.Data, []Edit{moved})
	if err != nil {
		t.Fatal(err)
	}
	values(t, after)
	all := read(t, "x.yaml", string(after)).With()
	if got := all[len(all)-1].Data; strings.TrimRight(string(got), "\n") != strings.TrimRight(string(want), "\n") {
		t.Errorf("%s:\n%s\ngives the text %q, want %q", name, after, got, want)
	}
	if e.Text == string(inner.Data[e.Start:e.End]) && string(after) != string(outer.Data) {
		t.Errorf("%s: an edit that changes nothing changed the file", name)
	}
}

// TestAddedAtTheEnd adds a line behind the last one, where blocks end.
func TestAddedAtTheEnd(t *testing.T) {
	for name, text := range manifests {
		outer := read(t, "x.yaml", text)
		all := outer.With()
		inner := all[len(all)-1]
		add := "web.upload.dir: /x\n"
		if !strings.HasSuffix(string(inner.Data), "\n") {
			add = "\n" + add
		}
		edited(t, name+", at the end", outer, inner, Edit{Span{len(inner.Data), len(inner.Data)}, add})
	}
}

func TestGroups(t *testing.T) {
	text := `apiVersion: v1
kind: List
items:
- apiVersion: flink.apache.org/v1beta1
  kind: FlinkDeployment
  spec:
    flinkVersion: v1_18
    flinkConfiguration: {rest.port: "8081", "heartbeat.timeout": "50000"}
- kind: Deployment
  spec:
    template:
      spec:
        containers:
        - image: flink
          args: [standalone-job, -Drest.port=8082, "-Dparallelism.default=2"]
        - image: flink
          command:
          - sh
          - -c
          - |
            exec bin/flink run-application \
              -Drest.port=8083
`
	f := read(t, "list.yaml", text)
	if len(f.Groups) != 2 || len(f.Embedded) != 1 {
		t.Fatalf("%d groups, %d files", len(f.Groups), len(f.Embedded))
	}
	for i, want := range []string{"rest.port=8081 heartbeat.timeout=50000", "rest.port=8082 parallelism.default=2"} {
		var got []string
		for _, s := range f.Groups[i].Settings {
			got = append(got, s.Key+"="+s.Value)
			if place := strings.Trim(text[s.At.Start:s.At.End], `"`); place != s.Value || s.Table != "flink" {
				t.Errorf("%s of %q stands at %q", s.Key, s.Table, place)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", f.Groups[i].Key, got, want)
		}
	}
	if len(f.Groups[0].Object) != 5 || f.Groups[0].Key != "spec.flinkConfiguration" {
		t.Errorf("%s in %d settings", f.Groups[0].Key, len(f.Groups[0].Object))
	}
	script := f.Embedded[0]
	if s := script.find("rest.port"); script.Kind != Arguments || s == nil || s.Value != "8083" {
		t.Errorf("%s %+v", script.Kind, script.Settings)
	}
}

// TestInBraces: what stands in braces or brackets goes with its comma.
func TestInBraces(t *testing.T) {
	text := "{\"apiVersion\": \"v1\", \"kind\": \"X\", \"a\": [\"p\", \"q\" ], \"b\": \"c \\\" d\"}\n"
	f := read(t, "x.yaml", text)
	for key, want := range map[string]string{"kind": "\"kind\": \"X\", ", "b": ", \"b\": \"c \\\" d\""} {
		s := f.find(key)
		if got := text[s.Whole.Start:s.Whole.End]; got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	last := f.Settings[3]
	if got := text[last.Whole.Start:last.Whole.End]; got != ", \"q\"" {
		t.Errorf("the last item goes with %q", got)
	}
}
