package redact

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

func story() *report.Report {
	rule := "nginx-connect-failed"
	return &report.Report{
		Incidents: []report.Incident{{ID: "ab12cd34", RootCause: &report.Finding{
			Rule: &rule, Title: "nginx cannot reach sr-fe-01.prod.acme.net:8030", Captures: map[string]string{"peer": "sr-fe-01.prod.acme.net:8030", "table": "orders_fact", "user": "etl_writer", "client": "10.20.30.40"},
			Evidence: []report.Evidence{{Source: "logs/error.log", Line: 3, Text: `connect() failed, client: 10.20.30.40, upstream: "http://sr-fe-01.prod.acme.net:8030/api/dw/orders_fact/_stream_load" at com.acme.Sink.write(Sink.java:1234)`}},
			Fixes:    []report.Fix{{Title: "f", To: "fe1:8030;fe2:8030", Apply: "mysql -h 10.20.30.41 -u etl_writer"}},
		}}},
		Facts: report.Facts{EffectiveConfig: map[string]report.Fact{"rest.address": {Value: "10.20.30.40"}}},
	}
}

func TestReport(t *testing.T) {
	r := story()
	Report(r)
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"sr-fe-01", "10.20.30.40", "10.20.30.41", "orders_fact", "etl_writer", "acme.net"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("%s stayed in %s", secret, text)
		}
	}
	for _, stays := range []string{"ab12cd34", "nginx-connect-failed", "Sink.java:1234", "fe1:8030;fe2:8030", "logs/error.log", "rest.address"} {
		if !strings.Contains(string(text), stays) {
			t.Errorf("%s is gone from %s", stays, text)
		}
	}
	root := r.Incidents[0].RootCause
	if root.Captures["client"] != r.Facts.EffectiveConfig["rest.address"].Value || !strings.Contains(root.Evidence[0].Text, root.Captures["client"]) {
		t.Error("one address has several pseudonyms")
	}
	again := story()
	Report(again)
	if other, _ := json.Marshal(again); string(other) != string(text) {
		t.Error("the pseudonyms are not the same in a second run")
	}
}

// TestNames: what is a name in a line, and what only looks like one.
func TestNames(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Access denied for user 'etl'@'10.2.3.4' (using password: YES)", "Access denied for user 'user-1'@'ip-1' (using password: YES)"},
		{"Access denied for user 'root'@'localhost'", "Access denied for user 'root'@'localhost'"},
		{"connect to node12.prod.acme.net failed, node12.prod.acme.net:9092 too", "connect to host-1 failed, host-1:9092 too"},
		{"[2001:db8::5]:9030 and 2001:db8::5", "[ip-1]:9030 and ip-1"},
		{"org.apache.flink.runtime.net and com.acme.io at 14:31:00, a::b", "org.apache.flink.runtime.net and com.acme.io at 14:31:00, a::b"},
		{"INSERT WITH ('table-name' = 'orders', 'username'='bob', 'database-name'='dw_x') reorders orders-1", "INSERT WITH ('table-name' = 'table-1', 'username'='user-1', 'database-name'='db-1') reorders table-1-1"},
		{"/home/alice/jobs/x.jar of alice", "/home/user-1/jobs/x.jar of user-1"},
		{"the user code of a table is slow; root cause: table full", "the user code of a table is slow; root cause: table full"},
		{"topic=payments, partition 3", "topic=topic-1, partition 3"},
	} {
		r := &report.Report{Unexplained: []report.Unexplained{{Message: c.text, Fingerprint: "orders"}}}
		Report(r)
		if got := r.Unexplained[0]; got.Message != c.want || got.Fingerprint != "orders" {
			t.Errorf("%s\nbecame\n%s\nwant\n%s", c.text, got.Message, c.want)
		}
	}
}

// TestMessageStaysWhereItBegins: the place of a message within its line moves with the names before it.
func TestMessageStaysWhereItBegins(t *testing.T) {
	text := "10.20.30.40 [error] no route to 10.20.30.40"
	r := &report.Report{Incidents: []report.Incident{{RootCause: &report.Finding{Evidence: []report.Evidence{{Text: text, MessageAt: strings.Index(text, "no route")}}}}}}
	Report(r)
	if e := r.Incidents[0].RootCause.Evidence[0]; e.Text[e.MessageAt:] != "no route to ip-1" {
		t.Errorf("%+v", e)
	}
}

// TestRedactorRemembers: one redactor gives a name one pseudonym in all reports.
func TestRedactorRemembers(t *testing.T) {
	d := New()
	for range 2 {
		r := story()
		d.Report(r)
		if got := r.Incidents[0].RootCause.Captures["client"]; got != "ip-1" {
			t.Errorf("%s", got)
		}
	}
}

// FuzzReport: no text breaks it, and what is a pseudonym already stays.
func FuzzReport(f *testing.F) {
	for _, text := range []string{"user 'a'@'b.c.net' 10.0.0.1:9030", "/home/", "table=", "[::1]:80 x:1234", "'@'", "/api/a/b/_stream_load"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		make := func(text string) *report.Report {
			return &report.Report{Unexplained: []report.Unexplained{{Message: text, Evidence: []report.Evidence{{Source: text, Text: text, MessageAt: len(text) / 2}}}}}
		}
		once, again := make(text), make(text)
		Report(once)
		Report(again)
		if once.Unexplained[0].Message != again.Unexplained[0].Message {
			t.Errorf("%q: two runs differ", text)
		}
		if e := once.Unexplained[0].Evidence[0]; e.MessageAt < 0 || e.MessageAt > len(e.Text) {
			t.Errorf("%q: the message begins at %d of %d", text, e.MessageAt, len(e.Text))
		}
	})
}
