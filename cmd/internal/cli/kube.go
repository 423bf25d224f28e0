package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/kube"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
)

// pluginName is what the program is called as a plugin of kubectl: "kubectl flinkdoctor ..." runs "kubectl-flinkdoctor ...".
const pluginName = "kubectl-flinkdoctor"

// Plugin tells whether the program was started under the name of kubectl's plugin, and returns the command line that this means.
func Plugin(arg0 string, args []string) []string {
	name := strings.TrimSuffix(filepath.Base(filepath.ToSlash(arg0)), ".exe")
	if name != pluginName {
		return args
	}
	return append([]string{"kube"}, args...)
}

// kubeOptions is everything the kube command knows. It analyses as the analyze command does.
type kubeOptions struct {
	analyze *analyzeOptions
	target  kube.Target
}

func newKube(p *program) *cobra.Command {
	o := &kubeOptions{analyze: &analyzeOptions{program: p}}
	cmd := &cobra.Command{
		Use:   "kube [pod/NAME|deployment/NAME|flinkdeployment/NAME]",
		Short: "Collect logs, events and pod states with kubectl and analyse them",
		Long: `Asks your own kubectl for the pods of a deployment, of a FlinkDeployment or of a
namespace, for their current and previous logs, descriptions, events and ConfigMaps,
and analyses all of it together. Nothing in the cluster is changed.

Under the name kubectl-flinkdoctor the program is a plugin: kubectl flinkdoctor.`,
		Example: `  flinkdoctor kube flinkdeployment/orders -n prod
  kubectl flinkdoctor deployment/flink-taskmanager
  kubectl flinkdoctor -n prod -l app=orders -o html=report.html`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.target.Object = args[0]
			}
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
	targets, err := a.targets()
	if err != nil {
		return err
	}
	pack, files, err := a.ready()
	if err != nil {
		return err
	}
	options, err := a.options(files)
	if err != nil {
		return err
	}
	what := "asking kubectl"
	progress := t.Progress(func(done int64, _ time.Duration) string { return fmt.Sprintf("%s, %s read", what, render.Bytes(done)) })
	defer progress.Close()
	options.Progress = progress.Update
	start := time.Now()
	sources, err := kube.Collect(ctx, o.target, func(name string) { what = name })
	if err != nil {
		return err
	}
	report, err := a.program.analyze(ctx, sources, pack, options)
	if err != nil {
		return err
	}
	progress.Close()
	look.Elapsed = time.Since(start)
	return a.present(report, pack, &unreadable{}, look, targets)
}
