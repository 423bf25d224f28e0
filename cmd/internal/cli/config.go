package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
)

// Limits of what is read as configuration: bytes of one file, number of files of one folder.
const (
	maxConfigFile  = 4 << 20
	maxConfigFiles = 2000
)

// loadConfig reads the configuration files that the user named. Of a folder it takes the files whose names and contents say that they are some; a file that was
// named itself must be one.
func loadConfig(paths []string) ([]*conf.File, error) {
	var out []*conf.File
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, usagef("--config: cannot read %s: %v", path, plainError(err))
		}
		if info.IsDir() {
			files, err := configFolder(path)
			if err != nil {
				return nil, fmt.Errorf("--config %s: %w", path, err)
			}
			out = append(out, files...)
			continue
		}
		file, err := configFile(path)
		if err != nil {
			return nil, usagef("--config: cannot read %s: %v", path, plainError(err))
		}
		if file == nil {
			return nil, usagef("--config: %s is no configuration file that is known; nginx.conf, flink-conf.yaml, config.yaml, pipeline YAML, .sql, fe.conf, be.conf, my.cnf and zoo.cfg are", path)
		}
		out = append(out, file)
	}
	return out, nil
}

func configFolder(folder string) ([]*conf.File, error) {
	var out []*conf.File
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !d.Type().IsRegular() || !conf.Named(path) || len(out) >= maxConfigFiles {
			return err
		}
		file, err := configFile(path)
		if file != nil {
			out = append(out, file)
		}
		return err
	})
	return out, err
}

// configFile reads one file; nil when it is no known configuration. Its name is relative to the working directory where that is possible, as patch and
// git apply want it.
func configFile(path string) (*conf.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxConfigFile {
		return nil, fmt.Errorf("it has %d bytes, more than %d", info.Size(), maxConfigFile)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	kind, table := conf.Detect(path, data)
	if kind == "" {
		return nil, nil
	}
	file, _ := conf.Parse(relative(path), kind, table, data) // what cannot be read in it is lint's business
	return file, nil
}

func relative(path string) string {
	if filepath.IsAbs(path) {
		if dir, err := os.Getwd(); err == nil {
			if short, err := filepath.Rel(dir, path); err == nil && !strings.HasPrefix(short, "..") {
				path = short
			}
		}
	}
	return filepath.ToSlash(filepath.Clean(path))
}

// plainError drops the operation and the path, which the message names already.
func plainError(err error) error {
	if pathError, ok := err.(*fs.PathError); ok { //nolint:errorlint // os returns it unwrapped
		return pathError.Err
	}
	return err
}
