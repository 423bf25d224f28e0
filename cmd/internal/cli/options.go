package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/rules"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// lookupOptions is everything the options command knows.
type lookupOptions struct {
	program *program
	key     string
	table   string
	release string
	format  choice
	pack    packOptions
	display display
}

func newOptions(p *program) *cobra.Command {
	o := &lookupOptions{program: p}
	cmd := &cobra.Command{
		Use:   "options KEY",
		Short: "Tell in which releases a configuration option exists, and with which default",
		Long: `Tells of a configuration option of Flink, Flink CDC, the connectors, ChunJun, StreamPark,
StarRocks, nginx, ZooKeeper, MySQL, Kafka or the JVM: the releases that have it, its default and
type, what it was called before, whether it can be changed at run time, and the rules that speak of it.
A part of a key lists the keys that contain it.`,
		Example: `  flinkdoctor options taskmanager.memory.network.fraction
  flinkdoctor options akka.ask.timeout --release 1.20
  flinkdoctor options max_fails --in nginx
  flinkdoctor options off-heap`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || strings.TrimSpace(args[0]) == "" {
				return usagef("options takes one key or a part of one, such as taskmanager.memory")
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 || start == "" {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return keysWithPrefix(start), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			o.key = strings.TrimSpace(args[0])
			return o.run()
		},
	}
	cmd.Flags().StringVar(&o.table, "in", "", "only this table: "+strings.Join(options.Tables(), ", "))
	// The error says that the flag does not exist or has a completion already; both are impossible here.
	_ = cmd.RegisterFlagCompletionFunc("in", cobra.FixedCompletions(options.Tables(), cobra.ShellCompDirectiveNoFileComp))
	cmd.Flags().StringVar(&o.release, "release", "", "only what this release of the product has, such as 1.16")
	choiceFlag(cmd, &o.format, "format", "form of the answer", "text", "text", "json")
	o.display.addFlags(cmd)
	o.pack.addFlags(cmd)
	return cmd
}

func (o *lookupOptions) run() error {
	display, err := o.display.options(o.program.term)
	if err != nil {
		return err
	}
	tables, err := o.tables()
	if err != nil {
		return err
	}
	pack, err := o.program.loadPack(o.pack)
	if err != nil {
		return err
	}
	found := o.exact(tables, pack)
	if len(found) == 0 {
		if list := o.containing(tables); len(list) > 0 {
			return render.OptionList(o.program.term.Out, list, o.format.value)
		}
		return o.unknown(tables)
	}
	return render.OptionPages(o.program.term.Out, found, o.format.value, display)
}

func (o *lookupOptions) tables() ([]string, error) {
	all := options.Tables()
	switch {
	case o.table == "":
		return all, nil
	case slices.Contains(all, o.table):
		return []string{o.table}, nil
	}
	return nil, usagef("there is no table %q; use one of %s", o.table, strings.Join(all, ", "))
}

// exact finds the key itself in every table. With --release it is the name which that release reads, and only its ranges.
func (o *lookupOptions) exact(tables []string, pack *rules.Pack) []render.OptionPage {
	var out []render.OptionPage
	for _, table := range tables {
		key := o.key
		if o.release != "" {
			key, _ = options.NameFor(table, key, o.release)
		}
		option, ok := options.Lookup(table, key)
		if !ok {
			continue
		}
		if o.release != "" {
			option.Ranges = options.Variants(table, key, o.release)
		}
		page := render.OptionPage{Asked: o.key, Key: key, Release: o.release, About: options.About(table), Option: option, Older: options.Renames(table, key)}
		page.Now, _ = options.Current(table, key)
		page.Rules = rulesAbout(pack, table, key, page.Now)
		out = append(out, page)
	}
	return out
}

// containing lists the keys of which the asked one is a part.
func (o *lookupOptions) containing(tables []string) []options.Option {
	var out []options.Option
	for _, table := range tables {
		for _, key := range options.Keys(table) {
			if !strings.Contains(strings.ToLower(key), strings.ToLower(o.key)) {
				continue
			}
			if _, ok := options.At(table, key, o.release); !ok && o.release != "" {
				continue
			}
			if option, ok := options.Lookup(table, key); ok {
				out = append(out, option)
			}
		}
	}
	return out
}

func (o *lookupOptions) unknown(tables []string) error {
	var near []string
	for _, table := range tables {
		for _, key := range options.Nearest(table, o.key, 2) {
			if !slices.Contains(near, key) {
				near = append(near, key)
			}
		}
	}
	if len(near) == 0 {
		return usagef("no option is called %q, and none contains it", o.key)
	}
	return usagef("no option is called %q; did you mean %s?", o.key, strings.Join(near[:min(5, len(near))], ", "))
}

// rulesAbout lists the rules of which a fix changes the key, whatever its name there, sorted.
func rulesAbout(pack *rules.Pack, table string, names ...string) []string {
	var out []string
	for _, id := range ruleIDs(pack) {
		if changes(pack.ByID(id), table, names) {
			out = append(out, id)
		}
	}
	return out
}

func changes(rule *rules.Rule, table string, names []string) bool {
	for _, fix := range rule.Fixes {
		for _, change := range fix.Changes {
			if change.In == table && slices.Contains(names, change.Key) {
				return true
			}
		}
	}
	return false
}

// keysWithPrefix completes a key in a shell.
func keysWithPrefix(start string) []string {
	var out []string
	for _, table := range options.Tables() {
		for _, key := range options.Keys(table) {
			if strings.HasPrefix(key, start) && !slices.Contains(out, key) {
				out = append(out, key)
			}
		}
	}
	return out
}
