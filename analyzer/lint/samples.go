package lint

import (
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// Speakers reads a sample of a lint rule as if it were the file that the rule names, and returns the ids of the rules that find fault with it, in
// alphabetical order.
func Speakers(pack *rules.Pack, rule *rules.Rule, sample string) []string {
	name := sampleName(rule.Config.File, sample)
	kind, table := conf.Detect(name, []byte(sample))
	file, problems := conf.Parse(name, kind, table, []byte(sample))
	var out []string
	for _, f := range Run([]*conf.File{file}, problems, pack, Options{Versions: rule.Config.Versions}) {
		out = append(out, *f.Rule)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sampleName returns the file name of a sample: the rule's, unless the first line is a comment "# file: NAME" or "-- file: NAME".
func sampleName(name, sample string) string {
	first, _, _ := strings.Cut(sample, "\n")
	for _, comment := range []string{"# file: ", "-- file: "} {
		if own, ok := strings.CutPrefix(first, comment); ok {
			return strings.TrimSpace(own)
		}
	}
	return name
}
