//go:build unix

package input

import (
	"fmt"
	"io/fs"
	"syscall"
)

// identity returns a key that is equal for two names of the same file or folder, "" when unknown.
func identity(_ string, info fs.FileInfo) string {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return fmt.Sprintf("%d:%d", st.Dev, st.Ino)
	}
	return ""
}
