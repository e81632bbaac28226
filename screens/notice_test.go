package screens

import (
	"image"
	"strings"
	"testing"

	"hallkiosk/kiosk/guide"
	"hallkiosk/screens/ui"
)

// wholePage is all that a body shows on all its pages, blanks dropped.
func (h *hall) wholePage() string {
	h.t.Helper()
	h.settle()
	all := h.everything()
	for range 30 {
		e, ok := h.frame.Find(ui.PagerNext)
		if !ok || !e.Live() {
			return strings.Join(strings.Fields(all), "")
		}
		h.tap(ui.PagerNext)
		all += "\n" + h.everything()
	}
	h.t.Fatal("the page has no end")
	return ""
}

func (h *hall) wholePageHas(texts ...string) {
	h.t.Helper()
	all := h.wholePage()
	for _, text := range texts {
		if !strings.Contains(all, strings.Join(strings.Fields(text), "")) {
			h.t.Errorf("nowhere on the page: %q", text)
		}
	}
}

func TestNoticeTellsEverything(t *testing.T) {
	g := load(t).Guide
	parts := map[string][]string{
		"notice.place": {g.Place.Address.Zh, g.Place.Hall.Zh, g.Place.Windows.Zh, g.Place.Contact, g.Place.Phone},
		"notice.help": {g.Support.Company.Zh, g.Support.Hotline, g.Support.QQ, plainAddress(g.Support.Website),
			g.Support.Driver.Contact, g.Support.Driver.Phone},
		"notice.way":       {g.Binding.Zh, g.Place.Address.Zh, g.Place.Windows.Zh},
		"notice.statement": {g.Statement.Title.Zh, g.Statement.Preface.Zh, g.Statement.Closing.Zh, "15"},
	}
	for _, clause := range g.Statement.Clauses {
		for _, point := range clause.Points {
			parts["notice.statement"] = append(parts["notice.statement"], point.Zh)
		}
	}
	inHall(t, nil, func(h *hall) {
		h.tap("door.notice")
		h.see(g.Title.Zh)
		for id, texts := range parts {
			h.tap(id)
			h.wholePageHas(texts...)
			h.tap("back")
			h.see(g.Title.Zh)
		}
		h.tap("notice.services")
		for _, service := range g.Services {
			h.tap("about." + service.ID)
			texts := []string{service.Title.Zh, service.Explain.Zh, service.Risk.Zh}
			for _, need := range service.Materials {
				m, _ := g.Material(need.ID)
				texts = append(texts, m.Title.Zh)
			}
			h.wholePageHas(texts...)
			h.tap("back")
			h.see("请点您要看的业务")
		}
		h.tap("back")
		h.tap("back")
		h.see("请点您要办的事")
	})
}

// TestNoticeTakeAlong: the list of a service can be taken along as a code, in the
// person's language, and says nothing but the service.
func TestNoticeTakeAlong(t *testing.T) {
	var asked []TakeAlong
	inHall(t, func(h *hall) {
		h.app.cfg.Platform.List = func(l TakeAlong) string {
			asked = append(asked, l)
			return "HTTPS://CENTRE.EXAMPLE/LIST?S=" + l.Visit.Service
		}
	}, func(h *hall) {
		h.tap("door.notice")
		h.tap("notice.services")
		h.tap("about.revoke")
		h.wholePageHas("清单二维码")
		if !hasCode(h.frame, "HTTPS://CENTRE.EXAMPLE/LIST?S=revoke") {
			t.Error("no code of the list is on the page")
		}
		h.tap(ui.ToolLanguage)
		h.wholePageHas("Scan with your phone")
	})
	for _, l := range asked {
		if l.Visit.Service != "revoke" || l.Visit.ID != "" || len(l.Missing) != 0 {
			t.Errorf("the list was asked for %+v", l.Visit)
		}
	}
	if len(asked) == 0 || asked[len(asked)-1].Language != "en" {
		t.Error("the list does not follow the language")
	}
}

func hasCode(f *ui.Frame, text string) bool {
	for _, op := range f.Ops() {
		if op.Kind == ui.OpQR && op.Text == text {
			return true
		}
	}
	return false
}

func TestNoticeLeadsToDriversAndHome(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.tap("door.notice")
		h.tap("notice.drivers")
		h.see("您的U-KEY是哪一种？")
		h.tap("driver.unknown")
		h.see("先看U-KEY上的字")
		h.tap("back")
		h.see("您的U-KEY是哪一种？")
		h.tap("back")
		h.see("责任书全文")
		h.tap("notice.drivers")
		h.tap("driver.unknown")
		h.readOn("往下看")
		h.tap("回到首页")
		h.see("请点您要办的事")
		h.tap("door.notice")
		h.tap("notice.place")
		h.tap("回到首页")
		h.see("请点您要办的事")
	})
}

// TestErrandIsWiped: also who only reads leaves nothing, not even the language.
func TestErrandIsWiped(t *testing.T) {
	for _, door := range []string{"door.notice", "door.drivers", "door.progress"} {
		inHall(t, nil, func(h *hall) {
			h.tap(ui.ToolLanguage)
			h.tap(door)
			h.notSee("Step 1")
			h.wait(DefaultTiming().Warn + DefaultTiming().Count + goodbyeFor + 2e9)
			h.see("请点您要办的事")
		})
	}
}

