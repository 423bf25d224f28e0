package nginx

import (
	"net/url"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// splitTrailer splits a message where nginx begins to tell about the connection. Messages hold commas themselves, and requests may quote
// anything, so the first ", client: " decides.
func splitTrailer(message string) (said, trailer string) {
	at := len(message)
	for _, mark := range [...]string{", client:", ",client:", ", udp client:", ", bytes from/to "} {
		if i := strings.Index(message, mark); i >= 0 {
			at = min(at, i)
		}
	}
	return message[:at], message[at:]
}

// errno returns the number of "(104: Connection reset by peer)".
func errno(said string) string {
	for from := 0; ; {
		open := strings.IndexByte(said[from:], '(')
		if open < 0 {
			return ""
		}
		from += open + 1
		end := from
		for end < len(said) && end-from < 6 && lex.IsDigit(said[end]) {
			end++
		}
		if end > from && end < len(said) && said[end] == ':' {
			return said[from:end]
		}
	}
}

// action returns what nginx was doing: the words behind the last " while ".
func action(said string) string {
	const longest = 80
	i := strings.LastIndex(said, " while ")
	if i < 0 {
		return ""
	}
	what, _, _ := strings.Cut(said[i+len(" while "):], ",")
	if len(what) > longest {
		return ""
	}
	return what
}

// readPlace reads the place in a configuration file: "... in /etc/nginx/nginx.conf:31".
func readPlace(event *parsers.Event, said string) {
	i := strings.LastIndex(said, " in ")
	if i < 0 {
		return
	}
	place := strings.TrimRight(said[i+len(" in "):], " .")
	colon := strings.LastIndexByte(place, ':')
	if colon <= 0 || strings.ContainsAny(place, " \"") || !allDigits(place[colon+1:]) || !strings.ContainsAny(place[:colon], "/.") {
		return
	}
	event.SetField("file", place[:colon])
	event.SetField("line", place[colon+1:])
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !lex.IsDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// readTrailer reads client, server, request, upstream and host. A value that nginx cut off is taken as far as it goes.
func readTrailer(event *parsers.Event, said, trailer string) {
	if i := strings.Index(said, " while resolving, resolver: "); i >= 0 {
		event.SetField("resolver", said[i+len(" while resolving, resolver: "):])
	}
	if trailer == "" {
		return
	}
	rest := trailer
	event.SetField("client", plain(&rest, "client:"))
	event.SetField("server", plain(&rest, "server:"))
	if request := quoted(&rest, "request:"); request != "" {
		readRequest(event, request)
	}
	if upstream := quoted(&rest, "upstream:"); upstream != "" {
		readUpstream(event, said, upstream)
	}
	host, _, _ := strings.Cut(quoted(&rest, "host:"), `"`)
	event.SetField("host", host)
}

// plain reads the value behind key up to the next comma and moves rest behind it.
func plain(rest *string, key string) string {
	i := keyAt(*rest, key)
	if i < 0 {
		return ""
	}
	value, _, _ := strings.Cut((*rest)[i:], ",")
	*rest = (*rest)[i+len(value):]
	return strings.TrimSpace(value)
}

// quoted reads the value in quotes behind key. A quote inside is part of the value unless a comma or the end follows it.
func quoted(rest *string, key string) string {
	i := keyAt(*rest, key)
	if i < 0 {
		return ""
	}
	s := strings.TrimLeft((*rest)[i:], " ")
	if s == "" || s[0] != '"' {
		return ""
	}
	s = s[1:]
	for from := 0; from < len(s); {
		end := strings.IndexByte(s[from:], '"')
		if end < 0 {
			break
		}
		end += from
		if end+1 == len(s) || s[end+1] == ',' || s[end+1] == ' ' && end+2 < len(s) && s[end+2] == ',' {
			*rest = s[end+1:]
			return s[:end]
		}
		from = end + 1
	}
	*rest = ""
	return s
}

// keyAt returns the offset behind key where a field begins with it, -1 when none does.
func keyAt(s, key string) int {
	for from := 0; ; {
		i := strings.Index(s[from:], key)
		if i < 0 {
			return -1
		}
		i += from
		if i == 0 || s[i-1] == ' ' || s[i-1] == ',' {
			return i + len(key)
		}
		from = i + len(key)
	}
}

// readRequest reads "PUT /api/db/t/_stream_load HTTP/1.1" and what a Stream Load's path tells.
func readRequest(event *parsers.Event, request string) {
	event.SetField("request", request)
	method, rest, ok := strings.Cut(request, " ")
	if !ok || !isMethod(method) {
		return
	}
	uri, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	event.SetField("method", method)
	event.SetField("uri", uri)
	path, query, _ := strings.Cut(uri, "?")
	if db, table, ok := loadTarget(path); ok {
		event.SetField("db", db)
		event.SetField("table", table)
	}
	event.SetField("label", queryValue(query, "label"))
}

func isMethod(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return s != "" && len(s) <= 16
}

// loadTarget reads database and table from /api/DB/TABLE/_stream_load.
func loadTarget(path string) (db, table string, ok bool) {
	path, ok = strings.CutSuffix(path, "/_stream_load")
	i := strings.LastIndex(path, "/api/")
	if !ok || i < 0 {
		return "", "", false
	}
	db, table, ok = strings.Cut(path[i+len("/api/"):], "/")
	return db, table, ok && db != "" && table != "" && !strings.Contains(table, "/")
}

// queryValue returns the value of one parameter of a query.
func queryValue(query, name string) string {
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		key, value, _ := strings.Cut(pair, "=")
		if key != name {
			continue
		}
		if plain, err := url.QueryUnescape(value); err == nil {
			return plain
		}
		return value
	}
	return ""
}

// readUpstream reads "http://10.0.0.21:8030/api/...", "fastcgi://unix:/tmp/php.sock:", or the bare peer of the stream module. nginx names the
// peer, except when it has no live one: then it names the group.
func readUpstream(event *parsers.Event, said, value string) {
	scheme, rest, ok := strings.Cut(value, "://")
	if !ok {
		scheme, rest = "", value
	}
	peer, uri := rest, ""
	if path, ok := strings.CutPrefix(rest, "unix:"); ok {
		path, uri, _ = strings.Cut(path, ":")
		peer = "unix:" + path
	} else if slash := strings.IndexByte(rest, '/'); slash >= 0 {
		peer, uri = rest[:slash], rest[slash:]
	}
	event.SetField("scheme", scheme)
	event.SetField("upstream", peer)
	event.SetField("upstream_uri", uri)
	if strings.HasPrefix(said, "no live upstreams") {
		event.SetField("group", peer)
	} else {
		event.SetField("upstream_addr", peer)
	}
}
