package javalog

import (
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// FuzzHead: for every layout the body begins inside the line, the answer is the same twice, and finishing a record does not panic.
func FuzzHead(f *testing.F) {
	for _, w := range heads {
		f.Add(w.line, "\tat a.B.c(B.java:1)")
		f.Add(w.line[:len(w.line)/2], w.line[len(w.line)/2:])
	}
	for _, line := range foreign {
		f.Add(line, "")
	}
	f.Add("00-01-010:00:00,0- INFO[:0 0@]", "0")
	f.Add("一月 0, 2000 0:0:0上午 0. A", "0")
	layouts := Layouts()
	f.Fuzz(func(t *testing.T, line, rest string) {
		line = strings.ReplaceAll(line, "\n", " ")
		for _, l := range layouts {
			head, ok := l.Head([]byte(line))
			if !ok {
				continue
			}
			if head.Body < 0 || head.Body > len(line) {
				t.Fatalf("%s: body %d of %d", l.Name(), head.Body, len(line))
			}
			if strings.Contains(head.Logger, " ") {
				t.Fatalf("%s: logger %q", l.Name(), head.Logger)
			}
			if again, ok := l.Head([]byte(line)); !ok || again.Body != head.Body || again.Level != head.Level || again.Logger != head.Logger {
				t.Fatalf("%s: another answer to the same line", l.Name())
			}
			message := strings.Join(strings.Fields(line[head.Body:]+"\n"+rest), " ")
			event := &parsers.Event{Level: head.Level, Logger: head.Logger, Component: head.Component, Message: message}
			l.Finish(event, line+"\n"+rest)
			if len(event.Message) > len(message) {
				t.Fatalf("%s: message grew", l.Name())
			}
			l.Continues([]byte(line), []byte(rest), 1)
		}
	})
}
