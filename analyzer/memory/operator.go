package memory

import (
	"math/big"
	"strings"
)

// OperatorKey is where a FlinkDeployment of the Kubernetes operator states the size of the process. It wins over process.size among the configuration.
// Source: apache/flink-kubernetes-operator FlinkConfigBuilder.setResource.
func (p Process) OperatorKey() string {
	if p == JobManager {
		return "spec.jobManager.resource.memory"
	}
	return "spec.taskManager.resource.memory"
}

var quantities = map[string]int64{
	"": 1, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30, "Ti": 1 << 40,
}

// FromOperator turns a size as the operator reads it into one that Flink reads: Flink's own units go first, so that 2G is 2 GiB, then those of Kubernetes.
// Source: apache/flink-kubernetes-operator FlinkConfigBuilder.parseResourceMemoryString.
func FromOperator(text string) string {
	text = strings.TrimSpace(text)
	if _, ok := ParseSize(text); ok {
		return text
	}
	digits := strings.TrimRight(text, "kKMGTi")
	unit, known := quantities[text[len(digits):]]
	number, ok := new(big.Rat).SetString(digits)
	if !known || !ok || len(digits) > 32 || strings.ContainsAny(digits, "/eE") {
		return text
	}
	bytes := number.Mul(number, new(big.Rat).SetInt64(unit))
	return new(big.Int).Quo(bytes.Num(), bytes.Denom()).String()
}
