// Package redact replaces what a report should not tell strangers: addresses, hosts, tables, databases, users and pods become pseudonyms that are the same
// wherever the name stood, so that the story stays readable. Fingerprints and rule ids stay. It knows reports only.
package redact

import (
	"reflect"
	"sort"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// kinds map the captures of rules to the kind of name they hold.
var kinds = map[string]string{
	"host": "host", "peer": "host", "client": "host", "upstream_addr": "host", "backend": "host", "server": "host", "node": "host", "fe": "host", "be": "host",
	"table": "table", "db": "db", "database": "db", "user": "user", "pod": "pod", "taskmanager": "pod", "container": "pod", "topic": "topic", "label": "label",
	"group": "upstream", "upstream": "upstream", "job_name": "job",
}

// Report replaces names in place, wherever they stand: evidence, captures, sentences, fixes, names of sources.
func Report(r *report.Report) { New().Report(r) }

// Redactor gives a name the same pseudonym in all reports that it is shown. It is for one goroutine.
type Redactor struct{ names names }

// New returns a redactor that knows no name yet.
func New() *Redactor { return &Redactor{names{known: map[string]string{}, count: map[string]int{}}} }

// Report replaces the names in one report.
func (d *Redactor) Report(r *report.Report) {
	each(r, func(f *report.Finding) { d.names.captures(f.Captures) })
	collect(reflect.ValueOf(r), &d.names)
	for i := range r.Suppressed { // the title of a failure that no rule knows is what a log said
		if r.Suppressed[i].Rule == nil {
			d.names.line(r.Suppressed[i].Title)
		}
	}
	replace(reflect.ValueOf(r), d.names.replacer())
}

func each(r *report.Report, visit func(*report.Finding)) {
	for i := range r.Incidents {
		incident := &r.Incidents[i]
		if incident.RootCause != nil {
			visit(incident.RootCause)
		}
		for n := range incident.Contributing {
			visit(&incident.Contributing[n])
		}
		for n := range incident.Symptoms {
			visit(&incident.Symptoms[n])
		}
	}
}

// kept are fields that stay as they are: names of the program's own making.
var kept = map[string]bool{
	"ID": true, "Fingerprint": true, "Rule": true, "Rules": true, "Severity": true, "Role": true, "Confidence": true, "Component": true, "Kind": true,
	"Layout": true, "Envelope": true, "Language": true, "Version": true, "Name": false, "Key": true, "Vendor": true, "Reason": false,
}

// collect looks for names in all texts of the report, in the order of its fields.
func collect(v reflect.Value, n *names) {
	walk(v, "", func(field string, s reflect.Value) {
		n.text(s.String())
		if quoted[field] {
			n.line(s.String())
		}
	})
}

// quoted are fields that quote logs and files; all others are sentences of rules, in which nothing but addresses is looked for.
var quoted = map[string]bool{"Text": true, "Message": true, "Before": true, "Diff": true, "Value": true}

func replace(v reflect.Value, r func(string) string) {
	walk(v, "", func(_ string, s reflect.Value) {
		if s.CanSet() {
			s.SetString(r(s.String()))
		}
	})
}

// evidence visits the two parts of a line one by one, so that the message is found where it begins afterwards.
func evidence(e *report.Evidence, visit func(string, reflect.Value)) {
	at := min(max(e.MessageAt, 0), len(e.Text))
	head, message := e.Text[:at], e.Text[at:]
	visit("Source", reflect.ValueOf(&e.Source).Elem())
	visit("Text", reflect.ValueOf(&head).Elem())
	visit("Text", reflect.ValueOf(&message).Elem())
	e.MessageAt, e.Text = len(head), head+message
}

// walk visits every string that may hold names. Values of maps are replaced, their keys are not.
func walk(v reflect.Value, field string, visit func(string, reflect.Value)) {
	switch v.Kind() {
	case reflect.String:
		if !kept[field] {
			visit(field, v)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walk(v.Elem(), field, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), field, visit)
		}
	case reflect.Struct:
		switch v.Type() {
		case reflect.TypeFor[time.Time]():
			return
		case reflect.TypeFor[report.Evidence]():
			evidence(v.Addr().Interface().(*report.Evidence), visit)
			return
		}
		for i := range v.NumField() {
			walk(v.Field(i), v.Type().Field(i).Name, visit)
		}
	case reflect.Map:
		keys := v.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
		for _, key := range keys {
			value := reflect.New(v.Type().Elem()).Elem()
			value.Set(v.MapIndex(key))
			walk(value, field, visit)
			v.SetMapIndex(key, value)
		}
	}
}
