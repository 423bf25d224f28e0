package kernel

import (
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
)

func TestHead(t *testing.T) {
	dated := time.Date(2024, 1, 24, 14, 53, 12, 0, time.UTC)
	for _, c := range []struct {
		line, message string
		at            time.Time
	}{
		{"[12345.678901] eth0: link up", "eth0: link up", time.Time{}},
		{"[    0.000000] Linux version 5.10.0", "Linux version 5.10.0", time.Time{}},
		{"[81234.113] retyped", "retyped", time.Time{}},
		{"[Wed Jan 24 14:53:12 2024] eth0: link up", "eth0: link up", dated},
		{"[三 1月 24 14:53:12 2024] eth0: link up", "eth0: link up", dated},
		{"kernel: eth0: link up", "eth0: link up", time.Time{}},
		{"kernel: [12345.678901] eth0: link up", "eth0: link up", time.Time{}},
		{"[12345.678901] node3 kernel: eth0: link up", "eth0: link up", time.Time{}},
	} {
		head, ok := stamped{}.Head([]byte(c.line))
		if !ok || c.line[head.Body:] != c.message || !head.Time.At.Equal(c.at) || head.Component != parsers.ComponentKernel || head.Time.Zoned {
			t.Errorf("%q: %+v %v", c.line, head, ok)
		}
	}
}

func TestHeadRefuses(t *testing.T) {
	for _, line := range []string{
		"", "[", "[]", "[1.5] progress", "[INFO] x", "[12.345s][info][gc] x", "[2024-01-24 14:53:12.123] x", "[Wed Jan 24 14:53:12 2024]x", "[1.234567]x", "[a.123456] x",
		"[Wed Jan 99 14:53:12 2024] x", "[x月y] z", "kernel panic", "Killed process of elimination, the long way round", "[22654] is a number in brackets", "[pid=22654] 1 2 3 4 5 6",
		"2024-01-24 14:53:12,123 INFO  a.B [] - Out of memory: Killed process 1 (java)", "[ pid ] and nothing more",
	} {
		for _, layout := range Layouts() {
			if head, ok := layout.Head([]byte(line)); ok {
				t.Errorf("%s takes %q: %+v", layout.Name(), line, head)
			}
		}
	}
}

func TestFinish(t *testing.T) {
	const uid = "8d7f3c1e-0f5a-4c1b-9a53-0c1b3d5e7f90"
	for _, c := range []struct {
		line   string
		level  parsers.Level
		fields string
	}{
		{"Out of memory: Kill process 2110 (java) score 912 or sacrifice child", parsers.LevelError, "pid=2110 process=java"},
		{"Out of memory: Killed process 2110 (java) total-vm:34760048kB, anon-rss:28405328kB, file-rss:0kB, shmem-rss:0kB, UID:1005 pgtables:59720kB oom_score_adj:0",
			parsers.LevelError, "anon_rss_kb=28405328 pid=2110 process=java total_vm_kb=34760048"},
		{"Killed process 2110, UID 1005, (java) total-vm:1kB, anon-rss:2kB, file-rss:0kB", parsers.LevelError, "anon_rss_kb=2 pid=2110 process=java total_vm_kb=1"},
		{"Memory cgroup out of memory: Killed process 7 (flink-taskmanag) total-vm:1kB, anon-rss:2kB", parsers.LevelError, "anon_rss_kb=2 pid=7 process=flink-taskmanag total_vm_kb=1"},
		{"oom_reaper: reaped process 2110 (java), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB", parsers.LevelError, "anon_rss_kb=0 pid=2110 process=java"},
		{"java invoked oom-killer: gfp_mask=0x201da, order=0, oom_score_adj=0", parsers.LevelError, "invoker=java"},
		{"oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=x,mems_allowed=0,oom_memcg=/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" +
			strings.ReplaceAll(uid, "-", "_") + ".slice,task_memcg=/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" + strings.ReplaceAll(uid, "-", "_") +
			".slice/cri-containerd-5b1f.scope,task=java,pid=22110,uid=9999", parsers.LevelError,
			"cgroup=/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" + strings.ReplaceAll(uid, "-", "_") + ".slice/cri-containerd-5b1f.scope constraint=CONSTRAINT_MEMCG pid=22110 pod_uid=" + uid + " process=java"},
		{"Task in /kubepods/burstable/pod" + uid + "/c0ffee killed as a result of limit of /kubepods/burstable/pod" + uid, parsers.LevelError, "cgroup=/kubepods/burstable/pod" + uid + "/c0ffee pod_uid=" + uid},
		{"Task in /hadoop-yarn/container_e22_1639010428940_0776_01_000005 killed as a result of limit of /hadoop-yarn", parsers.LevelError,
			"cgroup=/hadoop-yarn/container_e22_1639010428940_0776_01_000005 container=container_e22_1639010428940_0776_01_000005"},
		{"java[4242]: segfault at 0 ip 00007f0c1c5d8a10 sp 00007f0c0f3fe8a8 error 4 in librocksdbjni-linux64.so[7f0c1c200000+600000]", parsers.LevelError, "library=librocksdbjni-linux64.so pid=4242 process=java"},
		{"traps: java[4242] trap divide error ip:7f0c1c5d8a10 sp:7f0c0f3fe8a8 error:0 in libjvm.so[7f0c1c200000+600000]", parsers.LevelError, "library=libjvm.so pid=4242 process=java"},
		{"INFO: task java:4242 blocked for more than 120 seconds.", parsers.LevelError, "pid=4242 process=java"},
		{"blk_update_request: I/O error, dev sdb, sector 12345 op 0x1:(WRITE)", parsers.LevelError, "device=sdb"},
		{"Buffer I/O error on dev sdb1, logical block 7, lost async page write", parsers.LevelError, "device=sdb1"},
		{"EXT4-fs error (device sdb1): ext4_find_entry:1455: inode #2", parsers.LevelError, "device=sdb1"},
		{"nf_conntrack: nf_conntrack: table full, dropping packet", parsers.LevelError, ""},
		{"TCP: request_sock_TCP: Possible SYN flooding on port 8030. Sending cookies.  Check SNMP counters.", parsers.LevelWarn, "port=8030"},
		{"eth0: link up", parsers.LevelUnknown, ""},
	} {
		for _, before := range []string{"[12345.678901] ", "kernel: ", "[Wed Jan 24 14:53:12 2024] "} {
			events := cutting.Events(Layouts(), before+c.line)
			if len(events) != 1 || events[0].Layout != "kernel" || events[0].Level != c.level || show(events[0]) != c.fields {
				t.Errorf("%s%s: got %d events, level %v, %s", before, c.line, len(events), events[0].Level, show(events[0]))
			}
		}
	}
}

