package forms_test

import (
	"image"
	"testing"

	"hallkiosk/kiosk/visit"
)

// TestWhatDiffers holds the comparison of pictures to its word: the same page
// drawn with another antialiasing is the same; a word moved by two pixels, a
// word gone, one character for another, and another box ticked are not.
func TestWhatDiffers(t *testing.T) {
	c := sample(t, visit.RoleLegal)
	picture := func(finer int) *image.Paletted {
		return abreast(rasterise(t, save(t, render(t, c)), finer)[:1])
	}
	kept := picture(finer)
	if n, _ := differing(kept, picture(finer+finer/2)); n > stray {
		t.Errorf("another antialiasing: %d pixels", n)
	}
	// 张三 in the row 法定代表人 is of the page's middle left.
	name := image.Rect(87, 139, 105, 151)
	for what, by := range map[string]image.Point{
		"moved right": {X: 2}, "moved left": {X: -2}, "moved up": {Y: -2}, "moved down": {Y: 2}, "gone": {Y: 9999},
	} {
		if n, _ := differing(kept, moved(kept, name, by)); n <= stray {
			t.Errorf("%s: %d pixels", what, n)
		}
	}
	if n, _ := differing(kept, image.NewGray(image.Rect(0, 0, 10, 10))); n != 100 {
		t.Errorf("another size: %d pixels", n)
	}
	service, _ := c.Guide.Service("open")
	service.FormBox = "冻结"
	if n, _ := differing(kept, picture(finer)); n <= stray {
		t.Errorf("another box: %d pixels", n)
	}
	service.FormBox = "开通"
	c.Application.Legal.Name = "张五"
	if n, _ := differing(kept, picture(finer)); n <= stray {
		t.Errorf("another character: %d pixels", n)
	}
}

// moved is a picture in which what stands in a part stands elsewhere.
func moved(m *image.Paletted, part image.Rectangle, by image.Point) *image.Paletted {
	out := image.NewPaletted(m.Rect, m.Palette)
	copy(out.Pix, m.Pix)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			out.SetColorIndex(x, y, greys-1)
		}
	}
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if ink := m.ColorIndexAt(x, y); ink < greys-1 {
				out.SetColorIndex(x+by.X, y+by.Y, ink)
			}
		}
	}
	return out
}
