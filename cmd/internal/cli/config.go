package cli

import (
	"context"
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
func loadConfig(ctx context.Context, paths []string) ([]*conf.File, error) {
	c := readConfigs(ctx, paths, nil)
	if len(c.unread) > 0 {
		return nil, usagef("--config: %s", c.unread[0])
	}
	if len(c.unknown) > 0 {
		return nil, usagef("--config: %s; nginx.conf, flink-conf.yaml, config.yaml, pipeline YAML, Kubernetes manifests, .sql, command lines with -D, fe.conf, be.conf, my.cnf and zoo.cfg are", c.unknown[0])
	}
	return c.files, nil
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
