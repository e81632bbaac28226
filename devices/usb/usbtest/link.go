package usbtest

/*
// Linked, not preloaded: libumockdev-preload comes before libc in the list of
// libraries that this test binary needs, so its open, ioctl and so on win. It
// takes effect in whatever imports this package, which only tests do.
#cgo pkg-config: umockdev-1.0
#cgo LDFLAGS: -Wl,--no-as-needed -lumockdev-preload -lutil
*/
import "C"
