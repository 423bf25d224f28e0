package envelope

import (
	"encoding/json"
	"fmt"
	"strings"
)

// rebuild writes the object of a logger's JSON layout as the text line that the same program writes otherwise, so that the text layouts read it: of StarRocks in
// its own form, of every other in Flink's: "2024-05-13 08:15:30,123Z LEVEL logger [] - message", the stack trace on the lines below. It returns "" when the
// object states no level. Sources: apache/logging-log4j2 JsonTemplateLayout (EcsLayout.json, GcpLayout.json, JsonLayout.json,
// LogstashJsonEventLayoutV1.json); StarRocks fe/fe-core/src/main/java/com/starrocks/common/Log4jConfig.java.
func (o object) rebuild(meta *Meta) string {
	level, message := o.level(), o.text("message", "msg")
	trace := o.trace()
	if level == "" || message == "" && trace == "" {
		return ""
	}
	stamp := ""
	if meta.Time.Known() {
		stamp = meta.Time.At.Format("2006-01-02 15:04:05,000")
		if meta.Time.Zoned {
			stamp += "Z"
		}
		stamp += " "
	}
	head := ""
	if o.text("thread.name") != "" && o.text("method") != "" {
		meta.Kind = "starrocks-json"
		stamp = strings.Replace(strings.Replace(stamp, ",", ".", 1), "Z", "+00:00", 1)
		head = fmt.Sprintf("%s%s (%s|%s) [%s():%s] ", stamp, level, o.text("thread.name"), orZero(o.number("thread.id"), o.text("thread.id")),
			strings.TrimSuffix(o.text("file"), ".java")+"."+o.text("method"), orZero(o.number("line"), o.text("line")))
	} else {
		meta.Kind = "logger-json"
		head = fmt.Sprintf("%s%-5s %s [] - ", stamp, level, orUnknown(o.logger()))
	}
	if trace != "" {
		return head + message + "\n" + trace
	}
	return head + message
}

func orZero(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return "0"
}

func orUnknown(logger string) string {
	if logger == "" {
		return "unknown"
	}
	return logger
}

func (o object) logger() string {
	name := o.text("logger", "loggerName", "log.logger", "logger_name", "class", "log_logger")
	if in := o.inner("log"); name == "" && in != nil {
		name = in.text("logger")
	}
	if in := o.inner("logging.googleapis.com/sourceLocation"); name == "" && in != nil {
		name = in.text("function")
	}
	return strings.ReplaceAll(name, " ", "_")
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
