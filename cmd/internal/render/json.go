package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"time"
	"unicode/utf8"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// jsonRenderer writes the report as docs/schema/report.schema.json says.
type jsonRenderer struct{}

// Render implements Renderer. Lists are never null, "<" and "&" stay readable, and characters that a terminal would obey are escaped.
func (jsonRenderer) Render(w io.Writer, r *report.Report) error { return writeJSON(w, r) }

func writeJSON(w io.Writer, value any) error {
	text, err := encode(value, "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// encode returns a value as JSON with a line end; without an indent it is one line.
func encode(value any, indent string) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	if err := encoder.Encode(complete(reflect.ValueOf(value)).Interface()); err != nil {
		return nil, fmt.Errorf("encode the report: %w", err)
	}
	return escapeHidden(b.Bytes()), nil
}

// complete returns a copy in which no list and no map is nil, because readers of the JSON would have to treat null and [] alike.
func complete(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		out := reflect.New(v.Type().Elem())
		out.Elem().Set(complete(v.Elem()))
		return out
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return v
		}
		out := reflect.New(v.Type()).Elem()
		for i := range v.NumField() {
			out.Field(i).Set(complete(v.Field(i)))
		}
		return out
	case reflect.Slice:
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(complete(v.Index(i)))
		}
		return out
	case reflect.Map:
		out := reflect.MakeMapWithSize(v.Type(), v.Len())
		for _, key := range v.MapKeys() {
			out.SetMapIndex(key, complete(v.MapIndex(key)))
		}
		return out
	}
	return v
}

// escapeHidden spells out what encoding/json leaves raw and a terminal may obey. Such characters stand inside strings only.
func escapeHidden(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == 0x7f || term.Hidden(r) {
			out = fmt.Appendf(out, `\u%04x`, r)
		} else {
			out = append(out, data[i:i+size]...)
		}
		i += size
	}
	return out
}
