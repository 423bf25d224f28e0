package flinkdoctor_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/flinkdoctor/flinkdoctor/"

// layers names the parts of the house and what each may import of the others.
var layers = map[string][]string{
	"cmd":      {"cmd", "analyzer", "rules", "parsers"},
	"analyzer": {"analyzer", "rules", "parsers"},
	"rules":    {"rules"},
	"parsers":  {"parsers"},
	"bench":    {"bench"},
}

// only says under which folders a package from outside may be imported.
var only = map[string][]string{
	"github.com/spf13/cobra":         {"cmd"},
	"github.com/charmbracelet/":      {"cmd"},
	"regexp":                         {"rules", "parsers"},
	"github.com/dlclark/regexp2":     {"rules", "parsers"},
	"net/http":                       {"cmd/internal/input"},
	"os/exec":                        {"cmd/internal/kube"},
	"gopkg.in/yaml.v3":               {"rules", "analyzer/conf", "cmd/internal/settings"},
	"github.com/klauspost/compress/": {"cmd/internal/input"},
}

// inBinary are the modules from outside that the program is built of. What only tests use may not get in.
var inBinary = []string{
	"github.com/Masterminds/semver/v3", "github.com/aymanbagabas/go-osc52/v2", "github.com/charmbracelet/colorprofile", "github.com/charmbracelet/lipgloss", "github.com/charmbracelet/x/ansi",
	"github.com/charmbracelet/x/cellbuf", "github.com/charmbracelet/x/term", "github.com/dlclark/regexp2/v2", "github.com/klauspost/compress", "github.com/lucasb-eyer/go-colorful",
	"github.com/mattn/go-isatty", "github.com/mattn/go-runewidth", "github.com/muesli/termenv", "github.com/rivo/uniseg", "github.com/rogpeppe/go-internal", "github.com/spf13/cobra", "github.com/spf13/pflag",
	"github.com/ulikunitz/xz", "github.com/xo/terminfo", "golang.org/x/sys", "golang.org/x/term", "golang.org/x/text", "gopkg.in/yaml.v3",
}

func TestBinaryHoldsNoTestLibrary(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./cmd/flinkdoctor").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range strings.Fields(string(out)) {
		if path+"/" != module && !contains(inBinary, path) {
			t.Errorf("the program holds %s", path)
		}
	}
}

// TestImports keeps the data flowing in one direction.
func TestImports(t *testing.T) {
	seen := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != ".") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		seen++
		checkFile(t, filepath.ToSlash(path))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 20 {
		t.Fatalf("only %d files were looked at; the test walks the wrong folder", seen)
	}
}

func checkFile(t *testing.T, path string) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	layer, _, _ := strings.Cut(path, "/")
	for _, spec := range file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if inside, ok := strings.CutPrefix(name, module); ok {
			other, _, _ := strings.Cut(inside, "/")
			if allowed, known := layers[layer]; known && !contains(allowed, other) {
				t.Errorf("%s imports %s: %s may only import %v", path, name, layer, allowed)
			}
			continue
		}
		checkOutside(t, path, name)
	}
}

func checkOutside(t *testing.T, path, name string) {
	for prefix, folders := range only {
		if name != prefix && !strings.HasPrefix(name, strings.TrimSuffix(prefix, "/")+"/") {
			continue
		}
		allowed := false
		for _, folder := range folders {
			allowed = allowed || strings.HasPrefix(path, folder+"/")
		}
		if !allowed {
			t.Errorf("%s imports %s, which only %v may", path, name, folders)
		}
	}
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}
