package ui

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// nasty are texts that broke layouts elsewhere; arbitrary ones are added to them.
var nasty = []string{
	"", " ", "张三", "XX开发有限公司", "䶮𠮷𪚥𬭊", "\ue863\U000f0001", "HTTPS://CENTRE.EXAMPLE/T/AEBAGBAFAYDQQCIKBMGA2DQPCAIREEYUCULBOGAZ",
	strings.Repeat("很长的一段话，", 60), strings.Repeat("W", 300), strings.Repeat("unpronounceable responsibility ", 30),
	"第一行\n第二行\r\n第三行", "\x00\x07\u202eevil\u2066", "\xff\xfe", "é̂̂̂̂e\u0301", "👩‍👩‍👧‍👦", "“引号”《书名》（括号）。。。！！！",
}

func anyText() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(nasty), rapid.StringN(0, 120, 400))
}

func anyLook() *rapid.Generator[Look] {
	return rapid.Custom(func(t *rapid.T) Look {
		return Look{
			Language:     rapid.SampledFrom([]string{"zh", "en"}).Draw(t, "language"),
			Text:         rapid.SampledFrom([]float64{1, 1.5, 2}).Draw(t, "text"),
			HighContrast: rapid.Bool().Draw(t, "contrast"),
			LowReach:     rapid.Bool().Draw(t, "reach"),
		}
	})
}

// blocks are all the widgets; each adds itself with arbitrary texts.
var blocks = map[string]func(b *Body, id string, text func() string){
	"heading": func(b *Body, _ string, s func() string) { b.Heading(s()) },
	"text":    func(b *Body, _ string, s func() string) { b.Text(StyleSmall, s()); b.Text(StyleLead, s()) },
	"notice": func(b *Body, id string, s func() string) {
		b.Notice(Notice{Kind: Warning, Title: s(), Text: s(), Action: &Action{ID: id, Label: "打印清单带走", Icon: IconPrinter}})
	},
	"choices": func(b *Body, id string, s func() string) {
		b.Choices(2, Choice{ID: id + "a", Icon: IconKey, Title: s(), Subtitle: s(), Badge: s()}, Choice{ID: id + "b", Title: "延期", Subtitle: "证书快到期"}, Choice{ID: id + "c", Title: "更新", Disabled: true})
	},
	"tiles": func(b *Body, id string, s func() string) {
		b.Choices(3, Choice{ID: id + "a", Icon: IconKey, Title: "开通", Badge: "推荐"}, Choice{ID: id + "b", Icon: IconRefresh, Title: "延期", Subtitle: "证书快到期", Selected: true})
	},
	"cards": func(b *Body, id string, s func() string) {
		b.Cards(2, Choice{ID: id + "a", Icon: IconKey, Title: s(), Subtitle: s()}, Choice{ID: id + "b", Title: "延期", Subtitle: "证书快到期"}, Choice{ID: id + "c", Icon: IconBook, Title: "更新", Disabled: true})
	},
	"checks": func(b *Body, id string, s func() string) {
		b.Checks(Check{ID: id, Title: s(), Details: []string{s(), s()}, Badge: s(), Checked: true},
			Check{ID: id + "b", Title: s(), Details: []string{s()}, Aside: &Action{ID: id + "c", Label: "与本单位无关"}},
			Check{ID: id + "d", Title: s(), Aside: &Action{ID: id + "e", Label: "Does not concern our organisation"}})
	},
	"radio": func(b *Body, id string, s func() string) {
		b.Radio(Radio{Label: s(), Error: s(), Value: id, Options: []Option{{ID: id, Label: s(), Detail: s()}, {ID: id + "b", Label: "否"}}})
	},
	"field": func(b *Body, id string, s func() string) {
		b.Field(Field{ID: id, Label: s(), Value: s(), Hint: s(), Error: s()})
	},
	"facts": func(b *Body, id string, s func() string) {
		b.Facts(s(), Fact{Label: s(), Value: s(), Error: s(), Change: &Action{ID: id, Label: "修改"}}, Fact{Label: "手机", Value: s()}, Fact{})
	},
	"lists": func(b *Body, _ string, s func() string) {
		b.Steps(s(), s())
		b.Bullets(s())
		b.Clause("15", s())
	},
	"picture": func(b *Body, _ string, s func() string) { b.Picture(Picture{Art: ArtScan, Label: s()}) },
	"qr":      func(b *Body, _ string, s func() string) { b.QR(QR{Data: s(), Label: s(), Caption: s()}) },
	"number":  func(b *Body, _ string, s func() string) { b.Number(Number{Label: s(), Number: "A1001", Caption: s()}) },
	"validity": func(b *Body, _ string, s func() string) {
		b.Validity(Validity{Label: s(), Caption: s(), Left: 0.4, Kind: Warning})
		b.Validity(Validity{Label: s(), Left: -7, Kind: Error})
	},
	"art steps": func(b *Body, _ string, s func() string) {
		b.ArtSteps(ArtStep{ArtWebsite, s()}, ArtStep{ArtInstall, s()}, ArtStep{})
	},
	"waiting": func(b *Body, _ string, s func() string) {
		b.Countdown(Countdown{Label: s(), Left: 40, Of: 60})
		b.Progress(Progress{Label: s(), Done: -1, Turn: 3})
	},
	"button": func(b *Body, id string, s func() string) {
		b.Button(Action{ID: id, Label: "改为手动输入"})
		b.Gap()
	},
}

