package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

// packOptions name the rules to use.
type packOptions struct{ dirs []string }

func (o *packOptions) addFlags(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&o.dirs, "rules", nil, "add the rules of this `FOLDER`, which replace built-in ones of the same id (repeatable)")
	_ = cmd.MarkFlagDirname("rules") // cannot fail: the flag was just defined
}

// packError is a rule pack that does not load, with everything that is wrong with it.
type packError struct {
	dir      string
	problems []rules.Problem
}

// Error lists every problem as "file:line:col: message (hint)".
func (e *packError) Error() string {
	lines := []string{fmt.Sprintf("the rules in %s do not load:", e.dir)}
	const most = 50
	for i, problem := range e.problems {
		if i == most {
			lines = append(lines, fmt.Sprintf("and %d more", len(e.problems)-most))
			break
		}
		lines = append(lines, problem.String())
	}
	return strings.Join(lines, "\n")
}

// loadPack loads the built-in rules and puts those of the named folders over them, in order.
func (p *program) loadPack(o packOptions) (*rules.Pack, error) {
	pack, err := p.builtin()
	if err != nil {
		return nil, fmt.Errorf("load the built-in rules: %w", err)
	}
	for _, dir := range o.dirs {
		over, problems := rules.LoadDir(dir, pack)
		if over == nil {
			return nil, &packError{dir, problems}
		}
		pack = rules.Merge(pack, over)
	}
	return pack, nil
}

// ruleIDs returns the ids of all rules, in the pack's order.
func ruleIDs(pack *rules.Pack) []string {
	ids := make([]string, 0, len(pack.Rules))
	for i := range pack.Rules {
		ids = append(ids, pack.Rules[i].ID)
	}
	return ids
}

// literalsOf returns the words that a rule looks for, as it lists them.
func literalsOf(rule *rules.Rule) []string {
	var out []string
	for _, items := range [][]rules.Item{rule.Match.Any, rule.Match.All} {
		for _, item := range items {
			for _, literal := range []string{item.Text, item.Keyword, item.Exception} {
				if literal != "" {
					out = append(out, literal)
				}
			}
		}
	}
	return out
}
