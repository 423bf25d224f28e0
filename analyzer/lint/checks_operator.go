package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// operatorOwned are the keys that the operator sets itself and refuses in a FlinkDeployment.
// Source: apache/flink-kubernetes-operator DefaultValidator.java (FORBIDDEN_CONF_KEYS).
var operatorOwned = []string{"kubernetes.namespace", "kubernetes.cluster-id", "high-availability.cluster-id"}

// deployments returns the FlinkDeployments of all files with what their flinkConfiguration sets.
func (p *picture) deployments() []deployment {
	var out []deployment
	for _, o := range p.objects() {
		if o.kind != "FlinkDeployment" || isTemplateFile(o.file) {
			continue
		}
		d := deployment{object: o, configuration: &scope{file: o.file, table: "flink"}}
		for _, s := range o.settings {
			if s.Table == "flink" && slices.Contains(s.Path, "flinkConfiguration") {
				d.configuration.settings = append(d.configuration.settings, s)
			}
		}
		out = append(out, d)
	}
	return out
}

type deployment struct {
	object
	configuration *scope
}

// find returns a setting that stands once, nil when it does not.
func (o object) find(key string) *conf.Setting {
	for _, s := range o.settings {
		if s.Key == key {
			return s
		}
	}
	return nil
}

func (d deployment) spot(s *conf.Setting, captures map[string]string) spot {
	captures["key"], captures["value"], captures["set"] = s.Key, s.Value, s.Value
	return at(d.file, s, captures)
}

// deploymentRefused finds what the operator refuses in a FlinkDeployment whatever its own defaults are. Captures: fault (owned, name, standby, account).
func deploymentRefused(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, d := range p.deployments() {
		for _, s := range d.configuration.settings {
			if slices.Contains(operatorOwned, s.Key) {
				out = append(out, d.spot(s, map[string]string{"fault": "owned"}))
			}
		}
		if name := d.find("metadata.name"); name != nil && !isDeploymentName(name.Value) && !isTemplate(name.Value) {
			out = append(out, d.spot(name, map[string]string{"fault": "name"}))
		}
		if first := d.find("spec.image"); first != nil && d.isWhole() && d.find("spec.serviceAccount") == nil {
			out = append(out, d.spot(first, map[string]string{"fault": "account"}))
			last := &out[len(out)-1]
			last.captures["key"], last.captures["value"] = "spec.serviceAccount", "(not set)"
		}
		replicas := d.find("spec.jobManager.replicas")
		if replicas == nil {
			continue
		}
		if n, err := strconv.Atoi(replicas.Value); err == nil && n > 1 && d.configuration.find("high-availability.type") == nil {
			out = append(out, d.spot(replicas, map[string]string{"fault": "standby"}))
		}
	}
	return out
}

// isWhole tells an object from a patch of one, as kustomize has them.
func (d deployment) isWhole() bool {
	hasJobManager := slices.ContainsFunc(d.settings, func(s *conf.Setting) bool { return strings.HasPrefix(s.Key, "spec.jobManager.resource") })
	return hasJobManager && d.find("spec.flinkVersion") != nil
}

// isDeploymentName tells the names that the operator accepts. Source: DefaultValidator.java (DEPLOYMENT_NAME_PATTERN).
func isDeploymentName(name string) bool {
	const letters, digits = "abcdefghijklmnopqrstuvwxyz", "0123456789"
	return name != "" && len(name) <= 45 && strings.Trim(name, letters+digits+"-") == "" && strings.IndexByte(letters, name[0]) >= 0 && name[len(name)-1] != '-'
}

// upgradeWithoutStorage finds FlinkDeployments whose way to upgrade needs a directory that they do not name. Captures: mode, lacks.
// Source: DefaultValidator.java (validateJobSpec).
func upgradeWithoutStorage(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, d := range p.deployments() {
		mode := d.find("spec.job.upgradeMode")
		if mode == nil {
			continue
		}
		lacks := ""
		switch {
		case (mode.Value == "savepoint" || mode.Value == "last-state") && d.configuration.find("execution.checkpointing.dir") == nil:
			lacks = "execution.checkpointing.dir"
		case mode.Value == "savepoint" && d.configuration.find("execution.checkpointing.savepoint-dir") == nil:
			lacks = "execution.checkpointing.savepoint-dir"
		default:
			continue
		}
		out = append(out, d.spot(mode, map[string]string{"mode": mode.Value, "lacks": d.nameOf(lacks)}))
	}
	return out
}

// nameOf returns what a key is called in the release of a deployment.
func (d deployment) nameOf(key string) string {
	version := strings.ReplaceAll(strings.TrimPrefix(d.value("spec.flinkVersion"), "v"), "_", ".")
	name, _ := options.NameFor("flink", key, version)
	return name
}

// Release returns the release of Flink that the FlinkDeployments of the files say they run, and where the first of them does; empty when none does or they differ.
func Release(files []*conf.File) (version string, file *conf.File, line int) {
	p := &picture{files: files}
	for _, d := range p.deployments() {
		s := d.find("spec.flinkVersion")
		if s == nil || isTemplate(s.Value) {
			continue
		}
		own := strings.ReplaceAll(strings.TrimPrefix(s.Value, "v"), "_", ".")
		switch {
		case version == "":
			version, file = own, d.file.Outermost()
			line, _ = d.file.Place(s.Line, s.Column)
		case version != own:
			return "", nil, 0
		}
	}
	return version, file, line
}
