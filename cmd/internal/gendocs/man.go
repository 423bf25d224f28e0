package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra/doc"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/cli"
)

// writeManual writes one manual page for each command into dir. Where SOURCE_DATE_EPOCH is set it is their date, so that packages can be reproduced.
func writeManual(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write the manual: %w", err)
	}
	root := cli.Command()
	root.DisableAutoGenTag = true
	if err := doc.GenManTree(root, &doc.GenManHeader{Section: "1", Source: "flinkdoctor", Manual: "flinkdoctor manual"}, dir); err != nil {
		return fmt.Errorf("write the manual: %w", err)
	}
	return nil
}
