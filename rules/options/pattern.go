package options

import "strings"

// pattern is a key with wildcards: "metrics.reporter.<name>.class", "sink.properties.*", "partition.fields.#.date-formatter".
type pattern struct {
	key   int      // its place in the table's keys
	parts []string // literals; a wildcard stands between each two of them
}

// splitPattern cuts a key at its wildcards: "<...>", "*" and "#".
func splitPattern(key string) []string {
	parts, literal := []string(nil), ""
	for key != "" {
		i := strings.IndexAny(key, "<*#")
		if i < 0 {
			break
		}
		end := i + 1
		if key[i] == '<' {
			if close := strings.IndexByte(key[i:], '>'); close > 0 {
				end = i + close + 1
			}
		}
		parts = append(parts, literal+key[:i])
		literal, key = "", key[end:]
	}
	return append(parts, literal+key)
}

func (p pattern) literal() int {
	n := 0
	for _, part := range p.parts {
		n += len(part)
	}
	return n
}

// matches tells whether the key fits. A wildcard at the end takes everything, dots too; one in the middle takes one word, up to the next dot.
// Neither takes nothing.
func (p pattern) matches(key string) bool {
	rest, ok := strings.CutPrefix(key, p.parts[0])
	for i := 1; ok && i < len(p.parts); i++ {
		if i == len(p.parts)-1 && p.parts[i] == "" {
			return rest != ""
		}
		word := strings.IndexByte(rest, '.')
		if word <= 0 {
			return false
		}
		rest, ok = strings.CutPrefix(rest[word:], p.parts[i])
	}
	return ok && rest == ""
}
