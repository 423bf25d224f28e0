package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
)

// configs are the configuration files that were named, in order, each once.
type configs struct {
	files    []*conf.File
	problems []conf.Problem // places in them that could not be read
	messages []string       // what a person should know about what was named
	failed   bool           // something that was named could not be read
}

// readConfigs reads files and folders. Of a folder it takes what has the name and content of a configuration; a file that was named itself and is none is
// told, and that is no failure: it was read.
func readConfigs(paths []string) *configs {
	c := &configs{}
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			c.fail(path, err)
		case info.IsDir():
			c.folder(path)
		default:
			if known := c.file(path); !known && !c.failed {
				c.messages = append(c.messages, path+" is no configuration file that is known")
			}
		}
	}
	return c
}

func (c *configs) fail(path string, err error) {
	c.failed = true
	c.messages = append(c.messages, fmt.Sprintf("cannot read %s: %v", path, plainError(err)))
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
		c.messages = append(c.messages, folder+" holds no configuration file that is known")
	}
}

// file reads one file and tells whether it is a known configuration.
func (c *configs) file(path string) bool {
	name := relative(path)
	for _, f := range c.files {
		if f.Name == name {
			return true
		}
	}
	info, err := os.Stat(path)
	if err == nil && info.Size() > maxConfigFile {
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
	kind, table := conf.Detect(path, data)
	if kind == "" {
		return false
	}
	file, problems := conf.Parse(name, kind, table, data)
	c.files, c.problems = append(c.files, file), append(c.problems, problems...)
	return true
}
