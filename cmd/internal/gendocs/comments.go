package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// comments are what Go files say about its types: sentences for types and fields, and the constants of string types.
type comments struct {
	types  map[string]string
	fields map[string]string   // by "Type.Field"
	words  map[string][]string // by type
}

// readComments reads the Go files of a folder, tests left out.
func readComments(dir string) (*comments, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, fmt.Errorf("read the rule format: %w", err)
	}
	c := &comments{map[string]string{}, map[string]string{}, map[string][]string{}}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			return nil, fmt.Errorf("read the rule format: %w", err)
		}
		for _, decl := range parsed.Decls {
			if general, ok := decl.(*ast.GenDecl); ok {
				c.declaration(general)
			}
		}
	}
	for _, words := range c.words { // the order of declarations is nobody's business
		sort.Strings(words)
	}
	return c, nil
}

func (c *comments) declaration(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			c.types[spec.Name.Name] = sentence(spec.Doc, decl.Doc)
			if structure, ok := spec.Type.(*ast.StructType); ok {
				c.structure(spec.Name.Name, structure)
			}
		case *ast.ValueSpec:
			c.constant(spec)
		}
	}
}

func (c *comments) structure(name string, structure *ast.StructType) {
	for _, field := range structure.Fields.List {
		for _, id := range field.Names {
			c.fields[name+"."+id.Name] = sentence(field.Doc, field.Comment)
		}
	}
}

// constant notes a constant such as `Stable Status = "stable"`.
func (c *comments) constant(spec *ast.ValueSpec) {
	typ, ok := spec.Type.(*ast.Ident)
	if !ok {
		return
	}
	for _, value := range spec.Values {
		literal, ok := value.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			continue
		}
		if word, err := strconv.Unquote(literal.Value); err == nil {
			c.words[typ.Name] = append(c.words[typ.Name], word)
		}
	}
}

// sentence returns the first comment that says something, on one line.
func sentence(groups ...*ast.CommentGroup) string {
	for _, group := range groups {
		if s := strings.Join(strings.Fields(group.Text()), " "); s != "" {
			return s
		}
	}
	return ""
}
