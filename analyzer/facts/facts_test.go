package facts

import (
	"reflect"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, message, raw string
		want               []Fact
	}{
		{"banner", "Starting KubernetesApplicationClusterEntrypoint (Version: 1.17.1, Scala: 2.12, Rev:2750d5c, Date:2023-05-19T10:45:46+02:00)", "", []Fact{
			{Kind: Version, Key: "flink", Value: "1.17.1"}, {Kind: Property, Key: "flink_revision", Value: "2750d5c"},
			{Kind: Property, Key: "deployment", Value: "kubernetes-application"}, {Kind: Role, Value: "flink-jobmanager"}}},
		{"property", "Loading configuration property: taskmanager.memory.process.size, 1728m", "", []Fact{{Kind: Config, Key: "taskmanager.memory.process.size", Value: "1728m"}}},
		{"dynamic property", "Loading dynamic configuration property: rest.port, 8082", "", []Fact{{Kind: Config, Key: "rest.port", Value: "8082", Strong: true}}},
		{"arguments", "-D taskmanager.cpu.cores=2.0 -Dstate.backend.type=rocksdb -Duser.timezone=UTC", "", []Fact{
			{Kind: Config, Key: "taskmanager.cpu.cores", Value: "2.0", Strong: true}, {Kind: Config, Key: "state.backend.type", Value: "rocksdb", Strong: true}}},
		{"flags", "-Xmx1073741824 -XX:MaxDirectMemorySize=134217728", "", []Fact{
			{Kind: Property, Key: "jvm_max_direct_memory", Value: "134217728"}, {Kind: Property, Key: "jvm_max_heap", Value: "1073741824"}}},
		{"memory table", "x", "INFO  [] -   Total Process Memory:          1.688gb (1811939328 bytes)\nINFO  [] -       Managed:                   512.000mb (536870920 bytes)", []Fact{
			{Kind: Property, Key: "memory.taskmanager.total-process", Value: "1811939328"}, {Kind: Property, Key: "memory.taskmanager.managed", Value: "536870920"}}},
		{"inherited logs", "", "2024-05-13 08:15:30,126 INFO  x.TaskManagerRunner [] - \n\nRESOURCE_PARAMS extraction logs:\nlogs: INFO  [] - Loading configuration property: rest.port, 8082\r\n", []Fact{
			{Kind: Config, Key: "rest.port", Value: "8082"}}},
		{"quoted property", "a user's text", "a user's text\nINFO  [] - Loading configuration property: rest.port, 8082\n", nil},
		{"jvm", "JVM: Java HotSpot(TM) 64-Bit Server VM - Oracle Corporation - 1.8/25.181-b13", "", []Fact{{Kind: Version, Key: "jdk", Value: "8"}}},
		{"jvm 17", "JVM: OpenJDK 64-Bit Server VM - Eclipse Adoptium - 17/17.0.9+9", "", []Fact{{Kind: Version, Key: "jdk", Value: "17"}}},
		{"negotiated", "Session establishment complete on server zk1:2181, session id = 0x1, negotiated timeout = 40000", "", []Fact{{Kind: Property, Key: "negotiated_session_timeout_ms", Value: "40000"}}},
		{"nginx", "nginx/1.22.1", "", []Fact{{Kind: Version, Key: "nginx", Value: "1.22.1"}}},
		{"jar", "x", "\tat a.B.c(B.java:1) ~[flink-dist_2.12-1.13.2.jar:1.13.2]", []Fact{{Kind: Version, Key: "flink", Value: "1.13.2", Weak: true}}},
		{"nothing", "Triggering checkpoint 12", "Triggering checkpoint 12", nil},
	} {
		if got := Read(&parsers.Event{Message: c.message}, c.raw); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}
