package lint

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/memory"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// mainContainer is the name by which Flink finds its own container in a pod template.
// Source: apache/flink flink-kubernetes/src/main/java/org/apache/flink/kubernetes/utils/Constants.java (MAIN_CONTAINER_NAME).
const mainContainer = "flink-main-container"

// isPodTemplate tells the templates of Flink's pods: of a FlinkDeployment, or a Pod in a file that is called a template.
func (o object) isPodTemplate(c container) bool {
	switch o.kind {
	case "FlinkDeployment", "FlinkSessionJob":
		return slices.Contains(c.path, "podTemplate")
	case "Pod":
		name := path.Base(o.file.Name)
		if o.file.Within != nil {
			name = o.file.Within.Key
		}
		return strings.Contains(strings.ToLower(name), "template")
	}
	return false
}

// mainContainerMissing finds pod templates none of whose containers is Flink's. Captures: name.
func mainContainerMissing(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, o := range p.objects() {
		groups := map[string][]container{}
		var order []string
		for _, c := range o.containers() {
			if o.isPodTemplate(c) {
				key := strings.Join(c.path[:len(c.path)-1], ".")
				if groups[key] == nil {
					order = append(order, key)
				}
				groups[key] = append(groups[key], c)
			}
		}
		for _, key := range order {
			list := groups[key]
			if slices.ContainsFunc(list, func(c container) bool { return c.value("name") == mainContainer }) {
				continue
			}
			first := list[0]
			s := first.find("name")
			if s == nil {
				s = first.settings[0]
			}
			out = append(out, at(o.file, s, map[string]string{"key": s.Key, "value": s.Value, "set": s.Value, "name": first.value("name")}))
		}
	}
	return out
}

// resourcesOverwritten finds memory and CPU of Flink's container in a pod template, which Flink sets itself. Captures: resource.
func resourcesOverwritten(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, o := range p.objects() {
		for _, c := range o.containers() {
			if !o.isPodTemplate(c) || c.value("name") != mainContainer {
				continue
			}
			for _, resource := range []string{"memory", "cpu"} {
				if s := c.find("resources.limits." + resource); s != nil {
					out = append(out, at(o.file, s, map[string]string{"key": s.Key, "value": s.Value, "set": s.Value, "resource": resource}))
					break
				}
			}
		}
	}
	return out
}

// ephemeralStorageMissing finds Flink's container in pod templates without a claim on the node's disk.
func ephemeralStorageMissing(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, o := range p.objects() {
		for _, c := range o.containers() {
			name := c.find("name")
			if !o.isPodTemplate(c) || name == nil || name.Value != mainContainer {
				continue
			}
			if c.find("resources.limits.ephemeral-storage") == nil && c.find("resources.requests.ephemeral-storage") == nil {
				out = append(out, at(o.file, name, map[string]string{"key": "ephemeral-storage", "value": ""}))
			}
		}
	}
	return out
}

