// Package report is the answer itself: the versioned contract between the analysis, the renderers and other tools. Types only; no
// code that decides anything may enter.
package report

import (
	"strings"
	"time"
)

// SchemaVersion is the version of the JSON report. It changes when a field changes its meaning or goes away.
const SchemaVersion = 1

// Report is the whole answer, the contract that renderers, tests and other tools rely on (docs/schema/report.schema.json).
// All times are wall clocks of the logs unless Zone says otherwise.
type Report struct {
	SchemaVersion int           `json:"schema_version"`
	Tool          Tool          `json:"tool"`
	Language      string        `json:"language"`
	Summary       Summary       `json:"summary"`
	Sources       []SourceInfo  `json:"sources"`
	Facts         Facts         `json:"facts"`
	Incidents     []Incident    `json:"incidents"`
	Unexplained   []Unexplained `json:"unexplained"`
	NotAssessed   []NotAssessed `json:"not_assessed"`
	// Suppressed are incidents and unexplained failures that are known and accepted; Notices say what became of suppressions that did nothing.
	Suppressed []Suppressed `json:"suppressed,omitempty"`
	Notices    []Notice     `json:"notices,omitempty"`
	Timeline   *Timeline    `json:"timeline,omitempty"` // absent when the logs tell no time or nothing happened
	Exit       Exit         `json:"exit"`
}

// Tool says which program and which rules gave the answer.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Rules   string `json:"rules"` // hash of the rule pack's content
}

// Summary counts what was read.
type Summary struct {
	Sources int        `json:"sources"`
	Bytes   int64      `json:"bytes"` // decoded bytes
	Lines   int64      `json:"lines"`
	First   *time.Time `json:"first_time,omitempty"`
	Last    *time.Time `json:"last_time,omitempty"`
	// Zone is the time zone of all times: an offset or name, or "" when the logs do not tell.
	Zone string `json:"zone"`
	// Since and Until are the bounds of what is told, as the user gave them; "" for none.
	Since string `json:"since,omitempty"`
	Until string `json:"until,omitempty"`
}

// SourceInfo is one file, archive member or stream as it was read.
type SourceInfo struct {
	Name      string     `json:"name"`
	Layout    string     `json:"layout"`    // the layout most records have; "" when none was recognised
	Component string     `json:"component"` // the program that wrote it, "" when unknown
	Envelope  string     `json:"envelope,omitempty"`
	Bytes     int64      `json:"bytes"`
	Lines     int64      `json:"lines"`
	First     *time.Time `json:"first_time,omitempty"`
	Last      *time.Time `json:"last_time,omitempty"`
	Assessed  bool       `json:"assessed"`
	Notes     []string   `json:"notes"`
}

// Fact is one thing the logs state about the installation, with the line that states it.
type Fact struct {
	Value    string   `json:"value"`
	Evidence Evidence `json:"evidence"`
}

// Facts are what the logs say about versions and configuration.
type Facts struct {
	Versions        map[string]Fact `json:"versions"`         // product -> version, e.g. "flink" -> "1.16.1"
	EffectiveConfig map[string]Fact `json:"effective_config"` // key -> value as Flink printed it
	Properties      map[string]Fact `json:"properties"`       // anything else, e.g. "negotiated_session_timeout_ms"
	// Memory is how the memory of the processes is divided: of the first process of a kind that the logs tell enough about.
	Memory []Memory `json:"memory,omitempty"`
}

// Evidence is one line of a source. Text has secrets removed and is cut to a readable length around what matched.
type Evidence struct {
	Source string `json:"source"`
	Line   int    `json:"line"`
	Column int    `json:"column,omitempty"` // in bytes from 1, of places in configuration files
	Text   string `json:"text"`
	// MessageAt is where in Text, in bytes, the program's message begins, behind time, level and logger; 0 when nothing stands before it.
	MessageAt int        `json:"message_at,omitempty"`
	Time      *time.Time `json:"time,omitempty"`
}

// Incident is one story: a root cause, what contributed, what followed.
type Incident struct {
	ID           string     `json:"id"`
	First        *time.Time `json:"first,omitempty"`
	Last         *time.Time `json:"last,omitempty"`
	RootCause    *Finding   `json:"root_cause"`
	Contributing []Finding  `json:"contributing"`
	Symptoms     []Finding  `json:"symptoms"`
	// Restarts of the jobs that went down while the incident lasted.
	Restarts []Restarts `json:"restarts,omitempty"`
	// Edges are the causal links that counted, for pictures and for checking the reasoning.
	Edges []CausalLink `json:"edges"`
	// Fails tells that it is at or above the limit of severity: it makes the exit code 1.
	Fails bool `json:"fails"`
}

