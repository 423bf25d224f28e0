// Command gen builds rules/options/tables from lists of configuration options, one TSV file a product, whose columns are named by a
// header comment ("# key", "releases", "default", ...). It is run by hand when such a list has changed:
//
//	go run ./rules/options/internal/gen -from DIR -to rules/options/tables
//
// What the lists get wrong or could not read is put right in corrections.go, each with its source, so that a new list can be
// converted without losing that. Nothing of the tool imports this package, and it knows the lists' columns only: which option a
// rule may use is decided in package options.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
)

func main() {
	from := flag.String("from", "", "folder with the option lists (*.tsv)")
	to := flag.String("to", "rules/options/tables", "folder to write the tables to")
	flag.Parse()
	if *from == "" || flag.NArg() > 0 {
		flag.Usage()
		log.Fatal("gen: name the folder with -from")
	}
	if err := run(*from, *to); err != nil {
		log.Fatal("gen: ", err)
	}
}

// run converts every list and writes every table and the renames.
func run(from, to string) error {
	read := map[string]product{}
	for _, p := range products {
		loaded, err := p.load(from)
		if err != nil {
			return fmt.Errorf("read the lists of %s: %w", p.name, err)
		}
		read[p.name] = loaded
	}
	var renamed []rename
	for _, t := range targets {
		options := t.convert(read[t.product])
		if err := unusedCorrection(t.table); err != nil {
			return err
		}
		options, old := splitRenames(t.table, options)
		renamed = append(renamed, old...)
		text := render(t, read[t.product], options)
		if err := os.WriteFile(filepath.Join(to, t.table+".txt"), []byte(text), 0o644); err != nil {
			return fmt.Errorf("write table %s: %w", t.table, err)
		}
	}
	renamed = append(renamed, knownRenames...)
	if err := os.WriteFile(filepath.Join(to, "renames.txt"), []byte(renderRenames(renamed)), 0o644); err != nil {
		return fmt.Errorf("write the renames: %w", err)
	}
	return nil
}
