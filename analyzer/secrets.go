package analyzer

import (
	"strings"
)

// secretKeys are words behind which a value is a secret. Flink masks the same words in its own log
// (apache/flink flink-core/.../configuration/GlobalConfiguration.java, SENSITIVE_KEYS).
var secretKeys = []string{
	"password", "pasword", "passwrd", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "api-key", "api_key", "access-key", "access_key", "access.key", "accesskey", "account.key",
	"credential", "basic-auth", "auth-params", "service-key", "jaas.config", "private-key", "private_key", "-signature", "?sig", "&sig", "identified by", "密码", "口令",
}

// headerKeys are those whose value may go on behind blanks, commas and semicolons.
var headerKeys = []string{"authorization", "cookie"}

const masked = "******"

// mask replaces the values of secrets in a line that will be shown. It would rather hide too much than show one.
func mask(text string) string {
	m := &masker{}
	m.set(text)
	m.userInfo()
	m.oracle()
	m.tokens()
	m.login()
	for _, key := range headerKeys {
		m.values(key, (*masker).header)
	}
	for _, key := range secretKeys {
		m.values(key, (*masker).value)
	}
	return m.text
}

// maskValue is mask for the value of a key that stands apart from it.
func maskValue(key, value string) string {
	joined := key + "=" + value
	if shown := mask(joined); shown != joined {
		return strings.TrimPrefix(shown, key+"=")
	}
	return value
}

// masker is one line being masked. lower is the text in lower case, byte for byte.
type masker struct{ text, lower string }

func (m *masker) set(text string) {
	m.text, m.lower = text, strings.ToLower(text)
	if len(m.lower) != len(text) {
		m.lower = asciiLower(text)
	}
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

// hide replaces parts, each [start, end), in order and apart from each other.
func (m *masker) hide(parts ...[2]int) {
	if len(parts) == 0 {
		return
	}
	var text, lower strings.Builder
	at := 0
	for _, part := range parts {
		text.WriteString(m.text[at:part[0]] + masked)
		lower.WriteString(m.lower[at:part[0]] + masked)
		at = part[1]
	}
	m.text, m.lower = text.String()+m.text[at:], lower.String()+m.lower[at:]
}

// values hides what follows every occurrence of a key. find returns the value behind a key that stands in [from, to).
func (m *masker) values(key string, find func(m *masker, from, to int) (start, end int)) {
	var parts [][2]int
	for at := 0; ; {
		i := strings.Index(m.lower[at:], key)
		if i < 0 {
			break
		}
		from := at + i
		at = from + len(key)
		if start, end := find(m, from, at); end > start && !harmless(m.text[start:end]) {
			parts, at = append(parts, [2]int{start, end}), end
		}
	}
	m.hide(parts...)
}

// harmless tells values that reveal nothing and that a reader needs: MySQL's "(using password: YES)".
func harmless(value string) bool {
	switch value {
	case "YES", "NO", "true", "false", "null", masked:
		return true
	}
	return false
}

// userInfo hides user:password@ in URLs, and a long user that is a token.
func (m *masker) userInfo() {
	var parts [][2]int
	for at := 0; ; {
		i := strings.Index(m.text[at:], "://")
		if i < 0 {
			break
		}
		at += i + len("://")
		end := at + indexAny(m.text[at:min(len(m.text), at+longest)], " \t\"'<>")
		host := strings.LastIndexByte(m.text[at:end], '@')
		if slash := indexAny(m.text[at:end], "/?,"); slash < host { // a password may hold a slash, what follows a port does not
			if first := strings.LastIndexByte(m.text[at:at+slash], '@'); first >= 0 {
				host = first
			} else if _, rest, ok := strings.Cut(m.text[at:at+slash], ":"); !ok || strings.Trim(rest, "0123456789") == "" {
				continue
			}
		}
		if host < 0 {
			continue
		}
		const token = 20 // bytes; names of users are shorter
		if colon := strings.IndexByte(m.text[at:at+host], ':'); colon >= 0 {
			parts = append(parts, [2]int{at + colon + 1, at + host})
		} else if host >= token {
			parts = append(parts, [2]int{at, at + host})
		}
		at += host
	}
	m.hide(parts...)
}

// longest bounds how far a URL or a key is looked at, in bytes, so that hostile lines cost no more than others.
const longest = 1 << 8

// oracle hides the password of "jdbc:oracle:thin:user/password@host".
func (m *masker) oracle() {
	const thin = ":thin:"
	if i := strings.Index(m.lower, thin); i >= 0 {
		start := i + len(thin)
		user, _, ok := strings.Cut(m.text[start:], "@")
		if slash := strings.IndexByte(user, '/'); ok && slash >= 0 && !strings.ContainsAny(user, " \"'") {
			m.hide([2]int{start + slash + 1, start + len(user)})
		}
	}
}

// tokens hides JSON web tokens wherever they stand: both of their first parts are objects, which begin with "eyJ" in base64.
func (m *masker) tokens() {
	const shortest = 20
	var parts [][2]int
	for at := 0; ; {
		i := strings.Index(m.text[at:], "eyJ")
		if i < 0 {
			break
		}
		at += i
		end := at
		for end < len(m.text) && (isKeyRest(m.text[end]) || m.text[end] == '=') {
			end++
		}
		if end-at >= shortest && strings.Contains(m.text[at:end], ".eyJ") {
			parts = append(parts, [2]int{at, end})
		}
		at = end
	}
	m.hide(parts...)
}

// login hides the password of "curl -u user:password" and "mysql -ppassword".
func (m *masker) login() {
	for _, flag := range [...]string{" -u ", " --user ", " --proxy-user "} {
		if i := strings.Index(m.text, flag); i >= 0 && strings.Contains(m.lower, "curl") {
			start := i + len(flag)
			end := start + indexAny(m.text[start:], " \t")
			if colon := strings.IndexByte(m.text[start:end], ':'); colon >= 0 {
				m.hide([2]int{start + colon + 1, end})
			}
		}
	}
	const flag = " -p"
	if i := strings.Index(m.text, flag); i >= 0 && strings.Contains(m.lower, "mysql") {
		start := i + len(flag)
		if end := start + indexAny(m.text[start:], " \t"); strings.Trim(m.text[start:end], "0123456789") != "" { // -p3306 is a port elsewhere
			m.hide([2]int{start, end})
		}
	}
}

// indexAny is strings.IndexAny, or the length of the text when there is none.
func indexAny(text, chars string) int {
	if i := strings.IndexAny(text, chars); i >= 0 {
		return i
	}
	return len(text)
}

func isKeyRest(c byte) bool {
	return c == '.' || c == '-' || c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