// Restarts tells how often a job left RUNNING because something failed.
type Restarts struct {
	Job   string     `json:"job"`
	Count int        `json:"count"`
	First *time.Time `json:"first,omitempty"`
	Last  *time.Time `json:"last,omitempty"`
	Ended string     `json:"ended,omitempty"` // the terminal state the job reached, "" when it went on
}

// CausalLink says that the finding Cause explains the finding Effect, and why we believe it.
type CausalLink struct {
	Cause  string `json:"cause"`
	Effect string `json:"effect"`
	Why    string `json:"why"`
}

// Finding is a rule that spoke, with its repeats. Rule is nil for a failure that no rule knows.
type Finding struct {
	Rule       *string           `json:"rule"`
	Title      string            `json:"title"`
	Severity   string            `json:"severity"`
	Role       string            `json:"role"`       // root | symptom | lint
	Confidence string            `json:"confidence"` // high | medium | low
	Why        string            `json:"why"`
	Cause      string            `json:"cause,omitempty"` // the rule's explanation, captures filled in
	Component  string            `json:"component,omitempty"`
	Count      int               `json:"count"`
	First      *time.Time        `json:"first,omitempty"`
	Last       *time.Time        `json:"last,omitempty"`
	Captures   map[string]string `json:"captures"`
	Evidence   []Evidence        `json:"evidence"`
	Fixes      []Fix             `json:"fixes"`
	AskFor     []string          `json:"ask_for"`
}

// Fix is one remedy, ready to apply. The first change is repeated in File, Key, From and To.
type Fix struct {
	Title    string   `json:"title"`
	File     string   `json:"file,omitempty"`
	Section  string   `json:"section,omitempty"`
	Key      string   `json:"key,omitempty"`
	From     string   `json:"from,omitempty"`
	To       string   `json:"to,omitempty"`
	Changes  []Change `json:"changes"`
	Diff     string   `json:"diff"`
	Versions string   `json:"versions,omitempty"` // "Flink >=1.14"; "" when it holds for all
	Vendor   string   `json:"vendor,omitempty"`
	Online   bool     `json:"online"`
	Apply    string   `json:"apply"`
	Verify   string   `json:"verify"`
	Why      string   `json:"why,omitempty"`
	Risk     string   `json:"risk,omitempty"`
	// Memory is what the fix does to the memory of Flink's processes, as far as their configuration is known.
	Memory []Memory `json:"memory,omitempty"`
	// Patched are the user's own files as the fix would leave them. They are not part of the JSON: Diff says the same.
	Patched []PatchedFile `json:"-"`
}

// PatchedFile is one of the user's files before and after a fix.
type PatchedFile struct {
	Name          string
	Before, After []byte
}

// Change is one configuration value.
type Change struct {
	File    string `json:"file"`
	Section string `json:"section,omitempty"`
	Key     string `json:"key"`
	From    string `json:"from,omitempty"`
	// FromSource says where From is known from: "config" (the user's file), "log", "default" (of the version in the logs), "" (what is usual).
	FromSource string `json:"from_source,omitempty"`
	// FromVersion is the release whose default From is ("Flink 1.17.1"), when FromSource is "default".
	FromVersion string `json:"from_version,omitempty"`
	To          string `json:"to,omitempty"`
	Remove      bool   `json:"remove,omitempty"`
	Vendor      string `json:"vendor,omitempty"`
	// Note names what the reader must know about the key, such as its name in other versions.
	Note string `json:"note,omitempty"`
	// Done is true when the value in force is already the one advised.
	Done bool `json:"done,omitempty"`
	// FillIn is true when To is no value yet: it has "<...>" in it or tells in words what to choose. A fix with such a change is written into no file.
	FillIn bool `json:"fill_in,omitempty"`
	// InDiff is true when the fix's Diff makes the change; the others are for files that were not given.
	InDiff bool `json:"in_diff,omitempty"`
}

