package cause

import (
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/life"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

const (
	// loopGap is the mean time between two restarts above which they are no loop but separate failures.
	loopGap = 15 * time.Minute
	// firstFault is how long before the job's first restart its cause may be logged.
	firstFault = 2 * time.Minute
	// loopTail is how long after the last restart an echo may still be logged.
	loopTail = 5 * time.Minute
)

// foldLoops makes later, different failures of a restart loop part of the story of the first: a job that is restored into a damaged surrounding fails
// for whatever it meets next, which is the echo of the first fault and not a cause of its own.
func foldLoops(list []Incident, jobs []life.Restarts) []Incident {
	for i := range jobs {
		if jobs[i].Count < 2 || !jobs[i].First.Known() || jobs[i].Span() > time.Duration(jobs[i].Count-1)*loopGap {
			continue
		}
		if first := firstOf(list, &jobs[i], len(jobs) == 1); first >= 0 {
			list = foldInto(list, first, &jobs[i], len(jobs) == 1)
		}
	}
	return list
}

// firstOf returns the incident that holds the first fault of the job, -1 when the logs do not show it or it is itself only a symptom.
func firstOf(list []Incident, job *life.Restarts, only bool) int {
	first := -1
	for i := range list {
		root := list[i].Root
		if !ofJob(root, job, only) || !root.Failed || root.First.At.Before(job.First.At.Add(-firstFault)) {
			continue
		}
		if first < 0 || root.First.At.Before(list[first].Root.First.At) {
			first = i
		}
	}
	if first < 0 {
		return -1
	}
	root := list[first].Root
	if root.Rule.Role != rules.RoleRoot || root.Rule.Severity.Rank() < rules.Error.Rank() || root.First.At.After(job.First.At.Add(slack)) {
		return -1
	}
	return first
}

// ofJob tells whether the finding may belong to the job: it names it, or names none while the logs know only one job.
func ofJob(f *Finding, job *life.Restarts, only bool) bool {
	if !f.First.Known() || f.First.Zoned != job.First.Zoned {
		return false
	}
	if named := f.named("job"); len(named) > 0 {
		return named[job.Job]
	}
	return only
}

func foldInto(list []Incident, first int, job *life.Restarts, only bool) []Incident {
	story := list[first]
	kept := []Incident{}
	for i := range list {
		echo := &list[i]
		if i == first {
			continue
		}
		if !ofJob(echo.Root, job, only) || !echo.Root.Failed || !within(echo.Root, story.Root, job) {
			kept = append(kept, list[i])
			continue
		}
		story.Links = append(append(story.Links, echo.Links...), Link{Cause: story.Root, Effect: echo.Root, Sure: true, Score: scoreEdge, Why: rules.Text{
			EN: "a later failure in the restart loop of the same job", ZH: "同一作业重启循环中后来的失败",
		}})
		story.Symptoms = append(append(append(story.Symptoms, echo.Root), echo.Contributing...), echo.Symptoms...)
	}
	return append(kept, story)
}

func within(echo, first *Finding, job *life.Restarts) bool {
	return !echo.First.At.Before(first.First.At) && echo.First.At.Before(job.Last.At.Add(loopTail))
}
