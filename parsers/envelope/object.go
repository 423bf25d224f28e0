package envelope

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// object is a decoded line. Values that are wanted are read one by one.
type object map[string]json.RawMessage

func (o object) has(keys ...string) bool {
	for _, key := range keys {
		if _, ok := o[key]; ok {
			return true
		}
	}
	return false
}

// text returns the string under the first of the keys that has one.
func (o object) text(keys ...string) string {
	for _, key := range keys {
		var s string
		if raw, ok := o[key]; ok && json.Unmarshal(raw, &s) == nil && s != "" {
			return s
		}
	}
	return ""
}

// number returns the number under the key as it is written.
func (o object) number(key string) string {
	raw := string(o[key])
	if raw != "" && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9') {
		return raw
	}
	return ""
}

func (o object) inner(key string) object {
	var in object
	if raw, ok := o[key]; ok && len(raw) > 0 && raw[0] == '{' && json.Unmarshal(raw, &in) == nil {
		return in
	}
	return nil
}

// level returns the level in the words of log4j, "" when the object states none.
func (o object) level() string {
	level := o.text("level", "log.level", "severity", "levelname", "log_level", "loglevel")
	if in := o.inner("log"); level == "" && in != nil {
		level = in.text("level")
	}
	if level == "" && o.has("short_message") {
		return gelfLevel(o.number("level"))
	}
	return plainLevel(strings.ToUpper(level))
}

func plainLevel(level string) string {
	switch level {
	case "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL":
		return level
	case "WARNING":
		return "WARN"
	case "ERR", "SEVERE":
		return "ERROR"
	case "CRITICAL", "CRIT", "ALERT", "EMERGENCY", "EMERG", "PANIC":
		return "FATAL"
	case "NOTICE", "DEFAULT", "INFORMATION":
		return "INFO"
	}
	return ""
}

// gelfLevel reads the level of GELF, which is syslog's number.
func gelfLevel(number string) string {
	switch number {
	case "0", "1", "2":
		return "FATAL"
	case "3":
		return "ERROR"
	case "4":
		return "WARN"
	case "7":
		return "DEBUG"
	}
	return "INFO"
}

// logger returns the name of the logger, "" when the object states none. Blanks, which no text layout expects in it, become underscores.
func (o object) logger() string {
	name := o.text("loggerName", "logger", "log.logger", "logger_name", "log_logger", "_logger", "class")
	if in := o.inner("log"); name == "" && in != nil {
		name = in.text("logger")
	}
	if in := o.inner("logging.googleapis.com/sourceLocation"); name == "" && in != nil {
		name = in.text("function")
	}
	return strings.Join(strings.Fields(name), "_")
}

// timeLayouts are the spellings of a time; those with a zone come first.
var timeLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999-0700", "2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05,999", "2006-01-02 15:04:05.999", "2006-01-02T15:04:05.999",
}

// zonedLayouts is how many of timeLayouts have a zone.
const zonedLayouts = 3

// time reads the many spellings of a time.
func (o object) time() parsers.Time {
	for _, key := range [...]string{"@timestamp", "timestamp", "time", "ts", "date"} {
		if text := o.text(key); text != "" {
			if at := readText(text); at.Known() {
				return at
			}
		} else if at := readNumber(o.number(key)); at.Known() {
			return at
		}
	}
	if instant := o.inner("instant"); instant != nil { // Log4j's JsonLayout
		return epoch(instant.number("epochSecond"), time.Second, instant.number("nanoOfSecond"))
	}
	if seconds := o.number("timestampSeconds"); seconds != "" { // Google Cloud
		return epoch(seconds, time.Second, o.number("timestampNanos"))
	}
	if micros := o.text("__REALTIME_TIMESTAMP"); micros != "" { // journald
		return epoch(micros, time.Microsecond, "")
	}
	return epoch(o.number("timeMillis"), time.Millisecond, "") // Log4j's JsonLayout before 2.11
}

func readText(text string) parsers.Time {
	if len(text) > maxStamp {
		return parsers.Time{}
	}
	for i, layout := range timeLayouts {
		if at, err := time.Parse(layout, text); err == nil {
			return parsers.Time{At: at.UTC(), Zoned: i < zonedLayouts}
		}
	}
	return parsers.Time{}
}

// readNumber reads a time since 1970 whose size tells the unit: seconds with a fraction, milliseconds, microseconds or nanoseconds.
func readNumber(number string) parsers.Time {
	if number == "" || len(number) > maxStamp {
		return parsers.Time{}
	}
	value, err := strconv.ParseFloat(number, 64)
	if err != nil || value < 1e8 || value >= 4e18 {
		return parsers.Time{}
	}
	switch {
	case value < 1e11:
		return parsers.Time{At: time.UnixMilli(int64(value * 1e3)).UTC(), Zoned: true}
	case value < 1e14:
		return parsers.Time{At: time.UnixMilli(int64(value)).UTC(), Zoned: true}
	case value < 1e17:
		return parsers.Time{At: time.UnixMicro(int64(value)).UTC(), Zoned: true}
	}
	return parsers.Time{At: time.Unix(0, int64(value)).UTC(), Zoned: true}
}

func epoch(count string, unit time.Duration, nanos string) parsers.Time {
	n, err := strconv.ParseInt(count, 10, 64)
	if err != nil || n <= 0 || n > int64(1<<62/unit) {
		return parsers.Time{}
	}
	rest, _ := strconv.ParseInt(nanos, 10, 64) // absent: none
	if rest < 0 || rest >= int64(time.Second) {
		rest = 0
	}
	return parsers.Time{At: time.Unix(0, n*int64(unit)+rest).UTC(), Zoned: true}
}
