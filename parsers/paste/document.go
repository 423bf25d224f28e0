package paste

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers/envelope"
)

const (
	// maxDepth bounds the nesting of a document, and how often a string that is itself a document is opened.
	maxDepth = 24
	// maxLeaves bounds the strings that are taken from a document.
	maxLeaves = 200000
	// maxRow bounds an object that may be a record, in bytes.
	maxRow = 64 << 10
)

// document takes the log out of one JSON document, or of several behind one another: what Elasticsearch, Loki, Grafana, log services and Flink's REST interface
// answer or export. Which of its strings are the log is told by which read as log.
func (r reader) document(lines []line) ([]line, bool) {
	first := 0
	for first < len(lines) && strings.TrimSpace(lines[first].text) == "" {
		first++
	}
	if first == len(lines) || !strings.Contains("{[", strings.TrimSpace(lines[first].text)[:1]) {
		return nil, false
	}
	d := leaves{byPath: map[string][]line{}}
	if enveloped(lines) || !d.read(lines) || d.foreign {
		return nil, false
	}
	if len(d.objects) > 0 && 2*len(d.objects) >= d.rows {
		return d.objects, true
	}
	before := r.score(lines)
	best, path := before, ""
	for _, p := range d.paths {
		if s := r.score(d.byPath[p]); s > best {
			best, path = s, p
		}
	}
	if path == "" {
		return nil, false
	}
	return d.byPath[path], true
}

// enveloped tells whether the envelopes know most lines one by one.
func enveloped(lines []line) bool {
	known := 0
	first := sampled(lines)
	for _, l := range first {
		if _, _, ok := envelope.Strip([]byte(l.text)); ok {
			known++
		}
	}
	return 2*known > len(first)
}

// leaves are the strings of a document by the path to them, array indices left out.
type leaves struct {
	byPath  map[string][]line
	paths   []string // in the order of the document
	count   int
	rows    int    // objects that stand in arrays
	objects []line // those of a logger's JSON layout, each on one line
	foreign bool   // objects of Kubernetes and answers to loads, which layouts read as they are
}

// read takes in all documents of the text; false when it holds anything else.
func (d *leaves) read(lines []line) bool {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.text)
		b.WriteByte('\n')
	}
	w := walker{leaves: d, text: b.String()}
	w.dec = json.NewDecoder(strings.NewReader(w.text))
	for w.dec.More() {
		if !w.value("", 0, false) {
			return false
		}
	}
	return d.count > 0
}

func (d *leaves) add(path, text string, at int) {
	if d.count++; d.count > maxLeaves {
		return
	}
	if _, ok := d.byPath[path]; !ok {
		d.paths = append(d.paths, path)
	}
	for _, l := range split(text) {
		d.byPath[path] = append(d.byPath[path], line{l.text, at})
	}
}

// walker goes through one text of JSON.
type walker struct {
	leaves *leaves
	text   string
	dec    *json.Decoder
	seen   int64 // bytes in which line ends were counted
	at     int   // line ends before seen
}

// value reads one value. inArray tells that it stands directly in an array: an array in an array is a row, whose columns are told apart.
func (w *walker) value(path string, depth int, inArray bool) bool {
	token, err := w.dec.Token()
	if err != nil || depth > maxDepth {
		return false
	}
	switch v := token.(type) {
	case json.Delim:
		if v == '{' {
			start := w.dec.InputOffset() - 1
			ok := w.object(path, depth)
			if ok && inArray {
				w.row(start, w.dec.InputOffset())
			}
			return ok
		}
		return w.array(path, depth, inArray)
	case string:
		w.leaf(path, v, depth)
	}
	return true
}

func (w *walker) object(path string, depth int) bool {
	for w.dec.More() {
		key, err := w.dec.Token()
		if err != nil {
			return false
		}
		w.leaves.foreign = w.leaves.foreign || key == "apiVersion" || key == "TxnId" || key == "Status"
		if !w.value(fmt.Sprint(path, "/", key), depth+1, false) {
			return false
		}
	}
	_, err := w.dec.Token()
	return err == nil
}

// row looks at an object of an array, [start,end) of the text. What a logger's JSON layout wrote is left to the envelopes: only the object as a whole tells level,
// message and trace.
func (w *walker) row(start, end int64) {
	w.leaves.rows++
	var b bytes.Buffer
	if start < 0 || end > int64(len(w.text)) || end-start > maxRow || json.Compact(&b, []byte(w.text[start:end])) != nil {
		return
	}
	if _, meta, ok := envelope.Strip(b.Bytes()); ok && strings.HasPrefix(meta.Kind, "logger") || ok && strings.HasPrefix(meta.Kind, "starrocks") {
		w.leaves.objects = append(w.leaves.objects, line{b.String(), w.at})
	}
}

func (w *walker) array(path string, depth int, row bool) bool {
	for i := 0; w.dec.More(); i++ {
		column := path + "/*"
		if row {
			column = fmt.Sprint(path, "/", min(i, maxDepth))
		}
		if !w.value(column, depth+1, true) {
			return false
		}
	}
	_, err := w.dec.Token()
	return err == nil
}

// leaf takes a string, or what stands in it when it is a document itself.
func (w *walker) leaf(path, text string, depth int) {
	end := min(w.dec.InputOffset(), int64(len(w.text)))
	w.at += strings.Count(w.text[w.seen:end], "\n")
	w.seen = end
	if inner := strings.TrimSpace(text); depth < maxDepth && len(inner) > 1 && (inner[0] == '{' || inner[0] == '[') && json.Valid([]byte(inner)) {
		sub := leaves{byPath: map[string][]line{}}
		if sub.read([]line{{inner, 0}}) {
			for _, p := range sub.paths {
				for _, l := range sub.byPath[p] {
					w.leaves.add(path+p, l.text, w.at)
				}
			}
			return
		}
	}
	w.leaves.add(path, text, w.at)
}
