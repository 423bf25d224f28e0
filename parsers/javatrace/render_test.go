package javatrace

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// base is a trace as log4j2 prints it, and want what every rendering of it must give.
const base = `Source: orders[1] -> Sink: orders_sr[2] (2/4)#1 (8c1d) switched from RUNNING to FAILED with failure cause:
java.lang.RuntimeException: One or more fetchers have encountered exception
	at org.apache.flink.connector.base.source.reader.fetcher.SplitFetcherManager.checkErrors(SplitFetcherManager.java:261) ~[flink-connector-files-1.17.1.jar:1.17.1]
	at org.apache.flink.runtime.taskmanager.Task$$Lambda$812/0x0000000800e8.run(Unknown Source) ~[?:?]
	at java.base/java.lang.Thread.run(Thread.java:829) [?:?]
	Suppressed: java.io.IOException: close failed
		at com.acme.orders.Closer.close(Closer.kt:7) ~[orders.jar:?]
		... 2 more
Caused by: com.acme.orders.ShardClosed: shard 7
	at app//com.acme.orders.Reader.<init>(Reader.scala:31) ~[orders.jar:?]
	... 12 more
Caused by: java.util.concurrent.TimeoutException
	at java.base@17.0.9/jdk.internal.misc.Unsafe.park(Native Method) ~[?:?]
	... 3 common frames omitted
`

var baseChain = []parsers.Exception{
	{Class: "java.lang.RuntimeException", Message: "One or more fetchers have encountered exception", Frames: []string{
		"org.apache.flink.connector.base.source.reader.fetcher.SplitFetcherManager.checkErrors(SplitFetcherManager.java:261)",
		"org.apache.flink.runtime.taskmanager.Task$$Lambda$812/0x0000000800e8.run(Unknown Source)",
		"java.lang.Thread.run(Thread.java:829)",
	}},
	{Class: "java.io.IOException", Message: "close failed", Frames: []string{"com.acme.orders.Closer.close(Closer.kt:7)"}, Suppressed: true},
	{Class: "com.acme.orders.ShardClosed", Message: "shard 7", Frames: []string{"com.acme.orders.Reader.<init>(Reader.scala:31)"}},
	{Class: "java.util.concurrent.TimeoutException", Frames: []string{"jdk.internal.misc.Unsafe.park(Native Method)"}},
}

const baseMessage = "Source: orders[1] -> Sink: orders_sr[2] (2/4)#1 (8c1d) switched from RUNNING to FAILED with failure cause:"

var packaging = regexp.MustCompile(` ~?\[[^\]\n]*\]\n`)

// renderings of base that must all give the same message and chain.
func renderings() map[string]string {
	flat := strings.Join(strings.Fields(base), " ")
	bare := packaging.ReplaceAllString(base, "\n")
	return map[string]string{
		"log4j2":                    base,
		"log4j1":                    bare,
		"CRLF":                      strings.ReplaceAll(base, "\n", "\r\n"),
		"stringified in the line":   strings.Replace(base, "cause:\njava", "cause: java", 1),
		"flattened":                 flat,
		"flattened, bare":           strings.Join(strings.Fields(bare), " "),
		"flattened without blanks":  regexp.MustCompile(`\n\s*`).ReplaceAllString(bare, ""),
		"indented":                  "    " + strings.ReplaceAll(base, "\n", "\n    "),
		"doubled blanks":            strings.ReplaceAll(base, " ", "  "),
		"JSON string":               strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(base),
		"JSON string in a string":   strings.NewReplacer("\n", `\\n`, "\t", `\\t`).Replace(base),
		"JSON string, Gson":         strings.NewReplacer("\n", `\n`, "\t", `\t`, "<", `\u003c`, ">", `\u003e`).Replace(base),
		"syslog":                    strings.NewReplacer("\n", "#012", "\t", "#011").Replace(base),
		"HTML":                      strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(base),
		"no-break blanks":           strings.ReplaceAll(base, "\t", "\u00a0\u00a0"),
		"marks stripped":            regexp.MustCompile(`(?m)^\s+`).ReplaceAllString(base, ""),
		"blanks behind dots":        strings.NewReplacer("java.lang.", "java. lang.", "org.apache.flink.", "org.apache. flink. ", "java.util.", "java.util .").Replace(base),
		"Caused  by":                strings.ReplaceAll(base, "Caused by:", "Caused  by:"),
		"Causedby":                  strings.ReplaceAll(base, "Caused by: ", "Causedby:"),
		"Chinese colon":             strings.NewReplacer("Caused by: ", "Caused by：", "Exception: ", "Exception：").Replace(base),
		"lines of blanks":           strings.ReplaceAll(base, "\n\t", "\n\n\t"),
		"dropped before packaging":  strings.NewReplacer(") ~[", ")~[", ") [", ")[").Replace(base),
		"hard-wrapped at 120":       wrap(base, 120),
		"hard-wrapped at 71":        wrap(base, 71),
		"hard-wrapped at 97, words": wrapWords(base, 97),
		"flattened, wrapped at 100": wrapWords(flat, 100),
		"wrapped with indent":       strings.ReplaceAll(wrap(base, 90), "\x00", "        "),
	}
}

