package ui

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestWrap(t *testing.T) {
	fonts := openFonts(t)
	const size = 20 // a Chinese character is 20 pixels wide
	tests := []struct {
		name, text string
		width      int
		want       string // lines joined by |
	}{
		{"fits", "张三", 40, "张三"},
		{"breaks between characters", "湖南省常德市", 60, "湖南省|常德市"},
		{"no full stop at the start", "湖南省。常德", 60, "湖南|省。常|德"},
		{"no comma at the start", "湖南省，常德", 60, "湖南|省，常|德"},
		{"no opening mark at the end", "湖南（常德）", 60, "湖南|（常|德）"},
		{"words stay whole", "the red card", 80, "the red|card"},
		{"a long word is cut", "WWWWWWWW", 60, "WWW|WWW|WW"},
		{"line breaks are kept", "一\n二", 200, "一|二"},
		{"empty", "", 100, ""},
		{"a name with a hyphen stays whole", "要带U-KEY", 90, "要带|U-KEY"},
		{"so does one at the beginning", "U-KEY要带", 70, "U-KEY|要带"},
		{"a longer word breaks at its hyphen", "hall-kiosk", 75, "hall-|kiosk"},
		{"nothing fits", "张三", 0, "张|三"},
		{"control characters vanish", "张\x00\u202e三", 100, "张三"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(fonts.Wrap(tt.text, size, false, tt.width), "|"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestWrapKeepsEverything: no character is lost or doubled, no line too wide.
func TestWrapKeepsEverything(t *testing.T) {
	fonts := openFonts(t)
	rapid.Check(t, func(t *rapid.T) {
		text := anyText().Draw(t, "text")
		width := rapid.IntRange(60, 900).Draw(t, "width")
		for _, lines := range [][]string{fonts.Wrap(text, 30, true, width), fonts.Balance(text, 30, true, width)} {
			if got, want := squeeze(strings.Join(lines, "")), squeeze(clean(text)); got != want {
				t.Fatalf("got %q, want %q", got, want)
			}
			for _, l := range lines {
				if w := fonts.Shape(l, 30, true).Width; w > width+1 && utf8.RuneCountInString(l) > 8 {
					t.Fatalf("line %q is %d wide, more than %d", l, w, width)
				}
			}
		}
	})
}

// TestBalanceOfStrayAccents: a text whose narrower lines may be fewer keeps all of itself
// at every width.
func TestBalanceOfStrayAccents(t *testing.T) {
	fonts := openFonts(t)
	for size := 20; size <= 120; size += 5 {
		for width := 40; width < 1000; width += 3 {
			lines := fonts.Balance(accented, size, true, width)
			if got, want := squeeze(strings.Join(lines, "")), squeeze(clean(accented)); got != want {
				t.Fatalf("%d pixels at size %d: got %q, want %q", width, size, got, want)
			}
		}
	}
}

func TestRareCharactersAreDrawn(t *testing.T) {
	fonts := openFonts(t)
	for _, bold := range []bool{false, true} {
		for _, r := range "䶮𠮷𪚥𬭊㛃龘喆堃祎●☑é" {
			run := fonts.Shape(string(r), 40, bold)
			if len(run.Glyphs) != 1 || run.Glyphs[0].Face == MissingFace {
				t.Errorf("%c (%U) has no glyph", r, r)
				continue
			}
			if _, _, ok := fonts.Outline(run.Glyphs[0].Face, run.Glyphs[0].ID); !ok {
				t.Errorf("%c (%U) has no outline", r, r)
			}
		}
	}
}

func TestPrivateUseGetsASign(t *testing.T) {
	run := openFonts(t).Shape("王\ue863", 40, false)
	if len(run.Glyphs) != 2 || run.Glyphs[1].Face != MissingFace || run.Width != 80 {
		t.Errorf("got %+v", run)
	}
}

func TestWesternQuotesAreNarrow(t *testing.T) {
	fonts := openFonts(t)
	if western, chinese := fonts.Shape("it’s", 40, false).Width, fonts.Shape("“三”", 40, false).Width; western > 70 || chinese != 120 {
		t.Errorf("it’s is %d wide, “三” is %d", western, chinese)
	}
}

func TestForget(t *testing.T) {
	fonts := openFonts(t)
	fonts.Balance("张三", 40, false, 100)
	n := fonts.Forgotten()
	fonts.Forget()
	if len(fonts.runs)+len(fonts.broken) != 0 || len(fonts.which[0]) != 0 || fonts.Forgotten() != n+1 {
		t.Error("texts are still remembered")
	}
}
