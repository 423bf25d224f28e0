package analyzer

import "strings"

// secretKeys are words behind which a value is a secret. Flink masks the same words in its own log
// (apache/flink flink-core/.../configuration/GlobalConfiguration.java, SENSITIVE_KEYS).
var secretKeys = []string{
	"password", "passwd", "pwd", "secret", "token", "apikey", "api-key", "api_key", "access-key", "access_key", "accesskey", "account.key",
	"credential", "authorization", "cookie", "basic-auth", "auth-params", "service-key", "jaas.config", "private-key", "private_key",
}

// mask replaces the values of secrets in a line that will be shown. It would rather hide too much than show one.
func mask(text string) string {
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		lower = asciiLower(text)
	}
	text, lower = maskUserInfo(text, lower)
	for _, key := range secretKeys {
		text, lower = maskKey(text, lower, key)
	}
	return text
}

// maskValue is mask for the value of a key that stands apart from it.
func maskValue(key, value string) string {
	joined := key + "=" + value
	if shown := mask(joined); shown != joined {
		return strings.TrimPrefix(shown, key+"=")
	}
	return value
}

func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

const masked = "******"

// maskKey hides what follows every occurrence of the key: key=value, key: value, "key":"value", key, value (as Flink prints properties).
func maskKey(text, lower, key string) (string, string) {
	from := 0
	for {
		i := strings.Index(lower[from:], key)
		if i < 0 {
			return text, lower
		}
		at := from + i + len(key)
		start, end, ok := secretValue(text, at)
		if !ok || text[start:end] == masked {
			from = at
			continue
		}
		text = text[:start] + masked + text[end:]
		lower = lower[:start] + masked + lower[end:]
		from = start + len(masked)
	}
}

// secretValue returns the value that follows the key which ends at position at.
func secretValue(text string, at int) (start, end int, ok bool) {
	for at < len(text) && isKeyRest(text[at]) {
		at++
	}
	separator := false
	for at < len(text) && strings.IndexByte(" \"'=:,\\>", text[at]) >= 0 {
		separator = separator || strings.IndexByte("=:,>", text[at]) >= 0
		at++
	}
	if !separator || at >= len(text) {
		return 0, 0, false
	}
	for _, scheme := range [...]string{"Basic ", "Bearer ", "basic ", "bearer "} {
		if strings.HasPrefix(text[at:], scheme) {
			at += len(scheme)
		}
	}
	end = at
	for end < len(text) && strings.IndexByte(" \"',;&)}\\", text[end]) < 0 {
		end++
	}
	return at, end, end > at && !harmless(text[at:end])
}

// harmless tells values that reveal nothing and that a reader needs: MySQL's "(using password: YES)".
func harmless(value string) bool {
	switch value {
	case "YES", "NO", "true", "false", "null":
		return true
	}
	return false
}

func isKeyRest(c byte) bool {
	return c == '.' || c == '-' || c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// maskUserInfo hides user:password@ in URLs.
func maskUserInfo(text, lower string) (string, string) {
	from := 0
	for {
		i := strings.Index(lower[from:], "://")
		if i < 0 {
			return text, lower
		}
		start := from + i + 3
		end := start
		for end < len(text) && strings.IndexByte(" /\"'?,", text[end]) < 0 {
			end++
		}
		at := strings.LastIndexByte(text[start:end], '@')
		colon := strings.IndexByte(text[start:end], ':')
		if at < 0 || colon < 0 || colon > at {
			from = start
			continue
		}
		text = text[:start+colon+1] + masked + text[start+at:]
		lower = lower[:start+colon+1] + masked + lower[start+at:]
		from = start
		if from+colon+len(masked)+1 > len(text) {
			return text, lower
		}
		from += colon + len(masked) + 1
	}
}
