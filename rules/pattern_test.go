package rules

import (
	"errors"
	"strings"
	"testing"

	"github.com/dlclark/regexp2/v2"
)

// TestStarvedSearch: a search that ran out of time because the machine was busy is made again; one that is too much work stays an error.
func TestStarvedSearch(t *testing.T) {
	slow := errors.New("match timeout")
	for _, c := range []struct {
		failures int
		calls    int
		fails    bool
	}{{0, 1, false}, {1, 2, false}, {9, 2, true}} {
		calls := 0
		_, err := twice(func() (*regexp2.Match, error) {
			if calls++; calls <= c.failures {
				return nil, slow
			}
			return nil, nil
		})
		if calls != c.calls || (err != nil) != c.fails {
			t.Errorf("%d failures: %d calls, error %v", c.failures, calls, err)
		}
	}
}

// TestTooMuchWork: an expression without end is given up, and the rule is named as not assessed.
func TestTooMuchWork(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the limit twice")
	}
	p := &pattern{expr: `^(?:(?:a|b|ab)+)+(?!\?)$`}
	if _, _, err := p.find(strings.Repeat("ab", 40) + "?"); err == nil {
		t.Error("found or refuted within the limit")
	}
}
