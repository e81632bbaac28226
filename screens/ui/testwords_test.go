package ui

import (
	"image"
	"sync"
	"testing"
)

var testWords = map[string]Words{
	"zh": {
		Language: "English", Text: "大字", Contrast: "高对比度", Reach: "按钮放低", Exit: "结束办理",
		Step: "第 {n} 步，共 {of} 步", PageNext: "继续看", PagePrev: "往回看",
		Done: "填好了", Clear: "清空", Space: "空格", Backspace: "删除", Shift: "大写", Symbols: "符号", Letters: "字母", Pinyin: "中文", Latin: "ABC", Digits: "123",
	},
	"en": {
		Language: "中文", Text: "Larger text", Contrast: "High contrast", Reach: "Lower controls", Exit: "End visit",
		Step: "Step {n} of {of}", PageNext: "Show more", PagePrev: "Go back",
		Done: "Done", Clear: "Clear", Space: "Space", Backspace: "Delete", Shift: "Shift", Symbols: "?123", Letters: "ABC", Pinyin: "中文", Latin: "ABC", Digits: "123",
	},
}

// sharedFonts are opened once for all tests: reading the faces for rare characters
// takes seconds under the race detector.
var sharedFonts = sync.OnceValues(OpenFonts)

func openFonts(t testing.TB) *Fonts {
	t.Helper()
	fonts, err := sharedFonts()
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}

var panels = []image.Point{{1080, 1920}, {1920, 1080}, {768, 1366}}

func newFrame(fonts *Fonts, size image.Point, look Look) *Frame {
	return New(size.X, size.Y, look, testWords[look.Language], fonts)
}

// hall is the page's furniture in the look's language.
func hall(look Look, pager *Pager) Page {
	p := Page{
		Tools: Tools{Place: "市民之家 · 数字证书自助办理", Clock: "09:41", Exit: true}, Pager: pager,
		Back: &Action{ID: "back", Label: "上一步"}, Next: &Action{ID: "next", Label: "下一步"},
	}
	if look.Language == "en" {
		p.Tools.Place = "Citizens’ Hall · Digital certificates"
		p.Back.Label, p.Next.Label = "Back", "Next"
	}
	return p
}
