package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/settings"
)

// sarifRenderer writes SARIF 2.1.0 that code hosts accept, GitHub's code scanning above all, which wants more than the standard: one physical location a result,
// lines from 1 on, relative URIs, fingerprints that tell results apart, help with every rule
// (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning). What is known and accepted is left out:
// GitHub ignores suppressions and would show it.
type sarifRenderer struct{ options Options }

const (
	sourceRoot = "%SRCROOT%"
	// Limits of GitHub: a name of a rule, a short description (characters), related locations that are shown.
	longestRuleName, longestShort, mostRelated = 255, 1024, 100
	linkedLocations                            = 5
)

// Render implements Renderer.
func (s sarifRenderer) Render(w io.Writer, r *report.Report) error {
	options := s.options.reproducible()
	options.Verbose, options.Width = true, widestProse
	b := &sarifBuilder{textPage: newTextPage(options, r), rules: map[string]int{}, names: unique{}}
	b.build()
	language := "en-US"
	if r.Language == "zh" {
		language = "zh-CN"
	}
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "flinkdoctor", Version: clean(r.Tool.Version), InformationURI: "https://github.com/flinkdoctor/flinkdoctor", Rules: b.list,
			Properties: map[string]string{"rules": clean(r.Tool.Rules)},
		}},
		Language: language, ColumnKind: "utf16CodeUnits", Results: b.results,
		Bases:       map[string]sarifBaseText{sourceRoot: {sarifText{"The folder in which flinkdoctor ran."}}},
		Invocations: []sarifInvocation{b.invocation()},
	}
	return writeJSON(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// sarifBuilder collects rules and results.
type sarifBuilder struct {
	*textPage
	rules   map[string]int // rule -> index into list
	list    []sarifRule
	results []sarifResult
	names   unique
}

func (b *sarifBuilder) build() {
	for n := range b.r.Incidents {
		if i := &b.r.Incidents[n]; i.RootCause != nil {
			b.results = append(b.results, b.incident(i))
		}
	}
	level := "warning"
	if unknownFails(b.r) {
		level = "error"
	}
	for _, u := range otherFailures(b.r) {
		f := &report.Finding{Title: u.Title(), Severity: level, Confidence: "low", Role: "root", Count: u.Count, Evidence: u.Evidence}
		result := b.result(f, u.Fingerprint)
		result.Message = sarifText{sarifMessage(f.Title)}
		b.results = append(b.results, result)
	}
}

func (b *sarifBuilder) invocation() sarifInvocation {
	out := sarifInvocation{Successful: b.r.Exit.Reason != "error", ExitCode: b.r.Exit.Code, Exit: clean(b.r.Exit.Reason)}
	for _, n := range b.r.NotAssessed {
		out.Notifications = append(out.Notifications, sarifNotification{"warning", sarifText{clean(n.What) + ": " + clean(n.Why)}})
	}
	for n := range b.r.Notices {
		out.Notifications = append(out.Notifications, sarifNotification{"note", sarifText{b.notice(&b.r.Notices[n])}})
	}
	return out
}

// result is what incidents and failures that no rule knows have in common.
func (b *sarifBuilder) result(f *report.Finding, id string) sarifResult {
	at := firstPlace(b.r, f.Evidence)
	b.names[id]++
	out := sarifResult{
		RuleID: clean(ruleOf(f)), RuleIndex: b.rule(f), Level: sarifLevel(f.Severity), Locations: []sarifLocation{{Physical: b.physical(at)}},
		// GitHub uses this fingerprint only; the number tells results of one kind apart.
		Fingerprints: map[string]string{"primaryLocationLineHash": fmt.Sprintf("%s:%d", clean(id), b.names[id])},
		Properties:   map[string]any{"confidence": clean(f.Confidence), "count": f.Count, "fingerprint": clean(id)},
	}
	for _, e := range f.Evidence[min(1, len(f.Evidence)):] {
		b.relate(&out, e, clean(e.Text))
	}
	return out
}

func (b *sarifBuilder) incident(i *report.Incident) sarifResult {
	root := i.RootCause
	out := b.result(root, i.ID)
	out.Level = sarifLevel(gated(b.r, i))
	for _, list := range [][]report.Finding{i.Contributing, i.Symptoms} {
		for n := range list {
			b.relate(&out, firstPlace(b.r, list[n].Evidence), clean(b.name(&list[n]))+": "+clean(list[n].Title))
		}
	}
	_, title := b.verdict(root)
	text := sarifMessage(withStop(title) + " " + root.Cause)
	for n := range min(len(out.Related), linkedLocations) {
		at := out.Related[n]
		name := strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(fmt.Sprintf("%s:%d", at.Physical.Artifact.URI, at.Physical.Region.StartLine))
		if n == 0 {
			text += b.say(" See", " 参见")
		}
		text += fmt.Sprintf(" [%s](%d)", name, at.ID)
	}
	out.Message = sarifText{text}
	for n := range root.Fixes {
		if fix, ok := sarifFixOf(&root.Fixes[n], b.patched); ok {
			out.Fixes = append(out.Fixes, fix)
		}
	}
	return out
}

// withStop ends a title, because GitHub shows the first sentence of a message.
func withStop(title string) string {
	title = clean(title)
	if strings.HasSuffix(title, ".") || strings.HasSuffix(title, "。") {
		return title
	}
	return title + "."
}

// sarifMessage keeps a text from making links of its own (section 3.11.6: "[text](target)").
func sarifMessage(text string) string {
	return strings.ReplaceAll(clean(text), "](", "] (")
}

func (b *sarifBuilder) relate(out *sarifResult, e report.Evidence, message string) {
	if len(out.Related) >= mostRelated {
		return
	}
	e.Line = max(e.Line, 1)
	at := sarifLocation{ID: len(out.Related) + 1, Physical: b.physical(e)}
	if message != "" {
		at.Message = &sarifText{sarifMessage(message)}
	}
	out.Related = append(out.Related, at)
}

func (b *sarifBuilder) physical(e report.Evidence) sarifPhysical {
	region := sarifRegion{StartLine: e.Line, StartColumn: max(e.Column, 1), EndLine: e.Line}
	if text := clean(e.Text); text != "" {
		region.Snippet = &sarifText{text}
	}
	return sarifPhysical{b.artifact(e.Source), region}
}

// patched is the file of a diff, which names absolute files without their first slash.
func (b *sarifBuilder) patched(name string) sarifArtifact {
	for i := range b.r.Sources {
		if b.r.Sources[i].Name == "/"+name {
			return b.artifact("/" + name)
		}
	}
	return b.artifact(name)
}

func (b *sarifBuilder) artifact(source string) sarifArtifact {
	uri := fileURI(b.Dir, source)
	if strings.HasPrefix(uri, "file:") {
		return sarifArtifact{URI: uri}
	}
	return sarifArtifact{uri, sourceRoot}
}

// sarifLevel maps severities to levels.
func sarifLevel(severity string) string {
	switch severity {
	case "critical", "error":
		return "error"
	case "info":
		return "note"
	}
	return "warning"
}

// rule returns the index of the finding's rule and describes it when it is new. What help says is told of the first incident of the rule.
func (b *sarifBuilder) rule(f *report.Finding) int {
	id := clean(ruleOf(f))
	if n, ok := b.rules[id]; ok {
		return n
	}
	b.rules[id] = len(b.list)
	title, cause, page := clean(f.Title), clean(f.Cause), b.helpPage(ruleOf(f))
	if f.Rule == nil {
		title = b.say("A failure that no rule knows", "没有规则认识的故障")
		cause = b.say("No rule knows this failure yet. The innermost exception and the lines before it say most.", "目前没有规则认识这个故障。最内层异常和它之前的日志最有参考价值。")
		page = documentation + "rule-format.md"
	}
	if title == "" {
		title = id
	}
	if cause == "" {
		cause = title
	}
	level := sarifLevel(f.Severity)
	rule := sarifRule{
		ID: id, Name: cutText(id, longestRuleName), Short: sarifText{cutText(title, longestShort)}, Full: sarifText{cause}, HelpURI: page,
		Help: b.help(f, title, cause), Configuration: sarifConfig{level}, Properties: sarifProperties{
			Tags: sarifTags(f), Severity: map[string]string{"error": "error", "warning": "warning", "note": "recommendation"}[level],
		},
	}
	if f.Confidence == "high" || f.Confidence == "medium" || f.Confidence == "low" {
		rule.Properties.Precision = f.Confidence
	}
	b.list = append(b.list, rule)
	return b.rules[id]
}

// cutText shortens a text to a number of characters.
func cutText(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

func sarifTags(f *report.Finding) []string {
	tags := []string{}
	for _, tag := range []string{f.Component, f.Role, f.Severity} {
		if tag = clean(tag); tag != "" && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// toldApart is what the finding's rule says of failures that look like it.
func (b *sarifBuilder) toldApart(f *report.Finding) string {
	if b.ToldApart == nil || f.Rule == nil {
		return ""
	}
	return clean(b.ToldApart(*f.Rule, b.say("en", "zh")))
}

// help tells cause, certainty, fixes and how to accept the rule's incidents.
func (b *sarifBuilder) help(f *report.Finding, title, cause string) sarifHelp {
	snippet := suppressions(b.r, func(i *report.Incident) bool { return ruleOf(i.RootCause) == ruleOf(f) })
	known := *f
	known.Title, known.Cause = title, cause
	md := &mdPage{textPage: b.textPage}
	md.block("# %s", mdProse(title))
	md.paragraphs(cause)
	apart := b.toldApart(f)
	if apart != "" {
		md.block("**%s**%s%s", b.say("Told apart", "区分"), b.say(": ", "："), mdProse(apart))
	}
	if f.Why != "" {
		md.block("**%s**%s%s", b.say("How we know", "如何判断"), b.say(": ", "："), mdProse(f.Why))
	}
	md.fixes(f.Fixes)
	md.nextSteps(f)
	text := title + "\n\n" + b.written(func() {
		b.reasons(&known)
		if apart != "" {
			b.under(b.say("Told apart", "区分"), b.pal.Label)
			b.prose(0, apart, nil)
		}
		b.lookAt(f)
		b.fixes(f.Fixes)
	})
	if snippet != "" {
		accept := fmt.Sprintf(b.say("To accept it, paste into %s:", "如需接受，写入 %s："), settings.FileName)
		text += "\n\n" + accept + "\n\n" + snippet
		md.block("### %s", mdPlain(accept))
		md.block("%s", strings.TrimSuffix(mdBlock("yaml", strings.Split(strings.TrimSuffix(snippet, "\n"), "\n")), "\n"))
	}
	return sarifHelp{strings.TrimSpace(text), strings.TrimSpace(md.out.String())}
}
