package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersion(p *program) *cobra.Command {
	var o packOptions
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version of the program and of its rules",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			pack, err := p.loadPack(o)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.term.Out, "flinkdoctor %s\ncommit %s\n%s\nrules %d, %s\n", buildVersion(), buildCommit(),
				runtime.Version(), len(pack.Rules), pack.Hash())
			return err
		},
	}
	o.addFlags(cmd)
	return cmd
}

// buildVersion is the module's version, "devel" for a build from a working copy.
func buildVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

// buildCommit is the commit the program was built from and its date, with "+" when files had been changed, "unknown" when it was not recorded. Go itself
// records it when it builds in a working copy, so that no build has to pass it in. Source: https://pkg.go.dev/runtime/debug#BuildSetting.
func buildCommit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	commit, changed, date := "unknown", "", ""
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			commit = setting.Value
		case setting.Key == "vcs.time":
			date = " of " + setting.Value
		case setting.Key == "vcs.modified" && setting.Value == "true":
			changed = "+"
		}
	}
	return commit + changed + date
}
