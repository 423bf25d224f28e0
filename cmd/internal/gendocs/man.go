package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/cli"
)

// writeManual writes one manual page for each command into dir, in the language of man(7). Where SOURCE_DATE_EPOCH is set it is their date, so that packages
// can be reproduced.
func writeManual(dir string) error {
	date := time.Now()
	if text := os.Getenv("SOURCE_DATE_EPOCH"); text != "" {
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return fmt.Errorf("write the manual: SOURCE_DATE_EPOCH: %w", err)
		}
		date = time.Unix(seconds, 0)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write the manual: %w", err)
	}
	return eachCommand(cli.Command(), func(cmd *cobra.Command) error {
		page := manualPage(cmd, date.UTC().Format(time.DateOnly))
		if err := os.WriteFile(filepath.Join(dir, pageName(cmd)+".1"), []byte(page), 0o644); err != nil {
			return fmt.Errorf("write the manual: %w", err)
		}
		return nil
	})
}

// eachCommand visits cmd and all commands below it that a user can name.
func eachCommand(cmd *cobra.Command, visit func(*cobra.Command) error) error {
	cmd.InitDefaultHelpFlag()
	if err := visit(cmd); err != nil {
		return err
	}
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() && !sub.IsAdditionalHelpTopicCommand() {
			if err := eachCommand(sub, visit); err != nil {
				return err
			}
		}
	}
	return nil
}

// pageName is the command's path with hyphens, as git and others name the pages of their commands.
func pageName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

func manualPage(cmd *cobra.Command, date string) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s 1 %s flinkdoctor \"flinkdoctor manual\"\n", strings.ToUpper(pageName(cmd)), date)
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", roff(pageName(cmd)), roff(cmd.Short))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n%s\n", roff(cmd.CommandPath()), roff(strings.TrimPrefix(cmd.UseLine(), cmd.CommandPath()+" ")))
	long := cmd.Long
	if long == "" {
		long = cmd.Short + "."
	}
	b.WriteString(".SH DESCRIPTION\n")
	writeText(&b, long)
	b.WriteString(".SH OPTIONS\n")
	cmd.NonInheritedFlags().VisitAll(func(f *pflag.Flag) { writeFlag(&b, f) })
	if cmd.Example != "" {
		b.WriteString(".SH EXAMPLES\n")
		writeText(&b, cmd.Example)
	}
	if related := relatedPages(cmd); len(related) > 0 {
		b.WriteString(".SH SEE ALSO\n" + strings.Join(related, ",\n") + "\n")
	}
	return b.String()
}

// writeText writes paragraphs. What is indented keeps its lines.
func writeText(b *strings.Builder, text string) {
	asIs, gap := false, false
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		indented := strings.HasPrefix(line, " ")
		switch {
		case line == "":
			gap = true
			continue
		case indented && i == 0: // a paragraph begins by itself
			b.WriteString(".nf\n")
		case indented && !asIs:
			b.WriteString(".PP\n.nf\n")
		case !indented && asIs:
			b.WriteString(".fi\n.PP\n")
		case gap:
			b.WriteString(".PP\n")
		}
		asIs, gap = indented, false
		b.WriteString(roff(line) + "\n")
	}
	if asIs {
		b.WriteString(".fi\n")
	}
}

// writeFlag writes one option with what it takes and does.
func writeFlag(b *strings.Builder, f *pflag.Flag) {
	if f.Hidden {
		return
	}
	what, usage := pflag.UnquoteUsage(f)
	head := ""
	if f.Shorthand != "" {
		head = `\fB\-` + f.Shorthand + `\fR, `
	}
	head += `\fB` + roff("--"+f.Name) + `\fR`
	switch {
	case what != "" && f.NoOptDefVal != "":
		head += `[=\fI` + roff(what) + `\fR]`
	case what != "":
		head += ` \fI` + roff(what) + `\fR`
	}
	switch f.DefValue {
	case "", "false", "0", "0s", "[]":
	default:
		usage += " (default " + f.DefValue + ")"
	}
	fmt.Fprintf(b, ".TP\n%s\n%s\n", head, roff(usage))
}

// relatedPages names the pages of the command above and of those below.
func relatedPages(cmd *cobra.Command) (out []string) {
	name := func(c *cobra.Command) string { return `\fB` + roff(pageName(c)) + `\fR(1)` }
	if cmd.HasParent() {
		out = append(out, name(cmd.Parent()))
	}
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() && !sub.IsAdditionalHelpTopicCommand() {
			out = append(out, name(sub))
		}
	}
	return out
}

// roff protects a line of text: backslashes, hyphens (which would be printed as typographic ones, useless for copying), and the first character where it
// would begin a request.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", "\\`").Replace(text)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	return text
}
