package ui

import (
	"image"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// syllables is an input method over a small table, enough to drive the keyboard.
type syllables struct {
	typed string
	table map[string][]string
}

func (s *syllables) Key(r rune) bool     { s.typed += string(r); return true }
func (s *syllables) Composition() string { return s.typed }
func (s *syllables) Candidates() []string {
	return s.table[s.typed]
}
func (s *syllables) Reset() { s.typed = "" }
func (s *syllables) Backspace() bool {
	if s.typed == "" {
		return false
	}
	s.typed = s.typed[:len(s.typed)-1]
	return true
}
func (s *syllables) Choose(i int) string {
	out := s.table[s.typed][i]
	s.typed = ""
	return out
}

func newSyllables() *syllables {
	return &syllables{table: map[string][]string{"de": {"德", "的", "得"}, "chang": {"常", "长", "场", "唱", "厂", "昌", "畅", "尝", "偿", "肠", "敞", "倡", "娼", "嫦", "猖"}}}
}

func TestKeyboardTaps(t *testing.T) {
	tests := []struct {
		name   string
		layout Layout
		start  string
		max    int
		taps   string
		want   string
		done   bool
	}{
		{"letters", LayoutLatin, "", 0, "key.a key.1 key.space key.b", "a1 b", false},
		{"shift holds for one letter", LayoutLatin, "", 0, "key.shift key.a key.b", "Ab", false},
		{"signs", LayoutLatin, "", 0, "key.signs key.@ key.signs key.a", "@a", false},
		{"backspace", LayoutLatin, "ab", 0, "key.backspace", "a", false},
		{"backspace takes a rare character whole", LayoutLatin, "王𠮷", 0, "key.backspace", "王", false},
		{"backspace on nothing", LayoutLatin, "", 0, "key.backspace", "", false},
		{"clear", LayoutLatin, "abc", 0, "key.clear", "", false},
		{"full", LayoutDigits, "123", 3, "key.4", "123", false},
		{"done", LayoutDigits, "1", 0, "key.done", "1", true},
		{"digits have no letters", LayoutDigits, "", 0, "key.a key.X key.+ key.5", "5", false},
		{"phone", LayoutPhone, "", 0, "key.+ key.8 key.6", "+86", false},
		{"landline", LayoutLandline, "", 0, "key.0 key.-", "0-", false},
		{"identity number", LayoutID, "", 0, "key.4 key.X", "4X", false},
		{"foreigner's number of 2017", LayoutID, "", 0, "key.mode key.K key.A key.Z key.mode key.1 key.1 key.A", "KAZ11A", false},
		{"letters of an identity number are capital", LayoutID, "", 0, "key.mode key.k key.backspace key.Q key.0", "Q0", false},
		{"no I, O, S, V, Z in a USCC", LayoutUSCC, "", 0, "key.A key.I key.O key.S key.V key.Z key.Y key.9", "AY9", false},
		{"mail domain", LayoutEmail, "li", 0, "key.@qq.com", "li@qq.com", false},
		{"mail domain replaces one begun", LayoutEmail, "li@1", 0, "key.@126.com", "li@126.com", false},
		{"unknown keys", LayoutLatin, "a", 0, "key. key.zz next cand.0 cand.-1 key.done", "a", true},
		{"pinyin", LayoutPinyin, "", 0, "key.d key.e cand.1", "的", false},
		{"pinyin backspace", LayoutPinyin, "常", 0, "key.d key.x key.backspace key.e cand.0", "常德", false},
		{"space takes the first", LayoutPinyin, "", 0, "key.d key.e key.space key.1", "德1", false},
		{"done takes the first before it ends", LayoutPinyin, "", 0, "key.d key.e key.done", "德", false},
		{"and ends the next time", LayoutPinyin, "", 0, "key.d key.e key.done key.done", "德", true},
		{"no candidate", LayoutPinyin, "", 0, "key.q key.space key.done", "", true},
		{"candidate out of range", LayoutPinyin, "", 0, "key.d key.e cand.7 cand.x cand.2", "得", false},
		{"letters beside pinyin", LayoutPinyin, "", 0, "key.d key.mode key.d key.mode key.d key.e cand.0", "d德", false},
		{"clear drops the composition", LayoutPinyin, "常", 0, "key.d key.clear key.e key.done", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := NewKeyboard(tt.layout, tt.start, newSyllables())
			k.Max = tt.max
			done := false
			for _, id := range strings.Fields(tt.taps) {
				_, done = k.Tap(id)
			}
			if k.Text() != tt.want || done != tt.done {
				t.Errorf("got %q, done %v; want %q, %v", k.Text(), done, tt.want, tt.done)
			}
		})
	}
}

