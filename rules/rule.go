// Package rules is the rule model: what a failure looks like, why it happens, how to mend it, and the samples that prove the rule.
// It loads, lints and compiles rule packs. It knows nothing of where events come from; field and component names are
// strings here and are checked against the parsers by a test in the analyzer.
package rules

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Text is a sentence in both languages.
type Text struct {
	EN string `yaml:"en" json:"en"`
	ZH string `yaml:"zh" json:"zh"`
}

// In returns the text in the language ("en" or "zh"), falling back to the other when one is empty.
func (t Text) In(lang string) string {
	if lang == "zh" && t.ZH != "" || t.EN == "" {
		return t.ZH
	}
	return t.EN
}

// IsZero tells whether there is no text at all.
func (t Text) IsZero() bool { return t.EN == "" && t.ZH == "" }

// Severity of the failure a rule describes.
type Severity string

// Severities, worst first.
const (
	Critical Severity = "critical"
	Error    Severity = "error"
	Warning  Severity = "warning"
	Info     Severity = "info"
)

// Rank orders severities: critical 4 ... info 1, unknown 0.
func (s Severity) Rank() int {
	switch s {
	case Critical:
		return 4
	case Error:
		return 3
	case Warning:
		return 2
	case Info:
		return 1
	}
	return 0
}

// Role says whether a finding of the rule can be a root cause.
type Role string

// Roles. A wrapper or a benign line never becomes a finding: a wrapper marks exceptions that only carry another one, a benign rule
// marks lines that look like failures and are none. A lint rule reads configuration files, not logs.
const (
	RoleRoot    Role = "root"
	RoleSymptom Role = "symptom"
	RoleWrapper Role = "wrapper"
	RoleBenign  Role = "benign"
	RoleLint    Role = "lint"
)

// Status of a rule; a draft never fails a CI gate.
type Status string

// Statuses.
const (
	Stable Status = "stable"
	Draft  Status = "draft"
)

// Rule is one failure signature: everything the tool knows about it.
type Rule struct {
	ID        string   `yaml:"id"`
	Status    Status   `yaml:"status"`
	Severity  Severity `yaml:"severity"`
	System    string   `yaml:"system"`
	Component []string `yaml:"component"`
	Role      Role     `yaml:"role"`
	Tags      []string `yaml:"tags"`
	// Since names the product and the first release that can print the message ("Flink 1.14"); "" when unknown.
	Since      string   `yaml:"since"`
	Title      Text     `yaml:"title"`
	Match      Match    `yaml:"match"`
	Config     *Lint    `yaml:"config"` // of a lint rule, in place of Match
	Capture    []string `yaml:"capture"`
	Cause      Text     `yaml:"cause"`
	ToldApart  Text     `yaml:"told_apart"`
	CausedBy   []Edge   `yaml:"caused_by"`
	LeadsTo    []Edge   `yaml:"leads_to"`
	AskFor     []Text   `yaml:"ask_for"`
	Fixes      []Fix    `yaml:"fixes"`
	References []string `yaml:"references"`
	Samples    Samples  `yaml:"samples"`
}

// Match says which events a rule recognises: at least one item of Any (when given), every item of All, none of Unless.
type Match struct {
	Any    []Item  `yaml:"any"`
	All    []Item  `yaml:"all"`
	Unless []Item  `yaml:"unless"`
	Repeat *Repeat `yaml:"repeat"`
}

// Item is one condition; all of its given parts must hold for the same segment of the event. A segment is the message or one
// element of the exception chain, written "Class: message".
type Item struct {
	// Text is a literal that the segment contains. White space in segments is folded to single blanks.
	Text string `yaml:"text"`
	// Regex is searched in the segment (RE2 syntax, or look-around and back-references as .NET has them).
	Regex string `yaml:"regex"`
	// Exception is a class, simple or qualified: the segment must be a chain element of that class, shading prefixes ignored.
	Exception string `yaml:"exception"`
	// In restricts the segments: "message", "chain", "root" (the innermost cause). Empty: any segment.
	In string `yaml:"in"`
	// Level is the least level the event must state ("warn" accepts error too). Events without a level pass.
	Level string `yaml:"level"`
	// Logger is a literal that the logger must contain. Events without a logger do not pass.
	Logger string `yaml:"logger"`
	// Frame is a literal that a stack frame of any chain element must contain.
	Frame string `yaml:"frame"`
	// Component the event must have, one of the list; see Rule.Component for how unknown components count.
	Component []string `yaml:"component"`
	// Field maps field names to regular expressions that their values must match; a missing field counts as "".
	Field map[string]string `yaml:"field"`
	// Keyword overrides the literal by which the scan finds candidates for this item.
	Keyword string `yaml:"keyword"`
	// Repeat replaces the rule's own for events that only this item recognises; a count of 1 lets it speak at once.
	Repeat *Repeat `yaml:"repeat"`
}

