package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// explainOptions is everything the explain command knows.
type explainOptions struct {
	program *program
	id      string
	pack    packOptions
	display display
}

func newExplain(p *program) *cobra.Command {
	o := &explainOptions{program: p}
	cmd := &cobra.Command{
		Use:     "explain RULE",
		Short:   "Tell everything a rule knows: meaning, causes, consequences, fixes",
		Example: "  flinkdoctor explain nginx-no-live-upstreams --lang zh",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("explain takes one rule id; flinkdoctor rules list shows them")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			o.id = args[0]
			return o.run()
		},
	}
	o.display.addFlags(cmd)
	o.pack.addFlags(cmd)
	cmd.ValidArgsFunction = p.completeRuleID(&o.pack, &o.display)
	return cmd
}

func (o *explainOptions) run() error {
	options, err := o.display.options(o.program.term)
	if err != nil {
		return err
	}
	pack, err := o.program.loadPack(o.pack)
	if err != nil {
		return err
	}
	rule := pack.ByID(o.id)
	if rule == nil {
		return unknownRule(o.id, pack)
	}
	title := func(id string) string {
		if other := pack.ByID(id); other != nil {
			return render.Sentence(other.Title, options.Language)
		}
		return ""
	}
	return render.Explain(o.program.term.Out, rule, title, options)
}

func unknownRule(id string, pack *rules.Pack) error {
	near := nearest(id, ruleIDs(pack), 5)
	if len(near) == 0 {
		return usagef("no rule is called %q; flinkdoctor rules list shows all", id)
	}
	return usagef("no rule is called %q; did you mean %s?", id, strings.Join(near, ", "))
}
