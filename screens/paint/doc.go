// Package paint shows frames in a window and feeds the finger back: the only
// package that knows Ebitengine. Importing it without a display panics (so does
// Ebitengine), which is why the technician's tools must not.
//
// The frame itself is painted on the processor by paint/raster, into one picture; only
// the rectangle that changed is painted and handed to the window. While nobody
// touches the panel the window sleeps and wakes for a touch, for Wake, and a few times
// a second for the clock.
package paint