func TestDrivers(t *testing.T) {
	g := load(t).Guide
	centre := g.Install.Centre
	inHall(t, nil, func(h *hall) {
		h.tap("door.drivers")
		for _, d := range g.Drivers {
			h.tap("driver." + d.ID)
			h.see(d.Name.Zh, d.Look.Zh)
			if d.URL == "" {
				h.see("本机还不知道", plainAddress(centre))
			}
			if address := d.URL; !hasCode(h.frame, address) && (address != "" || !hasCode(h.frame, centre)) {
				t.Errorf("%s: no code leads on", d.ID)
			}
			h.wholePageHas("怎么装驱动", g.Install.Steps[0].Zh, g.Install.SignIn.Zh, g.Install.Antivirus.Zh, g.Support.Hotline, g.Support.Driver.Phone)
			h.tap("back")
			h.see("您的U-KEY是哪一种？")
		}
		h.tap("driver.unknown")
		if !hasCode(h.frame, centre) {
			t.Error("no code of the download centre")
		}
		h.tap("back")
		h.tap("back")
		h.see("请点您要办的事")
	})
}

// TestKnownDriver: what is known of the file is told, and nothing else is.
func TestKnownDriver(t *testing.T) {
	g := load(t)
	known := guide.Driver{ID: "x", Name: guide.Text{Zh: "某某"}, Shape: "slide", URL: "https://hall.example/x.exe"}
	text := func(d guide.Driver) (string, bool) {
		f := g.Frame(Story{"x", func(c *Context) Screen { return &drivers{chosen: guideWith(c, d)} }}, ui.Look{Language: "zh", Text: 1}, image.Pt(1080, 3200))
		return strings.Join(f.Texts(), "\n"), hasCode(f, d.URL)
	}
	shown, code := text(known)
	if !code || strings.Contains(shown, "版本") || strings.Contains(shown, "SHA") || strings.Contains(shown, "文件大小") {
		t.Errorf("a driver of which only the address is known: code %v, %q", code, shown)
	}
	if strings.Contains(shown, "本机还不知道") {
		t.Error("its address is known")
	}
	known.Version, known.Size, known.SHA256 = "1.2", 2_500_000, sampleSHA256
	shown, _ = text(known)
	for _, want := range []string{"1.2", "2.5 MB", "9f86d081 884c7d65"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not told: %q", want, shown)
		}
	}
}

// TestDriversFit: however many models there are, and however they are called,
// each can be touched and read.
func TestDriversFit(t *testing.T) {
	g := load(t)
	for _, n := range []int{0, 1, 30} {
		for _, look := range looks() {
			var all []guide.Driver
			for i := range n {
				name := long(1 + i*4)
				all = append(all, guide.Driver{ID: name, Name: guide.Text{Zh: name, En: name}, Look: guide.Text{Zh: name, En: name}, Shape: guide.Shapes()[i%5]})
			}
			s := &drivers{}
			story := Story{"drivers", func(c *Context) Screen {
				own := *c.Guide
				own.Drivers, c.Guide = all, &own
				return s
			}}
			seen := map[string]bool{}
			for range 120 {
				f := g.Frame(story, look, panel)
				if over := f.Overflows(); len(over) > 0 {
					t.Fatalf("%d models, %+v: %q", n, look, over)
				}
				for _, e := range f.Elements() {
					if strings.HasPrefix(e.ID, "driver.") && e.Live() {
						seen[e.ID] = true
					}
				}
				if s.pager.Last() {
					break
				}
				s.pager.Tap(ui.PagerNext)
			}
			if len(seen) != n+1 {
				t.Errorf("%d models, %+v: %d can be touched", n, look, len(seen))
			}
		}
	}
}

func TestEveryShapeIsDrawn(t *testing.T) {
	drawn := map[ui.Art]string{shapeArt("no shape"): "no shape"}
	for _, shape := range guide.Shapes() {
		if other, twice := drawn[shapeArt(shape)]; twice {
			t.Errorf("%s looks like %s", shape, other)
		}
		drawn[shapeArt(shape)] = shape
	}
}

func TestFileSize(t *testing.T) {
	for n, want := range map[int64]string{
		1: "1 B", 999: "999 B", 1000: "1.0 KB", 999_949: "999.9 KB", 999_951: "1.0 MB", 12_345_678: "12.3 MB", 2_000_000_000: "2.0 GB",
		9_000_000_000_000: "9000.0 GB",
	} {
		if got := fileSize(n); got != want {
			t.Errorf("%d bytes: %q, want %q", n, got, want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for code, want := range map[string]string{"": "", "ab": "ab", "abcdefgh": "abcdefgh", "abcdefghi": "abcdefgh i", sampleSHA256: "9f86d081 884c7d65 9a2feaa0 c55ad015 a3bf4f1b 2b0b822c d15d6c15 b0f00a08"} {
		if got := grouped(code, 8); got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
}
