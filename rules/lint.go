package rules

import (
	"slices"
	"strconv"
	"strings"
)

// Lint says what a rule of role lint finds fault with in configuration files. There is a finding for every place where an item of Any holds, or that
// Check names, when all of When and none of Unless hold for the same scope: the file, the table of a SQL script, the source or sink of a pipeline.
type Lint struct {
	// File is the name under which samples are read: it tells their syntax ("nginx.conf", "flink-conf.yaml", "pipeline.yaml", "my.cnf", "job.sql").
	File string `yaml:"file"`
	// Versions are the releases that samples are for, by product, where it matters.
	Versions map[string]string `yaml:"versions"`
	Any      []Setting         `yaml:"any"`
	When     []Setting         `yaml:"when"`
	Unless   []Setting         `yaml:"unless"`
	// Check names a check that is written in Go, for what conditions over single settings cannot say; one of LintChecks. In lists the option tables whose
	// keys it looks at, where several rules share a check.
	Check string   `yaml:"check"`
	In    []string `yaml:"in"`
}

// Setting is one condition over a configuration key. Missing holds when the key is not set; the other parts must all hold for the value that is set.
// With Missing and others beside it either suffices.
type Setting struct {
	// In is the option table of the key, as in Change; the key's older and newer names count too.
	In  string `yaml:"in"`
	Key string `yaml:"key"`
	// At says for which places of an nginx configuration the key is looked up, with nginx's inheritance; one of LintPlaces.
	At      string `yaml:"at"`
	Missing bool   `yaml:"missing"`
	// Value is an expression that is searched in the value; its named groups become captures.
	Value string `yaml:"value"`
	// Except is an expression: values in which it is found are no fault.
	Except string `yaml:"except"`
	// Below and Above are limits that the value must be below or above, as the configuration writes them: "3", "512m", "60s", "10 min". "{key}" means the
	// value, or default, of another key of the same table. Values that cannot be compared do not hold.
	Below string `yaml:"below"`
	Above string `yaml:"above"`
}

// lintPlaces are what Setting.At may say. A load is a request that leads to the HTTP port of StarRocks frontends (8030), backend one that leads to that of
// its backends (8040), mysql a TCP connection that leads to the frontends' query port (9030); load-group is a load that leads to several servers, redirect a
// location that answers loads with a redirect itself.
var lintPlaces = []string{"load", "load-group", "load-upstream", "redirect", "backend", "mysql", "mysql-upstream", "http", "events", "main"}

// LintPlaces returns the values that a setting's `at` may have.
func LintPlaces() []string { return slices.Clone(lintPlaces) }

// lintChecks are the checks written in Go (analyzer/lint), in alphabetical order; a test there compares the two.
var lintChecks = []string{
	"cdc-option-nested", "cdc-pipeline-key-ignored", "cdc-queue-below-batch", "cdc-server-id-missing", "cdc-server-ids-clash", "cdc-server-ids-few", "cdc-startup-incomplete", "flink-memory-range", "flink-memory-sum",
	"flink-unit-missing", "key-documented-later", "key-misspelt", "key-newer", "key-removed", "key-twice", "key-unknown", "key-vendor", "kubernetes-deployment-refused", "kubernetes-ephemeral-storage", "kubernetes-limit-below-process",
	"kubernetes-main-container", "kubernetes-requests-below-limits", "kubernetes-resources-overwritten", "kubernetes-role-incomplete", "kubernetes-upgrade-storage",
	"mysql-binlog-filter", "mysql-binlog-off", "mysql-expiry-short", "nginx-expect-missing", "nginx-expect-not-inherited", "nginx-expect-to-backend", "nginx-fail-timeout",
	"nginx-hostname", "nginx-max-fails", "nginx-protocol", "nginx-proxy-pass-uri", "nginx-transaction-balanced", "nginx-zone-missing",
	"syntax-flink-conf", "syntax-nginx", "syntax-properties", "syntax-yaml", "value-type", "yaml-key-twice", "yaml-scalar-and-parent",
	"zookeeper-limit-missing", "zookeeper-server-broken", "zookeeper-servers-even", "zookeeper-session-capped", "zookeeper-sessions-swapped", "zookeeper-value",
	"zookeeper-whitelist",
}

