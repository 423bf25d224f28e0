package main

import (
	"fmt"
	"strconv"
	"strings"
)

// record is a text with places for what varies, each written as ${name}.
type record struct {
	texts  []string // one more than values
	values []value
}

// value appends something that varies.
type value func(dst []byte, c *corpus) []byte

func (r *record) append(dst []byte, c *corpus) []byte {
	for i, v := range r.values {
		dst = append(dst, r.texts[i]...)
		dst = v(dst, c)
	}
	return append(dst, r.texts[len(r.values)]...)
}

// parse panics on an unknown name: the texts are all in this package.
func parse(text string) record {
	var r record
	for {
		before, rest, found := strings.Cut(text, "${")
		r.texts = append(r.texts, before)
		if !found {
			return r
		}
		name, after, _ := strings.Cut(rest, "}")
		v, ok := values[name]
		if !ok {
			panic(fmt.Sprintf("unknown value %q in %q", name, text))
		}
		r.values = append(r.values, v)
		text = after
	}
}

// values by their names. nN is a number of at most N digits, hN are N hexadecimal digits.
var values = map[string]value{
	"n1": number(10), "n2": number(100), "n3": number(1000), "n4": number(10_000), "n5": number(100_000), "n6": number(1_000_000),
	"n7": number(10_000_000), "n8": number(100_000_000), "n9": number(1_000_000_000),
	"h8": hex(8), "h16": hex(16), "h32": hex(32),
	"uuid": uuid, "ip": address,
	"job":    func(dst []byte, c *corpus) []byte { return append(dst, c.jobs[c.rng.IntN(len(c.jobs))]...) },
	"pod":    func(dst []byte, c *corpus) []byte { return append(dst, c.pods[c.rng.IntN(len(c.pods))]...) },
	"task":   oneOf("Source: orders_source[1]", "Calc[4]", "ConstraintEnforcer[7] -> Sink: orders_sink[7]", "GroupAggregate[12]", "Source: users_source[2] -> Calc[3]"),
	"db":     oneOf("ods", "dwd", "ads", "risk"),
	"table":  oneOf("orders", "order_items", "users", "payments", "shop_daily", "click_log"),
	"millis": func(dst []byte, c *corpus) []byte { return strconv.AppendInt(dst, c.now.UnixMilli(), 10) },
	"java":   clock("2006-01-02 15:04:05,000"),
	"fe":     clock("2006-01-02 15:04:05.000+08:00"),
	"glog":   clock("20060102 15:04:05.000000"),
	"nginx":  clock("2006/01/02 15:04:05"),
}

func number(below int64) value {
	return func(dst []byte, c *corpus) []byte { return strconv.AppendInt(dst, c.rng.Int64N(below), 10) }
}

func hex(n int) value {
	return func(dst []byte, c *corpus) []byte { return c.hex(dst, n) }
}

func oneOf(list ...string) value {
	return func(dst []byte, c *corpus) []byte { return append(dst, list[c.rng.IntN(len(list))]...) }
}

func clock(layout string) value {
	return func(dst []byte, c *corpus) []byte { return c.now.AppendFormat(dst, layout) }
}

func uuid(dst []byte, c *corpus) []byte {
	for i, n := range [...]int{8, 4, 4, 4, 12} {
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = c.hex(dst, n)
	}
	return dst
}

func address(dst []byte, c *corpus) []byte {
	dst = append(dst, "10.42."...)
	dst = strconv.AppendInt(dst, c.rng.Int64N(256), 10)
	dst = append(dst, '.')
	return strconv.AppendInt(dst, c.rng.Int64N(256), 10)
}
