package envelope

import (
	"encoding/json"
	"fmt"
	"strings"
)

// rebuild writes the object of a logger's JSON layout as the text line that the same program writes otherwise. It returns "" when the object states
// no level. Sources: apache/logging-log4j2 log4j-layout-template-json/src/main/resources (EcsLayout.json, GcpLayout.json, GelfLayout.json,
// JsonLayout.json, LogstashJsonEventLayoutV1.json); logfellow/logstash-logback-encoder; StarRocks/starrocks
// fe/fe-core/src/main/java/com/starrocks/common/Log4jConfig.java.
func (o object) rebuild(meta *Meta) string {
	level, message, trace := o.level(), o.text("message", "msg", "short_message"), o.trace()
	if level == "" || message == "" && trace == "" {
		return ""
	}
	head := ""
	if o.text("thread.name") != "" && o.text("method") != "" {
		meta.Kind = "starrocks-json"
		head = o.frontendHead(meta, level)
	} else {
		meta.Kind = "logger-json"
		head = o.flinkHead(meta, level)
	}
	if trace != "" {
		return head + message + "\n" + trace
	}
	return head + message
}

// flinkHead writes "2024-05-13 08:15:30,123Z LEVEL logger [] - ".
func (o object) flinkHead(meta *Meta, level string) string {
	stamp := ""
	if meta.Time.Known() {
		stamp = meta.Time.At.Format("2006-01-02 15:04:05,000")
		if meta.Time.Zoned {
			stamp += "Z"
		}
		stamp += " "
	}
	return fmt.Sprintf("%s%-5s %s [] - ", stamp, level, or(o.logger(), "unknown"))
}

// frontendHead writes "2024-01-24 14:53:12.123+00:00 LEVEL (thread|id) [File.method():line] ".
func (o object) frontendHead(meta *Meta, level string) string {
	stamp := ""
	if meta.Time.Known() {
		stamp = meta.Time.At.Format("2006-01-02 15:04:05.000")
		if meta.Time.Zoned {
			stamp += "+00:00"
		}
		stamp += " "
	}
	id := or(o.number("thread.id"), or(o.text("thread.id"), "0"))
	line := or(o.number("line"), or(o.text("line"), "0"))
	class := strings.TrimSuffix(o.text("file"), ".java")
	return fmt.Sprintf("%s%s (%s|%s) [%s.%s():%s] ", stamp, level, o.text("thread.name"), id, class, o.text("method"), line)
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// trace returns the stack trace, "" when there is none.
func (o object) trace() string {
	if text := o.text("error.stack_trace", "stack_trace", "stackTrace", "stacktrace", "exception", "throwable", "_exception.stackTrace"); text != "" {
		return strings.TrimRight(text, "\n")
	}
	for _, key := range [...]string{"thrown", "exception", "error", "_exception"} {
		in := o.inner(key)
		if in == nil {
			continue
		}
		if text := in.text("stack_trace", "stacktrace", "stackTrace", "extendedStackTrace"); text != "" {
			return strings.TrimRight(text, "\n")
		}
		if text := in.thrown(0); text != "" {
			return text
		}
	}
	if text := o.text("full_message"); text != "" { // GELF: the trace alone, or message and trace
		return strings.Trim(strings.TrimPrefix(text, o.text("short_message")), "\n")
	}
	return o.errorType()
}

// errorType builds the first line of a trace out of a class and a message that stand alone (ECS without stack trace).
func (o object) errorType() string {
	class, message := o.text("error.type"), o.text("error.message")
	if class == "" {
		return ""
	}
	return strings.TrimSuffix(class+": "+message, ": ")
}

// maxCauses bounds a chain of causes in JSON.
const maxCauses = 12

// thrown writes Log4j's JsonLayout form of a throwable: {"name","message","extendedStackTrace":[{"class","method","file","line"}],"cause":{...}}.
func (o object) thrown(depth int) string {
	class := o.text("name", "exception_class", "className", "type", "class")
	if class == "" || depth > maxCauses {
		return ""
	}
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(class+": "+o.text("message", "localizedMessage", "exception_message"), ": "))
	var frames []struct {
		Class, Method, File string
		Line                int
	}
	for _, key := range [...]string{"extendedStackTrace", "stackTrace"} {
		if raw, ok := o[key]; ok && json.Unmarshal(raw, &frames) == nil {
			break
		}
	}
	for _, f := range frames {
		fmt.Fprintf(&b, "\n\tat %s.%s(%s:%d)", f.Class, f.Method, f.File, f.Line)
	}
	if cause := o.inner("cause"); cause != nil {
		if text := cause.thrown(depth + 1); text != "" {
			b.WriteString("\nCaused by: " + text)
		}
	}
	return b.String()
}
