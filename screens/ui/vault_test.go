package ui

import (
	"image"
	"slices"
	"strings"
	"testing"
)

// vault keeps what is typed, for tests.
type vault struct{ bytes []byte }

func (v *vault) Add(c byte) bool {
	if len(v.bytes) == 8 {
		return false
	}
	v.bytes = append(v.bytes, c)
	return true
}

func (v *vault) Drop()    { v.bytes = v.bytes[:len(v.bytes)-1] }
func (v *vault) Len() int { return len(v.bytes) }
func (v *vault) Wipe()    { v.bytes = nil }

func TestVaultKeepsWhatIsTyped(t *testing.T) {
	v := &vault{}
	k := NewKeyboard(LayoutPIN, "", nil)
	k.Vault, k.Order, k.Max = v, "3805192746", 8
	for _, id := range strings.Fields("key.7 key.2 key.mode key.shift key.a key.b key.signs key.! key.backspace key.mode key.0") {
		k.Tap(id)
	}
	if string(v.bytes) != "72Ab0" || k.Text() != "" || len(k.text) != 0 {
		t.Errorf("the vault holds %q, the keyboard %q", v.bytes, k.Text())
	}
	k.Commit("99999")
	if string(v.bytes) != "72Ab0999" {
		t.Errorf("typed beyond what it may be: %q", v.bytes)
	}
	if k.Tap("key.clear"); v.Len() != 0 {
		t.Error("cleared and still there")
	}
	if changed, _ := k.Tap("key.backspace"); changed {
		t.Error("nothing was taken away, and something changed")
	}
}

// TestVaultShowsNoTouch: whichever key of a PIN's pad is held down, the frame is the same.
func TestVaultShowsNoTouch(t *testing.T) {
	fonts := openFonts(t)
	drawn := func(pressed string, latin bool) *Frame {
		f := newFrame(fonts, image.Pt(1080, 1920), Look{Language: "zh", Text: 1})
		f.Mark(pressed, "")
		p := hall(f.look, &Pager{})
		p.Keyboard = NewKeyboard(LayoutPIN, "", nil)
		p.Keyboard.Order, p.Keyboard.Vault, p.Keyboard.latin = "3805192746", &vault{bytes: []byte("7204")}, latin
		f.Page(p)
		return f
	}
	for _, latin := range []bool{false, true} {
		rest := drawn("", latin)
		if rest.Contains("7204") || !rest.Contains("●●●●") {
			t.Error("what is typed is shown otherwise than as dots")
		}
		touched := 0
		for _, e := range rest.Elements() {
			if e.Role != RoleKey || slices.Contains([]string{"key.done", "key.backspace", "key.clear", "key.mode", "key.shift", "key.signs"}, e.ID) {
				continue
			}
			if touched++; !drawn(e.ID, latin).Equal(rest) {
				t.Errorf("%s shows that it is touched", e.ID)
			}
		}
		if touched < 10 {
			t.Errorf("%d keys", touched)
		}
	}
	if drawn("key.done", false).Equal(drawn("", false)) {
		t.Error("the last key does not show that it is touched")
	}
}