const tableText = `[12345.000001] java invoked oom-killer: gfp_mask=0x201da, order=0, oom_score_adj=0
[12345.000002] CPU: 3 PID: 2110 Comm: java Tainted: G        W
[12345.000003] [ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name
[12345.000004] [  511]     0   511    13205      190      28        0             0 systemd-journal
[12345.000005] [ 2110]  1005  2110  8690012  7101332   14901        0             0 java
[12345.000006] [22655]  1005 22655   793525   218120     943        0             0 starrocks_be
[12345.000007] Out of memory: Kill process 2110 (java) score 912 or sacrifice child
[12345.000008] Killed process 2110 (java) total-vm:34760048kB, anon-rss:28405328kB, file-rss:0kB, shmem-rss:0kB
`

// TestTable: the table is one record, which names its largest process, however its lines begin.
func TestTable(t *testing.T) {
	const message = "[ pid ] uid tgid total_vm rss nr_ptes swapents oom_score_adj name [ 2110] 1005 2110 8690012 7101332 14901 0 0 java"
	for name, text := range map[string]string{
		"seconds": tableText,
		"syslog":  strings.ReplaceAll(tableText, "[12345.", "kernel: [12345."),
	} {
		events := cutting.Events(Layouts(), text)
		if len(events) != 5 {
			t.Fatalf("%s: %d events", name, len(events))
		}
		e := events[2]
		if e.Message != message || e.Lines != 4 || show(e) != "pid=2110 process=java rss_kb=28405328" || e.Level != parsers.LevelError {
			t.Errorf("%s: got %q, %d lines, %s", name, e.Message, e.Lines, show(e))
		}
	}
}

// TestBare: lines without prefix are known by what they say, and the rows of a table without its head stay together.
func TestBare(t *testing.T) {
	for text, fields := range map[string]string{
		"[22654]  1005 22654   8793525 7218120    14943         0              0  java":                                                              "pid=22654 process=java rss_kb=28872480",
		"[  511]     0   511    13205      190      28        0 0 sshd\n[ 2110]  1005  2110  8690012  7101332   14 0 0 java":                         "pid=2110 process=java rss_kb=28405328",
		"[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name\n[   2110]  1005  2110  8690012  7101332 59722 0 0 java": "pid=2110 process=java rss_kb=28405328",
		"[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name":                             "",
		"Out of memory: Killed process 2110 (java) total-vm:1kB, anon-rss:2kB":                                                                       "anon_rss_kb=2 pid=2110 process=java total_vm_kb=1",
		"Killed process 2110 (java) total-vm:1kB, anon-rss:2kB":                                                                                      "anon_rss_kb=2 pid=2110 process=java total_vm_kb=1",
		"java invoked oom-killer: gfp_mask=0x201da":                                                                                                  "invoker=java",
	} {
		events := cutting.Events(Layouts(), text)
		if len(events) != 1 || !strings.HasPrefix(events[0].Layout, "kernel") || events[0].Level != parsers.LevelError || show(events[0]) != fields {
			t.Errorf("%s: got %d events, %s: %s", text, len(events), events[0].Layout, show(events[0]))
		}
	}
}

func TestNoAllocation(t *testing.T) {
	for _, text := range []string{"2024-05-13 08:15:30,123 INFO  a.B [] - hello", "[info] something else", "\tat a.B.c(B.java:1)", "[12345] and a text"} {
		line := []byte(text)
		for _, layout := range Layouts() {
			if n := testing.AllocsPerRun(100, func() { layout.Head(line) }); n > 0 {
				t.Errorf("%s: %v allocations for %q", layout.Name(), n, line)
			}
		}
	}
}

func FuzzHead(f *testing.F) {
	for _, line := range strings.Split(tableText, "\n") {
		f.Add(line)
	}
	f.Add("[三 1月 24 14:53:12 2024] Task in /pod1 killed as a result of limit of /x\n[ 1] 1 2 3 4 5 6\nkernel: [1.123456] h kernel: x[1]: segfault at in ")
	f.Fuzz(func(t *testing.T, text string) {
		for _, layout := range Layouts() {
			line, _, _ := strings.Cut(text, "\n")
			if head, ok := layout.Head([]byte(line)); ok && (head.Body < 0 || head.Body > len(line)) {
				t.Fatalf("%s: body %d of %d", layout.Name(), head.Body, len(line))
			}
		}
		for _, e := range cutting.Events(Layouts(), text) {
			for _, field := range e.Fields {
				if field.Value == "" || len(field.Value) > 200 {
					t.Fatalf("field %s is %q", field.Name, field.Value)
				}
			}
		}
	})
}

func show(e *parsers.Event) string {
	var out []string
	for _, f := range e.Fields {
		out = append(out, f.Name+"="+f.Value)
	}
	return strings.Join(out, " ")
}
