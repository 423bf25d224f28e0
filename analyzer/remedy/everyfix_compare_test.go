package remedy_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

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
