package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// samplesOptions is everything the rules test command knows.
type samplesOptions struct {
	program *program
	dir     string
	only    []string
}

func newRulesTest(p *program) *cobra.Command {
	o := &samplesOptions{program: p}
	cmd := &cobra.Command{
		Use:   "test [DIR]",
		Short: "Run the samples of the rules through the parsers",
		Long: `Reads every sample of every rule as if it were a small file: samples.match must
make the rule speak, samples.no_match must not. Without DIR the built-in rules
are tested. Exit code 1 when a sample fails, 2 when a rule does not load.`,
		Example: "  flinkdoctor rules test my-rules",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.dir = args[0]
			}
			return o.run()
		},
	}
	cmd.Flags().StringSliceVar(&o.only, "only", nil, "test only these `RULES` (ids separated by commas)")
	completeFlags(cmd, p.completeRuleWords(&packOptions{}, &display{}, noGroups), "only")
	return cmd
}

func (o *samplesOptions) run() error {
	pack, own, err := o.load()
	if err != nil {
		return err
	}
	for _, id := range o.only {
		if !slices.Contains(own, id) {
			return unknownRule(id, pack)
		}
	}
	wanted := own
	if len(o.only) > 0 {
		wanted = o.only
	}
	failures, checked := analyzer.CheckSamples(pack, func(id string) bool { return slices.Contains(wanted, id) })
	var b bytes.Buffer
	for _, f := range failures {
		writeFailure(&b, f)
	}
	fmt.Fprintf(&b, "%s, %s, %d failed\n", plural(len(wanted), "rule"), plural(checked, "sample"), len(failures))
	if _, err := o.program.term.Out.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write the failures: %w", err)
	}
	if len(failures) > 0 {
		return &verdict{exitFindings}
	}
	return nil
}

// load returns the rules that work together and the ids of those to be tested.
func (o *samplesOptions) load() (*rules.Pack, []string, error) {
	pack, err := o.program.loadPack(packOptions{})
	if err != nil || o.dir == "" {
		if err != nil {
			return nil, nil, err
		}
		return pack, ruleIDs(pack), nil
	}
	over, problems := rules.LoadDir(o.dir, pack)
	if over == nil {
		return nil, nil, &packError{o.dir, problems}
	}
	return rules.Merge(pack, over), ruleIDs(over), nil
}

func writeFailure(b *bytes.Buffer, f analyzer.SampleFailure) {
	name, should := "samples.match", "should make the rule speak and does not"
	if !f.Want {
		name, should = "samples.no_match", "should leave the rule silent and does not"
	}
	first, _, _ := strings.Cut(strings.TrimSpace(f.Sample), "\n")
	const longest = 160
	if len(first) > longest {
		first = strings.ToValidUTF8(first[:longest], "") + " ..."
	}
	spoke := "no rule spoke"
	if len(f.Spoke) > 0 {
		spoke = "spoke: " + strings.Join(f.Spoke, ", ")
	}
	fmt.Fprintf(b, "%s: %s[%d] %s; %s\n    %s\n", f.Rule, name, f.Index, should, spoke, term.Clean(first))
}
