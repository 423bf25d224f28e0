package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

func newRules(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "Look at the rules",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("unknown command %q; flinkdoctor rules --help lists what there is", "rules "+args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRulesList(p), newRulesLint(p), newRulesTest(p), newRulesNew(p), newRulesShow(p))
	return cmd
}

// listOptions is everything the rules list command knows.
type listOptions struct {
	program  *program
	pack     packOptions
	display  display
	system   string
	format   choice
	keywords bool
}

func newRulesList(p *program) *cobra.Command {
	o := &listOptions{program: p}
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the rules: id, severity, system, title",
		Example: "  flinkdoctor rules list --system starrocks",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return o.run() },
	}
	choiceFlag(cmd, &o.format, "format", "form of the list", "text", "text", "json")
	cmd.Flags().StringVar(&o.system, "system", "", "only rules of this `SYSTEM`, such as flink or nginx")
	cmd.Flags().BoolVar(&o.keywords, "keywords", false, "print the literals that the scan looks for, one a line")
	o.display.addLang(cmd)
	o.pack.addFlags(cmd)
	completeFlags(cmd, p.completeSystems(&o.pack), "system")
	return cmd
}

func (o *listOptions) run() error {
	pack, err := o.program.loadPack(o.pack)
	if err != nil {
		return err
	}
	chosen, err := o.choose(pack)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	switch {
	case o.keywords:
		o.writeKeywords(&b, pack, chosen)
	case o.format.value == "json":
		err = o.writeJSON(&b, chosen)
	default:
		o.writeTable(&b, chosen)
	}
	if err != nil {
		return err
	}
	_, err = o.program.term.Out.Write(b.Bytes())
	return err
}

// choose returns the rules of the wanted system, all without one.
func (o *listOptions) choose(pack *rules.Pack) ([]*rules.Rule, error) {
	var out []*rules.Rule
	var systems []string
	for _, id := range ruleIDs(pack) {
		rule := pack.ByID(id)
		if !slices.Contains(systems, rule.System) {
			systems = append(systems, rule.System)
		}
		if o.system == "" || rule.System == o.system {
			out = append(out, rule)
		}
	}
	if len(out) == 0 && o.system != "" {
		slices.Sort(systems)
		return nil, usagef("no rules for system %q; use one of %s", o.system, strings.Join(systems, ", "))
	}
	return out, nil
}

func (o *listOptions) title(rule *rules.Rule) string {
	return render.Sentence(rule.Title, o.display.language(o.program.term))
}

// writeTable keeps every rule on one line, whatever the terminal's width, so that grep and awk work on it.
func (o *listOptions) writeTable(b *bytes.Buffer, list []*rules.Rule) {
	widest, system := 0, 0
	for _, rule := range list {
		widest, system = max(widest, len(rule.ID)), max(system, len(rule.System))
	}
	for _, rule := range list {
		severity := string(rule.Severity)
		if severity == "" {
			severity = string(rule.Role) // wrappers and benign lines have none
		}
		fmt.Fprintf(b, "%-*s  %-8s  %-*s  %s\n", widest, rule.ID, severity, system, rule.System, term.Clean(o.title(rule)))
	}
}

// listedRule is one rule in the JSON list.
type listedRule struct {
	ID       string `json:"id"`
	Severity string `json:"severity"`
	System   string `json:"system"`
	Role     string `json:"role"`
	Status   string `json:"status"`
	Title    string `json:"title"`
}

func (o *listOptions) writeJSON(b *bytes.Buffer, list []*rules.Rule) error {
	out := make([]listedRule, 0, len(list))
	for _, r := range list {
		out = append(out, listedRule{r.ID, string(r.Severity), r.System, string(r.Role), string(r.Status), o.title(r)})
	}
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

// writeKeywords prints the literals as they are: they are read by programs such as grep -F -f.
func (o *listOptions) writeKeywords(b *bytes.Buffer, pack *rules.Pack, chosen []*rules.Rule) {
	lines := analyzer.Literals(pack)
	if o.system != "" {
		lines = keywordsOf(pack, chosen)
	}
	for _, line := range lines {
		fmt.Fprintln(b, line)
	}
}

// keywordsOf returns the keywords of the chosen rules only.
func keywordsOf(pack *rules.Pack, chosen []*rules.Rule) []string {
	wanted := map[string]bool{}
	for _, rule := range chosen {
		wanted[rule.ID] = true
	}
	var lines []string
	for _, keyword := range rules.NewMatcher(pack).Keywords() {
		if slices.ContainsFunc(keyword.Rules, func(i int) bool { return wanted[pack.Rules[i].ID] }) {
			lines = append(lines, keyword.Text)
		}
	}
	return lines
}
