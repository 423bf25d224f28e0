package main

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// schema is a JSON Schema, as far as rule files need one. The order of the fields is that of the output.
type schema struct {
	Schema               string             `json:"$schema,omitempty"`
	ID                   string             `json:"$id,omitempty"`
	Title                string             `json:"title,omitempty"`
	Description          string             `json:"description,omitempty"`
	Ref                  string             `json:"$ref,omitempty"`
	Type                 any                `json:"type,omitempty"` // a name or several
	Enum                 []string           `json:"enum,omitempty"`
	Const                string             `json:"const,omitempty"`
	Pattern              string             `json:"pattern,omitempty"`
	MinLength            int                `json:"minLength,omitempty"`
	MinItems             int                `json:"minItems,omitempty"`
	Items                *schema            `json:"items,omitempty"`
	Required             []string           `json:"required,omitempty"`
	Properties           map[string]*schema `json:"properties,omitempty"`
	AdditionalProperties any                `json:"additionalProperties,omitempty"` // *schema or false
	AllOf                []*schema          `json:"allOf,omitempty"`
	If                   *schema            `json:"if,omitempty"`
	Then                 *schema            `json:"then,omitempty"`
	Defs                 map[string]*schema `json:"$defs,omitempty"`
}

// ruleSchema returns the JSON Schema of rule files for editors. Fields and types come from the Go types, sentences and words from the source that declares them
// (source is the folder of package rules), so that a new field is in the schema as soon as it is in the format.
func ruleSchema(source string) ([]byte, error) {
	doc, err := readComments(source)
	if err != nil {
		return nil, err
	}
	m := &schemaMaker{doc: doc, defs: map[string]*schema{}}
	root := m.object(reflect.TypeFor[rules.Rule]())
	delete(m.defs, "Rule")
	root.Schema = "https://json-schema.org/draft/2020-12/schema"
	root.ID = "https://github.com/flinkdoctor/flinkdoctor/docs/schema/rule.schema.json"
	root.Title, root.Defs = "flinkdoctor rule", m.defs
	root.Description = "One rule file, rules/pack/<system>/<id>.yaml; docs/rule-format.md explains every field. flinkdoctor rules lint checks more than a schema can."
	root.AllOf = conditional
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil {
		return nil, fmt.Errorf("write the schema of rule files: %w", err)
	}
	return b.Bytes(), nil
}

// required lists what the loader demands of each type.
var required = map[string][]string{
	"Rule": {"id", "status", "system", "role", "title", "samples"}, "Text": {"en", "zh"}, "Fix": {"title", "apply", "verify"}, "Change": {"in", "key"},
	"Edge": {"rule"}, "Repeat": {"count"}, "Formula": {"expr"}, "Samples": {"match", "no_match"},
	"Lint": {"file"}, "Setting": {"in", "key"},
}

// conditional is what the loader demands of some roles only.
var conditional = []*schema{
	{If: role(rules.RoleRoot, rules.RoleSymptom), Then: &schema{Required: []string{"severity", "match", "cause"}}},
	{If: role(rules.RoleWrapper, rules.RoleBenign), Then: &schema{Required: []string{"match"}}},
	{If: role(rules.RoleLint), Then: &schema{Required: []string{"severity", "config", "cause"}}},
	{If: role(rules.RoleRoot), Then: &schema{Required: []string{"fixes"}}},
}

func role(list ...rules.Role) *schema {
	s := &schema{}
	for _, r := range list {
		s.Enum = append(s.Enum, string(r))
	}
	return &schema{Required: []string{"role"}, Properties: map[string]*schema{"role": s}}
}

// allowed lists the words that a field may have, where its type does not say it.
func allowed(typ, field string) []string {
	switch typ + "." + field {
	case "Rule.component", "Item.component":
		return rules.Components()
	case "Setting.in", "Lint.in":
		return options.Tables()
	case "Setting.at":
		return rules.LintPlaces()
	case "Lint.check":
		return rules.LintChecks()
	case "Change.in":
		return append(options.Tables(), "none")
	case "Item.in":
		return []string{"message", "chain", "root"}
	case "Item.level":
		return []string{"trace", "debug", "info", "warn", "error", "fatal"}
	case "Formula.unit":
		return []string{"bytes", "size", "percent", "number", "duration-ms"}
	}
	return nil
}

type schemaMaker struct {
	doc  *comments
	defs map[string]*schema
}

// object returns the schema of a struct.
func (m *schemaMaker) object(t reflect.Type) *schema {
	s := &schema{Type: "object", Description: m.doc.types[t.Name()], Properties: map[string]*schema{}, Required: required[t.Name()], AdditionalProperties: false}
	m.fields(s, t)
	return s
}

func (m *schemaMaker) fields(s *schema, t reflect.Type) {
	for i := range t.NumField() {
		field := t.Field(i)
		name, how, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		switch {
		case how == "inline":
			m.fields(s, field.Type)
		case name != "" && name != "-":
			s.Properties[name] = m.field(t, field, name)
		}
	}
}

func (m *schemaMaker) field(t reflect.Type, field reflect.StructField, name string) *schema {
	s := m.value(field.Type)
	if words := allowed(t.Name(), name); len(words) > 0 {
		target := s
		if s.Items != nil {
			target = s.Items
		}
		target.Type, target.Enum = "string", words
	}
	switch t.Name() + "." + name {
	case "Rule.id":
		s.Pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"
	case "Change.from", "Change.to":
		s.Type = []string{"string", "number", "boolean"} // YAML reads 10 as a number, the loader takes it for a text
	case "Samples.match", "Samples.no_match":
		s.MinItems = 1
	case "Text.en", "Text.zh":
		s.MinLength = 1
	}
	s.Description = m.doc.fields[t.Name()+"."+field.Name]
	return s
}

func (m *schemaMaker) value(t reflect.Type) *schema {
	switch {
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()): // rules.Duration is the only one
		return &schema{Type: "string", Pattern: `^([0-9]+d|([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+|0)$`}
	case len(m.doc.words[t.Name()]) > 0:
		return &schema{Enum: m.doc.words[t.Name()]}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return m.value(t.Elem())
	case reflect.Slice:
		return &schema{Type: "array", Items: m.value(t.Elem())}
	case reflect.Map:
		return &schema{Type: "object", AdditionalProperties: m.value(t.Elem())}
	case reflect.Struct:
		if m.defs[t.Name()] == nil {
			m.defs[t.Name()] = &schema{} // a placeholder, should a type hold itself
			m.defs[t.Name()] = m.object(t)
		}
		return &schema{Ref: "#/$defs/" + t.Name()}
	case reflect.Bool:
		return &schema{Type: "boolean"}
	case reflect.Int:
		return &schema{Type: "integer"}
	}
	return &schema{Type: "string"}
}
