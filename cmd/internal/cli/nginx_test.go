package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
)

// nginxConfig stands in front of two frontends that are down, and of one that resets every connection. It is the published configuration in
// small: max_fails=1 and a long fail_timeout.
const nginxConfig = `
daemon off; master_process off; pid %[1]s/nginx.pid; error_log %[1]s/error.log warn;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path %[1]s/body; proxy_temp_path %[1]s/proxy; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;
  upstream down { server 127.0.0.1:%[3]d max_fails=1 fail_timeout=600s; server 127.0.0.1:%[4]d max_fails=1 fail_timeout=600s; }
  upstream resets { server 127.0.0.1:%[5]d; }
  server {
    listen 127.0.0.1:%[2]d; client_max_body_size 1k;
    location /down/ { proxy_pass http://down; }
    location /resets/ { proxy_pass http://resets; }
  }
}
`

// TestRealNginx drives the real nginx into failures and reads what it writes about them.
func TestRealNginx(t *testing.T) {
	binary, err := exec.LookPath("nginx")
	if err != nil {
		t.Skip("nginx is not installed; apt-get install nginx-light")
	}
	dir := t.TempDir()
	front := freePort(t)
	config := filepath.Join(dir, "nginx.conf")
	text := fmt.Sprintf(nginxConfig, dir, front, freePort(t), freePort(t), resetting(t))
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	startNginx(t, binary, dir, config, front)
	for range 3 {
		request(t, front, "/down/api/d/t/_stream_load", "row")
	}
	request(t, front, "/resets/api/d/t/_stream_load", "row")
	request(t, front, "/down/api/d/t/_stream_load", strings.Repeat("row", 1000))
	log := filepath.Join(dir, "error.log")
	want := []string{"nginx-connect-failed", "nginx-no-live-upstreams", "nginx-recv-104-reading-response-header", "nginx-body-too-large-413"}
	found := rulesOf(analyzed(t, nil, log))
	for _, rule := range want {
		if !found[rule] {
			text, _ := os.ReadFile(log) // for the message only
			t.Errorf("%s was not found in:\n%s", rule, text)
		}
	}
}

func rulesOf(r analyzer.Report) map[string]bool {
	out := map[string]bool{}
	for _, i := range r.Incidents {
		out[*i.RootCause.Rule] = true
		for _, f := range append(append([]analyzer.Finding{}, i.Contributing...), i.Symptoms...) {
			out[*f.Rule] = true
		}
	}
	return out
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // the port is all that is wanted
	return l.Addr().(*net.TCPAddr).Port
}

// resetting accepts connections, reads the head of the request and resets, as a frontend does that goes away.
func resetting(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() }) // ends the loop below
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 4096)) // whatever comes
			_ = conn.(*net.TCPConn).SetLinger(0) // close with a reset
			_ = conn.Close()
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}

func startNginx(t *testing.T, binary, dir, config string, port int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, binary, "-p", dir, "-c", config, "-e", filepath.Join(dir, "error.log"))
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was killed
	})
	for range 100 {
		conn, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", port), time.Second)
		if err == nil {
			_ = conn.Close()
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("nginx does not listen: %s", out.String())
}

func request(t *testing.T, port int, path, body string) {
	t.Helper()
	client := http.Client{Timeout: 10 * time.Second}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, fmt.Sprintf("http://127.0.0.1:%d%s", port, path), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return // a reset is what some of the requests are for
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
}
