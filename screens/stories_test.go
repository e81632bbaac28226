package screens

import (
	"flag"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/guide"
	"hallkiosk/screens/paint/raster"
	"hallkiosk/screens/ui"
)

var (
	galleryDir   = flag.String("gallery", "", "write every story as a picture into this folder")
	galleryStory = flag.String("story", "", "write only the stories whose name this expression finds")
)

// load reads the real guide, words and fonts.
func load(t testing.TB) Gallery {
	t.Helper()
	g, err := guide.Load(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	w, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	fonts, err := ui.OpenFonts()
	if err != nil {
		t.Fatal(err)
	}
	return Gallery{Guide: g, Words: w, Fonts: fonts}
}

func looks() []ui.Look {
	var all []ui.Look
	for _, language := range i18n.Languages() {
		for _, text := range []float64{1, 1.5, 2} {
			all = append(all, ui.Look{Language: language, Text: text})
		}
		all = append(all,
			ui.Look{Language: language, Text: 2, HighContrast: true},
			ui.Look{Language: language, Text: 1, LowReach: true},
			ui.Look{Language: language, Text: 2, LowReach: true})
	}
	return all
}

// TestStoriesFit goes through every screen in every state, language, size of
// text and panel: every text fits its box, every word exists, and the way
// forward can be touched.
func TestStoriesFit(t *testing.T) {
	for _, size := range []image.Point{{1080, 1920}, {1920, 1080}, {768, 1366}} {
		t.Run(size.String(), func(t *testing.T) {
			t.Parallel()
			g := load(t)
			for _, look := range looks() {
				for _, s := range Stories() {
					fits(t, g, s, look, size)
				}
			}
		})
	}
}

func fits(t *testing.T, g Gallery, s Story, look ui.Look, size image.Point) {
	defer g.Fonts.Forget()
	name := fmt.Sprintf("%s %s ×%v contrast %v low %v", s.Name, look.Language, look.Text, look.HighContrast, look.LowReach)
	f := g.Frame(s, look, size)
	if over := f.Overflows(); len(over) > 0 {
		t.Errorf("%s: does not fit: %q", name, over)
	}
	for _, text := range f.Texts() {
		if strings.ContainsAny(text, "⟦⟧") || strings.Contains(text, "{") && text != "{" {
			t.Errorf("%s: word without a text: %q", name, text)
		}
	}
}

// TestStoriesNamed holds the names that the outside knows.
func TestStoriesNamed(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Stories() {
		if seen[s.Name] {
			t.Errorf("two stories are called %q", s.Name)
		}
		seen[s.Name] = true
	}
	for _, name := range []string{"home", "materials", "review", "ticket", "key-is-good", "bind-pin"} {
		if _, ok := FindStory(name); !ok {
			t.Errorf("no story %q", name)
		}
	}
	if _, ok := FindStory("nothing"); ok {
		t.Error("found a story that is not there")
	}
}

// TestWritePictures writes the gallery where it is asked to.
func TestWritePictures(t *testing.T) {
	if *galleryDir == "" {
		return
	}
	g := load(t)
	only := regexp.MustCompile(*galleryStory)
	for _, s := range Stories() {
		if !only.MatchString(s.Name) {
			continue
		}
		for suffix, look := range map[string]ui.Look{
			"": {Language: "zh", Text: 1}, "-2": {Language: "zh", Text: 2}, "-en": {Language: "en", Text: 1},
		} {
			f := g.Frame(s, look, image.Pt(1080, 1920))
			if err := os.WriteFile(filepath.Join(*galleryDir, s.Name+suffix+".png"), raster.PNG(f), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
