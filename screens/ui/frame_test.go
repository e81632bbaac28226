package ui

import (
	"image"
	"testing"
)

func TestDamage(t *testing.T) {
	fonts := openFonts(t)
	draw := func(clock, title string) *Frame {
		f := newFrame(fonts, image.Pt(1080, 1920), Look{Language: "zh", Text: 1})
		p := hall(f.look, &Pager{})
		p.Tools.Clock, p.Title = clock, title
		f.Page(p)
		return f
	}
	a := draw("09:41", "请核对")
	if same := draw("09:41", "请核对"); !a.Equal(same) || !same.Damage(a).Empty() {
		t.Error("an unchanged frame is damaged")
	}
	tick := draw("09:42", "请核对")
	if d := tick.Damage(a); a.Equal(tick) || d.Empty() || d.Dx() > 200 || d.Dy() > 120 {
		t.Errorf("the clock damages %v", d)
	}
	if d := draw("09:41", "").Damage(a); d.Dy() < 60 {
		t.Errorf("a vanished title damages only %v", d)
	}
	small := newFrame(fonts, image.Pt(768, 1366), a.look)
	if small.Damage(a) != small.Bounds() || small.Damage(nil) != small.Bounds() || small.Equal(a) || a.Equal(nil) {
		t.Error("a frame of another size is not damaged whole")
	}
}

func TestReadingOrder(t *testing.T) {
	f := newFrame(openFonts(t), image.Pt(1080, 1920), Look{Language: "zh", Text: 1})
	p := hall(f.look, &Pager{})
	p.Title, p.Lead, p.Other = "标题", "导语", &Action{ID: "other", Label: "其他"}
	f.Page(p).Button(Action{ID: "body", Label: "正文"})
	want := []string{"标题", "导语", "正文", "上一步", "其他", "下一步"}
	at := 0
	for _, text := range f.Texts() {
		if at < len(want) && text == want[at] {
			at++
		}
	}
	if at != len(want) {
		t.Errorf("%q is not read in order: %q", want[at], f.Texts())
	}
}

func TestActionsKeepTheirPlaces(t *testing.T) {
	fonts := openFonts(t)
	var left, right int
	for i, other := range []*Action{nil, {ID: "other", Label: "手动输入"}} {
		f := newFrame(fonts, image.Pt(1080, 1920), Look{Language: "zh", Text: 1})
		p := hall(f.look, &Pager{})
		p.Other = other
		f.Page(p)
		back, _ := f.Find("back")
		next, _ := f.Find("next")
		if i == 0 {
			left, right = back.Box.Min.X, next.Box.Max.X
		}
		if back.Box.Min.X != left || next.Box.Max.X != right || !next.State.Has(Primary) {
			t.Errorf("back at %v, next at %v", back.Box, next.Box)
		}
	}
}
