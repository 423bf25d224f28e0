package remedy_test

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/remedy"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// packed is the pack as its files are now.
var packed = sync.OnceValues(func() (*rules.Pack, []rules.Problem) { return rules.LoadDir("../../rules/pack") })

func packOf(t *testing.T) *rules.Pack {
	t.Helper()
	pack, problems := packed()
	if pack == nil {
		t.Fatal(problems)
	}
	return pack
}

// forPeople reads the fixes that are written into no file, with the reason that they stand under.
func forPeople(t *testing.T, path string) map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	out, reason := map[string]string{}, ""
	for lines := bufio.NewScanner(f); lines.Scan(); {
		switch line := strings.TrimSpace(lines.Text()); {
		case strings.HasPrefix(line, "#"):
			reason = strings.TrimSpace(strings.TrimPrefix(line, "#"))
		case line != "":
			if _, twice := out[line]; twice || reason == "" {
				t.Errorf("%s: %q stands there twice or without a reason", path, line)
			}
			out[line] = reason
		}
	}
	return out
}

// TestEveryFix applies every fix of every rule that reads logs to files of every kind that holds its keys, and reads the result back with readers that know
// nothing of this program: the values are what the fix says, all else is as it was, and once made a fix has nothing left to do.
func TestEveryFix(t *testing.T) {
	exempt := forPeople(t, "testdata/for-people.txt")
	var mu sync.Mutex
	written := map[string]bool{}
	seen := map[string]*rules.Fix{}
	var group sync.WaitGroup
	for _, k := range kinds {
		group.Add(1)
		go func() {
			defer group.Done()
			for _, rule := range packOf(t).Rules {
				for i := range rule.Fixes {
					if rule.Role == rules.RoleLint || len(rule.Fixes[i].Changes) == 0 {
						continue
					}
					id := fmt.Sprintf("%s %d", rule.ID, i+1)
					done := checkFix(t, id, &rule.Fixes[i], k, exempt[id] != "" || strings.Contains(values(&rule.Fixes[i]), "<"))
					mu.Lock()
					written[id] = written[id] || done
					seen[id] = &rule.Fixes[i]
					mu.Unlock()
				}
			}
		}()
	}
	group.Wait()
	var missing []string
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		if !written[id] && exempt[id] == "" && !unwritten(seen[id]) {
			missing = append(missing, id)
		}
		if written[id] && unwritten(seen[id]) {
			t.Errorf("%s has a value to be filled in and is written all the same", id)
		}
	}
	for table, used := range fileless {
		if !used {
			t.Errorf("no fix changes %s any more: it need not be among the tables without a file", table)
		}
	}
	if len(missing) > 0 {
		t.Errorf("these fixes are written into no file; mend them, or list them in testdata/for-people.txt under a reason:\n%s", strings.Join(missing, "\n"))
	}
	for id := range exempt {
		if seen[id] == nil || written[id] || unwritten(seen[id]) {
			t.Errorf("testdata/for-people.txt lists %q, which is written into a file, need not be listed, or does not exist any more", id)
		}
	}
}

// fileless are the option tables whose keys stand in no configuration file that is read, and whether a fix changes them: sessions and tables of StarRocks, settings of
// Kubernetes, of the operating system and of brokers, jobs of ChunJun, the console of StreamPark, other programs.
var fileless = map[string]bool{"none": false, "starrocks-session": false, "starrocks-table": false, "kafka": false, "streampark": false, "chunjun": false, "other": false}

// unwritten tells the fixes that are not to be written into any file by what they say: a value is "<to be filled in>", or no change is for a file. The test holds
// them to it.
func unwritten(fix *rules.Fix) bool {
	all := true
	for _, c := range fix.Changes {
		if strings.Contains(c.To, "<") {
			return true
		}
		if _, none := fileless[c.In]; none {
			fileless[c.In] = true
		} else {
			all = false
		}
	}
	return all
}

func values(fix *rules.Fix) string {
	out := ""
	for _, c := range fix.Changes {
		out += c.To + "\n"
	}
	return out
}

// trial is one fix against one file.
type trial struct {
	id       string
	fix      *rules.Fix
	kind     kind
	changes  []rules.Change // those whose keys the file holds
	versions map[string]string
}

