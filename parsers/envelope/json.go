package envelope

import (
	"bytes"
	"encoding/json"
	"strings"
)

// maxJSON bounds the line that is decoded, in bytes: longer ones are no log lines.
const maxJSON = 1 << 20

// wanted are the keys of which one must stand in a line before it is decoded.
var wanted = [][]byte{[]byte(`"log"`), []byte(`"message"`), []byte(`"msg"`), []byte(`"MESSAGE"`), []byte(`"short_message"`),
	[]byte(`"content"`), []byte(`"line"`), []byte(`"_raw"`), []byte(`"@message"`), []byte(`"textPayload"`)}

// stripJSON removes a JSON object that carries a line: of Docker, of a log shipper, of a logger's JSON layout. Any other JSON is left alone, the
// answers of Stream Loads among them.
func stripJSON(line []byte) ([]byte, Meta, bool) {
	if len(line) > maxJSON || line[len(bytes.TrimRight(line, " \t"))-1] != '}' || !hasWanted(line) {
		return line, Meta{}, false
	}
	var o object
	if json.Unmarshal(line, &o) != nil {
		return line, Meta{}, false
	}
	if source := o.inner("_source"); source != nil { // an export of Elasticsearch
		o = source
	}
	if isAnswer(o) {
		return line, Meta{}, false
	}
	meta := o.meta()
	if text, ok := o.carried(&meta); ok {
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

// isAnswer recognises the answer of a server, which also has a message: to a Stream Load, from Kubernetes, from any REST interface.
func isAnswer(o object) bool {
	if o.has("level", "log", "log.level", "severity", "kubernetes", "stream", "MESSAGE", "short_message") {
		return false
	}
	return o.has("Status", "status", "TxnId", "Label", "code", "kind")
}

// carried returns a whole line that the object carries: under "log", or under "message" when the object states no logger of its own.
func (o object) carried(meta *Meta) (string, bool) {
	if text := o.text("log"); text != "" && (len(o) == 1 || o.shipped() || meta.Time.Known()) {
		meta.Kind = "shipper-json"
		if o.text("stream") != "" && o.text("time") != "" && !o.has("kubernetes", "container_name") {
			meta.Kind = "docker-json"
			meta.Partial = !strings.HasSuffix(text, "\n")
		}
		meta.Partial = meta.Partial || o.text("logtag") == "P"
		return text, true
	}
	if text := o.text("MESSAGE"); text != "" && o.has("__REALTIME_TIMESTAMP", "_HOSTNAME", "SYSLOG_IDENTIFIER") {
		meta.Kind = "journald"
		if o.text("SYSLOG_IDENTIFIER") == "kernel" {
			text = "kernel: " + text
		}
		return text, true
	}
	if text := o.stored(); text != "" {
		meta.Kind = "shipper-json"
		return text, true
	}
	text := o.text("message", "msg")
	if text == "" || !o.shipped() && !meta.Time.Known() {
		return "", false
	}
	if o.level() != "" && (o.logger() != "" || !startsWithDate([]byte(text)) && !tracesLine(text)) {
		return "", false
	}
	meta.Kind = "shipper-json"
	meta.Partial = o.text("logtag") == "P"
	return text, true
}

// stores are the keys under which log stores hand out a line, with the keys of which one must stand beside it.
var stores = [...]struct {
	key    string
	beside []string
}{
	{"content", []string{"__time__", "__topic__", "__source__"}},         // Aliyun SLS
	{"line", []string{"timestamp", "labels"}},                            // Loki: logcli -o jsonl, Grafana
	{"_raw", []string{"_time", "_indextime", "sourcetype"}},              // Splunk
	{"@message", []string{"@timestamp", "@logStream", "@log"}},           // CloudWatch Logs Insights
	{"textPayload", []string{"insertId", "logName", "receiveTimestamp"}}, // Google Cloud Logging
}

// stored returns the line that an object of a log store carries.
func (o object) stored() string {
	for i := range stores {
		if text := o.text(stores[i].key); text != "" && o.has(stores[i].beside...) {
			return text
		}
	}
	return ""
}

// tracesLine tells whether a text is a line of a trace that a shipper sent alone, with a level of its own making.
func tracesLine(text string) bool {
	line := strings.TrimLeft(text, " \t")
	return strings.HasPrefix(line, "at ") && strings.HasSuffix(line, ")") || strings.HasPrefix(line, "Caused by: ") || strings.HasPrefix(line, "Exception in thread \"") ||
		strings.HasPrefix(line, "... ") && strings.HasSuffix(line, " more")
}

// shipped tells whether the object says where a shipper took the line from. Sources: fluent/fluent-bit plugins/in_tail, filter_kubernetes;
// elastic/beats libbeat; fabric8io/fluent-plugin-kubernetes_metadata_filter; stern/stern -o json.
func (o object) shipped() bool {
	return o.has("kubernetes", "stream", "logtag", "container_name", "container_id", "docker", "container", "agent", "beat", "tag", "filename", "file", "source_type", "podName")
}

// meta reads where and when the line was written.
func (o object) meta() Meta {
	m := Meta{
		Pod: o.text("pod", "pod_name", "podName", "_pod_name_"), Container: strings.TrimPrefix(o.text("container", "container_name", "containerName", "_container_name_"), "/"),
		Time: o.time(),
	}
	if labels := o.inner("labels"); labels != nil && m.Pod == "" { // Loki
		m.Pod, m.Container = labels.text("pod"), or(m.Container, labels.text("container"))
	}
	k := o.inner("kubernetes")
	if k == nil {
		return m
	}
	m.Pod, m.Container = k.text("pod_name"), k.text("container_name")
	if pod := k.inner("pod"); pod != nil { // Filebeat
		m.Pod = pod.text("name")
	}
	if container := k.inner("container"); container != nil {
		m.Container = container.text("name")
	}
	return m
}
