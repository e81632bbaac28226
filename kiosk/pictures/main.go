// Command pictures makes the README's pictures again: screens from the stories,
// paper and staff page from the tests that look at them. It needs a display:
//
//	xvfb-run -a go run ./kiosk/pictures
package main

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"

	"golang.org/x/image/draw"
)

// folder is where the README finds them; assets.go embeds nothing of it.
const folder = "assets/images/readme"

// screens are pictures of stories, by file.
var screens = map[string][]string{
	"screen-home":      {"-story", "home"},
	"screen-materials": {"-story", "materials"},
	"screen-card":      {"-story", "card"},
	"screen-review":    {"-story", "review"},
	"screen-ticket":    {"-story", "ticket"},
	"screen-missing":   {"-story", "missing"},
	"screen-drivers":   {"-story", "drivers"},
	"screen-progress":  {"-story", "progress-all"},
	"screen-key":       {"-story", "key-is-expiring"},
	"screen-bind":      {"-story", "bind-text"},
	"screen-pin":       {"-story", "bind-pin"},
	"screen-large":     {"-story", "role", "-lang", "en", "-text", "2", "-contrast", "high"},
}

// kept are the tests that keep pictures, and the width at most of each picture
// that the README shows, in pixels.
var kept = []struct {
	pkg, test string
	widths    map[string]int
}{
	{"./kiosk/forms", "TestPictures", map[string]int{"form-annex1": 720}},
	{"./kiosk/e2e", "TestWalks/^agent$", map[string]int{"ticket": 576}},
	{"./sync/centre", "TestWindowWalk", map[string]int{"staff-case": 900}},
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func run() error {
	work, err := os.MkdirTemp("", "pictures")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	program := filepath.Join(work, "kiosk-sim")
	if err := command("go", "build", "-tags", "sim", "-o", program, "./kiosk"); err != nil {
		return err
	}
	for name, args := range screens {
		shot := append([]string{"shot", "-size", "540x960", "-o", filepath.Join(folder, name+".png")}, args...)
		if err := command(program, shot...); err != nil {
			return err
		}
	}
	if err := os.Setenv("KIOSK_PICTURES", work); err != nil {
		return err
	}
	for _, k := range kept {
		if err := command("go", "test", "-count=1", k.pkg, "-run", k.test); err != nil {
			return err
		}
		for name, width := range k.widths {
			if err := shrink(filepath.Join(work, name+".png"), name, width); err != nil {
				return err
			}
		}
	}
	return nil
}

func command(name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %v: %w", name, args, err)
	}
	return nil
}

// shrink puts a picture into the folder, no wider than width.
func shrink(file, name string, width int) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	in, err := png.Decode(f)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	size := in.Bounds().Size()
	width = min(width, size.X)
	small := image.NewRGBA(image.Rect(0, 0, width, size.Y*width/size.X))
	draw.CatmullRom.Scale(small, small.Bounds(), in, in.Bounds(), draw.Src, nil)
	out, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		return err
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(out, small); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