// Repeat demands that the match occurs at least Count times within Within before the rule speaks.
type Repeat struct {
	Count  int      `yaml:"count"`
	Within Duration `yaml:"within"`
}

// Edge is one causal link to another rule.
type Edge struct {
	Rule string `yaml:"rule"`
	// Within is the longest time between cause and effect; zero means the default of 15 minutes.
	Within Duration `yaml:"within"`
	// Late is how long after the effect the cause may be logged: the end of a process is often told by others before anyone says why it ended.
	Late Duration `yaml:"late"`
	// Same lists captures or fields that must agree when both findings have them.
	Same []string `yaml:"same"`
	// Why is an optional half sentence for the report.
	Why Text `yaml:"why"`
}

// Fix is one remedy. A fix with Changes edits configuration; one without is an action given by Apply.
type Fix struct {
	Title Text `yaml:"title"`
	// When restricts the fix to a case; see Condition. Empty: always.
	When []Condition `yaml:"when"`
	// Versions maps a product ("flink", "starrocks", "nginx", "flink-cdc", ...) to a constraint such as ">=1.14" or ">=1.10, <1.14".
	Versions map[string]string `yaml:"versions"`
	Changes  []Change          `yaml:"changes"`
	Apply    Text              `yaml:"apply"`
	Verify   Text              `yaml:"verify"`
	Why      Text              `yaml:"why"`
	Risk     Text              `yaml:"risk"`
	// Online is true when the change takes effect without a restart.
	Online bool `yaml:"online"`
}

// Change is one configuration value to set.
type Change struct {
	// In names the option table the key is checked against: flink, flink-cdc, sr-connector, starrocks-fe, starrocks-be,
	// starrocks-session, starrocks-table, stream-load, nginx, mysql, zookeeper, kafka, jvm, chunjun, streampark, jdbc-connector,
	// kafka-connector, other, or none (then Key is not a configuration key of a known table, e.g. a Kubernetes field).
	In string `yaml:"in"`
	// File is the file as the user knows it; "flink-conf" resolves by version to flink-conf.yaml or config.yaml. Empty: the table's own.
	File string `yaml:"file"`
	// Connector restricts the change to the tables and blocks of one connector: "mysql" means tables with 'connector' = 'mysql-cdc' and a source of type
	// mysql. Empty: those that know the key.
	Connector string `yaml:"connector"`
	// Section is where in the file, e.g. "upstream {upstream}" or "[mysqld]".
	Section string `yaml:"section"`
	Key     string `yaml:"key"`
	From    string `yaml:"from"`
	To      string `yaml:"to"`
	// Formula computes To from captures when they are present; see docs/rule-format.md. To is the fallback.
	Formula *Formula `yaml:"formula"`
	// Vendor names the distribution that alone knows the key (e.g. "Alibaba VVR"); such a change is shown as vendor-only.
	Vendor string `yaml:"vendor"`
	// Remove means: take the key out instead of setting it.
	Remove bool `yaml:"remove"`
}

// Formula computes a value from captures: arithmetic, max() and min() over captures and sizes such as 512m.
type Formula struct {
	Expr string `yaml:"expr"`
	// Round up to a multiple of this size, e.g. "128m".
	Round string `yaml:"round"`
	// Unit of the result: "bytes" (plain number), "size" (512m, 8g as Flink and the JVM write it), "percent", "number", "duration-ms".
	Unit string `yaml:"unit"`
}

// Condition decides whether a fix applies. All given parts must hold.
type Condition struct {
	Item `yaml:",inline"`
	// Rule demands that this rule was found too in the same logs, NotRule that it was not.
	Rule    string `yaml:"rule"`
	NotRule string `yaml:"not_rule"`
	// Capture maps a capture name to a regular expression its value must match.
	Capture map[string]string `yaml:"capture"`
}

// Samples prove the rule: every text under Match must make it speak, every text under NoMatch must not.
type Samples struct {
	Match   []string `yaml:"match"`
	NoMatch []string `yaml:"no_match"`
}

// Duration is a time span written as Go writes it ("15m", "36h") or in days ("7d").
type Duration time.Duration

// MarshalText implements encoding.TextMarshaler for YAML.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler for YAML.
func (d *Duration) UnmarshalText(text []byte) error {
	s := string(text)
	if days, ok := strings.CutSuffix(s, "d"); ok {
		n, err := strconv.Atoi(days)
		if err != nil || n < 0 {
			return fmt.Errorf("%q is no time span; write 90s, 15m, 36h or 7d", s)
		}
		*d = Duration(time.Duration(n) * 24 * time.Hour)
		return nil
	}
	v, err := time.ParseDuration(s)
	if err != nil || v < 0 {
		return fmt.Errorf("%q is no time span; write 90s, 15m, 36h or 7d", s)
	}
	*d = Duration(v)
	return nil
}
