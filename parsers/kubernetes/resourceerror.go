package kubernetes

import (
	"encoding/json"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// resourceError is what the Flink operator writes into status.error of a FlinkDeployment. Source: apache/flink-kubernetes-operator
// flink-kubernetes-operator/src/main/java/org/apache/flink/kubernetes/operator/exception/FlinkResourceException.java.
type resourceError struct {
	Type, Message string
	ThrowableList []resourceError
}

// ResourceError returns the exception chain that an error of the Flink operator holds, outermost first, nil when text holds none or its JSON was cut.
func ResourceError(text string) []parsers.Exception {
	if !strings.Contains(text, `"throwableList":`) {
		return nil
	}
	begin := strings.Index(text, `{"type":"`)
	if begin < 0 {
		return nil
	}
	var e resourceError
	if json.NewDecoder(strings.NewReader(text[begin:])).Decode(&e) != nil || e.Type == "" {
		return nil
	}
	chain := []parsers.Exception{{Class: e.Type, Message: lex.Fold(e.Message)}}
	for _, cause := range e.ThrowableList {
		const longest = 32
		if cause.Type != "" && len(chain) < longest {
			chain = append(chain, parsers.Exception{Class: cause.Type, Message: lex.Fold(cause.Message)})
		}
	}
	return chain
}
