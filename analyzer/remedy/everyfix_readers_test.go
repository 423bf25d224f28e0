package remedy_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/magiconair/properties"
	crossplane "github.com/nginxinc/nginx-go-crossplane"
	"gopkg.in/ini.v1"
	"gopkg.in/yaml.v3"
)

// The readers here know nothing of package conf: what a fix wrote is read back as the programs read it. Each returns the values by key; a key that is set
// several times has several values. Keys are led by where they stand ("mysqld/binlog_format", "orders/connector", "http/upstream sr/zone").
type reader func(t testing.TB, text string) (map[string][]string, error)

// readYAML reads every document; nested keys are joined by dots.
func readYAML(_ testing.TB, text string) (map[string][]string, error) {
	out := map[string][]string{}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for {
		var node yaml.Node
		if err := decoder.Decode(&node); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		var check any
		if err := node.Decode(&check); err != nil { // a key twice is an error only here
			return nil, err
		}
		for _, n := range node.Content {
			flatten(n, "", out)
		}
	}
}

func flatten(n *yaml.Node, key string, out map[string][]string) {
	switch n.Kind {
	case yaml.ScalarNode:
		out[key] = append(out[key], n.Value)
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			flatten(n.Content[i+1], strings.TrimPrefix(key+"."+n.Content[i].Value, "."), out)
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			flatten(item, key+"."+strconv.Itoa(i), out)
		}
	}
}

// readFlinkConf reads "key: value" lines as Flink up to 1.18 does; every line must be one.
func readFlinkConf(_ testing.TB, text string) (map[string][]string, error) {
	out := map[string][]string{}
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		pair := strings.SplitN(line, ": ", 2)
		if len(pair) != 2 {
			return nil, fmt.Errorf("line %d is no key: value", i+1)
		}
		key := strings.TrimSpace(pair[0])
		out[key] = append(out[key], strings.TrimSpace(pair[1]))
	}
	return out, nil
}

// readProperties reads fe.conf, be.conf and zoo.cfg.
func readProperties(_ testing.TB, text string) (map[string][]string, error) {
	loader := properties.Loader{Encoding: properties.UTF8, DisableExpansion: true}
	p, err := loader.LoadBytes([]byte(text))
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for key, value := range p.Map() {
		out[key] = []string{value}
	}
	return out, nil
}

// readMyCnf reads my.cnf; '-' and '_' in keys are the same to the server.
func readMyCnf(_ testing.TB, text string) (map[string][]string, error) {
	f, err := ini.LoadSources(ini.LoadOptions{AllowBooleanKeys: true, AllowShadows: true, SpaceBeforeInlineComment: true, UnescapeValueCommentSymbols: true}, []byte(text))
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, section := range f.Sections() {
		for _, key := range section.Keys() {
			name := section.Name() + "/" + strings.ReplaceAll(key.Name(), "-", "_")
			values := key.ValueWithShadows()
			if len(values) == 0 {
				values = []string{""}
			}
			out[name] = append(out[name], values...)
		}
	}
	return out, nil
}

var (
	sqlTable  = regexp.MustCompile(`(?is)CREATE\s+TABLE\s+(?:IF NOT EXISTS\s+)?(\S+)\s*\(.*?\)\s*WITH\s*\((.*?)\)\s*;`)
	sqlOption = regexp.MustCompile(`^\s*'((?:[^']|'')*)'\s*=\s*'((?:[^']|'')*)'\s*$`)
	sqlSet    = regexp.MustCompile(`(?im)^\s*SET\s+'?([\w.\-]+)'?\s*=\s*'?(.*?)'?\s*;`)
	sqlRemark = regexp.MustCompile(`--[^\n]*`)
)

// readSQL reads SET statements and the WITH clauses of tables: options with a comma between any two and none behind the last.
func readSQL(_ testing.TB, text string) (map[string][]string, error) {
	text = sqlRemark.ReplaceAllString(strings.ReplaceAll(text, "\r", ""), "")
	out := map[string][]string{}
	for _, m := range sqlSet.FindAllStringSubmatch(text, -1) {
		out["SET/"+m[1]] = append(out["SET/"+m[1]], strings.ReplaceAll(m[2], "''", "'"))
	}
	for _, m := range sqlTable.FindAllStringSubmatch(text, -1) {
		for _, option := range splitOptions(m[2]) {
			pair := sqlOption.FindStringSubmatch(option)
			if pair == nil {
				return nil, fmt.Errorf("table %s: %q is no option", m[1], option)
			}
			key := m[1] + "/" + pair[1]
			out[key] = append(out[key], strings.ReplaceAll(pair[2], "''", "'"))
		}
	}
	return out, nil
}

// splitOptions splits at the commas outside of quotes.
func splitOptions(text string) []string {
	var out []string
	quoted, from := false, 0
	for i := range len(text) {
		switch {
		case text[i] == '\'':
			quoted = !quoted
		case text[i] == ',' && !quoted:
			out = append(out, text[from:i])
			from = i + 1
		}
	}
	return append(out, text[from:])
}

// readCommand has a shell run the script with a function in place of flink that prints its arguments.
func readCommand(t testing.TB, text string) (map[string][]string, error) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell reads the command line")
	}
	script := "flink() { for a in \"$@\"; do printf '%s\\n' \"$a\"; done; }\n" + strings.ReplaceAll(strings.ReplaceAll(text, "\r", ""), "bin/flink", "flink")
	cmd := exec.CommandContext(t.Context(), sh, "-c", script)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	printed, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		return nil, fmt.Errorf("the shell says: %w %s", err, stderr.String())
	}
	out := map[string][]string{}
	args := strings.Split(strings.TrimSpace(string(printed)), "\n")
	for i, arg := range args {
		if arg == "-D" && i+1 < len(args) {
			arg += args[i+1]
		}
		if key, value, ok := strings.Cut(strings.TrimPrefix(arg, "-D"), "="); ok && strings.HasPrefix(arg, "-D") {
			out[key] = append(out[key], value)
		}
	}
	return out, nil
}

// readNginx reads directives by the blocks they stand in, the parameters of servers as their own.
func readNginx(t testing.TB, text string) (map[string][]string, error) {
	path := filepath.Join(t.TempDir(), "nginx.conf")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return nil, err
	}
	payload, err := crossplane.Parse(path, &crossplane.ParseOptions{SingleFile: true, SkipDirectiveContextCheck: true, SkipDirectiveArgsCheck: true})
	if err != nil {
		return nil, err
	}
	if len(payload.Config) != 1 || len(payload.Config[0].Errors) > 0 {
		return nil, fmt.Errorf("crossplane: %+v", payload.Errors)
	}
	out := map[string][]string{}
	directives(payload.Config[0].Parsed, "", out)
	return out, nil
}

func directives(list crossplane.Directives, where string, out map[string][]string) {
	for _, d := range list {
		args := strings.Join(d.Args, " ")
		if d.Block != nil {
			directives(d.Block, where+strings.TrimSpace(d.Directive+" "+args)+"/", out)
			continue
		}
		if d.Directive == "server" && strings.Contains(where, "upstream ") {
			for _, p := range d.Args[1:] {
				name, value, _ := strings.Cut(p, "=")
				key := where + "server " + d.Args[0] + "/" + name
				out[key] = append(out[key], value)
			}
			args = d.Args[0]
		}
		out[where+d.Directive] = append(out[where+d.Directive], args)
	}
}

// inner returns the text of a file in a ConfigMap, as a pod sees it.
func inner(text, name string) (string, error) {
	var object struct{ Data map[string]string }
	err := yaml.Unmarshal([]byte(text), &object)
	return object.Data[name], err
}
