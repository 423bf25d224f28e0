package mysql

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
)

// TestGenuine reads what real servers wrote: every line with a date is a record.
func TestGenuine(t *testing.T) {
	files, err := filepath.Glob("testdata/*.log")
	if err != nil || len(files) < 2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	fatal := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		events := cutting.Events(Layouts(), string(text))
		if lines := strings.Count("\n"+string(text), "\n2026-"); len(events) != lines {
			t.Errorf("%s: %d records of %d lines", file, len(events), lines)
		}
		for _, e := range events {
			if e.Layout != "mysql-error" || !e.Time.Known() || e.Level == parsers.LevelUnknown || e.Thread == "" || e.Message == "" {
				t.Errorf("%s:%d: %+v", file, e.Line, e)
			}
			if e.Fields.Get("error_code") == "1236" {
				fatal++
			}
		}
	}
	if fatal == 0 {
		t.Error("error 1236 was not read")
	}
}

func TestRead(t *testing.T) {
	tests := []struct {
		label, text     string
		level           parsers.Level
		time            string
		zoned           bool
		thread, module  string
		message         string
		code, errorCode string
	}{
		{"8", "2024-01-24T14:53:12.123456Z 0 [ERROR] [MY-010584] [Repl] Replica I/O for channel '': error connecting, Error_code: MY-002003", parsers.LevelError,
			"2024-01-24T14:53:12.123456Z", true, "0", "Repl", "Replica I/O for channel '': error connecting, Error_code: MY-002003", "MY-010584", "MY-002003"},
		{"8, local time", "2024-01-24T14:53:12.123456+08:00 12 [Warning] [MY-011070] [Server] x", parsers.LevelWarn, "2024-01-24T06:53:12.123456Z", true, "12", "Server", "x", "MY-011070", ""},
		{"8, system", "2024-01-24T14:53:12.123456Z 0 [System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections.", parsers.LevelInfo,
			"2024-01-24T14:53:12.123456Z", true, "0", "Server", "/usr/sbin/mysqld: ready for connections.", "MY-010931", ""},
		{"5.7", "2019-05-14T08:41:15.123456Z 41 [Note] Aborted connection 41 to db: 'd' user: 'u' host: 'h' (Got timeout reading communication packets)", parsers.LevelInfo,
			"2019-05-14T08:41:15.123456Z", true, "41", "", "Aborted connection 41 to db: 'd' user: 'u' host: 'h' (Got timeout reading communication packets)", "", ""},
		{"5.6", "2013-12-16 15:32:40 12345 [ERROR] Slave I/O: Got fatal error 1236 from master when reading data from binary log: 'x', Error_code: 1236", parsers.LevelError,
			"2013-12-16T15:32:40Z", false, "12345", "", "Slave I/O: Got fatal error 1236 from master when reading data from binary log: 'x', Error_code: 1236", "", "1236"},
		{"5.6, InnoDB", "2013-12-16 15:32:40 7f1b2c3d4e5f InnoDB: Error: page 3 log sequence number is in the future", parsers.LevelError,
			"2013-12-16T15:32:40Z", false, "7f1b2c3d4e5f", "", "InnoDB: Error: page 3 log sequence number is in the future", "", ""},
		{"5.5", "131216  9:32:40 [ERROR] Error reading packet from server: Lost connection ( server_errno=2013)", parsers.LevelError, "2013-12-16T09:32:40Z", false, "", "",
			"Error reading packet from server: Lost connection ( server_errno=2013)", "", "2013"},
		{"5.5, script", "131216 15:32:40 mysqld_safe Starting mysqld daemon with databases from /var/lib/mysql", parsers.LevelInfo, "2013-12-16T15:32:40Z", false, "", "",
			"mysqld_safe Starting mysqld daemon with databases from /var/lib/mysql", "", ""},
		{"MariaDB", "2026-11-21  9:08:17 6 [ERROR] Slave I/O: Got fatal error 1236 from master when reading data from binary log: 'y', Internal MariaDB error code: 1236", parsers.LevelError,
			"2026-11-21T09:08:17Z", false, "6", "", "Slave I/O: Got fatal error 1236 from master when reading data from binary log: 'y', Internal MariaDB error code: 1236", "", "1236"},
		{"container", "2024-01-24 14:53:12+00:00 [Note] [Entrypoint]: Entrypoint script for MySQL Server 8.0.35 started.", parsers.LevelInfo, "2024-01-24T14:53:12Z", true, "", "Entrypoint",
			"Entrypoint script for MySQL Server 8.0.35 started.", "", ""},
		{"died", "2024-01-24T14:53:12Z UTC - mysqld got signal 11 ;\nMost likely, you have hit a bug", parsers.LevelFatal, "2024-01-24T14:53:12Z", true, "", "",
			"UTC - mysqld got signal 11 ; Most likely, you have hit a bug", "", ""},
		{"several lines", "2024-01-24T14:53:12.1Z 9 [ERROR] [MY-012153] [InnoDB] Trying to access page\nInnoDB: which is outside\n  the space", parsers.LevelError,
			"2024-01-24T14:53:12.1Z", true, "9", "InnoDB", "Trying to access page InnoDB: which is outside the space", "MY-012153", ""},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			events := cutting.Events(Layouts(), tt.text)
			if len(events) != 1 {
				t.Fatalf("%d records", len(events))
			}
			e := events[0]
			if e.Level != tt.level || e.Thread != tt.thread || e.Logger != tt.module || e.Message != tt.message || e.Component != parsers.ComponentMySQL {
				t.Errorf("level %v thread %q module %q component %q message %q", e.Level, e.Thread, e.Logger, e.Component, e.Message)
			}
			if got := e.Time.At.Format(time.RFC3339Nano); got != tt.time || e.Time.Zoned != tt.zoned {
				t.Errorf("time %s zoned %v", got, e.Time.Zoned)
			}
			if code, errorCode := e.Fields.Get("code"), e.Fields.Get("error_code"); code != tt.code || errorCode != tt.errorCode {
				t.Errorf("code %q error_code %q", code, errorCode)
			}
		})
	}
}

