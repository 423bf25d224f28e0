// Command gendocs writes the documents that are made from the program itself, so that they cannot contradict it:
//
//	gendocs docs [RULES [DIR]]   the pages of the rules in DIR/rules and the schema of rule files in DIR/schema; RULES is rules/pack, DIR is docs
//	gendocs man DIR              manual pages of all commands
//	gendocs completions DIR      completion scripts of the shells
//
// It is part of the build, never of the program. What a rule says may not be decided here, only how its page looks.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gendocs: ")
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(args []string) error {
	switch {
	case len(args) >= 1 && len(args) <= 3 && args[0] == "docs":
		from, to := "rules/pack", "docs"
		if len(args) > 1 {
			from = args[1]
		}
		if len(args) > 2 {
			to = args[2]
		}
		return writeDocs(from, to)
	case len(args) == 2 && args[0] == "man":
		return writeManual(args[1])
	case len(args) == 2 && args[0] == "completions":
		return writeCompletions(args[1])
	}
	return fmt.Errorf("usage: gendocs docs [RULES [DIR]] | gendocs man DIR | gendocs completions DIR")
}

// writeDocs makes the pages anew in dir.
func writeDocs(packDir, dir string) error {
	schema, err := ruleSchema(filepath.Join(packDir, ".."))
	if err != nil {
		return err
	}
	file := filepath.Join(dir, "schema", "rule.schema.json")
	if err := os.WriteFile(file, schema, 0o644); err != nil {
		return fmt.Errorf("write the schema of rule files: %w", err)
	}
	pack, err := load(packDir)
	if err != nil {
		return err
	}
	return writePages(filepath.Join(dir, "rules"), pages(pack))
}

// load reads the YAML files: the embedded pack may be older than they are.
func load(dir string) (*rules.Pack, error) {
	pack, problems := rules.LoadDir(dir)
	if pack != nil {
		return pack, nil
	}
	for _, p := range problems {
		if !p.Warning {
			fmt.Fprintln(os.Stderr, p)
		}
	}
	return nil, fmt.Errorf("the rules in %s do not load", dir)
}
