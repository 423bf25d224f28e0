//go:build !unix

package input

import (
	"io/fs"
	"path/filepath"
	"strings"
)

// identity returns a key that is equal for two names of the same file or folder, "" when unknown.
func identity(path string, _ fs.FileInfo) string {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return ""
	}
	if real, err = filepath.Abs(real); err != nil {
		return ""
	}
	return strings.ToLower(real)
}
