// Package javalog reads the text logs of Java programs: what log4j, logback and java.util.logging print for Flink, ChunJun, StreamPark,
// ZooKeeper, Kafka, Debezium, Hadoop and Spring Boot. It knows heads of lines only: traces are javatrace's business, JSON logs the
// envelopes'. The StarRocks FE is a Java program with heads of its own, which no layout here accepts.
package javalog

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Layouts returns the layouts, those with the stricter heads first. They hold no state.
func Layouts() []parsers.Layout {
	return []parsers.Layout{
		layout{"zookeeper", zooKeeper},
		layout{"streampark", streamPark},
		layout{"spring-boot", springBoot},
		layout{"flink-operator", flinkOperator},
		layout{"flink-logback", flinkLogback},
		layout{"flink-log4j", flinkLog4j},
		debezium{layout{"debezium", debeziumHead}},
		kafka{layout{"kafka", kafkaHead}},
		layout{"hadoop", hadoop},
		julLayout{layout{"java-log", jul}},
		layout{"java-log", general},
		trace{layout{"java-trace", traceHead}},
	}
}

// layout is a Layout whose records go on until the next head.
type layout struct {
	name string
	// read reads the head of a line; a line that ends inside the head is accepted when its level is certain, with Body behind the line.
	read func(c cursor) (parsers.Head, bool)
}

// Name returns the layout's name.
func (l layout) Name() string { return l.name }

// Head reads line as the first line of a record.
func (l layout) Head(line []byte) (parsers.Head, bool) {
	c := newCursor(line)
	if !c.mayBegin() {
		return parsers.Head{}, false
	}
	return l.read(c)
}

// Continues accepts every line: messages and traces of Java programs may hold any text, and the reader asks about no line that is a head.
func (l layout) Continues(_, _ []byte, _ int) bool { return true }

// Finish completes a head that a wrap cut off.
func (l layout) Finish(event *parsers.Event, text string) {
	first, _, more := strings.Cut(text, "\n")
	if !more {
		return
	}
	head, ok := l.Head([]byte(first))
	if !ok || strings.Contains(first[head.Body:], " ") {
		return
	}
	l.joinHead(event, text, head.Body, len(first))
}

// maxTorn bounds the line ends that are looked for inside one head.
const maxTorn = 3

// joinHead reads the head of text, whose first line of length n may hold only a part of it, by taking out line ends until it is whole. body is
// where the first line's message was taken to begin.
func (l layout) joinHead(event *parsers.Event, text string, body, n int) {
	var ends []int
	for i := n; len(ends) < maxTorn; {
		ends = append(ends, i)
		k := strings.IndexByte(text[i+1:], '\n')
		if k < 0 {
			break
		}
		i += 1 + k
	}
	for k := 1; k <= len(ends); k++ {
		to := len(text)
		if k < len(ends) {
			to = ends[k]
		}
		for glue := 0; glue < 1<<k; glue++ {
			joined, origin := glued(text[:min(to, maxHead)], ends[:k], glue)
			head, ok := l.Head(joined)
			if !ok || head.Body <= n || head.Body >= len(joined) {
				continue
			}
			adopt(event, head, text[body:origin(head.Body)])
			return
		}
	}
}

// maxHead bounds the text that is searched for the rest of a head.
const maxHead = 2 << 10

// glued takes the line ends out of text. Bit i of how says whether the i-th is dropped, because it stood inside a word, or becomes a blank.
// origin maps an offset of the result to one of text.
func glued(text string, ends []int, how int) (joined []byte, origin func(int) int) {
	var dropped []int
	from := 0
	for i, end := range ends {
		if end >= len(text) {
			break
		}
		joined = append(joined, text[from:end]...)
		if how&(1<<i) != 0 {
			dropped = append(dropped, len(joined))
		} else {
			joined = append(joined, ' ')
		}
		from = end + 1
	}
	joined = append(joined, text[from:]...)
	return joined, func(at int) int {
		back := at
		for _, d := range dropped {
			if d < at {
				back++
			}
		}
		return min(back, len(text))
	}
}

// adopt puts what a completed head says into the event. rest is the part of the head that had been taken for the message.
func adopt(event *parsers.Event, head parsers.Head, rest string) {
	event.Logger, event.Thread, event.Fields = head.Logger, head.Thread, head.Fields
	if head.Component != parsers.ComponentUnknown {
		event.Component = head.Component
	}
	if head.Level != parsers.LevelUnknown {
		event.Level = head.Level
	}
	if message, ok := strings.CutPrefix(event.Message, strings.Join(strings.Fields(rest), " ")); ok {
		event.Message = strings.TrimSpace(message)
	}
}