func TestClient(t *testing.T) {
	events := cutting.Events(Layouts(), "ERROR 1236 (HY000): Could not find first log file name\nin binary log index file\nERROR 1064 (42000) at line 3: You have an error\n")
	if len(events) != 2 {
		t.Fatalf("%d records", len(events))
	}
	for i, want := range []string{"1236", "1064"} {
		e := events[i]
		if e.Fields.Get("error_code") != want || e.Level != parsers.LevelError || e.Component != parsers.ComponentUnknown || !strings.HasPrefix(e.Message, "ERROR "+want) {
			t.Errorf("%d: %+v", i, e)
		}
	}
	for text, code := range map[string]string{
		"SQL Error [1064] [42000]: Table creation timed out": "1064", "[42000][1064] fail to create tablet: 10001": "1064", "[42000] [1064] x": "", "[1064] x": "", "SQL Error [1064] x": "",
	} {
		if e := cutting.Events(Layouts(), text)[0]; e.Fields.Get("error_code") != code || (e.Layout == "mysql-client") != (code != "") {
			t.Errorf("%s: %+v", text, e)
		}
	}
	server := cutting.Events(Layouts(), "2026-11-21  9:08:17 6 [Note] x\nERROR 1236 (HY000): y\n")
	if len(server) != 2 || server[1].Layout != "mysql-client" {
		t.Errorf("a client's error was taken for the server's: %d records", len(server))
	}
}

// strangers are lines of other programs that look a little like those of MySQL.
var strangers = []string{
	"", "2", "2024-01-24 14:53:12", "2024-01-24 14:53:12 [ERROR] from a program in Go", "2024-01-24 14:53:12,123 [main] ERROR a.B - x", "2024-01-24 14:53:12,123 INFO  a.B [] - x",
	"2024-01-24 14:53:12.123 12 --- [main] a.B : x", "2024/01/24 14:53:14 [error] 1#1: x", "081109 203615 148 INFO dfs.DataNode: x", "14:53:12,123 [ERROR] x",
	"2024-01-24 14:53:12 6 [ERROR", "2024-01-24 14:53:12 6 [worker-1] x", "2024-01-24T14:53:12.123Z\tINFO\tcontroller\tx", "24/01/24 14:53:12 ERROR x: y",
	"ERROR 1236", "ERROR 1236 (HY000", "ERROR 12 (HY000): x", "ERROR [main] x", "ERROR: 1236 (HY000): x", "ERROR 1236 (hy000): x",
	"2024-02-06 14:33:58,211 INFO (main|1) [A.b():1] x", "2025-08-09 08:16:07.852+08:00 [query] |Client=1", "\tat a.B.c(B.java:1)",
}

func TestStrangers(t *testing.T) {
	for _, line := range strangers {
		for _, l := range Layouts() {
			if _, ok := l.Head([]byte(line)); ok {
				t.Errorf("%s reads %q", l.Name(), line)
			}
		}
	}
}

// TestRejectsWithoutAllocation matters because Head is asked about every line near a candidate.
func TestRejectsWithoutAllocation(t *testing.T) {
	lines := make([][]byte, len(strangers))
	for i, line := range strangers {
		lines[i] = []byte(line)
	}
	layouts := Layouts()
	allocs := testing.AllocsPerRun(100, func() {
		for _, line := range lines {
			for _, l := range layouts {
				l.Head(line)
			}
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

// FuzzLayouts reads anything as a file: no panic, bodies inside their lines, every line in one record.
func FuzzLayouts(f *testing.F) {
	f.Add("2024-01-24T14:53:12.123456Z 0 [ERROR] [MY-010584] [Repl] x, Error_code: MY-002003\n more")
	f.Add("131216  9:32:40 [ERROR] x ( server_errno=2013)")
	f.Add("2026-11-21  9:08:17 6 [ERROR] x\nERROR 1236 (HY000): y")
	f.Add("2024-01-24 14:53:12+00:00 [Note] [Entrypoint]: x")
	f.Fuzz(func(t *testing.T, text string) {
		lines := 0
		for _, e := range cutting.Events(Layouts(), text) {
			lines += e.Lines
		}
		if want := strings.Count(strings.TrimSuffix(text, "\n"), "\n") + 1; lines != want {
			t.Fatalf("%d of %d lines", lines, want)
		}
		for _, line := range strings.Split(text, "\n") {
			for _, l := range Layouts() {
				head, ok := l.Head([]byte(line))
				if !ok {
					continue
				}
				if head.Body < 0 || head.Body > len(line) {
					t.Fatalf("%s: body %d of %d bytes", l.Name(), head.Body, len(line))
				}
				l.Finish(&parsers.Event{}, line)
			}
		}
	})
}
