package remedy_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// streamModule loads nginx's stream module where it is no part of the program.
var streamModule = func() string {
	const path = "/usr/lib/nginx/modules/ngx_stream_module.so"
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return "load_module " + path + ";\n"
}()

// judged are the texts for the real nginx to judge, by the first trial that made each.
type judged struct {
	sync.Mutex
	names map[string]string
}

func (j *judged) add(name, text string) {
	j.Lock()
	defer j.Unlock()
	if j.names[text] == "" {
		j.names[text] = name
	}
}

// accepts has the real nginx judge the texts.
func (j *judged) accepts(t *testing.T) {
	binary, err := exec.LookPath("nginx")
	if err != nil {
		t.Skip("nginx is not installed; apt-get install nginx-light libnginx-mod-stream")
	}
	version, err := exec.CommandContext(t.Context(), binary, "-V").CombinedOutput()
	if err != nil || strings.Contains(string(version), "--with-stream=dynamic") && streamModule == "" {
		t.Skip("nginx has no stream module; apt-get install libnginx-mod-stream")
	}
	if len(j.names) < 50 {
		t.Errorf("only %d files were changed", len(j.names))
	}
	for text, name := range j.names {
		accept(t, binary, name, text)
	}
}

func accept(t *testing.T, binary, name, text string) {
	dir := t.TempDir()
	path := filepath.Join(dir, "nginx.conf")
	text = strings.ReplaceAll(text, "%DIR%", dir)
	if strings.Contains(text, "load_module modules/") { // the fix loads it
		text = strings.Replace(text, strings.TrimSpace(streamModule), "", 1)
		if err := os.Symlink("/usr/lib/nginx/modules", filepath.Join(dir, "modules")); err != nil {
			t.Error(err)
		}
	}
	if !strings.Contains(text, "pid ") {
		text = "pid " + dir + "/nginx.pid;\n" + text
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Error(err)
		return
	}
	if out, err := exec.CommandContext(t.Context(), binary, "-t", "-p", dir, "-c", path, "-e", filepath.Join(dir, "e.log")).CombinedOutput(); err != nil {
		t.Errorf("%s: nginx -t: %s\n%s", name, out, text)
	}
}