// checkFix tries a fix on a kind of file in all states. It returns whether the file was changed in any.
func checkFix(t *testing.T, id string, fix *rules.Fix, k kind, exempt bool) bool {
	tr := trial{id: id, fix: fix, kind: k}
	for _, c := range fix.Changes {
		c.Key, c.Section, c.To, c.From = fill(c.Key), fill(c.Section), fill(c.To), fill(c.From)
		if slices.Contains(k.tables, c.In) && tr.belongs(&c) {
			tr.changes = append(tr.changes, c)
		}
	}
	if len(tr.changes) == 0 {
		return false
	}
	written := false
	for _, state := range []struct {
		name               string
		present, commented bool
	}{{"absent", false, false}, {"present", true, false}, {"commented", true, true}} {
		if !state.present && k.label == "SET statements" || state.commented && k.label == "SET statements" {
			continue // only what a script sets already is known to belong there
		}
		for _, crlf := range []bool{false, true} {
			text := tr.build(state.present, state.commented)
			if crlf {
				text = strings.ReplaceAll(text, "\n", "\r\n")
			}
			written = tr.check(t, fmt.Sprintf("%s, %s, %s, crlf %v", id, k.label, state.name, crlf), text, exempt) || written
		}
	}
	return written
}

func fill(s string) string { return remedy.Fill(s, capture) }

// capture is all that the logs of the trials tell.
func capture(name string) string {
	if name == "peer" {
		return backend
	}
	return ""
}

// belongs tells whether files of the kind hold the key of the change, by what the option tables say of its connector.
func (tr *trial) belongs(c *rules.Change) bool {
	option, _ := options.Lookup(c.In, c.Key)
	switch tr.kind.label {
	case "pipeline":
		pipeline, _ := options.Lookup("flink-cdc", c.Key)
		block := blockOf(*c)
		if block == "pipeline" {
			return strings.Contains(pipeline.Scope, "pipeline")
		}
		return strings.Contains(pipeline.Scope, "pipeline "+map[string]string{"source": connectorOf(c), "sink": "starrocks"}[block]+" "+block) || strings.HasPrefix(c.Key, "debezium.")
	case "tables":
		return c.Section == "" && (c.In != "flink-cdc" || strings.Contains(option.Scope, connectorOf(c)+"-cdc") || strings.HasPrefix(c.Key, "debezium."))
	case "SET statements":
		return strings.HasPrefix(c.Key, "execution.") || strings.HasPrefix(c.Key, "table.") || strings.HasPrefix(c.Key, "state.")
	}
	return true
}

func connectorOf(c *rules.Change) string {
	if c.Connector == "" || strings.Contains(c.Connector, "{") {
		return "mysql"
	}
	return c.Connector
}

func (tr *trial) build(present, commented bool) string {
	var pairs []pair
	for _, c := range tr.changes {
		section := c.Section
		if tr.kind.label == "pipeline" {
			section = blockOf(c)
		}
		if present {
			if value, ok := oldValue(&c, tr.kind.read != nil && slices.Contains(tr.kind.tables, "nginx")); ok {
				pairs = append(pairs, pair{c.Key, value, section})
			}
		}
	}
	switch tr.kind.label {
	case "tables":
		return tablesFor(tr.changes[0].In, connectorOf(&tr.changes[0]))(pairs, commented)
	case "pipeline":
		return pipelineFor(connectorOf(&tr.changes[0]))(pairs, commented)
	}
	return tr.kind.build(pairs, commented)
}

// oldValue is the value before the fix: what the rule says is usual where that is a value.
func oldValue(c *rules.Change, isNginx bool) (string, bool) {
	switch {
	case c.From != "" && !strings.ContainsAny(c.From, "(<?#|") && !strings.Contains(c.From, " or ") && !strings.Contains(c.From, " on ") && !strings.Contains(c.From, ", "):
		return c.From, true
	case isNginx:
		return "", false
	}
	return "1", true
}

// run makes the fix in a file.
func (tr *trial) run(text string) report.Fix {
	kind, table := conf.Detect(tr.kind.name, []byte(text))
	file, _ := conf.Parse(tr.kind.name, kind, table, []byte(text))
	fix := *tr.fix
	fix.When, fix.Versions = nil, nil
	return remedy.Fixes(&rules.Rule{Fixes: []rules.Fix{fix}}, remedy.Case{
		Language: "en", Value: capture, Versions: tr.versions, Files: file.With(),
		Found: func(string) bool { return true }, Holds: func(rules.Condition) bool { return true },
		Config: func(table, key string) string {
			for _, c := range tr.changes { // what grows must be known
				if c.Key == key && table == "flink" && strings.HasPrefix(c.To, "old value") {
					return c.From
				}
			}
			return ""
		},
	})[0]
}

