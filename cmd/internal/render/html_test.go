package render

import (
	"bytes"
	"context"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

func TestHTMLGolden(t *testing.T) { goldens(t, "html", "html") }

// between returns what stands between two marks that are there once.
func between(t *testing.T, page, open, end string) string {
	t.Helper()
	if strings.Count(page, open) != 1 {
		t.Fatalf("%s is there %d times", open, strings.Count(page, open))
	}
	_, rest, _ := strings.Cut(page, open)
	text, _, closed := strings.Cut(rest, end)
	if !closed {
		t.Fatalf("%s without %s", open, end)
	}
	return text
}

// The policy admits just the style and the script that are in the page.
func TestHTMLPolicy(t *testing.T) {
	page := string(renderAs(t, "html", hostile(), Options{}))
	policy := html.UnescapeString(between(t, page, `http-equiv="Content-Security-Policy" content="`, `"`))
	want := "default-src 'none'; style-src '" + hashSource(between(t, page, "<style>", "</style>")) + "'; script-src '" + hashSource(between(t, page, "<script>", "</script>")) +
		"'; img-src data:; base-uri 'none'; form-action 'none'"
	if policy != want {
		t.Errorf("policy %s, want %s", policy, want)
	}
}

// tag is one start tag of a page.
type tag struct {
	name       string
	attributes map[string]string
}

// tags reads the start tags of a page as a browser does: "<" and a letter open one, quotes hide ">".
func tags(page string) []tag {
	var out []tag
	for {
		at := strings.IndexByte(page, '<')
		if at < 0 || at+1 >= len(page) {
			return out
		}
		page = page[at+1:]
		if c := page[0] | 0x20; c < 'a' || c > 'z' {
			continue
		}
		end := strings.IndexAny(page, " \n>")
		this := tag{strings.ToLower(page[:end]), map[string]string{}}
		for page = page[end:]; page != "" && page[0] != '>'; {
			page = strings.TrimLeft(page, " \n/")
			name := page[:strings.IndexAny(page, "= \n>")]
			if page = page[len(name):]; name == "" {
				break
			}
			value := ""
			if strings.HasPrefix(page, `="`) {
				value, page, _ = strings.Cut(page[2:], `"`)
			} else if strings.HasPrefix(page, "=") {
				value = "not quoted"
				page = page[1:]
			}
			this.attributes[strings.ToLower(name)] = html.UnescapeString(value)
		}
		out = append(out, this)
		if this.name == "style" || this.name == "script" { // their content is no HTML
			_, page, _ = strings.Cut(page, "</"+this.name)
		}
	}
}

// Logs add no tag and no attribute to a page, and nothing in it is loaded from anywhere.
func TestHTMLHostile(t *testing.T) {
	known := map[string]bool{}
	for _, name := range strings.Fields(`html head meta link title style body header main footer section article nav b strong small span button h1 h2 h3 p a ul ol li br
		pre code mark figure figcaption details summary dl dt dd table tr th td div script svg g text line rect path circle`) {
		known[name] = true
	}
	attributes := map[string]bool{}
	for _, name := range strings.Fields(`lang charset http-equiv content name rel href class id type title aria-label aria-hidden data-text role viewbox width height
		x y x1 y1 x2 y2 d cx cy r text-anchor`) {
		attributes[name] = true
	}
	for _, lang := range term.Languages {
		page := renderAs(t, "html", hostile(), Options{Language: lang})
		obeysNobody(t, bytes.ReplaceAll(page, []byte("\t"), nil))
		scripts := 0
		for _, tag := range tags(string(page)) {
			if tag.name == "script" {
				scripts++
			}
			if !known[tag.name] {
				t.Errorf("tag %q", tag.name)
			}
			for name, value := range tag.attributes {
				if !attributes[name] || value == "not quoted" {
					t.Errorf("attribute %s=%q of %s", name, value, tag.name)
				}
				if name == "href" && value != "data:," && !strings.HasPrefix(value, "#incident-") {
					t.Errorf("a link to %q", value)
				}
			}
		}
		if scripts != 1 {
			t.Errorf("%d scripts", scripts)
		}
		if !strings.Contains(html.UnescapeString(string(page)), clean(poison)) {
			t.Error("the evidence is not whole")
		}
	}
}

// What is copied is what the file needs: a diff with its tabs, settings without signs, commands alone.
func TestHTMLCopies(t *testing.T) {
	r := loadRefused("en")
	r.Incidents[0].RootCause.Fixes[1].Diff = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-\ta\n+\tb\n"
	copies := map[string]bool{}
	for _, tag := range tags(string(renderAs(t, "html", r, Options{}))) {
		if text, ok := tag.attributes["data-text"]; ok {
			copies[text] = true
		}
	}
	for _, want := range []string{
		"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-\ta\n+\tb\n", "max_fails=3\nfail_timeout=10s\nzone starrocks-tcp2 64k;", "nginx -t && nginx -s reload",
		"grep -c 'no live upstreams' error.log", "flinkdoctor explain nginx-no-live-upstreams",
		"suppress:\n  - rule: nginx-no-live-upstreams\n    fingerprint: aa11bb22\n    reason: ...\n    until: YYYY-MM-DD\n",
	} {
		if !copies[want] {
			t.Errorf("%q cannot be copied; %d others can", want, len(copies))
		}
	}
}

// browser renders a page in a headless Chromium and returns the document as the scripts left it, and what was written to the console.
func browser(t *testing.T, page, size string, flags ...string) (dom string, console []string) {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		if program, err = exec.LookPath("chromium-browser"); err != nil {
			t.Skip("no chromium or chromium-browser on PATH: the page is not looked at in a browser")
		}
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "report.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run", "--user-data-dir=" + filepath.Join(dir, "profile"),
		"--window-size=" + size, "--enable-logging=stderr", "--screenshot=" + filepath.Join(dir, "page.png"), "--dump-dom",
	}, append(flags, "file://"+file)...)...)
	var out, log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &log
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, log.String())
	}
	for _, line := range strings.Split(log.String(), "\n") {
		if strings.Contains(line, ":CONSOLE") {
			console = append(console, line)
		}
	}
	if info, err := os.Stat(filepath.Join(dir, "page.png")); err != nil || info.Size() < 2000 {
		t.Errorf("nothing was drawn: %v", err)
	}
	return out.String(), console
}

