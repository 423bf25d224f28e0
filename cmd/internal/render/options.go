package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// OptionPage is what is told of one configuration option of one product.
type OptionPage struct {
	// Asked is the key as the reader wrote it, Key the name that is told of; Now is the newest name. Release is "" for all releases.
	Asked, Key, Now, Release string
	// About names the product, the file and the releases that were read.
	About  string
	Option options.Option
	Older  []options.Rename
	Rules  []string // ids of the rules of which a fix changes it
}

// OptionPages writes what is known of an option, one part for every product that has it, as text or JSON. The error is that of w.
func OptionPages(w io.Writer, pages []OptionPage, format string, o Options) error {
	if format == "json" {
		list := make([]jsonOption, len(pages))
		for i := range pages {
			list[i] = pages[i].json()
		}
		return writeJSON(w, list)
	}
	p := &optionText{page: newPage(o, "en")}
	for i := range pages {
		if i > 0 {
			p.blank()
		}
		p.option(&pages[i])
	}
	_, err := w.Write(p.Bytes())
	return err
}

// OptionList writes keys, one a line with table and newest default, so that grep and awk work on it. The error is that of w.
func OptionList(w io.Writer, list []options.Option, format string) error {
	if format == "json" {
		out := make([]jsonOption, len(list))
		for i := range list {
			out[i] = (&OptionPage{Key: list[i].Key, Option: list[i]}).json()
		}
		return writeJSON(w, out)
	}
	var b strings.Builder
	table, key := 0, 0
	for i := range list {
		table, key = max(table, len(list[i].Table)), max(key, len(list[i].Key))
	}
	for i := range list {
		line := fmt.Sprintf("%-*s  %-*s  %s", table, list[i].Table, key, list[i].Key, newestDefault(&list[i]))
		b.WriteString(clean(strings.TrimRight(line, " ")) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func newestDefault(o *options.Option) string {
	last := ""
	for _, r := range o.Ranges {
		if r.Vendor != "" {
			continue
		}
		if r.ReadAs != "" {
			last = "-> " + r.ReadAs
		} else if last = r.Default; r.Until != "" {
			last += " (until " + r.Until + ")"
		}
	}
	return last
}

type optionText struct{ *page }

func (p *optionText) option(o *OptionPage) {
	p.wide(clean(o.Key), p.pal.Label)
	p.prose(0, o.About, p.pal.Dim)
	if o.Key != o.Asked && o.Release != "" {
		p.prose(0, fmt.Sprintf(p.say("the name of %s in %s", "%s 在 %s 中的名称"), o.Asked, o.Release), nil)
	}
	p.ranges(o)
	p.names(o)
	if len(o.Rules) > 0 {
		p.under(p.say("Rules", "相关规则"), p.pal.Label)
		for _, id := range o.Rules {
			p.put(0, clean(id), nil)
		}
	}
}

func (p *optionText) ranges(o *OptionPage) {
	p.under(p.say("Releases", "版本"), p.pal.Label)
	if len(o.Option.Ranges) == 0 {
		p.prose(0, fmt.Sprintf(p.say("not in %s", "%s 中没有"), o.Release), p.pal.Bad)
		return
	}
	for _, r := range o.Option.Ranges {
		p.prose(0, p.releases(r)+p.say(": ", "：")+p.said(r, o.Option.Unit), nil)
	}
}

func (p *optionText) releases(r options.Range) string {
	switch {
	case r.Since == options.Unreleased:
		return p.say("in no release yet", "尚未发布")
	case r.Since == "" && r.Until == "":
		return p.say("all", "所有版本")
	case r.Until == "":
		return fmt.Sprintf(p.say("%s and later", "%s 起"), r.Since)
	case r.Since == "":
		return fmt.Sprintf(p.say("up to %s", "截至 %s"), r.Until)
	case r.Since == r.Until:
		return r.Since
	}
	return r.Since + p.say(" to ", "～") + r.Until
}

// said is what one range of releases says of the option.
func (p *optionText) said(r options.Range, unit string) string {
	parts := []string{r.Scope}
	if r.ReadAs != "" {
		parts = append(parts, fmt.Sprintf(p.say("read as %s", "按 %s 读取"), r.ReadAs))
	}
	if r.Default != "" {
		text := p.say("default ", "默认 ") + r.Default
		if unit != "" && strings.Trim(r.Default, "-0123456789.") == "" {
			text += " " + strings.Trim(unit, "()")
		}
		parts = append(parts, text)
	}
	parts = append(parts, r.Type)
	if r.Online {
		parts = append(parts, p.say("can be changed at run time", "可在线修改"))
	}
	if r.Vendor != "" {
		parts = append(parts, fmt.Sprintf(p.say("only %s", "仅 %s"), r.Vendor))
	}
	parts = append(parts, r.Note)
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), p.say(", ", "，"))
}

func (p *optionText) names(o *OptionPage) {
	if o.Now != "" && o.Now != o.Key {
		p.under(p.say("Now", "现名"), p.pal.Label)
		p.put(0, clean(o.Now), nil)
	}
	p.under(p.say("Older", "旧名"), p.pal.Label)
	for _, r := range o.Older {
		since := ""
		if r.Since != "" && r.Since != options.Unreleased {
			since = fmt.Sprintf(p.say(" (%s has the new name)", "（%s 起为新名称）"), r.Since)
		}
		p.prose(0, r.Old+since, nil)
	}
	p.label = ""
}

// jsonOption is the JSON of an option.
type jsonOption struct {
	Table    string      `json:"table"`
	Key      string      `json:"key"`
	About    string      `json:"about,omitempty"`
	Now      string      `json:"now,omitempty"` // the newest name, when it is another
	Type     string      `json:"type,omitempty"`
	Scope    string      `json:"scope,omitempty"`
	Unit     string      `json:"unit,omitempty"`
	Releases []jsonRange `json:"releases"`
	Older    []jsonName  `json:"older_names"`
	Rules    []string    `json:"rules"`
}

type jsonRange struct {
	Since    string `json:"since,omitempty"`
	Until    string `json:"until,omitempty"`
	Default  string `json:"default,omitempty"`
	Type     string `json:"type,omitempty"`
	Scope    string `json:"scope,omitempty"`
	Online   bool   `json:"online"`
	ReadAs   string `json:"read_as,omitempty"`
	Vendor   string `json:"vendor,omitempty"`
	Note     string `json:"note,omitempty"`
	Inferred bool   `json:"inferred,omitempty"` // the release was not read; a neighbour's entry is taken
}

type jsonName struct {
	Name  string `json:"name"`
	Since string `json:"new_name_since,omitempty"`
}

func (o *OptionPage) json() jsonOption {
	out := jsonOption{
		Table: o.Option.Table, Key: o.Key, About: o.About, Type: o.Option.Type, Scope: o.Option.Scope, Unit: o.Option.Unit, Rules: o.Rules,
	}
	if o.Now != o.Key {
		out.Now = o.Now
	}
	for _, r := range o.Option.Ranges {
		out.Releases = append(out.Releases, jsonRange{r.Since, r.Until, r.Default, r.Type, r.Scope, r.Online, r.ReadAs, r.Vendor, r.Note, r.Inferred})
	}
	for _, r := range o.Older {
		out.Older = append(out.Older, jsonName{r.Old, r.Since})
	}
	return out
}
