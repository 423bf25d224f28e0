package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/cli"
)

// writeCompletions writes the completion scripts of the shells into dir, under the names by which the shells look for them.
func writeCompletions(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write the completions: %w", err)
	}
	root := cli.Command()
	for name, generate := range map[string]func(io.Writer) error{
		"flinkdoctor.bash": func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"_flinkdoctor":     root.GenZshCompletion,
		"flinkdoctor.fish": func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"flinkdoctor.ps1":  root.GenPowerShellCompletionWithDesc,
	} {
		var b bytes.Buffer
		if err := generate(&b); err != nil {
			return fmt.Errorf("write the completions: %s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o644); err != nil {
			return fmt.Errorf("write the completions: %w", err)
		}
	}
	return nil
}
