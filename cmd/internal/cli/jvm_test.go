package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// failing is a program that brings its own JVM down in one of four ways.
const failing = `
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

public class Failing {
    static final List<Object> kept = new ArrayList<>();

    public static void main(String[] args) throws Exception {
        while (true) {
            switch (args[0]) {
                case "heap": kept.add(new byte[1 << 16]); break;
                case "direct": kept.add(ByteBuffer.allocateDirect(1 << 20)); break;
                case "classes":
                    kept.add(Proxy.newProxyInstance(new URLClassLoader(new URL[0]), new Class<?>[] {Runnable.class}, (p, m, a) -> null));
                    break;
                default:
                    Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
                    field.setAccessible(true);
                    ((sun.misc.Unsafe) field.get(null)).putAddress(0, 0);
            }
        }
    }
}
`

// TestRealJVM brings real JVMs down and reads what they say, as the .out file of a Flink process holds it.
func TestRealJVM(t *testing.T) {
	compiler, err := exec.LookPath("javac")
	if err != nil {
		t.Skip("there is no JDK; apt-get install default-jdk-headless")
	}
	dir := t.TempDir()
	source := filepath.Join(dir, "Failing.java")
	if err := os.WriteFile(source, []byte(failing), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), compiler, "-nowarn", "-d", dir, source).CombinedOutput(); err != nil {
		t.Fatalf("javac: %v\n%s", err, out)
	}
	for _, c := range []struct {
		how     string
		options []string
		file    string
		want    string
	}{
		{"heap", []string{"-Xmx16m", "-XX:+UseSerialGC"}, "flink-u-taskexecutor-0-h.out", "taskmanager-heap-oom"},
		{"heap", []string{"-Xmx16m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"}, "flink-u-standalonesession-0-h.out", "jobmanager-heap-oom"},
		{"heap", []string{"-Xmx16m", "-XX:+UseSerialGC", "-Xlog:gc"}, "taskmanager.out", "taskmanager-heap-oom"},
		{"direct", []string{"-XX:MaxDirectMemorySize=8m"}, "taskmanager.out", "taskmanager-direct-buffer-memory"},
		{"classes", []string{"-XX:MaxMetaspaceSize=10m"}, "taskmanager.out", "metaspace-oom"},
		{"crash", []string{"-XX:-CreateCoredumpOnCrash"}, "taskmanager.out", "jvm-crash"},
		{"none", []string{"-XX:NoSuchOption=1"}, "taskmanager.out", "jvm-option-rejected"},
		{"none", []string{"-Xmx4000000g"}, "taskmanager.out", "jvm-native-memory-refused"},
	} {
		said := runJava(t, dir, c.options, c.how)
		log := filepath.Join(t.TempDir(), c.file)
		if err := os.WriteFile(log, said, 0o600); err != nil {
			t.Fatal(err)
		}
		if !rulesOf(analyzed(t, nil, log))[c.want] {
			t.Errorf("java %v, %s: %s was not found in:\n%s", c.options, c.how, c.want, said)
		}
	}
	reports, err := filepath.Glob(filepath.Join(dir, "hs_err_pid*.log"))
	if err != nil || len(reports) != 1 {
		t.Fatalf("the crash left %d reports: %v", len(reports), err)
	}
	if !rulesOf(analyzed(t, nil, reports[0]))["jvm-crash"] {
		t.Error("jvm-crash was not found in the crash report of the JVM")
	}
}

// runJava returns what the program prints until it fails; that it fails is what it is for.
func runJava(t *testing.T, dir string, options []string, how string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "java", append(options, "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp", dir, "Failing", how)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatalf("java %v, %s: it did not fail: %s", options, how, out)
	}
	return out
}
