package lint

import (
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

// kind is what a quantity measures.
type kind int

const (
	number kind = iota
	size        // in bytes
	span        // of time, in milliseconds
)

// sizeUnits are the units of sizes in limits and in Flink's configuration (apache/flink flink-core MemorySize.MemoryUnit).
var sizeUnits = map[string]bool{
	"b": true, "byte": true, "bytes": true, "k": true, "kb": true, "kib": true, "kibibytes": true, "m": true, "mb": true, "mib": true, "mebibytes": true,
	"g": true, "gb": true, "gib": true, "gibibytes": true, "t": true, "tb": true, "tib": true, "tebibytes": true,
}

// compare compares a value with a limit of the same table: -1, 0 or 1, and 0 also when they are of different kinds. The unit of the limit tells the kind,
// where it has none that of the value.
func compare(table, value, limit string) int {
	k := kindOf(limit)
	if k == number {
		k = kindOf(value)
	}
	x, okX := read(table, value, k)
	y, okY := read(table, limit, k)
	switch {
	case !okX || !okY:
		return 0
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// kindOf tells sizes from times by the unit; "m" is a size.
func kindOf(text string) kind {
	_, unit, ok := rules.Quantity(text)
	switch {
	case !ok || unit == "" || unit == "%":
		return number
	case sizeUnits[unit]:
		return size
	}
	return span
}

// read reads a value of a table as a quantity of the kind.
func read(table, text string, k kind) (float64, bool) {
	if k == span {
		if table == "nginx" {
			return nginxTime(text)
		}
		return flinkTime(text)
	}
	value, unit, ok := rules.Quantity(text)
	if k == number {
		return value, ok && (unit == "" || unit == "%")
	}
	return value, ok && (unit == "" || sizeUnits[unit])
}

// flinkTime reads a duration as Flink does: a plain number is milliseconds, "m" are minutes.
// Source: apache/flink flink-core/src/main/java/org/apache/flink/util/TimeUtils.java.
func flinkTime(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	if n, ok := strings.CutSuffix(text, "m"); ok {
		text = n + "min"
	}
	value, unit, ok := rules.Quantity(text)
	return value, ok && !sizeUnits[unit] && unit != "%"
}

// nginxUnits are nginx's units of time in milliseconds (nginx/nginx src/core/ngx_parse.c); a plain number is seconds.
var nginxUnits = map[string]float64{
	"ms": 1, "s": 1e3, "m": 60e3, "min": 60e3, "h": 3600e3, "d": 86400e3, "w": 7 * 86400e3, "M": 30 * 86400e3, "y": 365 * 86400e3, "": 1e3,
}

// nginxTime reads "60", "60s", "1m30s" or "1h 30m". "min" is for limits in rules; nginx does not know it.
func nginxTime(text string) (float64, bool) {
	total, rest := 0.0, strings.TrimSpace(text)
	for rest != "" {
		end := 0
		for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
			end++
		}
		n, err := strconv.ParseFloat(rest[:end], 64)
		if err != nil {
			return 0, false
		}
		rest = rest[end:]
		end = 0
		for end < len(rest) && (rest[end] >= 'a' && rest[end] <= 'z' || rest[end] == 'M') {
			end++
		}
		factor, ok := nginxUnits[rest[:end]]
		if !ok {
			return 0, false
		}
		total += n * factor
		rest = strings.TrimLeft(rest[end:], " ")
	}
	return total, text != ""
}