var windows = []string{"375,812", "1280,800"}

// A browser shows the page without a complaint, in both sizes, scripts or not.
func TestHTMLInBrowser(t *testing.T) {
	page := string(renderAs(t, "html", accepted("en"), Options{}))
	for _, size := range windows {
		dom, console := browser(t, page, size)
		if len(console) > 0 {
			t.Errorf("%s: %q", size, console)
		}
		for _, part := range []string{`<html lang="en" class="js">`, `<svg class="timeline"`, `<svg class="arcs"`, `id="incident-1"`, "nginx has taken every StarRocks FE out of rotation", `class="mark bad"`} {
			if !strings.Contains(dom, part) {
				t.Errorf("%s: %q is missing", size, part)
			}
		}
	}
	refused := strings.Replace(page, "script-src &#39;", "script-src &#39;none&#39; &#39;x", 1)
	dom, console := browser(t, refused, windows[0])
	if !strings.Contains(dom, `<html lang="en">`) || !strings.Contains(dom, "nginx -s reload") || len(console) == 0 {
		t.Errorf("without scripts the page says less: %q", console)
	}
	if _, console := browser(t, string(renderAs(t, "html", hostile(), Options{})), windows[0]); len(console) > 0 {
		t.Errorf("a hostile report: %q", console)
	}
}

// probe looks at a page from inside: whether it is wider than the window, what the buttons do.
const probe = `<script>
addEventListener("load", function () {
  var root = document.documentElement, seen = [], shown = function (s) { return getComputedStyle(document.querySelector(s)).display !== "none"; };
  seen.push("width=" + innerWidth, "fits=" + (root.scrollWidth <= innerWidth), "language=" + (shown("main .en") && !shown("main .zh")));
  document.getElementById("lang").click();
  seen.push("switched=" + (root.lang === "zh" && shown("main .zh") && !shown("main .en")));
  var colour = function () { return getComputedStyle(root).backgroundColor; }, before = colour();
  document.getElementById("theme").click();
  seen.push("theme=" + (colour() !== before));
  document.getElementById("theme").click();
  seen.push("back=" + (colour() === before));
  var copied = "";
  document.execCommand = function () { copied = document.activeElement.value; return true; };
  Object.defineProperty(window, "isSecureContext", { value: false });
  var button = document.querySelector(".fix button.copy");
  button.click();
  seen.push("copied=" + (copied === button.dataset.text && copied !== "" && button.className === "copy done"));
  parent.postMessage(seen.join(" "), "*");
});
</script></body>`

// framed shows a page in a frame: a browser's own window has a least width above that of a phone.
func framed(page, size string) string {
	width, height, _ := strings.Cut(size, ",")
	return `<!DOCTYPE html><html><body><script>onmessage = function (e) { document.body.setAttribute("data-seen", e.data); };</script>` +
		`<iframe width="` + width + `" height="` + height + `" srcdoc="` + html.EscapeString(page) + `"></iframe></body></html>`
}

// The page is never wider than the window, and the buttons do what they say.
func TestHTMLButtons(t *testing.T) {
	for name, r := range map[string][]byte{"accepted": renderAs(t, "html", accepted("en"), Options{Language: "en"}), "hostile": renderAs(t, "html", hostile(), Options{Language: "en"})} {
		page := strings.Replace(string(r), "Content-Security-Policy", "X-None", 1)
		page = strings.Replace(page, "</body>", probe, 1)
		for _, size := range windows {
			width, _, _ := strings.Cut(size, ",")
			dom, console := browser(t, framed(page, size), "1600,1000")
			seen := ""
			if _, rest, ok := strings.Cut(dom, `data-seen="`); ok {
				seen, _, _ = strings.Cut(rest, `"`)
			}
			if want := "width=" + width + " fits=true language=true switched=true theme=true back=true copied=true"; seen != want {
				t.Errorf("%s at %s: %s %q", name, size, seen, console)
			}
		}
	}
}
