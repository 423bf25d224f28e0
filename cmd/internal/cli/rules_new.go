package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// newRuleOptions is everything the rules new command knows.
type newRuleOptions struct {
	program *program
	id      string
	dir     string
	system  string
}

func newRulesNew(p *program) *cobra.Command {
	o := &newRuleOptions{program: p}
	cmd := &cobra.Command{
		Use:     "new ID",
		Short:   "Write the scaffold of a new rule",
		Long:    "Writes DIR/<system>/<id>.yaml with every field of the format and a comment on each. An existing file is left alone.",
		Example: "  flinkdoctor rules new acme-shard-closed --system acme --dir my-rules",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("%s takes one rule id, such as acme-shard-closed", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			o.id = args[0]
			return o.run()
		},
	}
	cmd.Flags().StringVar(&o.dir, "dir", "rules", "`FOLDER` of the rule pack")
	cmd.Flags().StringVar(&o.system, "system", "", "the `SYSTEM` that writes the message (default the id's first word)")
	completeFlags(cmd, p.completeSystems(&packOptions{}), "system")
	return cmd
}

func (o *newRuleOptions) run() error {
	if strings.Trim(o.id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || strings.Trim(o.id, "-") != o.id || strings.Contains(o.id, "--") {
		return usagef("%q is no rule id; write lower-case words joined by '-', such as acme-shard-closed", o.id)
	}
	system := o.system
	if system == "" {
		system, _, _ = strings.Cut(o.id, "-")
	}
	if system != filepath.Base(filepath.Clean(system)) || strings.HasPrefix(system, ".") {
		return usagef("--system %q is no plain name", system)
	}
	folder := filepath.Join(o.dir, system)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("make the folder of the rule: %w", err)
	}
	path := filepath.Join(folder, o.id+".yaml")
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usagef("%s exists already; edit it, or choose another id", path)
	}
	if err != nil {
		return fmt.Errorf("write the rule: %w", err)
	}
	text := strings.NewReplacer("$ID", o.id, "$SYSTEM", system).Replace(scaffold)
	if _, err := file.WriteString(text); err != nil {
		return fmt.Errorf("write the rule: %w", errors.Join(err, file.Close()))
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("write the rule: %w", err)
	}
	_, err = fmt.Fprintf(o.program.term.Out, "wrote %s; fill it in, then: flinkdoctor rules lint %s && flinkdoctor rules test %s\n", path, o.dir, o.dir)
	return err
}

// scaffold loads as it stands, so that a first run shows what works before anything is changed.
const scaffold = `# The format: docs/rule-format.md, or flinkdoctor rules show RULE for one that exists.
id: $ID
status: draft                 # stable once the samples are real; a draft never fails a CI gate
severity: error               # critical | error | warning | info
system: $SYSTEM
role: root                    # root | symptom | wrapper | benign
title:
  en: What happened, in an on-call engineer's words
  zh: 用值班工程师的话说明发生了什么
match:
  any:
    - text: "the text that always stands in the message"
capture:
  - 'table (?<table>[\w.]+)'
cause:
  en: What happened and why, in one to three sentences; {table|the table} is filled in.
  zh: 用一到三句话说明发生了什么、为什么；{table|该表} 会被替换。
told_apart:
  en: How this differs from what looks alike.
  zh: 与相似报错如何区分。
fixes:
  - title: {en: What to do, zh: 怎么做}
    apply: {en: the command, zh: 命令}
    verify: {en: a command and what it must show, zh: 验证命令及预期结果}
    why: {en: why this mends it, zh: 为什么有效}
references: ["https://example.org/where-the-message-comes-from"]
samples:
  match:
    - |
      2024-01-24 14:53:12,512 ERROR com.example.Writer [] - the text that always stands in the message, table db.t
  no_match:
    - |
      2024-01-24 14:53:12,512 INFO  com.example.Writer [] - a look-alike that must stay silent
`
