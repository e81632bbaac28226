#include "draw.h"

#include <stdlib.h>
#include <string.h>

static cairo_status_t append(void *closure, const unsigned char *data, unsigned length) {
  kiosk_document *d = closure;
  if (d->capacity - d->length < length) {
    size_t capacity = d->capacity ? d->capacity : 1 << 16;
    while (capacity - d->length < length) capacity *= 2;
    unsigned char *bytes = realloc(d->bytes, capacity);
    if (bytes == NULL) return CAIRO_STATUS_NO_MEMORY;
    d->bytes = bytes;
    d->capacity = capacity;
  }
  memcpy(d->bytes + d->length, data, length);
  d->length += length;
  return CAIRO_STATUS_SUCCESS;
}

kiosk_document *kiosk_open(double width, double height) {
  kiosk_document *d = calloc(1, sizeof *d);
  if (d == NULL) return NULL;
  d->surface = cairo_pdf_surface_create_for_stream(append, d, width, height);
  d->cr = cairo_create(d->surface);
  d->fonts = pango_cairo_font_map_new();
  d->context = pango_font_map_create_context(d->fonts);
  // The Chinese forms of characters that Japanese and Korean write otherwise.
  pango_context_set_language(d->context, pango_language_from_string("zh-cn"));
  pango_context_set_base_dir(d->context, PANGO_DIRECTION_LTR);
  // Print has no pixels to round to.
  pango_context_set_round_glyph_positions(d->context, FALSE);
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(d->context, options);
  cairo_font_options_destroy(options);
  return d;
}

void kiosk_free(kiosk_document *d) {
  if (d == NULL) return;
  g_object_unref(d->context);
  g_object_unref(d->fonts);
  cairo_destroy(d->cr);
  cairo_surface_finish(d->surface);
  cairo_surface_destroy(d->surface);
  free(d->bytes);
  free(d);
}

cairo_status_t kiosk_status(kiosk_document *d) {
  cairo_status_t status = cairo_status(d->cr);
  return status != CAIRO_STATUS_SUCCESS ? status : cairo_surface_status(d->surface);
}

cairo_status_t kiosk_finish(kiosk_document *d) {
  cairo_status_t status = kiosk_status(d);
  cairo_surface_finish(d->surface);
  return status != CAIRO_STATUS_SUCCESS ? status : cairo_surface_status(d->surface);
}

static void insert(PangoAttrList *list, PangoAttribute *a, const kiosk_run *r) {
  a->start_index = r->start;
  a->end_index = r->end;
  pango_attr_list_insert(list, a);
}

static PangoLayout *set_text(kiosk_document *d, const kiosk_text *t) {
  PangoLayout *layout = pango_layout_new(d->context);
  PangoFontDescription *font = pango_font_description_new();
  pango_font_description_set_family(font, t->family);
  // Absolute: a unit of the layout is then a point of the page.
  pango_font_description_set_absolute_size(font, t->size * PANGO_SCALE);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);

  pango_layout_set_width(layout, t->width * PANGO_SCALE);
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_auto_dir(layout, FALSE);
  pango_layout_set_alignment(layout, t->align);
  pango_layout_set_justify(layout, t->justify);
  pango_layout_set_indent(layout, t->indent * PANGO_SCALE);
  pango_layout_set_line_spacing(layout, t->leading);

  PangoAttrList *list = pango_attr_list_new();
  for (int i = 0; i < t->run_count; i++) {
    const kiosk_run *r = &t->runs[i];
    if (r->bold) insert(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), r);
    if (r->underline) insert(list, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), r);
    if (r->whole) insert(list, pango_attr_allow_breaks_new(FALSE), r);
  }
  // No hyphen where a long address is broken: it would read as part of it.
  pango_attr_list_insert(list, pango_attr_insert_hyphens_new(FALSE));
  pango_layout_set_attributes(layout, list);
  pango_attr_list_unref(list);
  pango_layout_set_text(layout, t->text, t->length);
  return layout;
}

kiosk_extent kiosk_measure(kiosk_document *d, const kiosk_text *t) {
  PangoLayout *layout = set_text(d, t);
  PangoRectangle ink, logical;
  pango_layout_get_extents(layout, &ink, &logical);
  int right = MAX(ink.x + ink.width, logical.x + logical.width) - MIN(0, MIN(ink.x, logical.x));
  int bottom = MAX(ink.y + ink.height, logical.y + logical.height);
  kiosk_extent e = {
      .width = (double)right / PANGO_SCALE,
      .height = (double)bottom / PANGO_SCALE,
      .unknown = pango_layout_get_unknown_glyphs_count(layout),
  };
  g_object_unref(layout);
  return e;
}

void kiosk_draw(kiosk_document *d, const kiosk_text *t, double x, double y) {
  PangoLayout *layout = set_text(d, t);
  cairo_move_to(d->cr, x, y);
  pango_cairo_show_layout(d->cr, layout);
  g_object_unref(layout);
}
