package envelope

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// maxJSON bounds the line that is decoded, in bytes: longer ones are no log lines.
const maxJSON = 1 << 20

// object is a decoded line. Values that are wanted are read one by one.
type object map[string]json.RawMessage

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
	if raw, ok := o[key]; ok && json.Unmarshal(raw, &in) == nil {
		return in
	}
	return nil
}

// wanted are the keys of which one must stand in a line before it is decoded.
var wanted = [][]byte{[]byte(`"log"`), []byte(`"message"`), []byte(`"msg"`), []byte(`"MESSAGE"`)}

// stripJSON removes a JSON object that carries a line: of Docker, of a log shipper, of a logger's JSON layout. Any other JSON is left alone, the
// answers of Stream Loads among them.
func stripJSON(line []byte) ([]byte, Meta, bool) {
	if len(line) > maxJSON || line[len(bytes.TrimRight(line, " \t"))-1] != '}' || !hasWanted(line) {
		return line, Meta{}, false
	}
	var o object
	if json.Unmarshal(line, &o) != nil || isLoadAnswer(o) {
		return line, Meta{}, false
	}
	meta := o.meta()
	if text, ok := o.carried(); ok {
		meta.Kind = "shipper-json"
		if o.text("stream") != "" && o.text("time") != "" && len(o) <= 4 {
			meta.Kind = "docker-json"
			meta.Partial = !strings.HasSuffix(text, "\n")
		}
		return []byte(strings.TrimRight(text, "\n")), meta, true
	}
	if text := o.rebuild(&meta); text != "" {
		return []byte(text), meta, true
	}
	return line, Meta{}, false
}

func hasWanted(line []byte) bool {
	for _, key := range wanted {
		if bytes.Contains(line, key) {
			return true
		}
	}
	return false
}

// isLoadAnswer recognises an answer to a Stream Load, which also has a message.
func isLoadAnswer(o object) bool {
	for _, key := range [...]string{"Status", "status", "TxnId", "Label", "code"} {
		if _, ok := o[key]; ok {
			_, level := o["level"]
			_, log := o["log"]
			return !level && !log
		}
	}
	return false
}

// meta reads where and when the line was written.
func (o object) meta() Meta {
	m := Meta{Pod: o.text("pod", "pod_name"), Container: o.text("container", "container_name")}
	if k := o.inner("kubernetes"); k != nil {
		m.Pod, m.Container = k.text("pod_name"), k.text("container_name")
		if pod := k.inner("pod"); pod != nil {
			m.Pod = pod.text("name")
		}
	}
	m.Time = o.time()
	return m
}

// carried returns a whole line that the object carries: under "log", or under "message" when the object states neither level nor logger of its own.
func (o object) carried() (string, bool) {
	if text := o.text("log", "MESSAGE"); text != "" {
		return text, true
	}
	if o.level() != "" {
		return "", false
	}
	text := o.text("message", "msg")
	return text, text != ""
}

func (o object) level() string {
	level := o.text("level", "log.level", "severity", "levelname", "log_level")
	if in := o.inner("log"); level == "" && in != nil {
		level = in.text("level")
	}
	return strings.ToUpper(level)
}

// time reads the many spellings of a time.
func (o object) time() parsers.Time {
	if text := o.text("@timestamp", "timestamp", "time", "ts", "date"); text != "" {
		for _, layout := range [...]string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999-0700"} {
			if at, err := time.Parse(layout, text); err == nil {
				return parsers.Time{At: at.UTC(), Zoned: true}
			}
		}
		for _, layout := range [...]string{"2006-01-02 15:04:05,999", "2006-01-02 15:04:05.999", "2006-01-02T15:04:05.999"} {
			if at, err := time.Parse(layout, text); err == nil {
				return parsers.Time{At: at}
			}
		}
	}
	if instant := o.inner("instant"); instant != nil {
		return epoch(instant.number("epochSecond"), time.Second, instant.number("nanoOfSecond"))
	}
	if seconds := o.number("timestampSeconds"); seconds != "" { // Google Cloud
		return epoch(seconds, time.Second, o.number("timestampNanos"))
	}
	return epoch(o.number("timeMillis"), time.Millisecond, "")
}

func epoch(count string, unit time.Duration, nanos string) parsers.Time {
	n, err := strconv.ParseInt(count, 10, 64)
	if err != nil || n <= 0 || n > int64(1<<62/unit) {
		return parsers.Time{}
	}
	rest, _ := strconv.ParseInt(nanos, 10, 64) // absent: none
	return parsers.Time{At: time.Unix(0, n*int64(unit)+rest).UTC(), Zoned: true}
}
