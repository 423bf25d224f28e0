package cli

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/settings"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

func newConfig(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Look at the settings of this project and of your own",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var origin bool
	show := &cobra.Command{
		Use:   "show",
		Short: "Print the settings in force",
		Long: `Prints what ` + settings.FileName + ` (searched for upwards from here) and the user's own
flinkdoctor/config.yaml (in XDG_CONFIG_HOME or ~/.config) set. Flags win over the
project's file, that over the user's.`,
		Example: "  flinkdoctor config show --origin",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return p.showSettings(origin) },
	}
	show.Flags().BoolVar(&origin, "origin", false, "say which file and line set each value")
	keys := &cobra.Command{
		Use:   "keys",
		Short: "List what can be set",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(p.term.Out, strings.Join(settings.Keys(), "\n"))
			return err
		},
	}
	cmd.AddCommand(show, keys)
	return cmd
}

func (p *program) showSettings(origin bool) error {
	dir, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("find the settings: %w", err)
	}
	s, err := settings.Load(dir, p.term.Env)
	if err != nil {
		return usagef("%v", err)
	}
	var b bytes.Buffer
	for _, v := range s.Sorted() {
		text := v.Text
		if v.List != nil {
			text = "[" + strings.Join(v.List, ", ") + "]"
		}
		fmt.Fprintf(&b, "%s: %s", v.Key, term.Clean(text))
		if origin {
			fmt.Fprintf(&b, "  # %s", term.Clean(v.Origin))
		}
		b.WriteByte('\n')
	}
	for _, one := range s.Suppressions {
		fmt.Fprintf(&b, "suppress: %s%s (%s)", one.Rule, one.Fingerprint, term.Clean(one.Reason))
		if origin {
			fmt.Fprintf(&b, "  # %s", term.Clean(one.Where))
		}
		b.WriteByte('\n')
	}
	if b.Len() == 0 {
		fmt.Fprintf(&b, "nothing is set; write %s in your project, flinkdoctor config keys lists what it may hold\n", settings.FileName)
	}
	_, err = p.term.Out.Write(b.Bytes())
	return err
}
