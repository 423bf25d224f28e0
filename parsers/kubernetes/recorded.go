package kubernetes

import "strings"

// TellsWarning recognises the lines in which controllers log, at level info, an event of type Warning that they recorded, or a status with an error: the event's
// own type is its severity.
// Sources: kubernetes/client-go tools/record/event.go (StartStructuredLogging, StartLogging), lyft/flinkk8soperator pkg/controller/flinkapplication,
// apache/flink-kubernetes-operator flink-kubernetes-operator/src/main/java/org/apache/flink/kubernetes/operator/listener/AuditUtils.java.
func TellsWarning(message string) bool {
	switch {
	case strings.HasPrefix(message, "Logged Warning event: "):
		return true
	case strings.HasPrefix(message, ">>> "): // an event, or the status of a resource that holds an error
		return strings.Contains(message, "| Warning |") || strings.Contains(message, "| Error   |")
	case strings.HasPrefix(message, "Event("):
		return strings.Contains(message, "): type: 'Warning' reason: '")
	case strings.HasPrefix(message, `"Event occurred"`), strings.HasPrefix(message, "Event occurred"):
		return strings.Contains(message, `type="Warning"`)
	}
	return false
}
