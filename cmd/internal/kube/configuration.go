package kube

import "slices"

// configuration lists the calls for what the clusters are configured with: the manifest that people write, else the ConfigMaps that are made from it. The Flink
// operator writes a changed ConfigMap anew, so that no fix may go there. What files they hold is read where all manifests are.
func (f found) configuration() (steps []step) {
	if f.manifest != "" {
		return []step{{name: f.manifest + ".yaml", args: []string{"get", f.manifest, "-o", "yaml"}}}
	}
	for _, app := range apps(f.pods) {
		steps = append(steps, step{name: app + "/configmaps.yaml", args: []string{"get", "configmaps", "--selector=app=" + app, "-o", "yaml"}, optional: true})
	}
	return steps
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
