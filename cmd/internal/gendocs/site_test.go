package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

func smallPack(t *testing.T) *rules.Pack {
	t.Helper()
	pack, err := load(filepath.Join("testdata", "pack"))
	if err != nil {
		t.Fatal(err)
	}
	return pack
}

func TestPages(t *testing.T) {
	got := pages(smallPack(t))
	for name, parts := range map[string][]string{
		"README.md": {
			"## [acme](acme/README.md)", "[`beta-write-failed`](beta/beta-write-failed.md)", `Shard \<shard\> was closed \| lost`, "3: 1 root cause (根因), 1 symptom (症状), 1 benign (无害日志)",
		},
		"messages.md": {
			"| `[shard] was closed` | `ShardClosedException` | [`acme-shard-closed`](acme/acme-shard-closed.md) | root cause |", "| `closed for good` |  |", "| `WriteFailedException` |  |",
		},
		"acme/README.md": {"flowchart LR", `n0["acme-shard-closed"]:::root`, `n1["beta-write-failed"]:::other`, "n0 --> n1"},
		"acme/acme-shard-closed.md": {
			`# Shard \<shard\> was closed | lost`, `# 分片 \<shard\> 已关闭`, "**Since**: Acme 2.1", "Somebody closed \\<it\\>, see &#36;HOME/\\_shards\\_ and &#123;{ template }}.",
			"- exception `com.acme.ShardClosedException`, text `[shard] was closed`, only in `root`", "- expression `shard \\d+ (?:gone|closed) for good`", "<code>&#96;&#123;&#123; .Name",
			"\nonly from 3 matches within 1h30m on\n", "1h30m 内出现 3 次以上才提示",
			"- [A write failed](../beta/beta-write-failed.md) `beta-write-failed` (within 1h): no shard takes the rows",
			"**Versions**: Flink \\>=1.14", "**When**: `beta-write-failed` was found in the same logs, `shard` is `^\\d+$`, `acme-lines` was not found in the same logs",
			"| nginx.conf, `http \\| server` | `client_max_body_size` | `1m` | `0` |", "| remove the line |", "- **Apply**: acme open 7 | tee log", "- Takes effect without a restart.",
			"- <https://example.org/acme>", "- acme/acme src/Shard.java", "````text\n2024-01-24", "<pre>2024-01-24", "<details><summary>",
		},
		"acme/acme-lines.md":        {"never a finding", "不会成为结论"},
		"beta/beta-write-failed.md": {"## What causes it\n\n- [Shard \\<shard\\> was closed | lost](../acme/acme-shard-closed.md) `acme-shard-closed` (within 1h)", "draft", "- the log of Acme"},
		"beta/README.md":            {`n1["beta-write-failed"]`},
	} {
		body := string(got[name])
		if !strings.HasPrefix(body, generated) {
			t.Errorf("%s does not begin with the mark of generated pages", name)
		}
		for _, part := range parts {
			if !strings.Contains(body, part) {
				t.Errorf("%s lacks %q:\n%s", name, part, body)
			}
		}
		delete(got, name)
	}
	for name := range got {
		t.Errorf("unexpected page %s", name)
	}
}

func TestPagesAreTheSameEveryTime(t *testing.T) {
	first, second := pages(smallPack(t)), pages(smallPack(t))
	for name := range first {
		if !bytes.Equal(first[name], second[name]) {
			t.Errorf("%s differs from run to run", name)
		}
	}
}

func TestRuleWithoutConditions(t *testing.T) {
	s := &site{pack: &rules.Pack{Rules: []rules.Rule{{ID: "acme-config", System: "acme", Role: rules.RoleLint, Severity: rules.Warning, Title: rules.Text{EN: "A bad value", ZH: "值不对"},
		Config: &rules.Lint{Check: "some-check", In: []string{"flink"}, Any: []rules.Setting{{In: "flink", Key: "heartbeat.timeout", Missing: true, Below: "{heartbeat.interval}"}}},
	}}}}
	s.graph = graphOf(s.pack)
	body := string(s.page(&s.pack.Rules[0]))
	if strings.Contains(body, "## "+english.matches) {
		t.Errorf("the page of a configuration rule speaks of logs:\n%s", body)
	}
	for _, part := range []string{english.lint, "what the check `some-check` finds, keys of `flink`", "- `heartbeat.timeout` (flink): missing, or below `{heartbeat.interval}`"} {
		if !strings.Contains(body, part) {
			t.Errorf("the page lacks %q:\n%s", part, body)
		}
	}
	if list := s.literals(); len(list) != 0 {
		t.Errorf("a rule without conditions has literals: %v", list)
	}
}

func TestWritePagesRemovesStaleOnes(t *testing.T) {
	dir := t.TempDir()
	page := []byte(generated + "page\n")
	for name, body := range map[string][]byte{"old/gone.md": page, "old/notes.md": []byte("written by a person\n"), "gone/gone.md": page, "kept/kept.md": page} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := writePages(dir, map[string][]byte{"kept/kept.md": page, "new/new.md": page}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"old/gone.md": false, "old/notes.md": true, "gone": false, "kept/kept.md": true, "new/new.md": true} {
		_, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)))
		if (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", name, err == nil, want)
		}
	}
}
