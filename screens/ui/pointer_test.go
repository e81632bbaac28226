package ui

import (
	"image"
	"testing"
)

func TestPointer(t *testing.T) {
	fonts := openFonts(t)
	look := Look{Language: "zh", Text: 1}
	draw := func(next *Action) *Frame {
		f := newFrame(fonts, image.Pt(1080, 1920), look)
		p := hall(look, &Pager{})
		p.Next = next
		f.Page(p)
		return f
	}
	on := draw(&Action{ID: "next", Label: "下一步"})
	off := draw(&Action{ID: "next", Label: "下一步", Disabled: true})
	other := draw(&Action{ID: "print", Label: "打印"})
	middle := func(id string) image.Point {
		e, ok := on.Find(id)
		if !ok {
			t.Fatalf("no element %q", id)
		}
		return e.Box.Min.Add(e.Box.Size().Div(2))
	}
	next, back, ground := middle("next"), middle("back"), image.Pt(540, 1000)
	tests := []struct {
		name           string
		press, release *Frame
		from, to       image.Point
		want           string
	}{
		{"tap", on, on, next, next, "next"},
		{"tap elsewhere in the same button", on, on, next, next.Add(image.Pt(30, 10)), "next"},
		{"slides off", on, on, next, ground, ""},
		{"slides on", on, on, ground, next, ""},
		{"slides to another", on, on, back, next, ""},
		{"ground", on, on, ground, ground, ""},
		{"disabled", off, off, next, next, ""},
		{"disabled meanwhile", on, off, next, next, ""},
		{"replaced meanwhile", on, other, next, next, ""},
		{"outside the panel", on, on, image.Pt(-5, 5000), image.Pt(-5, 5000), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p Pointer
			p.Press(tt.press, tt.from)
			if !p.down {
				t.Error("not down after a press")
			}
			if got := p.Release(tt.release, tt.to); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if p.down || p.Pressed() != "" {
				t.Error("still down after the release")
			}
			if got := p.Release(tt.release, tt.to); got != "" {
				t.Errorf("a second release gives %q", got)
			}
		})
	}
}

func TestPressedShowsOnlyOverItsTarget(t *testing.T) {
	f := newFrame(openFonts(t), image.Pt(1080, 1920), Look{Language: "zh", Text: 1})
	f.Page(hall(f.look, &Pager{}))
	e, _ := f.Find("next")
	inside := e.Box.Min.Add(image.Pt(9, 9))
	var p Pointer
	p.Press(f, inside)
	for _, step := range []struct {
		at   image.Point
		want string
	}{{inside, "next"}, {image.Pt(5, 900), ""}, {inside, "next"}} {
		p.Move(f, step.at)
		if got := p.Pressed(); got != step.want {
			t.Errorf("at %v pressed is %q, want %q", step.at, got, step.want)
		}
	}
	p.Cancel()
	if got := p.Release(f, inside); got != "" {
		t.Errorf("a cancelled touch gives %q", got)
	}
}

func TestPressedLooksDifferent(t *testing.T) {
	fonts := openFonts(t)
	draw := func(pressed string) *Frame {
		f := newFrame(fonts, image.Pt(1080, 1920), Look{Language: "zh", Text: 1})
		f.Mark(pressed, "")
		f.Page(hall(f.look, &Pager{}))
		return f
	}
	plain := draw("")
	for _, id := range []string{"next", "back", ToolLanguage, Exit} {
		e, _ := plain.Find(id)
		damage := draw(id).Damage(plain)
		if damage.Empty() || !damage.In(e.Box.Inset(-20)) {
			t.Errorf("%s pressed damages %v, its box is %v", id, damage, e.Box)
		}
	}
}
