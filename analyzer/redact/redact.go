// Package redact replaces what a report should not tell strangers: addresses, hosts, tables, databases, users and pods become pseudonyms that are the same
// wherever the name stood, so that the story stays readable. Fingerprints and rule ids stay. It knows reports only.
package redact

import (
	"fmt"
	"net/netip"
	"reflect"
	"sort"
	"strings"
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

// names are the names that were found and their pseudonyms.
type names struct {
	known map[string]string
	order []string
	count map[string]int // by kind
}

// shortest is the length in bytes below which a name is left alone: replacing it would tear other words apart.
const shortest = 3

func (n *names) add(kind, name string) {
	if len(name) < shortest || n.known[name] != "" || strings.Trim(name, "0123456789.:-") == "" && kind != "ip" {
		return
	}
	n.count[kind]++
	n.known[name] = fmt.Sprintf("%s-%d", kind, n.count[kind])
	n.order = append(n.order, name)
}

// captures takes in the names that rules captured, in the order of the captures' names.
func (n *names) captures(captures map[string]string) {
	keys := make([]string, 0, len(captures))
	for key := range captures {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		kind := kinds[key]
		if kind == "" {
			continue
		}
		value := captures[key]
		if host, port, ok := cutPort(value); ok && port != "" {
			value = host
		}
		if _, err := netip.ParseAddr(value); err == nil {
			n.add("ip", value)
			continue
		}
		n.add(kind, value)
	}
}

// text takes in addresses and "host:port" that stand in a text.
func (n *names) text(s string) {
	n.path(s)
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\n\"'`,;()[]{}<>=|@/\\", r) }) {
		word = strings.Trim(word, ".:*")
		if addr, err := netip.ParseAddr(word); err == nil {
			if !addr.IsUnspecified() && !addr.IsLoopback() {
				n.add("ip", word)
			}
			continue
		}
		host, port, ok := cutPort(word)
		if !ok {
			continue
		}
		if addr, err := netip.ParseAddr(host); err == nil {
			if !addr.IsUnspecified() && !addr.IsLoopback() {
				n.add("ip", host)
			}
		} else if isHost(host, port) {
			n.add("host", host)
		}
	}
}

// path takes in database and table of a load's path, "/api/db/table/_stream_load".
func (n *names) path(s string) {
	for {
		_, rest, ok := strings.Cut(s, "/api/")
		if !ok {
			return
		}
		parts := strings.SplitN(rest, "/", 3)
		if len(parts) == 3 && strings.HasPrefix(parts[2], "_stream_load") {
			n.add("db", parts[0])
			n.add("table", parts[1])
		}
		s = rest
	}
}

// cutPort cuts "name:1234".
func cutPort(word string) (host, port string, ok bool) {
	i := strings.LastIndexByte(word, ':')
	if i < 1 || len(word)-i-1 < 2 || len(word)-i-1 > 5 || strings.Trim(word[i+1:], "0123456789") != "" {
		return "", "", false
	}
	return word[:i], word[i+1:], true
}

// isHost tells a host from what else stands before a colon and a number: source files in stack traces, times, placeholders of fixes (fe1).
func isHost(host, port string) bool {
	for _, end := range [...]string{".java", ".scala", ".cpp", ".kt", ".py", ".log", ".conf", ".yaml", ".lua", ".go", ".c", ".h", ".out", ".txt", ".gz", ".json", ".WARNING", ".INFO"} {
		if strings.HasSuffix(host, end) {
			return false
		}
	}
	if strings.Contains(host, ":") || len(port) < 4 || strings.Trim(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") != "" {
		return false
	}
	return !placeholder(host)
}

// placeholder recognises the names that fixes of rules use for any host.
func placeholder(host string) bool {
	name := strings.TrimRight(strings.ToLower(host), "0123456789")
	switch name {
	case "fe", "be", "host", "localhost", "nginx-node", "hostname", "broker", "zk":
		return true
	}
	return false
}

// replacer replaces longer names first, so that parts of them do not spoil them.
func (n *names) replacer() *strings.Replacer {
	order := append([]string{}, n.order...)
	sort.SliceStable(order, func(i, j int) bool { return len(order[i]) > len(order[j]) })
	pairs := make([]string, 0, 2*len(order))
	for _, name := range order {
		pairs = append(pairs, name, n.known[name])
	}
	return strings.NewReplacer(pairs...)
}

// kept are fields that stay as they are: names of the program's own making.
var kept = map[string]bool{
	"ID": true, "Fingerprint": true, "Rule": true, "Rules": true, "Severity": true, "Role": true, "Confidence": true, "Component": true, "Kind": true,
	"Layout": true, "Envelope": true, "Language": true, "Version": true, "Name": false, "Key": true, "Vendor": true, "Reason": false,
}

// collect looks for names in all texts of the report, in the order of its fields.
func collect(v reflect.Value, n *names) {
	walk(v, "", func(_ string, s reflect.Value) { n.text(s.String()) })
}

func replace(v reflect.Value, r *strings.Replacer) {
	walk(v, "", func(_ string, s reflect.Value) {
		if s.CanSet() {
			s.SetString(r.Replace(s.String()))
		}
	})
}

// evidence visits the two parts of a line one by one, so that the message is found where it begins afterwards.
func evidence(e *report.Evidence, visit func(string, reflect.Value)) {
	at := min(max(e.MessageAt, 0), len(e.Text))
	head, message := e.Text[:at], e.Text[at:]
	for _, text := range []*string{&e.Source, &head, &message} {
		visit("", reflect.ValueOf(text).Elem())
	}
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
