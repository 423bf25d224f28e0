package redact

import (
	"fmt"
	"net/netip"
	"sort"
	"strings"
)

// names are the names that were found and their pseudonyms.
type names struct {
	known map[string]string
	order []string
	count map[string]int // by kind
}

// shortest is the length in bytes below which a name is left alone: replacing it would tear other words apart.
const shortest = 3

// common are names that tell nothing about anybody, and words that sentences are made of.
var common = map[string]bool{
	"root": true, "admin": true, "flink": true, "mysql": true, "starrocks": true, "nginx": true, "default": true, "localhost": true, "user": true, "users": true, "table": true,
	"database": true, "test": true, "host": true, "server": true, "null": true, "none": true, "unknown": true, "true": true, "false": true, "information_schema": true,
}

func (n *names) add(kind, name string) {
	name = strings.Trim(name, ".:*`")
	if len(name) < shortest || n.known[name] != "" || common[strings.ToLower(name)] || strings.Trim(name, "0123456789.:-") == "" && kind != "ip" {
		return
	}
	n.count[kind]++
	n.known[name] = fmt.Sprintf("%s-%d", kind, n.count[kind])
	n.order = append(n.order, name)
}

// host takes in an address, or a name as a host.
func (n *names) host(name string) {
	addr, err := netip.ParseAddr(strings.Trim(name, "[]"))
	switch {
	case err != nil:
		n.add("host", name)
	case !addr.IsUnspecified() && !addr.IsLoopback():
		n.add("ip", strings.Trim(name, "[]"))
	}
}

// captures takes in the names that rules captured, in the order of the captures' names.
func (n *names) captures(captures map[string]string) {
	keys := make([]string, 0, len(captures))
	for key := range captures {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		kind := kinds[key]
		if kind == "" {
			continue
		}
		value := captures[key]
		if host, port, ok := cutPort(value); ok && port != "" {
			value = host
		}
		if _, err := netip.ParseAddr(value); err == nil {
			n.add("ip", value)
			continue
		}
		n.add(kind, value)
	}
}

// text takes in addresses, "host:port" and the owners of homes that stand in any text.
func (n *names) text(s string) {
	n.path(s)
	for _, home := range [...]string{"/home/", "/Users/"} {
		if _, rest, ok := strings.Cut(s, home); ok {
			n.add("user", rest[:wordEnd(rest)])
		}
	}
	for _, word := range strings.FieldsFunc(s, isBreak) {
		word = strings.Trim(word, ".:*")
		if addr, err := netip.ParseAddr(word); err == nil {
			if !addr.IsUnspecified() && !addr.IsLoopback() && (addr.Is4() || strings.Count(word, ":") > 2) { // "12::30" is a time
				n.add("ip", word)
			}
			continue
		}
		if host, port, ok := cutPort(word); ok && (isAddress(host) || isHost(host, port)) {
			n.host(host)
		}
	}
}

func isBreak(r rune) bool { return strings.ContainsRune(" \t\n\"'`,;()[]{}<>=|@/\\", r) }

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// line takes in what only lines of logs and files hold: full names of hosts, users, tables and databases that a key or MySQL's quoting names.
func (n *names) line(s string) {
	for _, word := range strings.FieldsFunc(s, isBreak) {
		if host, _, ok := cutPort(word); ok {
			word = host
		}
		if word = strings.Trim(word, ".:*"); isFullName(word) {
			n.host(word)
		}
	}
	n.quoted(s)
	for _, key := range keys {
		for rest := s; ; {
			before, after, ok := strings.Cut(rest, key.word)
			if !ok {
				break
			}
			rest = after
			if before == "" || !isWord(before[len(before)-1]) {
				n.add(key.kind, valueOf(after))
			}
		}
	}
}

// keys are words behind which a name stands, in settings and in messages.
var keys = []struct{ word, kind string }{
	{"username", "user"}, {"user-name", "user"}, {"user", "user"}, {"table-name", "table"}, {"table.name", "table"}, {"tableName", "table"}, {"table", "table"},
	{"database-name", "db"}, {"database", "db"}, {"db", "db"}, {"topic", "topic"}, {"hostname", "host"},
}

// valueOf returns the name behind a key and "=" or ":", "" when no such sign stands there.
func valueOf(s string) string {
	rest := strings.TrimLeft(s, " \"'`")
	if rest == "" || rest[0] != '=' && rest[0] != ':' {
		return ""
	}
	rest = strings.TrimLeft(rest[1:], " \"'`")
	return rest[:wordEnd(rest)]
}

