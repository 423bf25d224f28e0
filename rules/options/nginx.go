package options

import "strings"

// Contexts lists the contexts in which an nginx directive may stand, as nginx's documentation names them ("main", "http", "server",
// "location", "upstream", "stream", "server in upstream", ...), over all modules and releases, each once; nil for an unknown
// directive. "server" is that of http, stream or mail: Lookup's ranges tell the modules apart.
func Contexts(directive string) []string {
	option, ok := Lookup("nginx", directive)
	if !ok {
		return nil
	}
	var out []string
	for _, scope := range strings.Split(option.Scope, "; ") {
		scope, _, _ = strings.Cut(scope, " (")
		for _, context := range strings.Split(scope, ", ") {
			if context != "" && !contains(out, context) {
				out = append(out, context)
			}
		}
	}
	return out
}
