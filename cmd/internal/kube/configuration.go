package kube

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// configuration returns the configuration files that the ConfigMaps of a cluster hold, or what kept them from being read.
func (t Target) configuration(ctx context.Context, app string) (out []*parsers.Source) {
	var list struct {
		Items []struct {
			Metadata struct{ Name string }
			Data     map[string]string
		}
	}
	if err := t.get(ctx, &list, "get", "configmaps", "-l", "app="+app, "-o", "json"); err != nil {
		return []*parsers.Source{{Name: app + "/configmaps", Err: err}}
	}
	for _, item := range list.Items {
		for _, key := range slices.Sorted(maps.Keys(item.Data)) {
			if strings.HasSuffix(key, ".yaml") {
				text := strings.NewReader(item.Data[key])
				out = append(out, &parsers.Source{Name: item.Metadata.Name + "/" + key, File: text, Size: text.Size()})
			}
		}
	}
	return out
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
