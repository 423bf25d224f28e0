package kernel

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// cases are the messages that are read, told by a literal; the first one that is found decides. Sources: torvalds/linux mm/oom_kill.c
// (dump_oom_summary, __oom_kill_process), arch/x86/mm/fault.c (show_signal_msg), block/blk-core.c (print_req_error), kernel/hung_task.c,
// net/netfilter/nf_conntrack_core.c, net/ipv4/tcp_input.c.
var cases = []struct {
	text  string
	level parsers.Level
	read  func(event *parsers.Event)
}{
	{"ut of memory: Kill", parsers.LevelError, victim},
	{"Killed process ", parsers.LevelError, victim},
	{"oom-kill:constraint=", parsers.LevelError, constraint},
	{" invoked oom-killer", parsers.LevelError, invoker},
	{"oom_reaper: reaped process ", parsers.LevelError, victim},
	{" killed as a result of limit of ", parsers.LevelError, cgroup},
	{": segfault at ", parsers.LevelError, fault},
	{"traps: ", parsers.LevelError, fault},
	{"general protection fault", parsers.LevelError, fault},
	{"nf_conntrack: table full", parsers.LevelError, nothing},
	{" blocked for more than ", parsers.LevelError, blocked},
	{"soft lockup", parsers.LevelError, nothing},
	{"I/O error", parsers.LevelError, device},
	{"EXT4-fs error", parsers.LevelError, device},
	{"Remounting filesystem read-only", parsers.LevelError, nothing},
	{"Possible SYN flooding on port ", parsers.LevelWarn, flooded},
}

func nothing(*parsers.Event) {}

// victim reads "process 4242 (java) total-vm:9876kB, anon-rss:8765kB, ..."; a comma may stand behind the pid, and the user between it and the name.
func victim(event *parsers.Event) {
	_, rest, ok := strings.Cut(event.Message, "rocess ")
	if !ok {
		return
	}
	pid, rest, _ := strings.Cut(rest, " ")
	set(event, "pid", number(pid))
	if before, name, ok := strings.Cut(rest, "("); ok && len(before) < len("UID 4294967295, ") {
		name, _, _ = strings.Cut(name, ")")
		set(event, "process", name)
	}
	set(event, "anon_rss_kb", number(value(rest, "anon-rss:")))
	set(event, "total_vm_kb", number(value(rest, "total-vm:")))
}

// constraint reads "oom-kill:constraint=CONSTRAINT_MEMCG,...,task_memcg=/...,task=java,pid=4242,uid=0". The task's own group names the pod; the
// group whose limit was met may be one above it.
func constraint(event *parsers.Event) {
	set(event, "constraint", value(event.Message, "constraint="))
	set(event, "process", value(event.Message, ",task="))
	set(event, "pid", number(value(event.Message, ",pid=")))
	group := value(event.Message, ",task_memcg=")
	if group == "" {
		group = value(event.Message, ",oom_memcg=")
	}
	setGroup(event, group)
}

// invoker names the process that asked for memory, which need not be the one that is killed.
func invoker(event *parsers.Event) {
	name, _, _ := strings.Cut(event.Message, " invoked ")
	set(event, "invoker", name)
}

// cgroup reads "Task in /a killed as a result of limit of /b" of kernels before 5.0.
func cgroup(event *parsers.Event) {
	group, _, _ := strings.Cut(event.Message, " killed as ")
	setGroup(event, strings.TrimPrefix(group, "Task in "))
}

func setGroup(event *parsers.Event, path string) {
	set(event, "cgroup", path)
	set(event, "pod_uid", podUID(path))
	if _, container, ok := strings.Cut(path, "/container_"); ok { // YARN
		container, _, _ = strings.Cut(container, "/")
		set(event, "container", "container_"+container)
	}
}

// podUID returns the uid of the pod in a cgroup path: "/kubepods/burstable/pod<uid>/..." or ".../kubepods-burstable-pod<uid>.slice/...", where '_'
// stands for '-'.
func podUID(path string) string {
	_, rest, ok := strings.Cut(path, "/pod")
	if !ok {
		_, rest, ok = strings.Cut(path, "-pod")
	}
	if !ok {
		return ""
	}
	if end := strings.IndexAny(rest, "/."); end >= 0 {
		rest = rest[:end]
	}
	return strings.ReplaceAll(rest, "_", "-")
}

// fault reads "java[4242]: segfault at 0 ip ... in libjvm.so[7f0c1c000000+d00000]", "traps: java[4242] trap divide error ...".
func fault(event *parsers.Event) {
	name, rest, ok := strings.Cut(strings.TrimPrefix(event.Message, "traps: "), "[")
	if !ok || strings.ContainsAny(name, " :") {
		return
	}
	pid, _, _ := strings.Cut(rest, "]")
	if number(pid) != pid {
		return
	}
	set(event, "process", name)
	set(event, "pid", pid)
	if at := strings.LastIndex(rest, " in "); at >= 0 {
		library, _, _ := strings.Cut(rest[at+len(" in "):], "[")
		set(event, "library", library)
	}
}

// blocked reads "INFO: task java:4242 blocked for more than 120 seconds."
func blocked(event *parsers.Event) {
	_, task, ok := strings.Cut(event.Message, "task ")
	if !ok {
		return
	}
	task, _, _ = strings.Cut(task, " ")
	if colon := strings.LastIndexByte(task, ':'); colon > 0 {
		set(event, "process", task[:colon])
		set(event, "pid", number(task[colon+1:]))
	}
}

// device reads "I/O error, dev sda, sector 12", "Buffer I/O error on dev sda1, ...", "EXT4-fs error (device sda1): ...".
func device(event *parsers.Event) {
	for _, before := range [...]string{" dev ", "(device ", " on device "} {
		if name := value(event.Message, before); name != "" {
			set(event, "device", strings.TrimRight(name, ":)"))
			return
		}
	}
}

func flooded(event *parsers.Event) {
	set(event, "port", number(value(event.Message, " on port ")))
}

// value returns what follows the key up to a comma or blank.
func value(text, key string) string {
	_, rest, ok := strings.Cut(text, key)
	if !ok {
		return ""
	}
	if end := strings.IndexAny(rest, ", "); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

// number returns the digits at the start.
func number(text string) string {
	end := 0
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	return text[:end]
}
