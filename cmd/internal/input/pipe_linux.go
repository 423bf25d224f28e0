package input

import (
	"os"
	"syscall"
)

// setPipeSize is F_SETPIPE_SZ of fcntl(2), which package syscall does not name.
const setPipeSize = 1031

// enlargePipe gives a pipe a buffer of 1 MiB, the most that unprivileged users may ask for by default. A pipe that refuses is as
// good as before, so errors do not matter.
func enlargePipe(f *os.File) {
	conn, err := f.SyscallConn()
	if err != nil {
		return
	}
	_ = conn.Control(func(fd uintptr) {
		_, _, _ = syscall.Syscall(syscall.SYS_FCNTL, fd, setPipeSize, 1<<20)
	})
}
