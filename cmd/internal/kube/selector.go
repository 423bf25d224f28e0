package kube

import (
	"maps"
	"slices"
	"strings"
)

// labelSelector is metav1.LabelSelector. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/.
type labelSelector struct {
	MatchLabels      map[string]string
	MatchExpressions []struct {
		Key, Operator string
		Values        []string
	}
}

// String writes the selector as kubectl's -l takes it, "" when it selects nothing in particular.
func (s labelSelector) String() string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(s.MatchLabels)) {
		parts = append(parts, key+"="+s.MatchLabels[key])
	}
	for _, e := range s.MatchExpressions {
		switch values := "(" + strings.Join(e.Values, ",") + ")"; e.Operator {
		case "In":
			parts = append(parts, e.Key+" in "+values)
		case "NotIn":
			parts = append(parts, e.Key+" notin "+values)
		case "Exists":
			parts = append(parts, e.Key)
		case "DoesNotExist":
			parts = append(parts, "!"+e.Key)
		}
	}
	return strings.Join(parts, ",")
}

// cluster widens the selector of the deployment that Flink makes for the JobManager of a native cluster: its TaskManagers belong to no deployment and
// differ in the label component only. Source: apache/flink flink-kubernetes/src/main/java/org/apache/flink/kubernetes/utils/Constants.java.
func (s labelSelector) cluster() labelSelector {
	if s.MatchLabels["type"] == "flink-native-kubernetes" && s.MatchLabels["app"] != "" {
		s.MatchLabels = maps.Clone(s.MatchLabels)
		delete(s.MatchLabels, "component")
	}
	return s
}
