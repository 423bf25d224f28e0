package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

func newRulesShow(p *program) *cobra.Command {
	var o packOptions
	cmd := &cobra.Command{
		Use:     "show RULE",
		Short:   "Print a rule as YAML, the form in which it could be overridden",
		Example: "  flinkdoctor rules show zk-unreachable > my-rules/zk-unreachable.yaml",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("rules show takes one rule id; flinkdoctor rules list shows them")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			pack, err := p.loadPack(o)
			if err != nil {
				return err
			}
			rule := pack.ByID(args[0])
			if rule == nil {
				return unknownRule(args[0], pack)
			}
			text, err := rules.YAML(rule)
			if err != nil {
				return fmt.Errorf("print the rule: %w", err)
			}
			_, err = p.term.Out.Write(text)
			return err
		},
	}
	o.addFlags(cmd)
	cmd.ValidArgsFunction = p.completeRuleID(&o, &display{})
	return cmd
}
