package pango

// #cgo pkg-config: pangocairo cairo-pdf
// #include <stdlib.h>
// #include "draw.h"
import "C"

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"
	"unsafe"
)

// Size is the size of a page.
type Size struct{ Width, Height float64 }

// A4 is ISO 216's, upright.
var A4 = Size{Width: 210 * Millimetre, Height: 297 * Millimetre}

// Millimetre in points.
const Millimetre = 72 / 25.4

// ErrClosed: the document was closed or written before.
var ErrClosed = errors.New("pango: document is closed")

// Info is what a document says about itself to whoever has the file; nothing
// personal belongs in it.
type Info struct {
	Title   string
	Created time.Time
}

// Document is a PDF in the making.
type Document struct {
	c        *C.kiosk_document
	finished bool
}

// New begins a document whose pages have one size. Close frees it.
func New(size Size, info Info) (*Document, error) {
	c := C.kiosk_open(C.double(size.Width), C.double(size.Height))
	if c == nil {
		return nil, errors.New("pango: out of memory")
	}
	d := &Document{c: c}
	d.metadata(C.CAIRO_PDF_METADATA_TITLE, clean(info.Title))
	d.metadata(C.CAIRO_PDF_METADATA_CREATE_DATE, info.Created.Format("2006-01-02T15:04:05-07:00"))
	if err := d.status(); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func (d *Document) metadata(key C.cairo_pdf_metadata_t, value string) {
	s := C.CString(value)
	defer C.free(unsafe.Pointer(s))
	C.cairo_pdf_surface_set_metadata(d.c.surface, key, s)
}

// EndPage ends a page; what is drawn next is on the following one.
func (d *Document) EndPage() error {
	if err := d.open(); err != nil {
		return err
	}
	C.cairo_show_page(d.c.cr)
	return d.status()
}

// WriteTo ends the document and writes it. Nothing can be drawn afterwards.
func (d *Document) WriteTo(w io.Writer) (int64, error) {
	if err := d.open(); err != nil {
		return 0, err
	}
	d.finished = true
	if err := statusError(C.kiosk_finish(d.c)); err != nil {
		return 0, err
	}
	pdf := unsafe.Slice((*byte)(unsafe.Pointer(d.c.bytes)), int(d.c.length))
	n, err := io.Copy(w, bytes.NewReader(pdf))
	if err != nil {
		return n, fmt.Errorf("pango: write: %w", err)
	}
	return n, nil
}

// Close frees the document. It may be called again.
func (d *Document) Close() {
	C.kiosk_free(d.c)
	d.c = nil
}

func (d *Document) open() error {
	if d.c == nil || d.finished {
		return ErrClosed
	}
	return nil
}

func (d *Document) status() error { return statusError(C.kiosk_status(d.c)) }

func statusError(s C.cairo_status_t) error {
	if s == C.CAIRO_STATUS_SUCCESS {
		return nil
	}
	return fmt.Errorf("pango: cairo: %s", C.GoString(C.cairo_status_to_string(s)))
}
