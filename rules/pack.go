package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
)

// Pack is a set of rules in the order of their ids. It is immutable once made and may be used by several goroutines.
type Pack struct {
	Rules []Rule
	byID  map[string]int
	hash  string
	// keywords are, for each rule, the literals of which one must stand in an event before the rule is tried.
	keywords [][]string
}

// newPack sorts the rules and indexes them. hash names the content.
func newPack(list []Rule, keywords map[string][]string, hash string) *Pack {
	sort.Slice(list, func(i, j int) bool { return list[i].ID < list[j].ID })
	p := &Pack{Rules: list, hash: hash}
	for i := range list {
		p.keywords = append(p.keywords, keywords[list[i].ID])
	}
	p.index()
	return p
}

func (p *Pack) index() {
	p.byID = make(map[string]int, len(p.Rules))
	for i := range p.Rules {
		p.byID[p.Rules[i].ID] = i
	}
}

// ByID returns the rule with the id, nil when the pack has none. The rule must not be changed.
func (p *Pack) ByID(id string) *Rule {
	if i, ok := p.byID[id]; ok {
		return &p.Rules[i]
	}
	return nil
}

// Hash names the content of the pack: 12 hexadecimal digits, the same for the same rules on every machine.
func (p *Pack) Hash() string { return p.hash }

// Merge returns base with the rules of over added; rules of over replace those of the same id. Neither argument is changed.
func Merge(base, over *Pack) *Pack {
	keywords := map[string][]string{}
	var list []Rule
	for _, p := range []*Pack{base, over} {
		for i := range p.Rules {
			if p == base && over.ByID(p.Rules[i].ID) != nil {
				continue
			}
			keywords[p.Rules[i].ID] = p.keywords[i]
			list = append(list, p.Rules[i])
		}
	}
	return newPack(list, keywords, digest([]byte(base.hash+" "+over.hash)))
}

// Select returns the pack without the findings that keep refuses. Wrappers and benign lines always stay: without them more would be told, not less.
func Select(p *Pack, keep func(*Rule) bool) *Pack {
	keywords := map[string][]string{}
	var list []Rule
	for i := range p.Rules {
		rule := &p.Rules[i]
		if rule.Role == RoleWrapper || rule.Role == RoleBenign || keep(rule) {
			keywords[rule.ID] = p.keywords[i]
			list = append(list, *rule)
		}
	}
	return newPack(list, keywords, p.hash)
}

// digest shortens a content to the form of Pack.Hash.
func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:6])
}
