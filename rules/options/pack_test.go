package options

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// packRule is what this test reads of a rule.
type packRule struct {
	Fixes []struct {
		Changes []packChange `yaml:"changes"`
	} `yaml:"fixes"`
}

type packChange struct {
	In     string `yaml:"in"`
	Key    string `yaml:"key"`
	Vendor string `yaml:"vendor"`
}

// TestPack: every key that a rule of the pack changes exists, and a vendor's key says whose it is.
func TestPack(t *testing.T) {
	changes := 0
	err := filepath.WalkDir("../pack", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var rule packRule
		if err := yaml.Unmarshal(text, &rule); err != nil {
			t.Errorf("%s: %v", path, err)
			return nil
		}
		for _, fix := range rule.Fixes {
			for _, c := range fix.Changes {
				changes++
				checkChange(t, path, c)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if changes < 100 {
		t.Errorf("only %d changes were looked at; the test reads the wrong folder", changes)
	}
}

func checkChange(t *testing.T, path string, c packChange) {
	t.Helper()
	if strings.Contains(c.Key, "{") {
		return // a capture names the key
	}
	if c.In == "none" {
		return
	}
	if !slices.Contains(Tables(), c.In) {
		t.Errorf("%s: %q is no table", path, c.In)
		return
	}
	if !Known(c.In, c.Key) {
		t.Errorf("%s: %s has no %q; perhaps %s", path, c.In, c.Key, strings.Join(Nearest(c.In, c.Key, 3), ", "))
		return
	}
	checkPrefix(t, path, c)
	if vendor, ok := Vendor(c.In, c.Key); ok && c.Vendor == "" {
		t.Errorf("%s: %s is known to %s only, and the change does not say so", path, c.Key, vendor)
	}
}

// checkPrefix looks behind the prefixes that a connector passes on unread: a wildcard accepts every spelling, the receiver does not.
func checkPrefix(t *testing.T, path string, c packChange) {
	t.Helper()
	if header, ok := strings.CutPrefix(c.Key, "sink.properties."); ok && !Known("stream-load", header) {
		t.Errorf("%s: %s: Stream Load has no header %q; perhaps %s", path, c.Key, header, strings.Join(Nearest("stream-load", header, 3), ", "))
	}
	if o, _ := Lookup(c.In, c.Key); o.Key == "debezium.*" {
		t.Errorf("%s: %s: no Debezium field of that name; perhaps %s", path, c.Key, strings.Join(Nearest(c.In, c.Key, 3), ", "))
	}
	if client, ok := strings.CutPrefix(c.Key, "properties."); ok && c.In == "kafka-connector" && !Known("kafka", client) {
		t.Errorf("%s: %s: Kafka clients have no %q; perhaps %s", path, c.Key, client, strings.Join(Nearest("kafka", client, 3), ", "))
	}
}
