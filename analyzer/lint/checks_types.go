package lint

import (
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// valueType finds values that cannot be read as what the key holds, in the release or, when that is not known, in any. Captures: type.
func valueType(p *picture, c *rules.Lint) []spot {
	return eachKey(p, c, func(s *scope, setting *conf.Setting) map[string]string {
		value := strings.TrimSpace(setting.Value)
		if value == "" || isTemplate(value) || strings.ContainsAny(value, "$@`") {
			return nil
		}
		types := p.typesOf(s, setting.Key)
		for _, t := range types {
			if readable(s.table, t, value) {
				return nil
			}
		}
		if len(types) == 0 {
			return nil
		}
		return map[string]string{"type": types[len(types)-1]}
	})
}

// typesOf returns the types that a key has in the release, in all of them when that is not known. It is empty when one of them can hold anything.
func (p *picture) typesOf(s *scope, key string) []string {
	option, ok := options.Lookup(s.table, key)
	if !ok || strings.ContainsAny(option.Key, "<*#") {
		return nil
	}
	ranges := option.Ranges
	if version := p.versionOf(s); version != "" {
		ranges = options.Variants(s.table, key, version)
	}
	var out []string
	for _, r := range ranges {
		if !isChecked(r.Type) {
			return nil
		}
		out = append(out, r.Type)
	}
	return out
}

func isChecked(t string) bool {
	switch t {
	case "boolean", "int", "long", "short", "double", "float", "duration", "memory":
		return true
	}
	return false
}

// readable tells whether a value can be read as the type.
// Source: apache/flink flink-core/src/main/java/org/apache/flink/configuration/ConfigurationUtils.java (convertValue), StarRocks be/src/common/configbase.cpp.
func readable(table, t, value string) bool {
	switch t {
	case "boolean":
		return strings.EqualFold(value, "true") || strings.EqualFold(value, "false")
	case "int", "long", "short":
		return isInteger(table, value)
	case "double", "float":
		_, err := strconv.ParseFloat(value, 64)
		return err == nil
	case "memory":
		_, ok := read(table, value, size)
		return ok || value == "infinite"
	}
	_, ok := flinkTime(value)
	return ok
}

// isInteger also accepts the products that be.conf may hold, as in 10 * 1024, and the infinite of restart strategies.
func isInteger(table, value string) bool {
	if strings.HasPrefix(table, "starrocks-") {
		for _, factor := range strings.Split(value, "*") {
			if _, err := strconv.ParseInt(strings.TrimSpace(factor), 10, 64); err != nil {
				return false
			}
		}
		return true
	}
	_, err := strconv.ParseInt(value, 10, 64)
	return err == nil || strings.EqualFold(value, "infinite")
}

// leastUnits is the number up to which a plain number is taken for one whose unit was forgotten: nothing that is measured in gigabytes by default is
// meant to have a few thousand bytes, nothing in seconds a few hundred milliseconds.
const leastUnits = 100_000

// unitMissing finds plain numbers that Flink reads as bytes or milliseconds and that are far too small for that. Captures: unit (that Flink assumes), meant.
func unitMissing(p *picture, c *rules.Lint) []spot {
	return eachKey(p, c, func(s *scope, setting *conf.Setting) map[string]string {
		n, err := strconv.ParseInt(strings.TrimSpace(setting.Value), 10, 64)
		if err != nil || n <= 0 {
			return nil
		}
		for _, t := range p.typesOf(s, setting.Key) {
			switch {
			case t == "memory" && n < leastUnits && strings.HasSuffix(setting.Key, ".size") && strings.Contains(setting.Key, ".memory."):
				return map[string]string{"unit": "bytes", "meant": setting.Value + "m"}
			case t == "duration" && n < 1000 && isCheckpointTime(setting.Key):
				return map[string]string{"unit": "milliseconds", "meant": setting.Value + " s"}
			}
		}
		return nil
	})
}

// isCheckpointTime tells the times of checkpoints, which nobody wants below a second.
func isCheckpointTime(key string) bool {
	switch key {
	case "execution.checkpointing.interval", "execution.checkpointing.timeout", "heartbeat.interval", "heartbeat.timeout":
		return true
	}
	return false
}
