// Package remedy turns the fixes of a rule into the fixes for one finding: it fills in what the log told, picks by version and case,
// and computes values. It edits no file and knows no terminal.
package remedy

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

// errMissing says that a formula names a capture that the log did not give.
var errMissing = errors.New("capture missing")

// Evaluate computes a formula over captures and returns the value as the configuration file writes it.
func Evaluate(f *rules.Formula, captures map[string]string) (string, error) {
	p := parser{text: f.Expr, captures: captures}
	v, err := p.sum()
	if err != nil {
		return "", err
	}
	if p.skip(); p.at < len(p.text) {
		return "", fmt.Errorf("formula %q: unexpected %q", f.Expr, p.text[p.at:])
	}
	if f.Round != "" {
		step, ok := size(f.Round)
		if !ok || step <= 0 {
			return "", fmt.Errorf("formula %q: cannot round to %q", f.Expr, f.Round)
		}
		v = math.Ceil(v/step) * step
	}
	if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 || v > 1<<53 {
		return "", fmt.Errorf("formula %q: no usable value", f.Expr)
	}
	return format(v, f.Unit), nil
}

func format(v float64, unit string) string {
	n := int64(math.Ceil(v))
	switch unit {
	case "size":
		return formatSize(n)
	case "percent":
		return strconv.FormatInt(n, 10) + "%"
	case "duration-ms":
		return strconv.FormatInt(n, 10) + " ms"
	}
	return strconv.FormatInt(n, 10)
}

// formatSize writes bytes with the largest binary unit that loses nothing below one mebibyte.
func formatSize(n int64) string {
	switch {
	case n >= 1<<30 && n%(1<<30) == 0:
		return strconv.FormatInt(n>>30, 10) + "g"
	case n >= 1<<20:
		return strconv.FormatInt((n+1<<20-1)>>20, 10) + "m"
	case n >= 1<<10:
		return strconv.FormatInt((n+1<<10-1)>>10, 10) + "k"
	}
	return strconv.FormatInt(n, 10)
}

var sizeUnits = map[string]float64{
	"": 1, "b": 1, "bytes": 1, "k": 1 << 10, "kb": 1 << 10, "kib": 1 << 10, "m": 1 << 20, "mb": 1 << 20, "mib": 1 << 20,
	"g": 1 << 30, "gb": 1 << 30, "gib": 1 << 30, "t": 1 << 40, "tb": 1 << 40, "tib": 1 << 40,
	"ms": 1, "s": 1000, "min": 60000, "h": 3600000, "d": 86400000, "%": 1,
}

// size reads "512m", "1.5 GB", "26,316,804,096" or "40s" as a number of bytes or milliseconds.
func size(s string) (float64, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(strings.ToLower(s)), ",", "")
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.') {
		end++
	}
	v, err := strconv.ParseFloat(s[:end], 64)
	unit, ok := sizeUnits[strings.TrimSpace(s[end:])]
	return v * unit, err == nil && ok
}

// parser is a recursive descent over + - * / max() min(), numbers, sizes and capture names. Depth is bounded by maxDepth.
type parser struct {
	text     string
	at       int
	depth    int
	captures map[string]string
}

const maxDepth = 32

func (p *parser) skip() {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
}

func (p *parser) accept(chars string) byte {
	p.skip()
	if p.at < len(p.text) && strings.IndexByte(chars, p.text[p.at]) >= 0 {
		p.at++
		return p.text[p.at-1]
	}
	return 0
}

func (p *parser) sum() (float64, error) {
	if p.depth++; p.depth > maxDepth {
		return 0, fmt.Errorf("formula %q is nested too deeply", p.text)
	}
	defer func() { p.depth-- }()
	v, err := p.product()
	for err == nil {
		op := p.accept("+-")
		if op == 0 {
			return v, nil
		}
		var w float64
		if w, err = p.product(); op == '+' {
			v += w
		} else {
			v -= w
		}
	}
	return 0, err
}

func (p *parser) product() (float64, error) {
	v, err := p.atom()
	for err == nil {
		op := p.accept("*/")
		if op == 0 {
			return v, nil
		}
		var w float64
		if w, err = p.atom(); op == '*' {
			v *= w
		} else {
			v /= w
		}
	}
	return 0, err
}

func (p *parser) atom() (float64, error) {
	if p.accept("(") != 0 {
		v, err := p.sum()
		if err == nil && p.accept(")") == 0 {
			err = fmt.Errorf("formula %q: missing )", p.text)
		}
		return v, err
	}
	word := p.word()
	switch {
	case word == "":
		return 0, fmt.Errorf("formula %q: a number or a capture is missing at column %d", p.text, p.at+1)
	case word == "max" || word == "min":
		return p.extreme(word == "max")
	case word[0] >= '0' && word[0] <= '9':
		if v, ok := size(word); ok {
			return v, nil
		}
		return 0, fmt.Errorf("formula %q: %q is no number", p.text, word)
	}
	value, ok := p.captures[word]
	if !ok || value == "" {
		return 0, fmt.Errorf("%w: %s", errMissing, word)
	}
	if v, ok := size(value); ok {
		return v, nil
	}
	return 0, fmt.Errorf("formula %q: %s is %q, no number", p.text, word, value)
}

func (p *parser) word() string {
	p.skip()
	from := p.at
	for p.at < len(p.text) {
		c := p.text[p.at]
		if c != '_' && c != '.' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			break
		}
		p.at++
	}
	return p.text[from:p.at]
}

func (p *parser) extreme(largest bool) (float64, error) {
	if p.accept("(") == 0 {
		return 0, fmt.Errorf("formula %q: missing ( behind max or min", p.text)
	}
	best, err := p.sum()
	for err == nil && p.accept(",") != 0 {
		var v float64
		if v, err = p.sum(); err == nil && (v > best) == largest {
			best = v
		}
	}
	if err == nil && p.accept(")") == 0 {
		err = fmt.Errorf("formula %q: missing )", p.text)
	}
	return best, err
}
