// Package facts mines what logs say about the installation: versions, effective configuration, negotiated limits. It reads events,
// never rules, and decides nothing.
package facts

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Kind says where a fact belongs in the report.
type Kind uint8

// Kinds of facts.
const (
	Version  Kind = iota // Key is a product: flink, jdk, starrocks, nginx, ...
	Config               // Key is a configuration key as Flink printed it
	Property             // anything else
	Role                 // Value is the component that wrote the source
)

// Fact is one thing an event states.
type Fact struct {
	Kind  Kind
	Key   string
	Value string
	// Weak facts (read off a jar name) give way to stated ones.
	Weak bool
	// Strong facts (options of the command line) replace those of the configuration file.
	Strong bool
}

// Markers are literals that stand in every line a fact is read from; the scan takes them as candidates.
var Markers = []string{
	"(Version: ", "Loading configuration property: ", "Loading dynamic configuration property: ", "negotiated timeout = ",
	" JVM: ", "-XX:MaxDirectMemorySize=", " -Xmx", "Total Process Memory:", "manager.memory.", "starrocks version", " RELEASE (build ", "Starting zookeeper", "nginx/1.",
}

// roles maps words of the start-up banner to the component that writes the log. Source: apache/flink
// flink-runtime/.../entrypoint/*ClusterEntrypoint.java and taskexecutor/TaskManagerRunner.java.
var roles = []struct {
	word      string
	component parsers.Component
}{
	{"ClusterEntry", parsers.ComponentJobManager},
	{"JobManager", parsers.ComponentJobManager},
	{"ApplicationMaster", parsers.ComponentJobManager},
	{"TaskExecutor", parsers.ComponentTaskManager},
	{"TaskManager", parsers.ComponentTaskManager},
	{"Command Line Client", parsers.ComponentFlinkClient},
}

// Read returns the facts that one event states. raw is the record's text as it stands in the source, jar names included.
func Read(event *parsers.Event, raw string) []Fact {
	var out []Fact
	out = bannerFacts(out, event.Message)
	out = configFacts(out, event.Message)
	out = quotedFacts(out, event.Message, raw)
	out = versionFacts(out, event.Message, raw)
	if i := strings.Index(event.Message, "negotiated timeout = "); i >= 0 {
		out = append(out, Fact{Kind: Property, Key: "negotiated_session_timeout_ms", Value: number(event.Message[i+len("negotiated timeout = "):])})
	}
	out = flagFacts(out, event.Message)
	return append(out, memoryFacts(raw)...)
}

func number(s string) string {
	end := 0
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	return s[:end]
}

func bannerFacts(out []Fact, message string) []Fact {
	what, rest, ok := strings.Cut(message, " (Version: ")
	if !ok {
		return out
	}
	_, what, ok = strings.Cut(what, "Starting ")
	if version := until(rest, ",)"); ok && version != "" {
		out = append(out, Fact{Kind: Version, Key: "flink", Value: version})
	}
	if _, revision, ok := strings.Cut(rest, "Rev:"); ok {
		out = append(out, Fact{Kind: Property, Key: "flink_revision", Value: until(revision, ",)")})
	}
	out = deploymentFacts(out, what)
	for _, role := range roles {
		if strings.Contains(what, role.word) {
			return append(out, Fact{Kind: Role, Value: string(role.component)})
		}
	}
	return out
}

// configFacts reads the properties that Flink prints while it loads them; those of the command line win over those of the file. Source: apache/flink
// flink-core/.../configuration/GlobalConfiguration.java.
func configFacts(out []Fact, message string) []Fact {
	for _, prefix := range [...]string{"Loading configuration property: ", "Loading dynamic configuration property: "} {
		rest, ok := strings.CutPrefix(message, prefix)
		if !ok {
			continue
		}
		if key, value, ok := strings.Cut(rest, ", "); ok {
			strong := strings.Contains(prefix, "dynamic")
			if strong {
				if out, ok = handedOn(out, key, value); ok {
					return out
				}
			}
			return append(out, Fact{Kind: Config, Key: key, Value: value, Strong: strong})
		}
	}
	if strings.Contains(message, "-D") {
		out = dynamicFacts(out, strings.Fields(message))
	}
	if key, value, ok := strings.Cut(strings.TrimSpace(message), "="); ok { // a line of "Program Arguments:"
		out, _ = handedOn(out, key, value)
	}
	return out
}

