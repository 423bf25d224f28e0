package analyzer

import (
	"slices"
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

// mainContainer is how Flink's container is called in every pod; then the folder, named like the pod, tells. Source: apache/flink flink-kubernetes Constants.java
// (MAIN_CONTAINER_NAME).
const mainContainer = "flink-main-container"

// sourceNamed returns the program to which a source of that name belongs, "" when the name does not tell. Folders do not count: people name them after what failed.
func sourceNamed(name string) parsers.Component {
	folder, file := "", name
	if i := strings.LastIndexAny(name, "/\\!"); i >= 0 {
		folder, file = name[:i], name[i+1:]
	}
	if strings.HasPrefix(file, mainContainer) {
		return processNamed(folder[strings.LastIndexAny(folder, "/\\!")+1:])
	}
	return processNamed(file)
}

// processNamed returns the program to which a pod, container or log file of that name belongs, "" when the name does not tell.
func processNamed(name string) parsers.Component {
	name = strings.ToLower(name)
	last, component := -1, parsers.ComponentUnknown
	for _, p := range processNames { // the last part is the nearest
		if i := strings.LastIndex(name, p.part); i > last && (i == 0 || !isLetter(name[i-1])) {
			last, component = i, p.component
		}
	}
	return component
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' }

// flinkRoles are the processes of a Flink cluster. Each logs what the other does.
var flinkRoles = []parsers.Component{parsers.ComponentJobManager, parsers.ComponentTaskManager}

// general tells whether a component leaves open which program it is.
func general(c parsers.Component) bool {
	switch c {
	case parsers.ComponentUnknown, parsers.ComponentJava, parsers.ComponentJVM, parsers.ComponentFlink:
		return true
	}
	return false
}

// mayBe tells whether a name may decide what a component leaves open. Which of Flink's processes it was it may always say; that it was another program only
// of what a JVM says: people call an excerpt of a Flink log zookeeper.txt, too.
func mayBe(c, named parsers.Component) bool {
	if slices.Contains(flinkRoles, named) {
		return general(c)
	}
	return c == parsers.ComponentJVM && named != parsers.ComponentUnknown
}

// narrow fills in the program of an event that does not tell it: by the pod or container that wrote the line, else by the name of the source. What a JVM says
// when it dies in jobmanager.out is the JobManager's.
func narrow(event *parsers.Event, named parsers.Component) {
	if !general(event.Component) {
		return
	}
	if writer := firstNamed(event.Pod, event.Container); writer != parsers.ComponentUnknown {
		named = writer
	}
	if mayBe(event.Component, named) {
		event.Component = named
	}
}

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
	if tellsOfOthers(component) {
		if component = processNamed(event.Message); component == parsers.ComponentUnknown {
			component = sourceNamed(f.Occ.Source)
		}
	}
	if general(component) {
		if writer := t.writer(f.Occ.Source); !general(writer) && !tellsOfOthers(writer) {
			return string(writer)
		}
	}
	return string(component)
}

// tellsOfOthers tells whether a component is what runs below the programs: it speaks of their processes.
func tellsOfOthers(c parsers.Component) bool {
	return c == parsers.ComponentKubernetes || c == parsers.ComponentKernel || c == parsers.ComponentYarn
}

func firstNamed(names ...string) parsers.Component {
	for _, name := range names {
		if named := processNamed(name); named != parsers.ComponentUnknown {
			return named
		}
	}
	return parsers.ComponentUnknown
}

// writer returns the program that most of a source's records tell; "" when they do not.
func (t *teller) writer(source string) parsers.Component {
	for _, s := range t.run.results {
		if s.info.Name == source {
			return parsers.Component(s.info.Component)
		}
	}
	return parsers.ComponentUnknown
}
