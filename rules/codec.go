package rules

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"sort"
)

// The built-in pack is shipped as one binary file made from the YAML files: parsing a megabyte of YAML would take longer than reading a small log. Strings
// of a decoded pack share the memory of the file, so decoding copies nothing.

// packMagic begins the file; it changes with the encoding.
const packMagic = "flinkdoctor rules 2\n"

// packed is what the file holds.
type packed struct {
	Hash     string
	Rules    []Rule
	Keywords [][]string
}

// errPacked says that the built-in pack does not fit the program.
var errPacked = errors.New("the built-in rules do not fit this program; run go generate ./rules/")

// Encode returns the pack in the form that the program embeds. The same pack gives the same bytes.
func Encode(p *Pack) []byte {
	return appendValue([]byte(packMagic), reflect.ValueOf(packed{p.hash, p.Rules, p.keywords}))
}

// decode reads what Encode wrote. text must not change afterwards.
func decode(text string) (*Pack, error) {
	if len(text) < len(packMagic) || text[:len(packMagic)] != packMagic {
		return nil, errPacked
	}
	d := decoder{text: text, at: len(packMagic)}
	var file packed
	if err := d.value(reflect.ValueOf(&file).Elem()); err != nil {
		return nil, fmt.Errorf("%w: byte %d: %w", errPacked, d.at, err)
	}
	if d.at != len(text) || len(file.Rules) != len(file.Keywords) {
		return nil, errPacked
	}
	p := &Pack{Rules: file.Rules, hash: file.Hash, keywords: file.Keywords}
	p.index()
	return p, nil
}

func appendValue(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.String:
		b = binary.AppendUvarint(b, uint64(v.Len()))
		return append(b, v.String()...)
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1)
		}
		return append(b, 0)
	case reflect.Int, reflect.Int64:
		return binary.AppendVarint(b, v.Int())
	case reflect.Slice:
		b = binary.AppendUvarint(b, uint64(v.Len()))
		for i := range v.Len() {
			b = appendValue(b, v.Index(i))
		}
		return b
	case reflect.Map:
		keys := v.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
		b = binary.AppendUvarint(b, uint64(len(keys)))
		for _, k := range keys {
			b = appendValue(appendValue(b, k), v.MapIndex(k))
		}
		return b
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, 0)
		}
		return appendValue(append(b, 1), v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			b = appendValue(b, v.Field(i))
		}
		return b
	}
	panic("rules: no encoding for " + v.Type().String()) // a new kind of field in Rule: a mistake of the programmer
}

type decoder struct {
	text string
	at   int
}

var errShort = errors.New("ends early")

func (d *decoder) count() (int, error) {
	var n uint64
	for shift := uint(0); shift < 63; shift += 7 {
		if d.at >= len(d.text) {
			return 0, errShort
		}
		c := d.text[d.at]
		d.at++
		n |= uint64(c&0x7f) << shift
		if c < 0x80 {
			if n > uint64(len(d.text)) {
				return 0, errShort
			}
			return int(n), nil
		}
	}
	return 0, errors.New("number too long")
}

func (d *decoder) value(v reflect.Value) error {
	switch v.Kind() {
	case reflect.String:
		n, err := d.count()
		if err != nil || n > len(d.text)-d.at {
			return errors.Join(err, errShort)
		}
		v.SetString(d.text[d.at : d.at+n])
		d.at += n
		return nil
	case reflect.Bool:
		n, err := d.count()
		v.SetBool(n == 1)
		return err
	case reflect.Int, reflect.Int64:
		n, size := binary.Varint([]byte(d.text[d.at:min(len(d.text), d.at+binary.MaxVarintLen64)]))
		if size <= 0 {
			return errShort
		}
		d.at += size
		v.SetInt(n)
		return nil
	case reflect.Slice:
		return d.slice(v)
	case reflect.Map:
		return d.dictionary(v)
	case reflect.Pointer:
		n, err := d.count()
		if err != nil || n == 0 {
			return err
		}
		v.Set(reflect.New(v.Type().Elem()))
		return d.value(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if err := d.value(v.Field(i)); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("no encoding for %s", v.Type())
}

func (d *decoder) slice(v reflect.Value) error {
	n, err := d.count()
	if err != nil || n == 0 {
		return err
	}
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	for i := range n {
		if err := d.value(v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) dictionary(v reflect.Value) error {
	n, err := d.count()
	if err != nil || n == 0 {
		return err
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), n))
	for range n {
		pair := [2]string{}
		for i := range pair {
			if err := d.value(reflect.ValueOf(&pair[i]).Elem()); err != nil {
				return err
			}
		}
		v.SetMapIndex(reflect.ValueOf(pair[0]), reflect.ValueOf(pair[1]))
	}
	return nil
}
