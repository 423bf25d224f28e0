package term

import (
	"io"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// Palette colours words by what they mean. The zero value leaves them as they are. It may be used by several goroutines.
type Palette struct {
	bad, warn, good, label, dim, added, removed *lipgloss.Style
}

// NewPalette returns a palette of the sixteen colours every terminal has, or the zero value.
func NewPalette(color bool) Palette {
	if !color {
		return Palette{}
	}
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.ANSI)
	style := func(color string, bold bool) *lipgloss.Style {
		s := r.NewStyle().Bold(bold)
		if color != "" {
			s = s.Foreground(lipgloss.Color(color))
		}
		return &s
	}
	dim := r.NewStyle().Faint(true)
	return Palette{
		bad: style("9", true), warn: style("11", true), good: style("10", true), label: style("14", false), dim: &dim,
		added: style("10", false), removed: style("9", false),
	}
}

func paint(style *lipgloss.Style, s string) string {
	if style == nil || s == "" {
		return s
	}
	return style.Render(s)
}

// Bad paints what is broken.
func (p Palette) Bad(s string) string { return paint(p.bad, s) }

// Warn paints what may be broken.
func (p Palette) Warn(s string) string { return paint(p.warn, s) }

// Good paints what is healthy.
func (p Palette) Good(s string) string { return paint(p.good, s) }

// Label paints the name of a section.
func (p Palette) Label(s string) string { return paint(p.label, s) }

// Dim paints what may be skipped.
func (p Palette) Dim(s string) string { return paint(p.dim, s) }

// Added paints a line that a change brings.
func (p Palette) Added(s string) string { return paint(p.added, s) }

// Removed paints a line that a change takes away.
func (p Palette) Removed(s string) string { return paint(p.removed, s) }
