package nginx

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
)

// TestGenuine reads what real nginx wrote: every line is a record of its own, and none is left unread.
func TestGenuine(t *testing.T) {
	files, err := filepath.Glob("testdata/*.log")
	if err != nil || len(files) < 14 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		events := cutting.Events(Layouts(), string(text))
		wrapped := strings.Contains(file, "published-wrapped")
		if lines := strings.Count(string(text), "\n"); !wrapped && len(events) < lines {
			t.Errorf("%s: %d records of %d lines", file, len(events), lines)
		}
		for _, e := range events {
			checkGenuine(t, file, e)
		}
	}
}

func checkGenuine(t *testing.T, file string, e *parsers.Event) {
	t.Helper()
	switch {
	case e.Layout == "":
		t.Errorf("%s:%d: unread: %s", file, e.Line, e.Message)
	case e.Message == "" || e.Level == parsers.LevelUnknown || e.Chain != nil:
		t.Errorf("%s:%d: message %q, level %q, chain %v", file, e.Line, e.Message, e.Level, e.Chain)
	case e.Layout == "nginx-error" && (!e.Time.Known() || e.Fields.Get("pid") == ""):
		t.Errorf("%s:%d: no time or pid: %v", file, e.Line, e.Fields)
	case strings.Contains(e.Message, "upstream: \"") && e.Fields.Get("upstream") == "":
		t.Errorf("%s:%d: upstream not read: %s", file, e.Line, e.Message)
	case strings.Contains(e.Message, "request: \"") && (e.Fields.Get("uri") == "") != strings.Contains(e.Message, `request: "GET"`) && !strings.Contains(e.Message, `request: "\x`):
		t.Errorf("%s:%d: request not read: %s", file, e.Line, e.Message)
	case strings.Contains(e.Message, "bytes from/to") != (e.Component == parsers.ComponentNginxStream) && !strings.Contains(e.Message, " connected to "):
		t.Errorf("%s:%d: component %q: %s", file, e.Line, e.Component, e.Message)
	}
}

const load = `client: 10.0.0.12, server: nginx-node, request: "PUT /api/radar_test/t1/_stream_load HTTP/1.1", ` +
	`upstream: "http://10.0.0.24:8030/api/radar_test/t1/_stream_load", host: "nginx-node:8031"`

