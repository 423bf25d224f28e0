package memory

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

var units = map[string]int64{
	"": 1, "b": 1, "bytes": 1, "k": 1 << 10, "kb": 1 << 10, "kibibytes": 1 << 10, "m": 1 << 20, "mb": 1 << 20, "mebibytes": 1 << 20,
	"g": 1 << 30, "gb": 1 << 30, "gibibytes": 1 << 30, "t": 1 << 40, "tb": 1 << 40, "tebibytes": 1 << 40,
}

// unlimited is the largest size that Flink knows, the default of some maxima; the option tables call it infinite.
const unlimited = math.MaxInt64

// ParseSize reads a size as Flink does, in bytes: a whole number and a unit, which may be missing for bytes. "1.5g" and "4Gi" are refused.
func ParseSize(text string) (bytes int64, ok bool) {
	text = strings.TrimSpace(text)
	end := 0
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	n, err := strconv.ParseInt(text[:end], 10, 64)
	unit, known := units[strings.ToLower(strings.TrimSpace(text[end:]))]
	if err != nil || !known || n > unlimited/unit {
		return 0, false
	}
	return n * unit, true
}

// FormatSize writes bytes as a configuration value with the largest unit that loses nothing, gibibytes at most.
func FormatSize(bytes int64) string {
	switch {
	case bytes >= 1<<30 && bytes%(1<<30) == 0:
		return strconv.FormatInt(bytes>>30, 10) + "g"
	case bytes >= 1<<20 && bytes%(1<<20) == 0:
		return strconv.FormatInt(bytes>>20, 10) + "m"
	}
	return strconv.FormatInt(bytes, 10)
}

// Spell writes bytes for people, in mebibytes with at most one digit behind the point: sizes of one table are compared with each other.
func Spell(bytes int64) string {
	if bytes == unlimited {
		return "infinite"
	}
	text := strings.TrimSuffix(strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64), ".0")
	if text == "0" || text == "-0" {
		return "0"
	}
	return text + "m"
}

// add adds sizes that are not negative; what is too large is unlimited.
func add(sizes ...int64) int64 {
	sum := int64(0)
	for _, s := range sizes {
		if s > unlimited-sum {
			return unlimited
		}
		sum += s
	}
	return sum
}

// share is a fraction as Flink multiplies by it: read as a float, widened to a double, multiplied as a decimal number, cut to whole bytes. So a tenth of 2 GiB
// is 214748368 and not 214748364 bytes. Source: MemorySize.multiply, Configuration.getFloat.
type share float64

// parseShare reads a fraction. Source: RangeFraction, which wants 0 to 1.
func parseShare(text string) (share, bool) {
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 32)
	return share(f), err == nil && f >= 0 && f <= 1
}

func (s share) of(bytes int64) int64 {
	factor, ok := new(big.Rat).SetString(strconv.FormatFloat(float64(s), 'g', -1, 64))
	if !ok {
		return 0
	}
	product := new(big.Int).Mul(factor.Num(), big.NewInt(bytes))
	if product.Quo(product, factor.Denom()); !product.IsInt64() {
		return unlimited
	}
	return product.Int64()
}

// inverse is the share of what is without it: a tenth of the whole is a ninth of the rest.
func (s share) inverse() share { return s / (1 - s) }