// quotedFacts reads the properties that stand in further lines of a record: what BashJavaUtils said before the process ran, which the process prints behind
// "Preconfiguration:" as "INFO  [] - Loading configuration property: KEY, VALUE". Source: apache/flink flink-dist/src/main/flink-bin/bin/config.sh.
func quotedFacts(out []Fact, message, raw string) []Fact {
	const prefix = "INFO  [] - Loading configuration property: "
	if !strings.Contains(message, "Preconfiguration") && !strings.Contains(raw, "RESOURCE_PARAMS extraction logs") {
		return out
	}
	for line := range strings.Lines(raw) {
		if _, said, ok := strings.Cut(line, prefix); ok {
			out = configFacts(out, prefix[len("INFO  [] - "):]+strings.TrimSpace(said))
		}
	}
	return out
}

// dynamicFacts reads "-D key=value" and "-Dkey=value" out of printed program arguments. Keys without a dot are JVM properties of no interest.
func dynamicFacts(out []Fact, words []string) []Fact {
	for i, word := range words {
		option, ok := strings.CutPrefix(word, "-D")
		if !ok {
			continue
		}
		if option == "" && i+1 < len(words) {
			option = words[i+1]
		}
		key, value, ok := strings.Cut(option, "=")
		var handed bool
		if out, handed = handedOn(out, key, value); handed {
			continue
		}
		if ok && value != "" && isFlinkKey(key) {
			out = append(out, Fact{Kind: Config, Key: key, Value: value, Strong: true})
		}
	}
	return out
}

// isFlinkKey tells Flink's options from Java's system properties by the first word.
func isFlinkKey(key string) bool {
	first, _, ok := strings.Cut(key, ".")
	if !ok {
		return false
	}
	switch first {
	case "jobmanager", "taskmanager", "state", "execution", "restart-strategy", "high-availability", "kubernetes", "yarn", "rest", "pipeline", "parallelism",
		"heartbeat", "akka", "pekko", "slotmanager", "blob", "env", "metrics", "containerized", "classloader", "cluster", "fs", "s3", "web", "security":
		return true
	}
	return false
}

// stated are texts behind which a program states a version.
var stated = []struct {
	text, product string
}{
	{"nginx/", "nginx"},
	{"starrocks version ", "starrocks"},
	{"StarRocks version: ", "starrocks"},
	{"Server environment:zookeeper.version=", "zookeeper"},
	{"Client environment:zookeeper.version=", "zookeeper-client"},
}

func versionFacts(out []Fact, message, raw string) []Fact {
	if rest, ok := strings.CutPrefix(message, "JVM: "); ok {
		out = append(out, version("jdk", javaMajor(rest[strings.LastIndex(rest, " - ")+1:]), false)...)
	}
	for _, s := range stated {
		if i := strings.Index(message, s.text); i >= 0 {
			out = append(out, version(s.product, dotted(message[i+len(s.text):]), false)...)
		}
	}
	if before, _, ok := strings.Cut(raw, " RELEASE (build "); ok {
		out = append(out, version("starrocks", dotted(before[strings.LastIndexAny(before, " \n")+1:]), false)...)
	}
	if before, _, ok := strings.Cut(message, "-MariaDB"); ok {
		out = append(out, version("mariadb", dotted(before[strings.LastIndexAny(before, " '")+1:]), false)...)
	}
	if i := strings.Index(raw, "[?:1.8.0_"); i >= 0 {
		out = append(out, version("jdk", "8", true)...)
	}
	return append(out, version("flink", distVersion(raw), true)...)
}

func version(product, value string, weak bool) []Fact {
	if value == "" {
		return nil
	}
	return []Fact{{Kind: Version, Key: product, Value: value, Weak: weak}}
}

// javaMajor reads "- 1.8/25.181-b13" as 8 and "- 11/11.0.13+8" as 11.
func javaMajor(s string) string {
	s = strings.TrimLeft(s, "- ")
	if rest, ok := strings.CutPrefix(s, "1."); ok {
		s = rest
	}
	return number(s)
}

// distVersion reads the version off the packaging data of a stack frame: flink-dist_2.12-1.13.2.jar or flink-dist-1.17.0.jar.
func distVersion(raw string) string {
	_, rest, ok := strings.Cut(raw, "flink-dist")
	if !ok {
		return ""
	}
	if scala, ok := strings.CutPrefix(rest, "_2."); ok {
		rest = strings.TrimLeft(scala, "0123456789")
	}
	rest, ok = strings.CutPrefix(rest, "-")
	if value := dotted(rest); ok && strings.Contains(value, ".") {
		return value
	}
	return ""
}

// dotted returns the leading number of the form 1, 1.2 or 1.2.3.
func dotted(s string) string {
	s = strings.TrimLeft(s, "'v")
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.') {
		end++
	}
	return strings.Trim(s[:end], ".")
}

// until returns the text before the first of the stop characters.
func until(s, stops string) string {
	if i := strings.IndexAny(s, stops); i >= 0 {
		return s[:i]
	}
	return s
}
