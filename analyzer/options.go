package analyzer

import (
	"slices"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/accept"
	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/facts"
	"github.com/flinkdoctor/flinkdoctor/analyzer/life"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// Options steer one analysis. The zero value works.
type Options struct {
	// Language of all sentences in the report: "en" (default) or "zh".
	Language string
	// Zone is the time zone of clocks that do not state one; nil: unknown.
	Zone *time.Location
	// Workers is how many goroutines scan (default GOMAXPROCS), BlockSize how many bytes each takes at a time. Neither changes the report.
	Workers, BlockSize int
	// FailOn is the severity at or above which the report's exit code is 1: critical, error (default), warning, info or never.
	FailOn string
	// Version of the program, for the report.
	Version string
	// FailOnUnexplained is the number of kinds of unexplained failures from which the exit code is 1; 0: they never decide.
	FailOnUnexplained int
	// Accept says what is known and accepted.
	Accept Accept
	// Since and Until bound the moments of what is told; records that state no time are told always.
	Since, Until Bound
	// Config are the user's own configuration files; fixes are written against them.
	Config []*conf.File
	// Given are values for keys that fixes ask the reader for, by key; nil for none.
	Given map[string]string
	// Live, if not nil, tells the root causes of streams while they are being read.
	Live *Live
	// Progress, if set, is told how many decoded bytes have been read so far; it is called from one goroutine at a time.
	Progress func(done int64)
}

// Accept is what is known and accepted and no longer decides about the exit code.
type Accept = accept.Known

// smallSource is the size in bytes up to which every record of a source is read, not only those around a keyword: what people paste
// is small and mangled, and may have lost the words the scan looks for.
const smallSource = 1 << 20

// markers are literals that make a record a candidate although no rule names them: they stand in failures that no rule may know.
var markers = []string{
	" ERROR ", "|ERROR|", " ERROR\t", "[ERROR]", "SEVERE: ", "[error] ", "[crit] ", "[alert] ", "[emerg] ", "FATAL ", "Exception", "Caused by:", "OutOfMemoryError",
	"StackOverflowError", "NoClassDefFoundError", "UnsatisfiedLinkError", "NoSuchMethodError", "LinkageError", "AssertionError",
	`"ERROR"`, `"error"`, "to FAILED", "Error: ", "exit code", "exitCode", "Killed process", "A fatal error",
	"application status FAILED",
}

// scanned returns the literals by which the scan finds candidates: the keywords of rules that can become a finding, and the markers. Wrappers and benign
// lines are not looked for: they only matter in a record that something else has drawn attention to, and healthy logs are full of the latter.
func scanned(m *rules.Matcher, pack *rules.Pack) []string {
	var texts []string
	for _, k := range m.Keywords() {
		if slices.ContainsFunc(k.Rules, func(i int) bool { return isFinding(pack.Rules[i].Role) }) {
			texts = append(texts, k.Text)
		}
	}
	for _, list := range [][]string{markers, facts.Markers, life.Markers} {
		texts = append(texts, list...)
	}
	return texts
}

// Literals returns everything that a scan with the pack looks for, in alphabetical order: what a search tool must look for to do the same work.
func Literals(pack *rules.Pack) []string {
	texts := scanned(rules.NewMatcher(pack), pack)
	slices.Sort(texts)
	return slices.Compact(texts)
}

func isFinding(role rules.Role) bool { return role == rules.RoleRoot || role == rules.RoleSymptom }

// keywords returns the keywords of all rules, by which the rules to try on one event are found. index[i] are the rules of texts[i].
func keywords(m *rules.Matcher) (texts []string, index [][]int) {
	for _, k := range m.Keywords() {
		texts = append(texts, k.Text)
		index = append(index, k.Rules)
	}
	return texts, index
}
