package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // --tz works where no zone database is installed

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// choice is a flag that takes one of a few words.
type choice struct {
	value   string
	allowed []string
}

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return strings.Join(c.allowed, "|") }

// Set implements pflag.Value.
func (c *choice) Set(value string) error {
	for _, allowed := range c.allowed {
		if value == allowed {
			c.value = value
			return nil
		}
	}
	hint := ""
	if near := nearest(value, c.allowed, 1); len(near) > 0 {
		hint = fmt.Sprintf("; did you mean %q?", near[0])
	}
	return fmt.Errorf("use one of %s%s", strings.Join(c.allowed, ", "), hint)
}

// choiceFlag adds a flag of a few words with shell completion. An empty start value is allowed and means "not given".
func choiceFlag(cmd *cobra.Command, c *choice, name, usage string, start string, allowed ...string) {
	*c = choice{value: start, allowed: allowed}
	cmd.Flags().Var(c, name, usage)
	// The error says that the flag does not exist or has a completion already; both are impossible here.
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(allowed, cobra.ShellCompDirectiveNoFileComp))
}

// zoneFlag is a time zone by name or offset.
type zoneFlag struct{ zone *time.Location }

func (z *zoneFlag) Type() string { return "zone" }
func (z *zoneFlag) String() string {
	if z.zone == nil {
		return ""
	}
	return z.zone.String()
}

// Set implements pflag.Value.
func (z *zoneFlag) Set(value string) error {
	for _, layout := range []string{"-07:00", "-0700", "-07"} {
		if t, err := time.Parse(layout, value); err == nil {
			_, seconds := t.Zone()
			z.zone = time.FixedZone(value, seconds)
			return nil
		}
	}
	zone, err := time.LoadLocation(value)
	if err != nil || value == "" {
		return errors.New("use a name such as Asia/Shanghai or an offset such as +08:00")
	}
	z.zone = zone
	return nil
}

// display says how a command's output for people looks.
type display struct {
	lang, color choice
	width       int
}

func (d *display) addFlags(cmd *cobra.Command) {
	d.addLang(cmd)
	choiceFlag(cmd, &d.color, "color", "colour the output", "auto", term.ColorModes...)
	cmd.Flags().IntVar(&d.width, "width", 0, "`COLUMNS` of a line (default the terminal's width, else 80)")
}

func (d *display) addLang(cmd *cobra.Command) {
	choiceFlag(cmd, &d.lang, "lang", "language of the output (default from LC_ALL, LC_MESSAGES, LANG)", "", term.Languages...)
}

func (d *display) language(t *term.Terminal) string {
	if d.lang.value != "" {
		return d.lang.value
	}
	return t.Language()
}

// options turns the flags into the renderers' options.
func (d *display) options(t *term.Terminal) (render.Options, error) {
	if d.width != 0 && d.width < term.MinWidth {
		return render.Options{}, usagef("--width %d is too narrow: use %d or more", d.width, term.MinWidth)
	}
	return render.Options{
		Language: d.language(t), Width: t.Width(d.width), Palette: term.NewPalette(t.Color(d.color.value)),
	}, nil
}

// flagError makes pflag's errors say what to do.
func flagError(cmd *cobra.Command, err error) error {
	var missing *pflag.NotExistError
	if !errors.As(err, &missing) {
		return &usageError{err}
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	name := missing.GetSpecifiedName()
	hint := fmt.Sprintf("; %s --help lists the flags", cmd.CommandPath())
	if near := nearest(name, names, 1); len(near) > 0 {
		hint = fmt.Sprintf("; did you mean --%s?", near[0])
	}
	return &usageError{fmt.Errorf("%w%s", err, hint)}
}
