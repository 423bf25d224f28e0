package remedy

import "strings"

// Fill replaces {name} and {name|text} in a sentence of a rule by what the log told. A name the log did not tell becomes the text
// behind "|", or "?". Braces that hold no name stay.
func Fill(sentence string, value func(name string) string) string {
	if !strings.Contains(sentence, "{") {
		return sentence
	}
	var b strings.Builder
	for {
		open := strings.IndexByte(sentence, '{')
		if open < 0 {
			b.WriteString(sentence)
			return b.String()
		}
		end := strings.IndexByte(sentence[open:], '}')
		if end < 0 {
			b.WriteString(sentence)
			return b.String()
		}
		inner := sentence[open+1 : open+end]
		name, fallback, hasFallback := strings.Cut(inner, "|")
		b.WriteString(sentence[:open])
		switch v := ""; {
		case !isName(name):
			b.WriteString(sentence[open : open+end+1])
		default:
			if v = value(name); v == "" {
				v = "?"
				if hasFallback {
					v = fallback
				}
			}
			b.WriteString(v)
		}
		sentence = sentence[open+end+1:]
	}
}

func isName(s string) bool {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c != '_' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