// TestAnyPageHolds tries every block with any text, look and panel: nothing may
// leave the panel, no targets overlap or are too small, no text leaves its box.
// After a change to the layout, look longer: -rapid.checks=500, with several -rapid.seed.
func TestAnyPageHolds(t *testing.T) {
	fonts := openFonts(t)
	for name, block := range blocks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				look := anyLook().Draw(t, "look")
				size := rapid.SampledFrom(panels).Draw(t, "size")
				var pager Pager
				page := hall(look, &pager)
				page.Title, page.Lead = anyText().Draw(t, "title"), anyText().Draw(t, "lead")
				page.Step, page.Steps = rapid.IntRange(0, 7).Draw(t, "step"), 7
				page.Hero = rapid.Bool().Draw(t, "hero")
				texts := rapid.SliceOfN(anyText(), 6, 6).Draw(t, "texts")
				draw := func() *Frame {
					n := 0
					next := func() string { n++; return texts[n%len(texts)] }
					f := newFrame(fonts, size, look)
					b := f.Page(page)
					block(b, "x", next)
					block(b, "y", next)
					return f
				}
				holds(t, draw())
				for pager.Page() < pager.Pages()-1 {
					pager.Tap(PagerNext)
					holds(t, draw())
				}
			})
		})
	}
}

// TestPagesThatOnceBroke are texts and looks that property tests found.
func TestPagesThatOnceBroke(t *testing.T) {
	fonts := openFonts(t)
	for _, c := range []struct {
		name, block string
		look        Look
		size        image.Point
		page        Page
		text        string
	}{
		{"a lead of two lines over a number, large on a wide panel", "number", Look{Language: "en", Text: 2}, image.Pt(1920, 1080),
			Page{Title: "A", Lead: "A\nA", Hero: true, Step: 1, Steps: 7}, "A"},
		{"a stray accent that makes a narrower title need fewer lines", "heading", Look{Language: "zh", Text: 2}, image.Pt(1080, 1920),
			Page{Title: accented}, accented},
	} {
		t.Run(c.name, func(t *testing.T) {
			var pager Pager
			page := hall(c.look, &pager)
			page.Title, page.Lead, page.Hero, page.Step, page.Steps = c.page.Title, c.page.Lead, c.page.Hero, c.page.Step, c.page.Steps
			for n := 0; n == 0 || n < pager.Pages(); n++ {
				f := newFrame(fonts, c.size, c.look)
				blocks[c.block](f.Page(page), "x", func() string { return c.text })
				holds(t, f)
				pager.Tap(PagerNext)
			}
		})
	}
}

// accented holds a tab, a combining mark that nothing carries, and a broken byte.
const accented = "AAAAAAAA\v\u0302AAAA%?\xff"

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// holds checks the promises of one frame.
func holds(t failer, f *Frame) {
	t.Helper()
	if over := f.Overflows(); len(over) > 0 {
		t.Fatalf("overflows: %q", over)
	}
	least := f.m.target()
	var targets []Element
	for _, e := range f.Elements() {
		if !e.Box.In(f.Bounds()) {
			t.Fatalf("%s leaves the panel %v", describe(e), f.Bounds())
		}
		if !e.Touchable {
			continue
		}
		if e.Box.Dx() < least || e.Box.Dy() < least {
			t.Fatalf("%s is smaller than %d", describe(e), least)
		}
		for _, o := range targets {
			if o.Box.Overlaps(e.Box) {
				t.Fatalf("%s overlaps %s", describe(e), describe(o))
			}
		}
		targets = append(targets, e)
	}
	for _, op := range f.Ops() {
		if op.Kind == OpText && !op.Box.In(f.Bounds()) {
			t.Fatalf("text %q at %v leaves the panel", op.Text, op.Box)
		}
	}
	if f.look.LowReach {
		inReach(t, f, targets)
	}
}

// inReach checks the low-reach layout: on an upright panel nothing above two fifths can be
// touched; a wide panel hangs low as it is, only its tools come down.
func inReach(t failer, f *Frame, targets []Element) {
	t.Helper()
	top := f.size.Y * 2 / 5
	for _, e := range targets {
		tool := strings.HasPrefix(e.ID, "tool.") || e.ID == Exit
		if (tool || f.size.Y > f.size.X) && e.Box.Min.Y < top {
			t.Fatalf("%s is out of reach, above %d", describe(e), top)
		}
	}
}

func describe(e Element) string {
	return fmt.Sprintf("element %q %q at %v", e.ID, e.Label, e.Box)
}

// TestEveryTextIsSpoken: what is painted as text stands in some element.
func TestEveryTextIsSpoken(t *testing.T) {
	fonts := openFonts(t)
	for name, block := range blocks {
		for _, lang := range []string{"zh", "en"} {
			look := Look{Language: lang, Text: 1.5}
			var pager Pager
			page := hall(look, &pager)
			page.Title, page.Lead, page.Step, page.Steps = "请核对这一页", "看一看", 2, 7
			f := newFrame(fonts, image.Pt(1080, 1920), look)
			block(f.Page(page), "x", func() string { return "经办人的身份证 original and copy" })
			all := squeeze(strings.Join(f.Texts(), ""))
			for _, op := range f.Ops() {
				if op.Kind == OpText && op.Text != "•" && !strings.Contains(all, squeeze(op.Text)) {
					t.Errorf("%s: %q is painted but stands in no element", name, op.Text)
				}
			}
		}
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
