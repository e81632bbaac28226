// Package e2e drives the real program from outside, as a visitor, a clerk and
// bad luck would: see README.md for the words of a walk.
//
// What is real: the built program in a window, gousb and libusb over a virtual
// USB bus with devices that speak their protocols' bytes, an IPP printer, the
// centre with its database over mutual TLS, its pages in Chromium, zbar and
// pdftotext for what came out on paper. What is pretended is only the far side
// of each cable.
package e2e
