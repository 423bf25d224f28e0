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