func TestRead(t *testing.T) {
	tests := []struct {
		label, text string
		layout      string
		level       parsers.Level
		component   parsers.Component
		message     string // "" means: not compared
		fields      map[string]string
	}{
		{"a reset", "2026/11/21 08:17:17 [error] 10439#0: *15 recv() failed (104: Connection reset by peer) while reading response header from upstream, " + load,
			"nginx-error", parsers.LevelError, parsers.ComponentNginx,
			"recv() failed (104: Connection reset by peer) while reading response header from upstream, " + load,
			map[string]string{"pid": "10439", "cid": "15", "errno": "104", "action": "reading response header from upstream", "client": "10.0.0.12",
				"server": "nginx-node", "request": "PUT /api/radar_test/t1/_stream_load HTTP/1.1", "method": "PUT", "uri": "/api/radar_test/t1/_stream_load",
				"upstream": "10.0.0.24:8030", "upstream_addr": "10.0.0.24:8030", "upstream_uri": "/api/radar_test/t1/_stream_load", "scheme": "http",
				"host": "nginx-node:8031", "db": "radar_test", "table": "t1", "group": ""}},
		{"no live upstream names the group, broken by hand", "2024/01/24 14:53:14 [error] 6581#0: *3093 no live upstreams while connecting to upstream, client: xxx, \n" +
			"server: , request: \"PUT /api/radar_test/test_qnmanager_data/_stream_load HTTP/1.1\", upstream: \n" +
			"\"http://starrocks-tcp2/api/radar_test/test_qnmanager_data/_stream_load\", host: \"nginx-node:8031\"",
			"nginx-error", parsers.LevelError, parsers.ComponentNginx, "",
			map[string]string{"group": "starrocks-tcp2", "upstream": "starrocks-tcp2", "upstream_addr": "", "server": "", "client": "xxx", "host": "nginx-node:8031"}},
		{"stream", `2026/11/21 08:17:14 [error] 9330#9330: *46 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.12, server: 0.0.0.0:9031, upstream: "10.0.0.31:9030", bytes from/to client:0/0, bytes from/to upstream:0/0`,
			"nginx-error", parsers.LevelError, parsers.ComponentNginxStream, "",
			map[string]string{"upstream": "10.0.0.31:9030", "upstream_addr": "10.0.0.31:9030", "server": "0.0.0.0:9031", "scheme": "", "errno": "111"}},
		{"stream, udp", `2026/11/21 08:17:14 [info] 1#1: *4 udp timed out, packets from/to client:1/0, udp client: 10.0.0.12, server: 0.0.0.0:53, upstream: "10.0.0.31:53", bytes from/to client:1/2, bytes from/to upstream:2/1`,
			"nginx-error", parsers.LevelInfo, parsers.ComponentNginxStream, "", map[string]string{"client": "10.0.0.12"}},
		{"stream, cut before the counters", `2026/11/21 08:17:14 [error] 9330#9330: *49 no live upstreams while connecting to upstream, client: 10.0.0.12, server: 0.0.0.0:9031, upstream: "starrocks-tcp1"`,
			"nginx-error", parsers.LevelError, parsers.ComponentNginxStream, "", map[string]string{"group": "starrocks-tcp1"}},
		{"stream, a connection", "2026/11/21 08:17:23 [info] 10439#0: *39 client 10.0.0.12:34874 connected to 0.0.0.0:9031", "nginx-error",
			parsers.LevelInfo, parsers.ComponentNginxStream, "client 10.0.0.12:34874 connected to 0.0.0.0:9031", nil},
		{"a socket", `2016/01/29 18:10:43 [error] 3059#0: *9 connect() to unix:/tmp/php.sock failed (11: Resource temporarily unavailable) while connecting to upstream, client: 10.0.0.22, server: web, request: "GET /q?a=1,2 HTTP/1.1", upstream: "fastcgi://unix:/tmp/php.sock:", host: "10.0.0.86"`,
			"nginx-error", parsers.LevelError, parsers.ComponentNginx, "",
			map[string]string{"upstream": "unix:/tmp/php.sock", "uri": "/q?a=1,2", "errno": "11", "scheme": "fastcgi"}},
		{"a socket and a path", `2016/01/29 18:10:43 [error] 3059#0: *9 upstream prematurely closed connection while reading upstream, client: 10.0.0.22, server: web, request: "GET / HTTP/1.1", upstream: "http://unix:/tmp/app.sock:/v1", host: "h"`,
			"nginx-error", parsers.LevelError, parsers.ComponentNginx, "", map[string]string{"upstream": "unix:/tmp/app.sock", "upstream_uri": "/v1"}},
		{"quotes inside the request", `2026/11/21 08:17:17 [error] 1#1: *2 open() failed, client: 10.0.0.12, server: web, request: "GET /a"b?c=" HTTP/1.1", host: "h"`,
			"nginx-error", parsers.LevelError, parsers.ComponentNginx, "", map[string]string{"request": `GET /a"b?c=" HTTP/1.1`, "host": "h"}},
		{"TLS on a plain port", "2026/11/21 08:17:17 [info] 1#1: *2 client sent invalid method while reading client request line, client: 10.0.0.12, server: web, request: \"\x16\x03\x01\x02\xff\xfe\x00\"",
			"nginx-error", parsers.LevelInfo, parsers.ComponentNginx, "", map[string]string{"client": "10.0.0.12", "method": "", "request": "\x16\x03\x01\x02\xff\xfe\x00"}},
		{"cut at 2048 bytes", `2026/11/21 08:17:17 [error] 1#1: *2 no live upstreams while connecting to upstream, client: 10.0.0.12, server: web, request: "GET /` + strings.Repeat("a", 1900),
			"nginx-error", parsers.LevelError, parsers.ComponentNginx, "", map[string]string{"method": "GET", "client": "10.0.0.12"}},
		{"no date, quoted host", "[error] 2439#2439: upstream-dynamic-servers: 'furry.top' could not be resolved (110: Operation timed out)",
			"nginx-error", parsers.LevelError, parsers.ComponentNginx, "", map[string]string{"errno": "110", "pid": "2439", "cid": ""}},
		{"blanks dropped and doubled", `2024/01/2414:53:14  [error]6581#0:*3093  no live upstreams  while connecting to upstream,client:xxx,server:,request:"PUT /a HTTP/1.1",upstream:"http://fe/a",host:"n:8031"`,
			"nginx-error", parsers.LevelError, parsers.ComponentNginx, "", map[string]string{"cid": "3093", "group": "fe", "host": "n:8031", "client": "xxx", "server": ""}},
		{"indented", "\t2018/04/04 13:53:55 [crit] 5342#0: *3468 connect() to 10.0.0.9:80 failed (13: Permission denied) while connecting to upstream, " + load + "   ",
			"nginx-error", parsers.LevelFatal, parsers.ComponentNginx, "", map[string]string{"errno": "13"}},
		{"musl says operation", `2021/12/29 11:52:45 [error] 8#8: *3 upstream timed out (110: Operation timed out) while reading response header from upstream, ` + load,
			"nginx-error", parsers.LevelError, parsers.ComponentNginx, "", map[string]string{"errno": "110", "action": "reading response header from upstream"}},
		{"resolver", "2026/11/21 08:02:55 [error] 26294#26294: send() failed (111: Connection refused) while resolving, resolver: 10.96.0.10:53",
			"nginx-error", parsers.LevelError, parsers.ComponentNginx, "", map[string]string{"resolver": "10.96.0.10:53", "action": "resolving"}},
		{"label in the query", `2026/11/21 08:17:17 [error] 1#1: *2 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.12, server: , request: "GET /api/ods/_load_info?label=flink%2D1&x=2 HTTP/1.1", upstream: "http://10.0.0.24:8030/api", host: "h"`,
			"nginx-error", parsers.LevelError, parsers.ComponentNginx, "", map[string]string{"label": "flink-1", "db": "", "uri": "/api/ods/_load_info?label=flink%2D1&x=2"}},
		{"reload refused", `2026/11/21 08:12:01 [emerg] 4411#4411: unexpected "}" in /etc/nginx/conf.d/fe.conf:9`, "nginx-error", parsers.LevelFatal,
			parsers.ComponentNginx, "", map[string]string{"file": "/etc/nginx/conf.d/fe.conf", "line": "9"}},
		{"start refused", `nginx: [emerg] host not found in upstream "hostname1:8030" in /etc/nginx/nginx.conf:31`, "nginx-startup", parsers.LevelFatal,
			parsers.ComponentNginx, `host not found in upstream "hostname1:8030" in /etc/nginx/nginx.conf:31`, map[string]string{"file": "/etc/nginx/nginx.conf", "line": "31"}},
		{"start refused, no place", `nginx: [emerg] unknown "remote_add" variable`, "nginx-startup", parsers.LevelFatal, parsers.ComponentNginx,
			`unknown "remote_add" variable`, map[string]string{"file": "", "line": ""}},
		{"start refused, a library", `nginx: [emerg] dlopen() "/m.so" failed (/m.so: cannot open shared object file: No such file or directory) in /etc/nginx/nginx.conf:1`,
			"nginx-startup", parsers.LevelFatal, parsers.ComponentNginx, "", map[string]string{"line": "1", "errno": ""}},
		{"test", "nginx: configuration file /etc/nginx/nginx.conf test failed", "nginx-startup", parsers.LevelInfo, parsers.ComponentNginx,
			"nginx: configuration file /etc/nginx/nginx.conf test failed", nil},
		{"version", "nginx version: nginx/1.22.1 (Debian)", "nginx-startup", parsers.LevelInfo, parsers.ComponentNginx, "", map[string]string{"version": "1.22.1"}},
		{"entrypoint", "/docker-entrypoint.sh: Configuration complete; ready for start up", "nginx-entrypoint", parsers.LevelInfo, parsers.ComponentNginx, "", nil},
		{"entrypoint script", "10-listen-on-ipv6-by-default.sh: info: can not modify /etc/nginx/conf.d/default.conf (read-only file system?)",
			"nginx-entrypoint", parsers.LevelInfo, parsers.ComponentNginx, "", nil},
		{"access", `10.0.0.99 - - [21/Nov/2026:07:11:03 +0100] "PUT /api/db/t/_stream_load HTTP/1.1" 502 153 "-" "curl/8.2.1" "-"`,
			"nginx-access", parsers.LevelUnknown, parsers.ComponentNginx, "", map[string]string{"status": "502", "client": "10.0.0.99", "method": "PUT", "table": "t"}},
		{"access that quotes an exception", `10.0.0.99 - bob [21/Nov/2026:07:11:03 +0000] "GET /?x=java.lang.RuntimeException:%20at%20a.B.c(B.java:1) HTTP/1.1" 400 0 "-" "java.lang.Error: x"`,
			"nginx-access", parsers.LevelUnknown, parsers.ComponentNginx, "", map[string]string{"status": "400"}},
		{"page", "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>",
			"http-error-page", parsers.LevelUnknown, parsers.ComponentNginx, "", map[string]string{"status_code": "502", "version": "1.22.1"}},
		{"page in one line", "<html><head><title>413 Request Entity Too Large</title></head><body><center><h1>413 Request Entity Too Large</h1></center><hr><center>nginx</center></body></html>",
			"http-error-page", parsers.LevelUnknown, parsers.ComponentNginx, "", map[string]string{"status_code": "413", "version": ""}},
		{"page of another server", "<html>\n<head><title>503 Service Unavailable</title></head>\n<body>busy</body></html>", "http-error-page",
			parsers.LevelUnknown, parsers.ComponentUnknown, "", map[string]string{"status_code": "503"}},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			events := cutting.Events(Layouts(), tt.text)
			if len(events) != 1 {
				t.Fatalf("%d records", len(events))
			}
			e := events[0]
			if e.Layout != tt.layout || e.Level != tt.level || e.Component != tt.component || e.Chain != nil {
				t.Errorf("layout %q level %v component %q chain %v", e.Layout, e.Level, e.Component, e.Chain)
			}
			if tt.message != "" && e.Message != tt.message {
				t.Errorf("message %q, want %q", e.Message, tt.message)
			}
			for name, want := range tt.fields {
				if got := e.Fields.Get(name); got != want {
					t.Errorf("%s = %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestTimes(t *testing.T) {
	tests := []struct {
		text  string
		want  string
		zoned bool
	}{
		{"2026/11/21 08:17:17 [notice] 10437#0: nginx/1.31.4", "2026-11-21T08:17:17Z", false},
		{`10.0.0.99 - - [21/Nov/2026:07:11:03 +0130] "GET / HTTP/1.1" 200 1 "-" "-"`, "2026-11-21T05:41:03Z", true},
		{`10.0.0.99 - - [31/Dec/2026:23:11:03 -0800] "GET / HTTP/1.1" 200 1 "-" "-"`, "2027-01-01T07:11:03Z", true},
	}
	for _, tt := range tests {
		e := cutting.Events(Layouts(), tt.text)[0]
		if got := e.Time.At.Format(time.RFC3339); got != tt.want || e.Time.Zoned != tt.zoned {
			t.Errorf("%s: %s zoned %v", tt.text, got, e.Time.Zoned)
		}
	}
}

// strangers are lines of other programs that look a little like nginx's.
var strangers = []string{
	"", " ", "2", "[", "[error]", "nginx", "2024/01/24 14:53:14 [error] worker failed", "2024/13/24 14:53:14 [error] 1#1: x", "2024/01/24 14:53:14",
	"2024-01-24 14:53:14 [error] 1#1: x", "2009/11/10 23:00:00 main.go:12: nginx", "2024/01/24 14:53:14 [fatal] 1#1: x", "[error] 12: x", "[error] #1: x",
	"/docker-entrypoint.sh: line 12: exec: taskmanager: not found", "10-migrate.sh: started", "<html lang=\"en\">", "<title>Flink Dashboard</title>",
	"<dependency>", "10.0.0.1 - up", "2026-11-21 08:17:17,000 INFO  a.B [] - x - [21/Nov/2026:07:11:03 +0000] y", "nginx-ingress-controller started",
	"	at org.apache.flink.A.b(A.java:1)", `{"status":"FAILED","msg":"x"}`, "I0309 15:09:22.161239 101566 a.cpp:175] x",
	`web - - [21/Nov/2026:07:11:03 +00xx] "GET / HTTP/1.1" 200 1`,
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
