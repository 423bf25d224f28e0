// Command generate turns a folder of rule files into the binary file that package rules embeds: generate FOLDER FILE. It writes nothing when a
// rule does not load. It is part of the build, never of the program.
package main

import (
	"fmt"
	"log"
	"os"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: generate FOLDER FILE")
	}
	if err := generate(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func generate(folder, file string) error {
	pack, problems := rules.LoadDir(folder)
	for _, p := range problems {
		if !p.Warning {
			fmt.Fprintln(os.Stderr, p)
		}
	}
	if pack == nil {
		return fmt.Errorf("the rules in %s do not load", folder)
	}
	if err := os.WriteFile(file, rules.Encode(pack), 0o644); err != nil {
		return fmt.Errorf("write the built-in rules: %w", err)
	}
	return nil
}
