// The C side of the binding: everything that takes more than one call of
// Cairo or Pango, so that Go never holds a pointer inside them.

#ifndef HALLKIOSK_PANGO_DRAW_H
#define HALLKIOSK_PANGO_DRAW_H

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

// kiosk_document owns a PDF surface, its context, its fonts and its bytes.
typedef struct {
  cairo_surface_t *surface;
  cairo_t *cr;
  PangoFontMap *fonts;
  PangoContext *context;
  unsigned char *bytes;
  size_t length, capacity;
} kiosk_document;

// kiosk_run is a stretch of a text in one manner; start and end in bytes.
typedef struct {
  unsigned start, end;
  int bold, underline, whole;
} kiosk_run;

// kiosk_text is a text and how to set it; lengths in points.
typedef struct {
  const char *text;
  int length;
  const kiosk_run *runs;
  int run_count;
  const char *family;
  double size, width, indent, leading;
  int align, justify;
} kiosk_text;

// kiosk_extent is what a set text takes up, in points.
typedef struct {
  double width, height;
  int unknown; // characters that no installed font has
} kiosk_extent;

// kiosk_open returns NULL where memory is out.
kiosk_document *kiosk_open(double width, double height);
void kiosk_free(kiosk_document *d);
cairo_status_t kiosk_status(kiosk_document *d);
// kiosk_finish ends the document; its bytes are complete then.
cairo_status_t kiosk_finish(kiosk_document *d);

kiosk_extent kiosk_measure(kiosk_document *d, const kiosk_text *t);
void kiosk_draw(kiosk_document *d, const kiosk_text *t, double x, double y);

#endif
