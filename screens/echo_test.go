package screens

import (
	"image"
	"testing"
	"time"
)

// TestPressedTwice: a second press in the same place does not answer the page
// that the first led to; one elsewhere, or a moment later, does.
func TestPressedTwice(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toMaterials("我是经办人")
		next, ok := h.frame.Find("next")
		for h.frame.Contains("往下看") {
			h.tap("next")
		}
		if !ok {
			t.Fatal("no button leads on")
		}
		touch := func(at image.Point) {
			h.tick(Events{Touches: []Touch{{Press, at}, {Release, at}}})
			h.settle()
		}
		at := next.Box.Min.Add(next.Box.Max).Div(2)
		time.Sleep(EchoTime)
		touch(at)
		touch(at.Add(image.Pt(5, -5)))
		h.see("还差 6 样资料")
		for page, _ := h.frame.Find("pager.next"); page.Live(); page, _ = h.frame.Find("pager.next") {
			h.tap("pager.next")
		}
		back, _ := h.frame.Find("back")
		touch(back.Box.Min.Add(back.Box.Max).Div(2))
		h.see("您带了哪些资料？")
	})
}