// flinkContainers returns the containers that run Flink's processes in workloads that somebody wrote by hand, as a standalone cluster has them.
func (p *picture) flinkContainers() []container {
	var out []container
	for _, o := range p.objects() {
		if o.kind != "Deployment" && o.kind != "StatefulSet" && o.kind != "Job" && o.kind != "Pod" {
			continue
		}
		for _, c := range o.containers() {
			if strings.Contains(c.value("image"), "flink") && !o.isPodTemplate(c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// requestsBelowLimits finds Flink containers whose memory request is below the limit. Captures: request, limit.
func requestsBelowLimits(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, c := range p.flinkContainers() {
		request, limit := c.find("resources.requests.memory"), c.find("resources.limits.memory")
		if request == nil || limit == nil {
			continue
		}
		least, ok := podQuantity(request.Value)
		most, ok2 := podQuantity(limit.Value)
		if ok && ok2 && least < most {
			out = append(out, at(c.object.file, request, map[string]string{"key": request.Key, "value": request.Value, "set": request.Value, "request": request.Value, "limit": limit.Value}))
		}
	}
	return out
}

// limitBelowProcess finds Flink containers whose memory limit is below the process size that their own environment sets. Captures: process, size, limit.
func limitBelowProcess(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, c := range p.flinkContainers() {
		limit := c.find("resources.limits.memory")
		process := c.process()
		if limit == nil || process == "" {
			continue
		}
		most, ok := podQuantity(limit.Value)
		text := c.property(process + ".memory.process.size")
		size, ok2 := read("flink", text, size)
		if ok && ok2 && size > most {
			out = append(out, at(c.object.file, limit, map[string]string{
				"key": limit.Key, "value": limit.Value, "set": limit.Value, "limit": limit.Value, "size": text, "process": memory.Process(process).Name(),
			}))
		}
	}
	return out
}

// process tells which process a container runs by the arguments of Flink's image.
func (c container) process() string {
	for _, s := range c.settings {
		if strings.HasSuffix(s.Key, "containers.args") || strings.HasSuffix(s.Key, "containers.command") {
			switch s.Value {
			case "jobmanager", "standalone-job":
				return "jobmanager"
			case "taskmanager":
				return "taskmanager"
			}
		}
	}
	return ""
}

// property returns a value of the environment variable FLINK_PROPERTIES.
// Source: apache/flink-docker docker-entrypoint.sh.
func (c container) property(key string) string {
	for _, s := range c.settings {
		for line := range strings.SplitSeq(s.Value, "\n") {
			if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && name == key && strings.Contains(s.Key, ".env.value") {
				return strings.TrimSpace(value)
			}
		}
	}
	return ""
}

// podUnits are the units of Kubernetes' quantities.
var podUnits = map[string]float64{
	"": 1, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30, "Ti": 1 << 40,
}

// podQuantity reads "4Gi" or "500M" as bytes.
func podQuantity(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	end := len(strings.TrimRight(text, "kKMGTi"))
	v, err := strconv.ParseFloat(text[:end], 64)
	factor, ok := podUnits[text[end:]]
	return v * factor, err == nil && ok
}

// needs are what a job needs of the Kubernetes API when it starts its own pods and keeps its leader in ConfigMaps.
// Source: apache/flink docs/content/docs/deployment/resource-providers/native_kubernetes.md (RBAC) and ha/kubernetes_ha.md.
var needs = []struct {
	resource string
	verbs    []string
}{
	{"pods", []string{"get", "list", "watch", "create", "delete"}},
	{"configmaps", []string{"get", "list", "watch", "create", "update", "delete"}},
}

// roleIncomplete finds roles for Flink that lack rights on what they name. Captures: resource, missing.
func roleIncomplete(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, o := range p.objects() {
		name := o.value("metadata.name")
		if o.kind != "Role" && o.kind != "ClusterRole" || !strings.Contains(name, "flink") || strings.Contains(name, "operator") {
			continue
		}
		for _, need := range needs {
			verbs, place := o.verbs(need.resource)
			if place == nil || slices.Contains(verbs, "*") {
				continue
			}
			var missing []string
			for _, verb := range need.verbs {
				if !slices.Contains(verbs, verb) {
					missing = append(missing, verb)
				}
			}
			if len(missing) > 0 {
				out = append(out, at(o.file, place, map[string]string{"key": "verbs", "value": strings.Join(verbs, ", "), "resource": need.resource, "missing": strings.Join(missing, ", ")}))
			}
		}
	}
	return out
}

// verbs returns what a role allows on a resource, and the place of the resource in it.
func (o object) verbs(resource string) (verbs []string, place *conf.Setting) {
	rules := map[string]bool{} // the indices of the rules that name the resource
	for _, s := range o.settings {
		if s.Key == "rules.resources" && (s.Value == resource || s.Value == "*") && len(s.Path) > 2 {
			rules[s.Path[1]] = true
			if place == nil {
				place = s
			}
		}
	}
	for _, s := range o.settings {
		if s.Key == "rules.verbs" && len(s.Path) > 1 && rules[s.Path[1]] {
			verbs = append(verbs, s.Value)
		}
	}
	return verbs, place
}