// LintChecks returns the names that `check` may have.
func LintChecks() []string { return slices.Clone(lintChecks) }

// Faulty tells whether the expressions of the setting find fault with a value, and returns their named groups. Limits are the caller's business. An
// expression that runs out of time finds nothing.
func (s *Setting) Faulty(value string) (captures map[string]string, ok bool) {
	if s.Except != "" {
		if _, found, err := (&pattern{expr: s.Except}).find(value); found || err != nil {
			return nil, false
		}
	}
	captures = map[string]string{}
	if s.Value == "" {
		return captures, true
	}
	f, found, err := (&pattern{expr: s.Value}).find(value)
	if !found || err != nil {
		return nil, false
	}
	for _, g := range f.groups {
		captures[g.name] = g.value
	}
	return captures, true
}

// OtherKey returns the key that a limit such as "{heartbeat.interval}" means.
func OtherKey(limit string) (key string, ok bool) {
	if len(limit) > 2 && limit[0] == '{' && limit[len(limit)-1] == '}' {
		return limit[1 : len(limit)-1], true
	}
	return "", false
}

// quantityUnits are the units of limits and values, in bytes or milliseconds.
var quantityUnits = map[string]float64{
	"": 1, "b": 1, "byte": 1, "bytes": 1, "k": 1 << 10, "kb": 1 << 10, "kib": 1 << 10, "kibibytes": 1 << 10, "m": 1 << 20, "mb": 1 << 20, "mib": 1 << 20,
	"mebibytes": 1 << 20, "g": 1 << 30, "gb": 1 << 30, "gib": 1 << 30, "gibibytes": 1 << 30, "t": 1 << 40, "tb": 1 << 40, "tib": 1 << 40, "%": 1,
	"ns": 1e-6, "us": 1e-3, "ms": 1, "milli": 1, "millis": 1, "millisecond": 1, "milliseconds": 1,
	"s": 1e3, "sec": 1e3, "secs": 1e3, "second": 1e3, "seconds": 1e3, "min": 60e3, "minute": 60e3, "minutes": 60e3,
	"h": 3600e3, "hour": 3600e3, "hours": 3600e3, "d": 86400e3, "day": 86400e3, "days": 86400e3,
}

// isoTime are the units of an ISO-8601 duration, in milliseconds; minutes stand behind the T.
var isoTime = map[byte]float64{'D': 86400e3, 'H': 3600e3, 'M': 60e3, 'S': 1e3}

// Quantity reads "512m", "1.5 gb", "10 min", "PT5M" or "3": a size in bytes, a span in milliseconds, or a plain number. unit is the unit as it is written, in
// lower case; "" for a plain number.
func Quantity(text string) (value float64, unit string, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) > 2 && (text[0] == 'P' || text[0] == 'p') {
		value, ok = isoDuration(strings.ToUpper(text[1:]))
		return value, "iso", ok
	}
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || text[end] == '.' || text[end] == '-' && end == 0) {
		end++
	}
	number, err := strconv.ParseFloat(text[:end], 64)
	unit = strings.ToLower(strings.TrimSpace(text[end:]))
	factor, known := quantityUnits[unit]
	if err != nil || !known {
		return 0, unit, false
	}
	return number * factor, unit, true
}

func isoDuration(text string) (float64, bool) {
	total, number := 0.0, ""
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == 'T' && number == "":
		case c >= '0' && c <= '9' || c == '.':
			number += string(c)
		default:
			n, err := strconv.ParseFloat(number, 64)
			factor, known := isoTime[c]
			if err != nil || !known {
				return 0, false
			}
			total, number = total+n*factor, ""
		}
	}
	return total, number == "" && text != ""
}
