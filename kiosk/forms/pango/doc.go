// Package pango draws PDF documents with Cairo and sets their text with Pango:
// any character that any installed font has is shown, embedded, and copies out
// of the document whole.
//
// It is a small binding, not a whole one: pages, rectangles, lines, and text
// that wraps. Lengths are in points (1/72 inch) from the upper left corner.
//
//	d, err := pango.New(pango.A4, pango.Info{Title: "…", Created: t})
//	defer d.Close()
//	height, err := d.Measure(text, width)
//	err = d.Draw(text, x, y, width)
//	err = d.EndPage()
//	_, err = d.WriteTo(w)
//
// Each Document has a surface and a font map of its own, so that any number of
// goroutines may each draw one. One Document belongs to one goroutine at a time.
package pango