// check makes the fix in the text, reads the result back, and makes the fix once more. It returns whether the text was changed.
func (tr *trial) check(t *testing.T, name, text string, exempt bool) bool {
	fix := tr.run(text)
	if len(fix.Patched) == 0 {
		tr.unchanged(t, name, &fix, exempt)
		return false
	}
	if exempt {
		return true
	}
	after := string(fix.Patched[0].After)
	before, now := tr.settings(t, name, text), tr.settings(t, name, after)
	if before == nil || now == nil {
		return true
	}
	if tr.kind.label == "nginx.conf" {
		nginxAccepts(t, name, after)
	}
	for _, c := range tr.changes {
		if !tr.reads(now, &c) {
			t.Errorf("%s: %s does not read %s: %v\n%s", name, c.Key, c.To, about(now, c.Key), after)
		}
	}
	for key := range now {
		if !slices.Equal(before[key], now[key]) && !tr.means(key) && !tr.repeated(key, before, now) {
			t.Errorf("%s: %s was %q and is %q", name, key, before[key], now[key])
		}
	}
	for key := range before {
		if now[key] == nil && !tr.means(key) {
			t.Errorf("%s: %s is lost", name, key)
		}
	}
	if a, b := tr.others(text), tr.others(after); a != b {
		t.Errorf("%s: other lines changed:\n%s\nnow\n%s", name, a, b)
	}
	if strings.Contains(text, "\r\n") && strings.Count(after, "\n") != strings.Count(after, "\r\n") {
		t.Errorf("%s: line ends are mixed:\n%q", name, after)
	}
	tr.again(t, name, after)
	return true
}

// unchanged demands that a fix which is not written says why: a value in force already, or one for the reader to fill in.
func (tr *trial) unchanged(t *testing.T, name string, fix *report.Fix, exempt bool) {
	if fix.Diff != "" {
		t.Errorf("%s: a diff of nothing", name)
	}
	open := exempt
	for _, c := range fix.Changes {
		if c.InDiff {
			t.Errorf("%s: %s is said to be in a diff that does not exist", name, c.Key)
		}
		open = open || c.FillIn || c.Done || c.Note != ""
	}
	if !open {
		t.Errorf("%s: nothing was written, and nothing says why: %+v", name, fix.Changes)
	}
}

// again makes the fix a second time: there must be nothing left to do, but for what grows each time.
func (tr *trial) again(t *testing.T, name, text string) {
	for _, c := range tr.changes {
		if strings.HasPrefix(c.To, "old value") {
			return
		}
	}
	fix := tr.run(text)
	if len(fix.Patched) > 0 {
		t.Errorf("%s: the second time it changes more:\n%s", name, fix.Diff)
	}
	for _, c := range fix.Changes {
		if slices.ContainsFunc(tr.changes, func(own rules.Change) bool { return leads(c.Key, &own) }) && !c.Done {
			t.Errorf("%s: %s is not said to be done: %+v", name, c.Key, c)
		}
	}
}

// settings reads a text with the reader of its kind.
func (tr *trial) settings(t *testing.T, name, text string) map[string][]string {
	if tr.kind.inside != "" {
		own, err := inner(text, tr.kind.inside)
		if err != nil {
			t.Errorf("%s: the ConfigMap does not read: %v\n%s", name, err, text)
			return nil
		}
		text = own
	}
	out, err := tr.kind.read(t, text)
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, text)
		return nil
	}
	return out
}

// names are what a key of the change is called in the releases.
func namesOf(c *rules.Change) []string {
	out := []string{c.Key}
	if now, ok := options.Current(c.In, c.Key); ok {
		out = append(out, now)
	}
	for _, r := range options.Renames(c.In, c.Key) {
		out = append(out, r.Old)
	}
	return out
}

// leads tells whether a key that was read is one of the change.
func leads(key string, c *rules.Change) bool {
	for _, name := range namesOf(c) {
		if key == name || strings.HasSuffix(key, "/"+name) || strings.HasSuffix(key, "."+name) {
			return true
		}
	}
	return false
}

func (tr *trial) means(key string) bool {
	return slices.ContainsFunc(tr.changes, func(c rules.Change) bool { return leads(key, &c) })
}

// repeated tells headers that a block repeats because its first own one ends their inheritance.
func (tr *trial) repeated(key string, _, _ map[string][]string) bool {
	return strings.HasSuffix(key, "/proxy_set_header")
}