func TestKeyboardCommit(t *testing.T) {
	tests := []struct {
		layout   Layout
		max      int
		in, want string
	}{
		{LayoutDigits, 0, "1a2\x003", "123"},
		{LayoutPhone, 0, "+86 138 0000", "+861380000"},
		{LayoutID, 3, "12x4", "12X"},
		{LayoutID, 0, "kaz-11\n张", "KAZ11"},
		{LayoutUSCC, 0, "91o430i7ma", "914307MA"},
		{LayoutEmail, 0, "张li@qq.com\n", "li@qq.com"},
		{LayoutAccount, 0, "张Li_4@qq-x.com /\n", "Li_4@qq-x.com"},
		{LayoutPIN, 0, "Ab 1!张\x00", "Ab1!"},
		{LayoutLatin, 0, "a\nb", "ab"},
		{LayoutPinyin, 2, "常德市", "常德"},
		{LayoutLatin, 0, "", ""},
	}
	for _, tt := range tests {
		k := NewKeyboard(tt.layout, "", nil)
		k.Max = tt.max
		if added := k.Commit(tt.in); k.Text() != tt.want || added != (tt.want != "") {
			t.Errorf("%q gives %q (%v), want %q", tt.in, k.Text(), added, tt.want)
		}
	}
}

// TestKeyboardHolds: every layout on every panel, with any text, keeps its promises
// and every key it shows does something or is a key.
func TestKeyboardHolds(t *testing.T) {
	fonts := openFonts(t)
	layouts := []Layout{LayoutPinyin, LayoutLatin, LayoutEmail, LayoutPhone, LayoutLandline, LayoutDigits, LayoutID, LayoutUSCC, LayoutAccount, LayoutPIN}
	rapid.Check(t, func(t *rapid.T) {
		look := anyLook().Draw(t, "look")
		look.LowReach = false // a keyboard stands low by itself
		size := rapid.SampledFrom(panels).Draw(t, "size")
		k := NewKeyboard(rapid.SampledFrom(layouts).Draw(t, "layout"), anyText().Draw(t, "text"), newSyllables())
		k.Label = "单位名称"
		k.Error = rapid.SampledFrom([]string{"", "第 18 位可能有误，请再看一遍。"}).Draw(t, "error")
		for _, id := range rapid.SliceOfN(rapid.SampledFrom([]string{"key.c", "key.h", "key.a", "key.n", "key.g", "key.signs", "key.mode", "key.shift", "cand.more"}), 0, 7).Draw(t, "taps") {
			k.Tap(id)
		}
		page := hall(look, &Pager{})
		page.Title, page.Keyboard = "请填写单位名称", k
		f := newFrame(fonts, size, look)
		f.Page(page).Text(StyleBody, "与营业执照一致")
		holds(t, f)
		for _, id := range []string{"key.done", "key.clear", "key.backspace"} {
			if _, ok := f.Find(id); !ok {
				t.Fatalf("no %s", id)
			}
		}
	})
}

// TestCandidatesCanAllBeReached pages through the candidates.
func TestCandidatesCanAllBeReached(t *testing.T) {
	fonts := openFonts(t)
	k := NewKeyboard(LayoutPinyin, "", newSyllables())
	for _, r := range "chang" {
		k.Tap("key." + string(r))
	}
	seen := map[string]bool{}
	for range 20 {
		f := newFrame(fonts, image.Pt(768, 1366), Look{Language: "zh", Text: 2})
		p := hall(f.look, &Pager{})
		p.Keyboard = k
		f.Page(p)
		for _, e := range f.Elements() {
			if strings.HasPrefix(e.ID, "cand.") {
				seen[e.Label] = true
			}
		}
		if e, _ := f.Find("cand.more"); !e.Live() {
			break
		}
		k.Tap("cand.more")
	}
	for _, c := range newSyllables().table["chang"] {
		if !seen[c] {
			t.Errorf("%s was never shown", c)
		}
	}
}

func TestSecretIsNotInTheFrame(t *testing.T) {
	f := newFrame(openFonts(t), image.Pt(1080, 1920), Look{Language: "zh", Text: 1})
	p := hall(f.look, &Pager{})
	p.Keyboard = NewKeyboard(LayoutLatin, "hunter22", nil)
	p.Keyboard.Secret = true
	f.Page(p).Field(Field{ID: "pin", Label: "密码", Value: "hunter22", Secret: true})
	if f.Contains("hunter") || !f.Contains("●●●●●●●●") {
		t.Error("a secret is shown")
	}
	for _, op := range f.Ops() {
		if strings.Contains(op.Text, "hunter") {
			t.Error("a secret is painted")
		}
	}
}

// TestOrderOfDigits: keys in an order of their own still type what stands on them.
func TestOrderOfDigits(t *testing.T) {
	k := NewKeyboard(LayoutDigits, "", nil)
	k.Order = "3805192746"
	var shown string
	for _, row := range k.keyRows() {
		for _, key := range row {
			shown += key.text
		}
	}
	if shown != k.Order {
		t.Errorf("keys %q", shown)
	}
	for _, d := range "720451" {
		k.Tap("key." + string(d))
	}
	if k.Text() != "720451" {
		t.Errorf("typed %q", k.Text())
	}
}