// wrap breaks lines after width bytes wherever that is.
func wrap(s string, width int) string {
	var b strings.Builder
	for _, line := range strings.SplitAfter(s, "\n") {
		for len(line) > width+1 {
			b.WriteString(line[:width] + "\n")
			line = line[width:]
		}
		b.WriteString(line)
	}
	return b.String()
}

// wrapWords breaks lines at blanks, which are lost.
func wrapWords(s string, width int) string {
	var b strings.Builder
	for _, line := range strings.SplitAfter(s, "\n") {
		for len(line) > width {
			at := strings.LastIndexByte(line[:width], ' ')
			if at <= 0 {
				break
			}
			b.WriteString(line[:at] + "\n")
			line = line[at+1:]
		}
		b.WriteString(line)
	}
	return b.String()
}

func TestRenderings(t *testing.T) {
	for label, body := range renderings() {
		t.Run(label, func(t *testing.T) {
			message, chain := Parse(body)
			if got := squeeze(message); got != squeeze(baseMessage) {
				t.Errorf("message %q", message)
			}
			sameChain(t, chain, baseChain, strings.Contains(label, "wrapped"))
		})
	}
}

// TestCutAnywhere breaks the trace into two lines at every place there is.
func TestCutAnywhere(t *testing.T) {
	for _, form := range []struct{ label, text string }{{"lines", base}, {"flat", strings.Join(strings.Fields(base), " ")}} {
		for i := 1; i < len(form.text)-1; i++ {
			if form.text[i-1] == '\n' || form.text[i] == '\n' {
				continue
			}
			message, chain := Parse(form.text[:i] + "\n" + form.text[i:])
			label := fmt.Sprintf("%s %d %q", form.label, i, form.text[max(0, i-12):i]+"|"+form.text[i:min(len(form.text), i+12)])
			t.Run(label, func(t *testing.T) {
				if got := squeeze(message); got != squeeze(baseMessage) {
					t.Errorf("message %q", message)
				}
				sameChain(t, chain, baseChain, true)
			})
		}
	}
}

// TestTornManyTimes breaks every line of the trace at up to three places.
func TestTornManyTimes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 300 {
		var b strings.Builder
		for _, line := range strings.SplitAfter(base, "\n") {
			for range 1 + random.IntN(3) {
				if len(line) > 10 {
					at := 1 + random.IntN(len(line)-2)
					line = line[:at] + "\n" + line[at:]
				}
			}
			b.WriteString(line)
		}
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			message, chain := Parse(b.String())
			if squeeze(message) != squeeze(baseMessage) {
				t.Errorf("message %q of\n%s", message, b.String())
			}
			sameChain(t, chain, baseChain, true)
		})
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// sameChain compares chains without lines; blanks in messages count only when loose is false.
func sameChain(t *testing.T, got, want []parsers.Exception, loose bool) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d elements, want %d:\n%s", len(got), len(want), show(got))
	}
	for i := range got {
		g, w := got[i], want[i]
		g.Line = w.Line
		if loose {
			g.Message, w.Message = squeeze(g.Message), squeeze(w.Message)
		}
		if !reflect.DeepEqual(g, w) {
			t.Errorf("element %d:\n%sinstead of\n%s", i, show(got[i:i+1]), show(want[i:i+1]))
		}
	}
}

func show(chain []parsers.Exception) string {
	var b strings.Builder
	for i := range chain {
		x := &chain[i]
		fmt.Fprintf(&b, "  line %d suppressed %v %s: %q\n", x.Line, x.Suppressed, x.Class, x.Message)
		for _, f := range x.Frames {
			fmt.Fprintf(&b, "    %s\n", f)
		}
	}
	return b.String()
}
