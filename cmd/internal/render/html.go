package render

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page, its style and its script
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// htmlRenderer writes one file that needs nothing else: no script is needed to read it, nothing is loaded from anywhere, and a content security policy refuses
// everything but the style and the script that are part of it. Words of the page are there in both languages, those of rules in the report's.
type htmlRenderer struct{ options Options }

var (
	//go:embed html/page.tmpl
	pageTemplate string
	//go:embed html/page.css
	pageStyle string
	//go:embed html/page.js
	pageScript string
)

// htmlPage is parsed once; executing it is safe for several goroutines.
var htmlPage = template.Must(template.New("page").Funcs(template.FuncMap{"say": func(en, zh string) both { return both{en, zh} }}).Parse(pageTemplate))

// Render implements Renderer.
func (h htmlRenderer) Render(w io.Writer, r *report.Report) error {
	v := newHTMLView(h.options, r)
	v.CSS, v.JS = template.CSS(pageStyle), template.JS(pageScript) //nolint:gosec // both are part of the program
	v.CSP = fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'", hashSource(pageStyle), hashSource(pageScript))
	var b bytes.Buffer
	if err := htmlPage.Execute(&b, v); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// hashSource allows one inline text (https://www.w3.org/TR/CSP3/#grammardef-hash-source).
func hashSource(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// both is a text of the page in both languages; the reader chooses.
type both struct{ EN, ZH string }
