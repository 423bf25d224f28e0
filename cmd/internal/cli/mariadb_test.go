package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestRealMariaDB asks a real server for binlogs that it does not have, as a CDC job does that starts from an old position.
func TestRealMariaDB(t *testing.T) {
	for _, program := range []string{"mariadbd", "mariadb-install-db", "mariadb", "mariadb-binlog"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("MariaDB is not installed; apt-get install mariadb-server")
		}
	}
	dir, err := os.MkdirTemp("", "fd") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := startMariaDB(t, dir)
	ask := func(args ...string) string {
		cmd := exec.CommandContext(t.Context(), args[0], append([]string{"--no-defaults", "--socket=" + socket, "--user=root"}, args[1:]...)...)
		out, _ := cmd.CombinedOutput() // what it says when it fails is what is wanted
		log := filepath.Join(t.TempDir(), "job.log")
		if err := os.WriteFile(log, out, 0o600); err != nil {
			t.Fatal(err)
		}
		return log
	}
	ask("mariadb", "-e", "FLUSH LOGS; FLUSH LOGS; PURGE BINARY LOGS TO 'binlog.000003'")
	wantRule(t, ask("mariadb-binlog", "--read-from-remote-server", "binlog.000001"), "cdc-binlog-purged-1236")
	wantRule(t, ask("mariadb-binlog", "--read-from-remote-server", "--start-position=999999", "binlog.000003"), "cdc-binlog-position-beyond-end")
	if r := analyzed(t, nil, filepath.Join(dir, "error.log")); len(r.Incidents)+len(r.Unexplained) > 0 {
		t.Errorf("the log of a server that is well is not silent: %v", rulesOf(r))
	}
}

// startMariaDB starts a server of its own in dir and returns its socket.
func startMariaDB(t *testing.T, dir string) string {
	t.Helper()
	data, socket, log := filepath.Join(dir, "data"), filepath.Join(dir, "sock"), filepath.Join(dir, "error.log")
	install := exec.CommandContext(t.Context(), "mariadb-install-db", "--no-defaults", "--datadir="+data, "--auth-root-authentication-method=normal", "--skip-test-db")
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("mariadb-install-db: %v\n%s", err, out)
	}
	args := []string{
		"--no-defaults", "--datadir=" + data, "--socket=" + socket, "--log-error=" + log, "--pid-file=" + filepath.Join(dir, "pid"),
		"--skip-networking", "--log-bin=binlog", "--server-id=7", "--innodb-buffer-pool-size=16M",
	}
	if os.Geteuid() == 0 {
		args = append(args, "--user=root") // it refuses to run as root unless that is said
	}
	server := exec.CommandContext(t.Context(), "mariadbd", args...)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill() // it may be gone already
		_ = server.Wait()
	})
	for range 600 {
		if _, err := os.Stat(socket); err == nil {
			return socket
		}
		time.Sleep(50 * time.Millisecond)
	}
	text, _ := os.ReadFile(log) // for the message only
	t.Fatalf("MariaDB did not start in 30 s:\n%s", text)
	return ""
}
