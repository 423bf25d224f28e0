package analyzer

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/cause"
	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// processNames are parts of names of pods, containers and log files that tell which program they belong to. Sources: apache/flink
// flink-dist/src/main/flink-bin/bin/flink-daemon.sh (flink-USER-SERVICE-N-HOST.log), flink-kubernetes Constants.java (NAME-taskmanager-1-1),
// flink-yarn YarnConfigOptions (jobmanager.log, taskmanager.log); StarRocks bin/start_fe.sh and start_be.sh (fe.gc.log, be.out).
var processNames = []struct {
	part      string
	component parsers.Component
}{
	{"taskmanager", parsers.ComponentTaskManager}, {"task-manager", parsers.ComponentTaskManager}, {"taskexecutor", parsers.ComponentTaskManager},
	{"jobmanager", parsers.ComponentJobManager}, {"job-manager", parsers.ComponentJobManager}, {"standalonesession", parsers.ComponentJobManager},
	{"standalonejob", parsers.ComponentJobManager}, {"kubernetes-session", parsers.ComponentJobManager}, {"kubernetes-application", parsers.ComponentJobManager},
	{"zookeeper", parsers.ComponentZooKeeper}, {"fe.gc.log", parsers.ComponentStarRocksFE}, {"fe.out", parsers.ComponentStarRocksFE},
	{"fe.log", parsers.ComponentStarRocksFE}, {"be.out", parsers.ComponentStarRocksBE}, {"cn.out", parsers.ComponentStarRocksBE},
}

// processNamed returns the program to which a pod, container or log file of that name belongs, "" when the name does not tell.
func processNamed(name string) parsers.Component {
	name = strings.ToLower(name)
	last, component := -1, parsers.ComponentUnknown
	for _, p := range processNames { // the last part of a path is the nearest
		if i := strings.LastIndex(name, p.part); i > last && (i == 0 || !isLetter(name[i-1])) {
			last, component = i, p.component
		}
	}
	return component
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' }

// process returns the program that a finding is about, for choosing among fixes. A JobManager tells of the end of a TaskManager, a GC
// log or the kernel does not say whose it speaks of; what they name, and the source they stand in, do. It is "" when nothing tells.
func (t *teller) process(f *cause.Finding) string {
	event := f.Occ.Event
	if named := firstNamed(f.Captures["taskmanager"], f.Captures["pod"], f.Captures["container"]); named != parsers.ComponentUnknown {
		return string(named)
	}
	if f.Captures["taskmanager"] != "" {
		return string(parsers.ComponentTaskManager)
	}
	component := parsers.Component(componentOf(event))
	var named parsers.Component
	switch component {
	case parsers.ComponentUnknown, parsers.ComponentJava, parsers.ComponentJVM, parsers.ComponentFlink:
		named = firstNamed(event.Pod, event.Container)
	case parsers.ComponentKubernetes, parsers.ComponentKernel, parsers.ComponentYarn: // these tell of others
		component, named = parsers.ComponentUnknown, firstNamed(event.Message)
	default:
		return string(component)
	}
	if named == parsers.ComponentUnknown {
		named = t.writer(f.Occ.Source)
	}
	if named == parsers.ComponentUnknown {
		named = component
	}
	return string(named)
}

func firstNamed(names ...string) parsers.Component {
	for _, name := range names {
		if named := processNamed(name); named != parsers.ComponentUnknown {
			return named
		}
	}
	return parsers.ComponentUnknown
}

// writer returns the program that wrote a source, by its records or else by its name; "" when neither tells, or when it tells of others.
func (t *teller) writer(source string) parsers.Component {
	for _, s := range t.run.results {
		if s.info.Name != source {
			continue
		}
		switch c := parsers.Component(s.info.Component); c {
		case parsers.ComponentUnknown, parsers.ComponentJava, parsers.ComponentJVM, parsers.ComponentFlink:
			return processNamed(source)
		case parsers.ComponentKubernetes, parsers.ComponentKernel, parsers.ComponentYarn:
			return parsers.ComponentUnknown
		default:
			return c
		}
	}
	return parsers.ComponentUnknown
}
