package kube

import (
	"encoding/json"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// operatorFailure is how the Flink operator writes an exception into the status of its objects. Source: apache/flink-kubernetes-operator
// flink-kubernetes-operator/src/main/java/org/apache/flink/kubernetes/operator/exception/FlinkResourceException.java.
type operatorFailure struct {
	Type, Message, StackTrace string
	ThrowableList             []operatorFailure
}

// operatorError returns the operator's exception as a source, in the form in which Java prints it; nil when there is none.
func operatorError(name, status string) *parsers.Source {
	if status == "" {
		return nil
	}
	text := status
	var failure operatorFailure
	if json.Unmarshal([]byte(status), &failure) == nil && failure.Type != "" {
		text = failure.text()
	}
	r := strings.NewReader(text + "\n")
	return &parsers.Source{Name: name, File: r, Size: r.Size()}
}

func (f operatorFailure) text() string {
	var b strings.Builder
	for i, one := range append([]operatorFailure{f}, f.ThrowableList...) {
		if i > 0 {
			b.WriteString("\nCaused by: ")
		}
		b.WriteString(one.Type)
		if one.Message != "" {
			b.WriteString(": " + one.Message)
		}
		if i == 0 && strings.Contains(f.StackTrace, "\n\tat ") { // it holds the whole chain
			return f.StackTrace
		}
	}
	return b.String()
}
