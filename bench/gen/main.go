// Command gen writes a large log of a healthy pipeline: Flink JobManager and TaskManager, StarRocks FE and BE, nginx, all in one file.
// It is what the benchmarks read. The same flags give the same bytes on every machine. Nothing of the analyzer may enter: the corpus
// must not know what is looked for.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run parses the arguments, writes the file and says on report what was written.
func run(args []string, report io.Writer) (err error) {
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	size := flags.Int64("size", 1024, "size in MiB; the last record is completed")
	out := flags.String("out", "", "file to write")
	seed := flags.Uint64("seed", 1, "seed of everything that varies")
	failures := flags.Bool("failures", false, "write a failure about every 50,000 lines")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *out == "" || *size <= 0 || flags.NArg() > 0 {
		return fmt.Errorf("give -out FILE and a -size above 0, and no other arguments")
	}
	file, err := os.Create(*out)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
	}()
	buffered := bufio.NewWriterSize(file, 1<<20)
	c := newCorpus(*seed, *failures)
	if err := c.write(buffered, *size<<20); err != nil {
		return err
	}
	fmt.Fprintf(report, "%s: %d bytes, %d lines, %d failures\n", *out, c.bytes, c.lines, c.failed)
	return buffered.Flush()
}