// Unexplained is a group of failures that no rule knows, alike but for ids, numbers and addresses.
type Unexplained struct {
	Fingerprint    string     `json:"fingerprint"`
	Exception      string     `json:"exception,omitempty"` // class of the innermost cause
	Message        string     `json:"message"`
	FirstUserFrame string     `json:"first_user_frame,omitempty"`
	Level          string     `json:"level,omitempty"`
	Count          int        `json:"count"`
	First          *time.Time `json:"first,omitempty"`
	Last           *time.Time `json:"last,omitempty"`
	Evidence       []Evidence `json:"evidence"`
	// Before are the lines that stand before the first occurrence, oldest first.
	Before []string `json:"before,omitempty"`
}

// Title names the failure: class and message.
func (u *Unexplained) Title() string {
	if u.Exception == "" || strings.HasPrefix(u.Message, u.Exception) {
		return u.Message
	}
	return strings.TrimSuffix(u.Exception+": "+u.Message, ": ")
}

// Timeline is what happened when, one lane a source, in the order of the sources.
type Timeline struct {
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
	Lanes []Lane    `json:"lanes"`
}

// Lane is one source over time. Density counts findings and unexplained failures in equal parts of the timeline's span.
type Lane struct {
	Source    string         `json:"source"`
	Component string         `json:"component"`
	Density   []int          `json:"density"`
	Marks     []TimelineMark `json:"marks"`
}

// TimelineMark is one moment: a finding's first or last occurrence, or a change in the life of a job or process.
type TimelineMark struct {
	Time time.Time `json:"time"`
	// Kind is cause, contributing, symptom, unexplained, restart, running, job-failed, checkpoint, checkpoint-failed, taskmanager-registered,
	// taskmanager-lost, process-started or process-stopped.
	Kind  string `json:"kind"`
	Rule  string `json:"rule,omitempty"`
	Count int    `json:"count,omitempty"`
}

// Suppressed is an incident, or a kind of failures that no rule knows, that is known and accepted.
type Suppressed struct {
	Fingerprint string  `json:"fingerprint"`
	Rule        *string `json:"rule"`
	Title       string  `json:"title"`
	Count       int     `json:"count"`
	AcceptedBy  string  `json:"accepted_by"` // suppression, baseline or allow-list
	Reason      string  `json:"reason"`      // "" when none is given: a baseline has none
	By          string  `json:"by"`          // the place of what accepts it, "file:line", or "baseline"
}

// Values of Suppressed.AcceptedBy.
const (
	BySuppression = "suppression"
	ByBaseline    = "baseline"
	ByAllowList   = "allow-list"
)

// Notice says what became of a suppression that did nothing.
type Notice struct {
	State       string `json:"state"`       // expired, unused or unknown-rule
	Suppression string `json:"suppression"` // the rule or fingerprint that it names
	Where       string `json:"where"`       // "file:line"
	Reason      string `json:"reason"`
	Until       string `json:"until,omitempty"` // the last day on which it holds, as 2006-01-02
}

// Values of Notice.State.
const (
	NoticeExpired     = "expired"
	NoticeUnused      = "unused"
	NoticeUnknownRule = "unknown-rule"
)

// NotAssessed is something that could not be read or judged, and why.
type NotAssessed struct {
	What string `json:"what"`
	Why  string `json:"why"`
}

// Exit is the exit code and what decided it.
type Exit struct {
	Code   int    `json:"code"`
	Reason string `json:"reason"` // one of the words below; later releases may add some
	// FailOn is the severity from which an incident makes the code 1, or "never"; "" in reports that do not say.
	FailOn string `json:"fail_on,omitempty"`
	// FailOnUnexplained is the number of kinds of unexplained failures from which they make the code 1; 0: never.
	FailOnUnexplained int `json:"fail_on_unexplained,omitempty"`
	// UnexplainedFail tells that they do.
	UnexplainedFail bool `json:"unexplained_fail,omitempty"`
}

// Words for what decided the exit code.
const (
	ReasonHealthy     = "healthy"      // 0: no failure was found
	ReasonAccepted    = "accepted"     // 0: nothing but what is known and accepted
	ReasonBelowLimit  = "below-limit"  // 0: there are failures, none that reaches the limit
	ReasonFindings    = "findings"     // 1
	ReasonError       = "error"        // 2
	ReasonNotAssessed = "not-assessed" // 3
	ReasonInterrupted = "interrupted"  // 130
)
