package javalog

import "github.com/flinkdoctor/flinkdoctor/parsers"

// levels are the words that name a level, as log4j, logback, java.util.logging and Python print them.
var levels = [...]struct {
	word  string
	level parsers.Level
}{
	{"INFO", parsers.LevelInfo}, {"WARN", parsers.LevelWarn}, {"ERROR", parsers.LevelError}, {"DEBUG", parsers.LevelDebug},
	{"TRACE", parsers.LevelTrace}, {"FATAL", parsers.LevelFatal}, {"WARNING", parsers.LevelWarn}, {"SEVERE", parsers.LevelError},
	{"NOTICE", parsers.LevelInfo}, {"CRITICAL", parsers.LevelFatal}, {"CONFIG", parsers.LevelDebug}, {"FINE", parsers.LevelDebug},
	{"FINER", parsers.LevelTrace}, {"FINEST", parsers.LevelTrace},
}

// level takes a level. A lower-case letter may follow directly, where a blank was lost before a logger.
func (c *cursor) level() (parsers.Level, bool) {
	start := c.i
	end := start
	for end < len(c.b) && end-start < len("CRITICAL")+1 && (c.b[end] >= 'A' && c.b[end] <= 'Z' || isDigit(c.b[end])) {
		end++
	}
	if end == start || end < len(c.b) && c.b[end] == '_' {
		return parsers.LevelUnknown, false
	}
	for i := range levels {
		if string(c.b[start:end]) == levels[i].word {
			c.i = end
			return levels[i].level, true
		}
	}
	return parsers.LevelUnknown, false
}

// slippedLevel takes a word that an OCR program may have made of a level: lNFO, INF0, ERR0R, WARM. The level is known when only characters
// that look alike differ.
func (c *cursor) slippedLevel() (parsers.Level, bool) {
	start, end, capitals := c.i, c.i, 0
	for end < len(c.b) && end-start < len("CRITICAL")+1 && (isLetter(c.b[end]) || isDigit(c.b[end])) {
		if c.b[end] >= 'A' && c.b[end] <= 'Z' {
			capitals++
		}
		end++
	}
	if n := end - start; n < 3 || n > 6 || capitals < 2 || end < len(c.b) && c.b[end] != ' ' && c.b[end] != '\t' {
		return parsers.LevelUnknown, false
	}
	c.i = end
	for i := range levels {
		if alike(c.b[start:end], levels[i].word) {
			return levels[i].level, true
		}
	}
	return parsers.LevelUnknown, true
}

func alike(got []byte, word string) bool {
	if len(got) != len(word) {
		return false
	}
	for i, b := range got {
		switch {
		case b == word[i], b == '0' && word[i] == 'O', (b == '1' || b == 'l') && word[i] == 'I', b == 'l' && word[i] == 'L', b == 'M' && word[i] == 'N':
		default:
			return false
		}
	}
	return true
}
