package ticketprinter

import (
	"encoding/hex"
	"errors"
	"image"
	"strings"
	"testing"

	"hallkiosk/devices/ticketprinter/glyph"
)

func dark(text string, s Style, dots int) (*image.Gray, error) {
	pic := glyph.White(glyph.Columns(text)*12*s.Size, 2)
	pic.Pix[0] = 0 // one black dot at the top left
	return pic, nil
}

func TestRender(t *testing.T) {
	tests := []struct {
		name string
		slip Slip
		opts func(*Opts)
		want string // hex, before the closing GS r
	}{
		{"plain", Slip{Line{Text: "A1"}}, nil, "1b6100 1b4500 1d2100 4131 0a"},
		{"empty line", Slip{Line{}}, nil, "1b6100 1b4500 1d2100 0a"},
		{"styled", Slip{Line{"开", Style{4, true, Centre}}}, nil, "1b6101 1b4501 1d2133 bfaa 0a"},
		{"right", Slip{Line{"a", Style{2, false, Right}}}, nil, "1b6102 1b4500 1d2111 61 0a"},
		{"two rows", Slip{Line{Text: "a\nb"}}, nil, "1b6100 1b4500 1d2100 61 0a 1b6100 1b4500 1d2100 62 0a"},
		{"rule", Slip{Rule{}}, func(o *Opts) { o.Paper = 96 }, "1b6100 1b4500 1d2100 2d2d2d2d2d2d2d2d 0a"},
		{"feed", Slip{Feed{3}}, nil, "1b6403"},
		{"feed and cut", Slip{Cut{}}, nil, "1d564200"},
		{"cut only", Slip{Cut{}}, func(o *Opts) { o.Knife = CutOnly }, "1b6403 1d5601"},
		{"no knife", Slip{Cut{}}, func(o *Opts) { o.Knife = NoKnife }, "1b6404"},
		{"QR", Slip{QR{Data: "HTTPS://A/T/B", Module: 6, Level: Quartile}}, nil,
			"1b6101 1b6401 1d286b0400 31413200 1d286b0300 314306 1d286b0300 314532" +
				"1d286b1000 315030 48545450533a2f2f412f542f42 1d286b0300 315130 1b6401"},
		{"drawn", Slip{Line{Text: "𠮷"}}, nil, "1b6100 1d763000 03000200 800000 000000"},
		{"drawn in the middle", Slip{Line{Text: "𠮷", Style: Style{Align: Centre}}},
			func(o *Opts) { o.Paper = 96 }, "1b6100 1d763000 08000200 0000000008000000 0000000000000000"},
		{"drawn at the right", Slip{Line{Text: "𠮷", Style: Style{Align: Right}}},
			func(o *Opts) { o.Paper = 96 }, "1b6100 1d763000 0c000200 000000000000000000800000 000000000000000000000000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := DefaultOpts()
			o.Rasteriser = dark
			if tt.opts != nil {
				tt.opts(&o)
			}
			got, err := render(tt.slip, &o)
			if err != nil {
				t.Fatal(err)
			}
			if want := strings.ReplaceAll(tt.want, " ", "") + "1d7201"; hex.EncodeToString(got) != want {
				t.Errorf("got  %x\nwant %s", got, want)
			}
		})
	}
}

func TestPrologueAndEnd(t *testing.T) {
	o := DefaultOpts()
	if got := hex.EncodeToString(prologue(&o)); got != "1b401c26" {
		t.Errorf("prologue %s", got)
	}
	o.ASB = true
	if got := hex.EncodeToString(prologue(&o)); got != "1b401c261d610e" {
		t.Errorf("prologue with ASB %s", got)
	}
	o.NoEcho = true
	if got, err := render(Slip{Feed{1}}, &o); err != nil || hex.EncodeToString(got) != "1b6401" {
		t.Errorf("without echo: %x, %v", got, err)
	}
}

func TestQRAsPicture(t *testing.T) {
	o := DefaultOpts()
	o.QRCommand = false
	got, err := render(Slip{QR{Data: "HTTPS://A/T/B", Module: 4, Level: Low}}, &o)
	if err != nil {
		t.Fatal(err)
	}
	// Version 1: 21 modules and the quiet zone, 4 dots each: 116 rows, the
	// left edge at (576-116)/2 = 230; 346 dots are 44 bytes.
	head := "1b6100" + "1d763000" + "2c00" + "7400"
	if !strings.HasPrefix(hex.EncodeToString(got), head) {
		t.Errorf("starts %x, want %s", got[:11], head)
	}
	if want := 11 + 44*116 + 3; len(got) != want {
		t.Errorf("%d bytes, want %d", len(got), want)
	}
}

func TestTallPicturesGoInBands(t *testing.T) {
	o := DefaultOpts()
	r := renderer{opts: &o}
	if err := r.picture(glyph.White(8, 400), Left); err != nil {
		t.Fatal(err)
	}
	got := hex.EncodeToString(r.out.Bytes())
	for _, band := range []string{"1d7630000100c000", "1d76300001001000"} {
		if !strings.Contains(got, band) {
			t.Errorf("no band %s", band)
		}
	}
	if want := 3 + 3*8 + 400; r.out.Len() != want {
		t.Errorf("%d bytes, want %d", r.out.Len(), want)
	}
}

func TestRenderRefuses(t *testing.T) {
	bad := errors.New("no such glyph")
	tests := []struct {
		name string
		item Item
		opts func(*Opts)
		want error
	}{
		{"size 5", Line{"a", Style{Size: 5}}, nil, ErrItem},
		{"size -1", Line{"a", Style{Size: -1}}, nil, ErrItem},
		{"align 3", Line{"a", Style{Align: 3}}, nil, ErrItem},
		{"no rasteriser", Line{Text: "王𠮷"}, nil, ErrRare},
		{"rasteriser fails", Line{Text: "𠮷"}, func(o *Opts) {
			o.Rasteriser = func(string, Style, int) (*image.Gray, error) { return nil, bad }
		}, bad},
		{"rasteriser draws too wide", Line{Text: "𠮷"}, func(o *Opts) {
			o.Rasteriser = func(string, Style, int) (*image.Gray, error) { return glyph.White(600, 1), nil }
		}, ErrTooWide},
		{"feed 0", Feed{0}, nil, ErrItem},
		{"feed 256", Feed{256}, nil, ErrItem},
		{"QR without data", QR{}, nil, ErrItem},
		{"QR with too much", QR{Data: strings.Repeat("a", 7000)}, nil, ErrItem},
		{"QR beyond its level", QR{Data: strings.Repeat("a", 2000), Level: High}, nil, ErrItem},
		{"QR wider than paper", QR{Data: "A", Module: 16, Level: Low}, func(o *Opts) { o.Paper = Paper58 }, ErrTooWide},
		{"QR level 4", QR{Data: "A", Level: 4}, nil, ErrItem},
		{"QR module 17", QR{Data: "A", Module: 17}, nil, ErrItem},
		{"nothing", nil, nil, ErrItem},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := DefaultOpts()
			if tt.opts != nil {
				tt.opts(&o)
			}
			out, err := render(Slip{Line{Text: "good"}, tt.item}, &o)
			if !errors.Is(err, tt.want) || out != nil {
				t.Errorf("%d bytes, %v; want %v", len(out), err, tt.want)
			}
		})
	}
}
