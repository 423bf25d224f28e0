package input

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestFolder(t *testing.T) {
	dir := tree(t, map[string]string{
		"jobmanager.log": line, "jobmanager.log.1": line + line, "tm/taskmanager.out": line, "tm/a.txt": line, "be.INFO": line + "x", "fe.log.20240124-1": line,
		"hs_err_pid77.log": line, "hs_err_pid78": line, "old/app.log.gz": gz(t, line), "support.zip": zipOf(t, member{"z.log", line}),
		"lib/flink.jar": "PK\x03\x04", "A.class": "\xca\xfe\xba\xbe", "p.png": "\x89PNG\r\n", "libx.so": "\x7fELF", "flink-conf.yaml": "a: b",
		".git/x.log": line, "stdout": line, "core.1": "\x7fELF\x00", "empty.log": "",
	})
	want := "be.INFO empty.log fe.log.20240124-1 hs_err_pid77.log hs_err_pid78 jobmanager.log jobmanager.log.1 old/app.log.gz stdout " +
		"support.zip!z.log tm/a.txt tm/taskmanager.out " +
		"(skipped: 7 files that are no log by name or content (.class 1, .git/ 1, .jar 1, .png 1, .so 1, .yaml 1, binary 1))"
	list := walk(t, Options{Args: []string{dir}})
	if got := names(dir, list); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, g := range list {
		if g.name == filepath.ToSlash(dir)+"/empty.log" && (g.notes != "empty" || g.text != "") {
			t.Errorf("empty file: %+v", g)
		}
		if g.name == filepath.ToSlash(dir)+"/stdout" && (!g.file || g.text != line) {
			t.Errorf("plain text must be a File: %+v", g)
		}
		if g.err != nil && !errors.Is(g.err, ErrSkipped) {
			t.Errorf("%s: %v is not ErrSkipped", g.name, g.err)
		}
	}
}

func TestFolderWithoutLogs(t *testing.T) {
	if g := one(t, walk(t, Options{Args: []string{t.TempDir()}})); !errors.Is(g.err, ErrNoLogs) {
		t.Errorf("%+v", g)
	}
}

func TestSameFileOnce(t *testing.T) {
	dir := tree(t, map[string]string{"a.log": line, "b.log": line + line})
	a := filepath.Join(dir, "a.log")
	list := walk(t, Options{Args: []string{a, dir, a, filepath.Join(dir, "*.log"), dir}})
	if got := names(dir, list); got != "a.log b.log" {
		t.Error(got)
	}
}

