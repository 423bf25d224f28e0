package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// target is one place a report goes to; file "" is standard output.
type target struct{ format, file string }

// outputs say in which forms a report is written, and where to.
type outputs struct {
	format choice
	list   []string
}

func (o *outputs) addFlags(cmd *cobra.Command, what string) {
	choiceFlag(cmd, &o.format, "format", "form of the "+what, "text", render.Formats...)
	cmd.Flags().StringArrayVarP(&o.list, "output", "o", nil, "write it as `FORMAT[=FILE]`, to standard output or a file (repeatable); FORMAT is one of "+strings.Join(render.Formats, ", "))
}

// targets reads -o FORMAT[=FILE]; without any the report goes to standard output in the form of --format. Two reports on standard output would make neither
// readable.
func (o *outputs) targets() ([]target, error) {
	if len(o.list) == 0 {
		return []target{{format: o.format.value}}, nil
	}
	var out []target
	streams := 0
	for _, text := range o.list {
		format, file, _ := strings.Cut(text, "=")
		if !slices.Contains(render.Formats, format) {
			hint := ""
			if near := nearest(format, render.Formats, 1); len(near) > 0 {
				hint = fmt.Sprintf("; did you mean %q?", near[0])
			}
			return nil, usagef("-o %s: use one of %s%s", text, strings.Join(render.Formats, ", "), hint)
		}
		if file == "" || file == "-" {
			file = ""
			streams++
		}
		out = append(out, target{format, file})
	}
	if streams > 1 {
		return nil, usagef("only one report can go to standard output; give the others a file: -o sarif=out.sarif")
	}
	return out, nil
}

// write renders the report to the target. A file is written as a whole once the report is complete, without colours.
func (t target) write(stdout io.Writer, report *analyzer.Report, options render.Options) error {
	if t.file != "" {
		options.Palette = term.NewPalette(false)
	}
	renderer, err := render.New(t.format, options)
	if err != nil {
		return &usageError{err}
	}
	if t.file == "" {
		if err := renderer.Render(stdout, report); err != nil && !errors.Is(err, syscall.EPIPE) {
			return fmt.Errorf("write the report: %w", err)
		}
		return nil
	}
	var b bytes.Buffer
	if err := renderer.Render(&b, report); err != nil {
		return fmt.Errorf("write the report as %s: %w", t.format, err)
	}
	if err := os.WriteFile(t.file, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write the report as %s: %w", t.format, err)
	}
	return nil
}
