package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// fixOptions is everything the fix command knows. It analyses as the analyze command does.
type fixOptions struct {
	analyze         *analyzeOptions
	incident, which int
	write           bool
	set             []string // KEY=VALUE
}

func newFix(p *program) *cobra.Command {
	o := &fixOptions{analyze: &analyzeOptions{program: p}}
	cmd := &cobra.Command{
		Use:   "fix [FILE|DIR|GLOB|-]...",
		Short: "Show or make the change of the best fix in your own configuration files",
		Long: `Analyses the logs and writes the best fix that changes one of the configuration files
named with --config or found among the logs: as a unified diff, or with --write into
the files themselves. A file is replaced as a whole, in one step, after a copy was
kept beside it (.bak); one that changed in the meantime is left alone. A fix that
asks for a value of your own is written once --set gives it.`,
		Example: `  flinkdoctor fix error.log --config nginx.conf | git apply
  flinkdoctor fix logs/ --config conf/ --write
  flinkdoctor fix logs/ --config job.sql --set 'load-url=fe1:8030'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.analyze.args = args
			return o.run(cmd.Context())
		},
	}
	a := o.analyze
	a.display.addLang(cmd)
	a.pack.addFlags(cmd)
	flags := cmd.Flags()
	flags.Var(&a.zone, "tz", "time zone of clocks that do not state one")
	flags.StringArrayVar(&a.config, "config", nil, "configuration `FILE` or folder of your own (repeatable)")
	flags.IntVar(&o.incident, "incident", 1, "`NUMBER` of the incident in the report")
	flags.IntVar(&o.which, "fix", 0, "`NUMBER` of the fix in the report (default the first that changes a file)")
	flags.StringArrayVar(&o.set, "set", nil, "your own value for a key of the fix, as `KEY=VALUE` (repeatable)")
	flags.BoolVar(&o.write, "write", false, "change the files instead of printing a diff")
	flags.Bool("diff", true, "print the diff (the default)")
	return cmd
}

func (o *fixOptions) run(ctx context.Context) error {
	a := o.analyze
	if len(a.args) == 0 && !a.program.term.InIsPipe {
		return usagef("nothing to read: name the logs of the failure, or pipe one in")
	}
	if err := o.give(); err != nil {
		return err
	}
	pack, err := a.program.loadPack(a.pack)
	if err != nil {
		return err
	}
	files, err := loadConfig(ctx, a.config)
	if err != nil {
		return err
	}
	unread := &unreadable{args: a.args}
	r, err := a.analyze(ctx, pack, files, unread, nil)
	if err != nil {
		return err
	}
	if len(unread.messages) > 0 {
		return errors.New(unread.messages[0])
	}
	fix, err := o.choose(r)
	if err != nil {
		return err
	}
	if o.write {
		return o.apply(fix)
	}
	_, err = io.WriteString(a.program.term.Out, diffOf(fix.Patched))
	return err
}

// diffOf is the diff of files for patch and git apply. Those of a report have their secrets removed.
func diffOf(files []report.PatchedFile) string {
	var b strings.Builder
	for _, f := range files {
		b.WriteString(conf.Diff(f.Name, f.Before, f.After))
	}
	return b.String()
}

// choose returns the fix that the flags name.
func (o *fixOptions) choose(r *analyzer.Report) (*analyzer.Fix, error) {
	if len(r.Incidents) == 0 {
		return nil, errors.New("the logs show no known failure: there is nothing to fix")
	}
	if o.incident < 1 || o.incident > len(r.Incidents) {
		return nil, usagef("--incident %d: the report has %d", o.incident, len(r.Incidents))
	}
	incident := &r.Incidents[o.incident-1]
	fixes := incident.RootCause.Fixes
	if o.which == 0 {
		for i := range fixes {
			if fixes[i].Diff != "" && o.covers(&fixes[i]) {
				return &fixes[i], nil
			}
		}
		return nil, fmt.Errorf("no fix of %q changes the files given: they hold its values already, or none of its keys, or there are none (--config nginx.conf, --config conf/); flinkdoctor analyze shows all fixes%s",
			incident.RootCause.Title, wanting(fixes))
	}
	if o.which < 1 || o.which > len(fixes) {
		return nil, usagef("--fix %d: the incident has %d", o.which, len(fixes))
	}
	fix := &fixes[o.which-1]
	if !o.covers(fix) {
		return nil, usagef("fix %d (%s) has no key of --set %s", o.which, fix.Title, strings.Join(o.set, ", --set "))
	}
	if fix.Diff == "" {
		return nil, fmt.Errorf("fix %d (%s) changes none of the files given%s", o.which, fix.Title, wanting(fixes[o.which-1:o.which]))
	}
	return fix, nil
}

// give takes the values of --set.
func (o *fixOptions) give() error {
	o.analyze.given = map[string]string{}
	for _, pair := range o.set {
		key, value, ok := strings.Cut(pair, "=")
		if !ok || key == "" || value == "" {
			return usagef("--set %s: write KEY=VALUE", pair)
		}
		o.analyze.given[key] = value
	}
	return nil
}

// covers tells whether the fix has all keys for which values were given.
func (o *fixOptions) covers(fix *analyzer.Fix) bool {
	for key := range o.analyze.given {
		if !slices.ContainsFunc(fix.Changes, func(c analyzer.Change) bool { return c.Key == key }) {
			return false
		}
	}
	return true
}

// wanting says which values fixes ask for, without which they are not written by half, and with which Flink would not start.
func wanting(fixes []analyzer.Fix) string {
	var b strings.Builder
	for i := range fixes {
		for _, m := range fixes[i].Memory {
			if fixes[i].Diff == "" && m.Note != "" {
				fmt.Fprintf(&b, "\n%s: %s", fixes[i].Title, m.Note)
			}
		}
		for _, c := range fixes[i].Changes {
			if c.FillIn {
				fmt.Fprintf(&b, "\n%s: give %s (%s) with --set %s=VALUE", fixes[i].Title, c.Key, c.To, c.Key)
			}
		}
	}
	return b.String()
}

// apply writes all files of the fix, or none when one of them changed since it was read.
func (o *fixOptions) apply(fix *analyzer.Fix) error {
	for _, f := range fix.Patched {
		now, err := os.ReadFile(filepath.FromSlash(f.Name))
		if err != nil {
			return fmt.Errorf("read %s again: %w", f.Name, err)
		}
		if !bytes.Equal(now, f.Before) {
			return fmt.Errorf("%s changed while it was looked at; nothing was written, run the command again", f.Name)
		}
	}
	out := o.analyze.program.term.Out
	for _, f := range fix.Patched {
		copied, err := replaceFile(f)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "changed %s (copy kept in %s)\n", f.Name, copied) //nolint:errcheck // the file is changed all the same
	}
	fmt.Fprintf(out, "apply: %s\nverify: %s\n", fix.Apply, fix.Verify) //nolint:errcheck // likewise
	return nil
}

// replaceFile keeps a copy beside the file, whose name it returns, and puts the new content in place in one step, with the permissions of the old. A link stays one.
func replaceFile(f report.PatchedFile) (copied string, err error) {
	path, err := filepath.EvalSymlinks(filepath.FromSlash(f.Name))
	if err != nil {
		return "", fmt.Errorf("look at %s: %w", f.Name, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("look at %s: %w", f.Name, err)
	}
	if copied, err = keepCopy(path, f.Before, info.Mode().Perm()); err != nil {
		return "", fmt.Errorf("keep a copy of %s: %w", f.Name, err)
	}
	temp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return "", fmt.Errorf("write %s: %w", f.Name, err)
	}
	defer os.Remove(temp.Name()) //nolint:errcheck // it is gone once it was renamed
	_, err = temp.Write(f.After)
	err = errors.Join(err, temp.Chmod(info.Mode().Perm()), temp.Sync(), temp.Close())
	if err != nil {
		return "", fmt.Errorf("write %s: %w", f.Name, err)
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return "", fmt.Errorf("put %s in place: %w", f.Name, err)
	}
	return filepath.ToSlash(copied), nil
}

// maxCopies bounds the copies kept of one file.
const maxCopies = 1000

// keepCopy writes a copy under the first name that is free: x.bak, x.bak.1, x.bak.2.
func keepCopy(path string, data []byte, mode os.FileMode) (string, error) {
	name := path + ".bak"
	for n := 1; ; n++ {
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if err == nil {
			_, err = file.Write(data)
			return name, errors.Join(err, file.Close())
		}
		if !errors.Is(err, os.ErrExist) || n >= maxCopies {
			return "", err
		}
		name = fmt.Sprintf("%s.bak.%d", path, n)
	}
}
