//go:build sim

package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/guide"
	"hallkiosk/screens"
	"hallkiosk/screens/paint/raster"
	"hallkiosk/screens/ui"
)

// runShot renders one story as a picture, or lists their names.
func runShot(args []string, out, errs io.Writer) error {
	size := window{}
	if err := size.Set("1080x1920"); err != nil {
		return err
	}
	f := newFlags("kiosk shot", errs)
	name := f.String("story", "", "the story to render; -list names them")
	list := f.Bool("list", false, "name all stories")
	file := f.String("o", "shot.png", "where the picture goes")
	language := f.String("lang", "zh", "zh or en")
	text := f.Float64("text", 1, "size of text: 1, 1.5 or 2")
	contrast := f.String("contrast", "normal", "normal or high")
	reach := f.String("reach", "normal", "normal or low")
	f.Var(&size, "size", "of the picture")
	if err := f.Parse(args); err != nil {
		return err
	}
	if *list {
		for _, s := range screens.Stories() {
			fmt.Fprintln(out, s.Name)
		}
		return nil
	}
	if *language != "zh" && *language != "en" || *text != 1 && *text != 1.5 && *text != 2 ||
		*contrast != "normal" && *contrast != "high" || *reach != "normal" && *reach != "low" {
		return errors.New("shot: -lang zh|en, -text 1|1.5|2, -contrast normal|high, -reach normal|low")
	}
	story, ok := screens.FindStory(*name)
	if !ok {
		return fmt.Errorf("shot: no story %q; -list names them", *name)
	}
	g, err := guide.Load(assets.FS, "guide")
	if err != nil {
		return err
	}
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		return err
	}
	fonts, err := ui.OpenFonts()
	if err != nil {
		return err
	}
	look := ui.Look{Language: *language, Text: *text, HighContrast: *contrast == "high", LowReach: *reach == "low"}
	frame := screens.Gallery{Guide: g, Words: words, Fonts: fonts}.Frame(story, look, size.size)
	return os.WriteFile(*file, raster.PNG(frame), 0o644)
}