// reads tells whether the settings have what the change says.
func (tr *trial) reads(now map[string][]string, c *rules.Change) bool {
	set := 0
	for key, values := range now {
		if !leads(key, c) || !tr.isPlace(key, c) {
			continue
		}
		for _, v := range values {
			if asSaid(v, c) {
				set++
			} else if tr.kind.label[:5] != "nginx" {
				return false
			}
		}
	}
	return c.Remove && set == 0 || !c.Remove && set > 0
}

// isPlace tells whether the directive stands where the change's section says, as far as the path shows it.
func (tr *trial) isPlace(key string, c *rules.Change) bool {
	in := map[string]string{"events": "events/", "http": "http/", "stream": "stream/", "upstream": "http/upstream starrocks_fe/", "server": "http/upstream starrocks_fe/server ",
		"mysql server": "stream/upstream starrocks_fe_mysql/server ", "load": "http/server/location /api/", "backend": "http/server/location /be/"}[slotOf(c.Section)]
	return c.In != "nginx" || strings.HasPrefix(key, in)
}

var percent = regexp.MustCompile(`^old value \+ (\d+) %$`)

// asSaid compares a value that was read with what the change says; what grows is computed anew.
func asSaid(value string, c *rules.Change) bool {
	if m := percent.FindStringSubmatch(c.To); m != nil {
		more, _ := strconv.Atoi(m[1]) // the expression holds digits only
		from, _ := strconv.Atoi(strings.TrimSuffix(c.From, "m"))
		mebibytes, unit := strings.CutSuffix(value, "m")
		n, err := strconv.Atoi(mebibytes)
		if gibibytes, ok := strings.CutSuffix(value, "g"); ok {
			n, err = strconv.Atoi(gibibytes)
			n, unit = n*1024, true
		}
		// No upper bound where other parts of the memory change, too: the total may have to grow more to keep the heap (TestMemoryOfFixes).
		return err == nil && unit && n*100 >= from*(100+more)
	}
	plain := strings.NewReplacer(`"`, "", "'", "")
	return plain.Replace(value) == plain.Replace(c.To)
}

func about(now map[string][]string, name string) map[string][]string {
	out := map[string][]string{}
	for key, values := range now {
		if strings.Contains(key, name) {
			out[key] = values
		}
	}
	return out
}

// others returns the lines that do not speak of the fix's keys, without the commas that stand between options.
func (tr *trial) others(text string) string {
	var out []string
	if tr.kind.label == "command line" { // word by word, without the options themselves
		for _, c := range tr.changes {
			for _, name := range namesOf(&c) {
				text = regexp.MustCompile(` -D`+regexp.QuoteMeta(name)+`=('[^']*'|\S+)`).ReplaceAllString(text, "")
			}
		}
		text = strings.Join(strings.Fields(strings.ReplaceAll(text, "\\", "")), "\n")
	}
	for _, line := range strings.SplitAfter(text, "\n") {
		speaks := strings.Contains(line, "proxy_set_header") || strings.Contains(line, " server ")
		for _, c := range tr.changes {
			for _, name := range namesOf(&c) {
				last := name[strings.LastIndexByte(name, '.')+1:]
				speaks = speaks || strings.Contains(line, name) || strings.HasPrefix(strings.TrimSpace(line), last+":")
			}
		}
		if tr.removes() && strings.HasSuffix(strings.TrimSpace(line), ":") { // a mapping that holds nothing goes away, too
			continue
		}
		if !speaks {
			out = append(out, strings.Replace(line, "',", "'", 1))
		}
	}
	return strings.Join(out, "")
}

func (tr *trial) removes() bool {
	return slices.ContainsFunc(tr.changes, func(c rules.Change) bool { return c.Remove })
}

// streamModule loads nginx's stream module where it is no part of the program.
var streamModule = func() string {
	const path = "/usr/lib/nginx/modules/ngx_stream_module.so"
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return "load_module " + path + ";\n"
}()

var accepted sync.Map // texts that nginx has judged

// nginxAccepts has the real nginx judge a file.
func nginxAccepts(t *testing.T, name, text string) {
	binary, err := exec.LookPath("nginx")
	if err != nil {
		t.Logf("%s: nginx is not installed (apt-get install nginx-light libnginx-mod-stream): the file was not judged by it", name)
		return
	}
	if _, known := accepted.LoadOrStore(text, true); known {
		return
	}
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
