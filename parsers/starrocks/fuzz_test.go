package starrocks

import (
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
)

// FuzzLayouts reads anything as a file: no panic, bodies inside their lines, fields in order, every line in one record.
func FuzzLayouts(f *testing.F) {
	f.Add(crashed)
	f.Add(pretty)
	f.Add("2025-08-09 08:16:07.852-06:00 WARN (Thread-70|2103846) [A.b():339] x\n\tat a.B.c(B.java:1)")
	f.Add("2025-08-09 08:16:07.852+08:00 [query] |Client=10.0.0.12:40112|User=root|Stmt=select 1")
	f.Add("W0718 16:38:30.396853 47892 a.cpp:94] x\n/build/a.cpp:12 b()")
	f.Add("09:03:04.582909 > PUT /a HTTP/1.1\n09:03:04.582909 > label: x\n< HTTP/1.1 307\ncurl: (52) x")
	f.Fuzz(func(t *testing.T, text string) {
		lines := 0
		for _, e := range cutting.Events(Layouts(), text) {
			lines += e.Lines
			for i, field := range e.Fields {
				if field.Value == "" || i > 0 && e.Fields[i-1].Name >= field.Name {
					t.Fatalf("fields %v", e.Fields)
				}
			}
		}
		if want := strings.Count(strings.TrimSuffix(text, "\n"), "\n") + 1; lines != want {
			t.Fatalf("%d of %d lines", lines, want)
		}
		for _, line := range strings.Split(text, "\n") {
			for _, l := range Layouts() {
				head, ok := l.Head([]byte(line))
				if !ok {
					continue
				}
				if head.Body < 0 || head.Body > len(line) {
					t.Fatalf("%s: body %d of %d bytes", l.Name(), head.Body, len(line))
				}
				l.Finish(&parsers.Event{}, line) // also without what record sets before
			}
		}
	})
}

// FuzzResponseFields reads anything as an answer: values are bounded and an answer always has a status and something to say.
func FuzzResponseFields(f *testing.F) {
	f.Add(pretty)
	f.Add(`"{\"TxnId\": 7, \"Label\": \"l\", \"Status\": \"Fail\", \"Message\": \"say \\\"no\\\"\"}"`)
	f.Add(`{"a":{"b":[1,"}"]},"status":"OK","msg":"x`)
	f.Fuzz(func(t *testing.T, text string) {
		fields, ok := ResponseFields(text)
		if !ok {
			return
		}
		if fields.Get("status") == "" || fields.Get("message") == "" && fields.Get("txn") == "" && fields.Get("label") == "" {
			t.Fatalf("%q is no answer: %v", text, fields)
		}
		for _, field := range fields {
			if field.Value == "" || len(field.Value) > maxValue {
				t.Fatalf("%s has %d bytes", field.Name, len(field.Value))
			}
		}
	})
}