func TestLinks(t *testing.T) {
	dir := tree(t, map[string]string{"logs/real.log.1": line, "logs/sub/x.log": line, "elsewhere/y.log": line})
	logs := filepath.Join(dir, "logs")
	for name, target := range map[string]string{
		"current.log": "real.log.1", "sub/loop": "..", "sub/up": "../..", "sub/root": "/", "self.log": "self.log", "gone.log": "nowhere",
		"else": "../elsewhere",
	} {
		if err := os.Symlink(target, filepath.Join(logs, filepath.FromSlash(name))); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	want := "current.log else/y.log gone.log(no such file or folder) self.log(a symbolic link that leads to itself) sub/x.log"
	if got := names(logs, walk(t, Options{Args: []string{logs}})); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestPatterns(t *testing.T) {
	dir := tree(t, map[string]string{"a.log": line, "b.log": line, "c.jar": line, "d/e/f.log": line, "d/g.out": line, "we[i]rd.log": line})
	cases := []struct{ pattern, want string }{
		{"*.log", "a.log b.log we[i]rd.log"},
		{"[ab].log", "a.log b.log"},
		{"**/*.log", "a.log b.log d/e/f.log we[i]rd.log"},
		{"d/**", "d/e/f.log d/g.out"},
		{"c.*", "c.jar"},
		{"we[i]rd.log", "we[i]rd.log"},
		{"*/e", "d/e/f.log"},
		{"*.nothing", "*.nothing(no file matches the pattern)"},
	}
	for _, c := range cases {
		list := walk(t, Options{Args: []string{filepath.Join(dir, filepath.FromSlash(c.pattern))}})
		if got := names(dir, list); got != c.want {
			t.Errorf("%s: got %s, want %s", c.pattern, got, c.want)
		}
	}
}

func TestBadArguments(t *testing.T) {
	dir := t.TempDir()
	for _, arg := range []string{filepath.Join(dir, "gone.log"), filepath.Join(dir, "*.log"), filepath.Join(dir, "[")} {
		g := one(t, walk(t, Options{Args: []string{arg}}))
		var argument *ArgumentError
		if !errors.Is(g.err, ErrArgument) || !errors.As(g.err, &argument) || argument.Arg != arg {
			t.Errorf("%s: %v", arg, g.err)
		}
		if !strings.HasSuffix(arg, "[") && (!errors.Is(g.err, ErrNotFound) || !errors.Is(g.err, fs.ErrNotExist)) {
			t.Errorf("%s: %v is not ErrNotFound", arg, g.err)
		}
	}
	if g := one(t, walk(t, Options{Args: []string{"-"}})); !errors.Is(g.err, ErrArgument) {
		t.Errorf("no standard input: %+v", g)
	}
}

func TestUnreadable(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("whoever runs this may read everything")
	}
	dir := tree(t, map[string]string{"a.log": line, "b.log": line, "sub/c.log": line})
	for _, name := range []string{"a.log", "sub"} {
		if err := os.Chmod(filepath.Join(dir, name), 0); err != nil {
			t.Fatal(err)
		}
	}
	defer os.Chmod(filepath.Join(dir, "sub"), 0o755)
	list := walk(t, Options{Args: []string{dir}})
	if got := names(dir, list); got != "a.log(permission denied) b.log sub(permission denied)" {
		t.Error(got)
	}
	for _, arg := range []string{"a.log", "sub"} {
		g := one(t, walk(t, Options{Args: []string{filepath.Join(dir, arg)}}))
		if !errors.Is(g.err, ErrArgument) || !errors.Is(g.err, ErrPermission) {
			t.Errorf("%s: %v", arg, g.err)
		}
	}
}

func TestStdin(t *testing.T) {
	if list := walk(t, Options{Stdin: strings.NewReader(line)}); len(list) != 0 {
		t.Errorf("no argument and no pipe: %+v", list)
	}
	if g := one(t, walk(t, Options{Stdin: strings.NewReader(line), StdinIsPipe: true})); g.name != "-" || g.text != line {
		t.Errorf("%+v", g)
	}
	if g := one(t, walk(t, Options{Args: []string{"-", "-"}, Stdin: strings.NewReader("")})); g.notes != "empty" || g.text != "" {
		t.Errorf("%+v", g)
	}
}

func TestStdinFromPipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	go func() {
		_, _ = io.WriteString(w, strings.Repeat(line, 5000))
		_ = w.Close()
	}()
	if g := one(t, walk(t, Options{StdinIsPipe: true, Stdin: r})); g.text != strings.Repeat(line, 5000) || g.file {
		t.Errorf("%d bytes, %+v", len(g.text), g.readErr)
	}
}

func TestStdinFromFile(t *testing.T) {
	f, err := os.Open(filepath.Join(tree(t, map[string]string{"a.log": "left out\n" + line}), "a.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Seek(9, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if g := one(t, walk(t, Options{Args: []string{"-"}, Stdin: f})); !g.file || g.text != line {
		t.Errorf("%+v", g)
	}
}

func TestDevices(t *testing.T) {
	if _, err := os.Stat("/dev/zero"); err != nil {
		t.Skip("no devices here")
	}
	if g := one(t, walk(t, Options{Args: []string{"/dev/zero"}})); !errors.Is(g.err, ErrBinary) {
		t.Errorf("/dev/zero: %+v", g)
	}
	if g := one(t, walk(t, Options{Args: []string{"/dev/null"}})); g.notes != "empty" {
		t.Errorf("/dev/null: %+v", g)
	}
}

func TestStopEarly(t *testing.T) {
	dir := tree(t, map[string]string{"a.log": line, "b.tar": tarOf(t, member{"x.log", line}, member{"y.log", line}), "c.log": line})
	for stop := 1; stop <= 4; stop++ {
		n := 0
		for range Walk(context.Background(), Options{Args: []string{dir}}) {
			if n++; n == stop {
				break
			}
		}
		if n != stop {
			t.Errorf("%d sources, want %d", n, stop)
		}
	}
}

func TestJudge(t *testing.T) {
	cases := map[verdict]string{
		likely: "jobmanager.log jobmanager.log.12 app.log-20240124 be.INFO be.WARNING be.INFO.log.20240124-180000 fe.log fe.warn.log fe.gc.log " +
			"flink-root-standalonesession-0-host.out x.err a.txt x.log.gz x.tar.gz bundle.zip dump.tgz hs_err_pid1 hs_err_pid1.log app.log.bak error.log.2.zst error_log events.jsonl",
		perhaps:  "stdout messages syslog logs.json k8s-events.json data.csv",
		unlikely: "a.jar a.class a.png libx.so flink-conf.yaml log4j.properties .hidden.log package.json x.sql.gz conf.yaml.bak heap.hprof be.conf",
	}
	for want, list := range cases {
		for _, name := range strings.Fields(list) {
			if got := judge("some/dir/" + name); got != want {
				t.Errorf("%s: got %d, want %d", name, got, want)
			}
		}
	}
}
