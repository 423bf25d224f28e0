package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// zookeeperJars are where Debian's packages zookeeper, libslf4j-java and liblog4j1.2-java put what a server needs.
var zookeeperJars = []string{"/usr/share/java/zookeeper.jar", "/usr/share/java/slf4j-log4j12.jar", "/usr/share/java/log4j-1.2.jar"}

const zookeeperLogging = `log4j.rootLogger=INFO, CONSOLE
log4j.appender.CONSOLE=org.apache.log4j.ConsoleAppender
log4j.appender.CONSOLE.layout=org.apache.log4j.PatternLayout
log4j.appender.CONSOLE.layout.ConversionPattern=%d{ISO8601} [myid:%X{myid}] - %-5p [%t:%C{1}@%L] - %m%n
`

// TestRealZooKeeper starts real servers, one that is well and some that cannot be, and reads what they write.
func TestRealZooKeeper(t *testing.T) {
	for _, jar := range zookeeperJars {
		if _, err := os.Stat(jar); err != nil {
			t.Skip("ZooKeeper is not installed; apt-get install zookeeper")
		}
	}
	if _, err := exec.LookPath("java"); err != nil {
		t.Skip("there is no JVM; apt-get install default-jdk-headless")
	}
	port := freePort(t)
	data := t.TempDir()
	alone := fmt.Sprintf("tickTime=2000\nclientPortAddress=127.0.0.1\nclientPort=%d\nadmin.enableServer=false\ndataDir=", port)
	well, stop := startZooKeeper(t, alone+data, "ZooKeeper audit is disabled", 1)
	taken, _ := startZooKeeper(t, alone+t.TempDir(), "Exiting JVM", 1)
	stop()
	if r := analyzed(t, nil, well); len(r.Incidents)+len(r.Unexplained) > 0 {
		t.Errorf("the log of a server that is well is not silent: %v", rulesOf(r))
	}
	wantRule(t, taken, "zookeeper-port-in-use")

	if err := os.WriteFile(filepath.Join(data, "version-2", "log.1"), []byte("this is no log of transactions"), 0o600); err != nil {
		t.Fatal(err)
	}
	damaged, stop := startZooKeeper(t, alone+data, "Exiting JVM", 1)
	stop() // its port is free again only when it is gone
	wantRule(t, damaged, "zookeeper-database-unreadable")

	member := t.TempDir()
	if err := os.WriteFile(filepath.Join(member, "myid"), []byte("1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ensemble := fmt.Sprintf("tickTime=200\ninitLimit=5\nsyncLimit=2\nserver.1=127.0.0.1:%d:%d\nserver.2=zk2.invalid:2888:3888\nserver.3=127.0.0.1:%d:%d\n",
		freePort(t), freePort(t), freePort(t), freePort(t))
	lonely, _ := startZooKeeper(t, ensemble+alone+member, "UnknownHostException: zk2.invalid", 4)
	wantRule(t, lonely, "zookeeper-peer-host-unknown")
}

func wantRule(t *testing.T, log, rule string) {
	t.Helper()
	if !rulesOf(analyzed(t, nil, log))[rule] {
		text, _ := os.ReadFile(log) // for the message only
		t.Errorf("%s was not found in:\n%s", rule, text)
	}
}

// startZooKeeper starts a server and waits until it has written a text so many times. stop kills it, which the end of the test does, too.
func startZooKeeper(t *testing.T, config, until string, times int) (log string, stop func()) {
	t.Helper()
	dir := t.TempDir()
	log = filepath.Join(dir, "zookeeper.log")
	for name, text := range map[string]string{"zoo.cfg": config + "\n", "log4j.properties": zookeeperLogging} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, "java", "-Xmx64m", "-cp", strings.Join(append([]string{dir}, zookeeperJars...), ":"),
		"org.apache.zookeeper.server.quorum.QuorumPeerMain", filepath.Join(dir, "zoo.cfg"))
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			cancel()
			_ = cmd.Wait() // it was killed, or has failed as it should
			_ = out.Close()
		}
	}
	t.Cleanup(stop)
	for range 600 {
		if text, err := os.ReadFile(log); err == nil && bytes.Count(text, []byte(until)) >= times {
			return log, stop
		}
		time.Sleep(50 * time.Millisecond)
	}
	text, _ := os.ReadFile(log) // for the message only
	t.Fatalf("ZooKeeper did not write %q in 30 s:\n%s", until, text)
	return "", nil
}
