package lint

import (
	"slices"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// Speakers reads a sample of a lint rule as if it were the file that the rule names, and returns the ids of the rules that find fault with it, in
// alphabetical order.
func Speakers(pack *rules.Pack, rule *rules.Rule, sample string) []string {
	kind, table := conf.Detect(rule.Config.File, []byte(sample))
	file, problems := conf.Parse(rule.Config.File, kind, table, []byte(sample))
	var out []string
	for _, f := range Run([]*conf.File{file}, problems, pack, Options{Versions: rule.Config.Versions}) {
		out = append(out, *f.Rule)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