// quoted takes in MySQL's 'user'@'host'.
func (n *names) quoted(s string) {
	before, after, ok := strings.Cut(s, "'@'")
	if !ok {
		return
	}
	n.add("user", before[strings.LastIndexByte(before, '\'')+1:])
	host, _, _ := strings.Cut(after, "'")
	n.host(host)
}

func isWord(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

// wordEnd returns where a name at the start of a text ends.
func wordEnd(s string) int {
	end := 0
	for end < len(s) && (isWord(s[end]) || end > 0 && (s[end] == '-' || s[end] == '.' || s[end] == '$')) {
		end++
	}
	return end
}

// domains are last parts of full names of hosts. Java packages begin with such words and do not end with them.
var domains = map[string]bool{
	"com": true, "net": true, "org": true, "io": true, "cn": true, "local": true, "internal": true, "lan": true, "corp": true, "intra": true, "cloud": true, "svc": true,
	"de": true, "uk": true, "eu": true, "us": true, "jp": true, "hk": true, "co": true,
}

// isFullName tells a host's full name, such as node12.prod.acme.net.
func isFullName(word string) bool {
	parts := strings.Split(word, ".")
	if len(parts) < 3 || !domains[parts[len(parts)-1]] || domains[parts[0]] || parts[0] == "java" || parts[0] == "www" || parts[0] == "docs" {
		return false
	}
	return strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789-.") == "" && !strings.Contains(word, "..")
}

// path takes in database and table of a load's path, "/api/db/table/_stream_load".
func (n *names) path(s string) {
	for {
		_, rest, ok := strings.Cut(s, "/api/")
		if !ok {
			return
		}
		parts := strings.SplitN(rest, "/", 3)
		if len(parts) == 3 && strings.HasPrefix(parts[2], "_stream_load") {
			n.add("db", parts[0])
			n.add("table", parts[1])
		}
		s = rest
	}
}

// cutPort cuts "name:1234".
func cutPort(word string) (host, port string, ok bool) {
	i := strings.LastIndexByte(word, ':')
	if i < 1 || len(word)-i-1 < 2 || len(word)-i-1 > 5 || strings.Trim(word[i+1:], "0123456789") != "" {
		return "", "", false
	}
	return word[:i], word[i+1:], true
}

// isHost tells a host from what else stands before a colon and a number: source files in stack traces, times, placeholders of fixes (fe1).
func isHost(host, port string) bool {
	for _, end := range [...]string{".java", ".scala", ".cpp", ".kt", ".py", ".log", ".conf", ".yaml", ".lua", ".go", ".c", ".h", ".out", ".txt", ".gz", ".json", ".WARNING", ".INFO"} {
		if strings.HasSuffix(host, end) {
			return false
		}
	}
	if strings.Contains(host, ":") || len(port) < 4 || strings.Trim(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") != "" {
		return false
	}
	return !placeholder(host)
}

// placeholder recognises the names that fixes of rules use for any host.
func placeholder(host string) bool {
	name := strings.TrimRight(strings.ToLower(host), "0123456789")
	switch name {
	case "fe", "be", "host", "localhost", "nginx-node", "hostname", "broker", "zk":
		return true
	}
	return false
}

// replacer returns what replaces the names in a text where they stand as words. Longer names go first, so that parts of them do not spoil them.
func (n *names) replacer() func(string) string {
	order := append([]string{}, n.order...)
	sort.SliceStable(order, func(i, j int) bool { return len(order[i]) > len(order[j]) })
	first := [256][]string{} // names by their first byte
	for _, name := range order {
		first[name[0]] = append(first[name[0]], name)
	}
	return func(text string) string {
		var out strings.Builder
		from := 0
		for at := 0; at < len(text); {
			name := ""
			if at == 0 || !isWord(text[at-1]) || !isWord(text[at]) {
				name = startsWith(text[at:], first[text[at]])
			}
			if name == "" {
				at++
				continue
			}
			out.WriteString(text[from:at] + n.known[name])
			at += len(name)
			from = at
		}
		return out.String() + text[from:]
	}
}

// startsWith returns the first of the names with which a text begins as a word, "" when there is none.
func startsWith(text string, list []string) string {
	for _, name := range list {
		if strings.HasPrefix(text, name) && (len(text) == len(name) || !isWord(text[len(name)]) || !isWord(name[len(name)-1])) {
			return name
		}
	}
	return ""
}
