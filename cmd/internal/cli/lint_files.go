package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/lint"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/input"
)

// configs are the configuration files that were named, in order, each once.
type configs struct {
	files    []*conf.File
	problems []conf.Problem // places in them that could not be read
	unread   []string       // what was named and cannot be read, and why
	unknown  []string       // files that were named and are no configuration
	empty    []string       // folders that hold none
}

// readConfigs reads files and folders, and "-" from stdin unless that is nil. Of a folder it takes what has the name and content of a configuration; a file that was named itself and is none is
// told, and that is no failure: it was read.
func readConfigs(ctx context.Context, paths []string, stdin io.Reader) *configs {
	c := &configs{}
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case path == "-" && stdin != nil:
			c.pipe(stdin)
		case err != nil:
			c.fail(path, err)
		case info.IsDir():
			c.folder(path)
		default:
			c.named(ctx, path)
		}
	}
	return c
}

// pipe reads one configuration from standard input; its content tells what it is.
func (c *configs) pipe(stdin io.Reader) {
	data, err := io.ReadAll(io.LimitReader(stdin, maxConfigFile+1))
	switch {
	case err != nil:
		c.fail("-", err)
	case len(data) > maxConfigFile:
		c.fail("-", fmt.Errorf("it has more than %d bytes", maxConfigFile))
	case !c.add("-", data):
		c.unknown = append(c.unknown, "what comes through the pipe is no configuration that is known by its content")
	}
}

func (c *configs) fail(path string, err error) {
	c.unread = append(c.unread, fmt.Sprintf("cannot read %s: %v", path, plainError(err)))
}

func (c *configs) folder(folder string) {
	before := len(c.files)
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !d.Type().IsRegular() || !conf.Named(path) || len(c.files) >= maxConfigFiles {
			return err
		}
		c.file(path)
		return nil
	})
	if err != nil {
		c.fail(folder, err)
	} else if len(c.files) == before {
		c.empty = append(c.empty, folder+" holds no configuration file that is known")
	}
}

// named reads a file that was named itself: a configuration, or an archive that holds some.
func (c *configs) named(ctx context.Context, path string) {
	if c.file(path) || len(c.unread) > 0 {
		return
	}
	before := len(c.files)
	for src := range input.Walk(ctx, input.Options{Args: []string{path}, IsConfig: analyzer.IsConfig}) {
		if src.Err != nil || src.Name == path || !conf.Named(src.Name) {
			continue
		}
		var reader io.Reader = src.Reader
		if src.File != nil {
			reader = io.NewSectionReader(src.File, 0, src.Size)
		}
		data, err := io.ReadAll(io.LimitReader(reader, maxConfigFile+1))
		if err == nil && len(data) <= maxConfigFile && len(c.files) < maxConfigFiles {
			c.add(src.Name, data)
		}
	}
	if len(c.files) == before {
		c.unknown = append(c.unknown, path+" is no configuration file that is known")
	}
}

// file reads one file and tells whether it is a known configuration. Its name is relative to the working directory where that is possible, as patch and git apply
// want it.
func (c *configs) file(path string) bool {
	name := relative(path)
	if c.has(name) {
		return true
	}
	info, err := os.Stat(path)
	if err == nil && info.Size() > maxConfigFile {
		if !conf.Named(path) {
			return false // an archive may be larger
		}
		err = fmt.Errorf("it has %d bytes, more than %d", info.Size(), maxConfigFile)
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(path)
	}
	if err != nil {
		c.fail(path, err)
		return false
	}
	if !c.add(name, data) {
		return false
	}
	if added := c.files[len(c.files)-1]; added.Kind == conf.Nginx {
		c.include(added, filepath.Dir(path))
	}
	return true
}

func (c *configs) has(name string) bool {
	return slices.ContainsFunc(c.files, func(f *conf.File) bool { return f.Name == name })
}

// add takes a file in when it is a configuration.
func (c *configs) add(name string, data []byte) bool {
	kind, table := conf.Detect(name, data)
	if kind == "" {
		return false
	}
	file, problems := conf.Parse(name, kind, table, data)
	if !conf.Certain(name) && !lint.Recognised(file, problems) || lint.Foreign(file) {
		return false
	}
	c.files, c.problems = append(c.files, file), append(c.problems, problems...)
	return true
}

// messages are what a person should know about what was named.
func (c *configs) messages() []string { return slices.Concat(c.unread, c.unknown, c.empty) }
