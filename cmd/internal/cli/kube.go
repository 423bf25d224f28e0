package cli

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/kube"
)

// pluginName is what the program is called as a plugin of kubectl: "kubectl flinkdoctor ..." runs "kubectl-flinkdoctor ...". For TAB behind it kubectl runs the
// other name. Source: https://kubernetes.io/docs/reference/kubectl/generated/kubectl_plugin/.
const (
	pluginName         = "kubectl-flinkdoctor"
	pluginCompleteName = "kubectl_complete-flinkdoctor"
)

// Plugin tells whether the program was started under a name of kubectl's plugin, and returns the command line that this means.
func Plugin(arg0 string, args []string) []string {
	switch strings.TrimSuffix(filepath.Base(filepath.ToSlash(arg0)), ".exe") {
	case pluginName:
		return append([]string{"kube"}, args...)
	case pluginCompleteName:
		return append([]string{cobra.ShellCompRequestCmd, "kube"}, args...)
	}
	return args
}

// kubeOptions is everything the kube command knows. It analyses as the analyze command does.
type kubeOptions struct {
	analyze *analyzeOptions
	target  kube.Target
}

func newKube(p *program) *cobra.Command {
	o := &kubeOptions{analyze: &analyzeOptions{program: p}}
	cmd := &cobra.Command{
		Use:   "kube [KIND/NAME]",
		Short: "Collect logs, events and pod states with kubectl and analyse them",
		Long: `Asks your own kubectl for the pods of a deployment, of a FlinkDeployment or of a
namespace, for their current and previous logs, descriptions, events and ConfigMaps,
and analyses all of it together; of a FlinkDeployment also its manifest and what the
operator says. Nothing in the cluster is changed. Of each log the last million lines
are read, of a namespace the first 60 pods.

KIND is pod, deployment, statefulset, daemonset, replicaset, job, flinkdeployment
or flinksessionjob. Under the name kubectl-flinkdoctor the program is a plugin:
kubectl flinkdoctor.`,
		Example: `  flinkdoctor kube flinkdeployment/orders -n prod
  kubectl flinkdoctor deployment/flink-taskmanager
  kubectl flinkdoctor -n prod -l app=orders -o html=report.html`,
		Args:              cobra.MaximumNArgs(2), // kubectl's "KIND NAME", too
		ValidArgsFunction: o.complete,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.target.Object = strings.Join(args, "/")
			if err := o.analyze.gate.useSettings(cmd, p.term.Env); err != nil {
				return err
			}
			return o.run(cmd.Context())
		},
	}
	o.analyze.addReportFlags(cmd)
	flags := cmd.Flags()
	flags.StringVarP(&o.target.Namespace, "namespace", "n", "", "`NAMESPACE` (default kubectl's)")
	flags.StringVarP(&o.target.Selector, "selector", "l", "", "label `SELECTOR` of the pods")
	flags.StringVar(&o.target.Context, "context", "", "kubectl `CONTEXT`")
	flags.StringVar(&o.target.Kubeconfig, "kubeconfig", "", "`FILE` with the clusters (default kubectl's)")
	flags.StringVar(&o.target.Kubectl, "kubectl", "", "the kubectl `PROGRAM` to use (default the one on the PATH)")
	return cmd
}

func (o *kubeOptions) run(ctx context.Context) error {
	a := o.analyze
	t := a.program.term
	look, err := a.display.options(t)
	if err != nil {
		return err
	}
	targets, err := a.outputs.targets()
	if err != nil {
		return err
	}
	pack, files, err := a.ready(ctx)
	if err != nil {
		return err
	}
	options, err := a.options(files)
	if err != nil {
		return err
	}
	shown := a.program.collecting()
	defer shown.close()
	options.Progress = shown.read
	start := time.Now()
	sources, err := kube.Collect(ctx, o.target, shown.now)
	if err != nil {
		return interruptedOr(ctx, err)
	}
	report, err := a.program.analyze(ctx, sources, pack, options)
	if err != nil {
		return err
	}
	shown.close()
	look.Elapsed = time.Since(start)
	return a.present(report, pack, &unreadable{}, look, targets)
}

// interruptedOr makes an interrupt the verdict: what the killed kubectl could not do is no news then.
func interruptedOr(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return &verdict{exitInterrupted}
	}
	return err
}

// complete offers the kinds, then the names that kubectl knows of one.
func (o *kubeOptions) complete(cmd *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	kind, _, named := strings.Cut(toComplete, "/")
	switch {
	case len(args) > 0:
		return nil, cobra.ShellCompDirectiveNoFileComp
	case named:
		return o.target.Names(cmd.Context(), kind), cobra.ShellCompDirectiveNoFileComp
	}
	var kinds []string
	for _, kind := range kube.Kinds {
		kinds = append(kinds, kind+"/")
	}
	return kinds, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
