package kube

import "slices"

// configuration is the call for the ConfigMaps of a cluster; what files they hold is read where all manifests are.
func configuration(app string) step {
	return step{name: app + "/configmaps.yaml", args: []string{"get", "configmaps", "-l", "app=" + app, "-o", "yaml"}}
}

// apps returns the values of the label app, by which Flink marks what belongs to one cluster. Source: apache/flink
// flink-kubernetes/src/main/java/org/apache/flink/kubernetes/utils/KubernetesUtils.java (getCommonLabels).
func apps(pods []pod) (names []string) {
	for _, p := range pods {
		if app := p.Metadata.Labels["app"]; app != "" && !slices.Contains(names, app) {
			names = append(names, app)
		}
	}
	slices.Sort(names)
	return names
}
