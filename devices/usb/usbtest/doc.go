// Package usbtest is a virtual USB bus for tests: the real gousb and the real
// libusb run on an emulated usbfs, without root, kernel module or wrapper. A
// devices.Peripheral that runs in memory runs here unchanged.
//
// libumockdev shows the process a sysfs and a /dev/bus/usb of its own. This
// package adds the kernel's side of usbfs (usbfs.c, urb.c) and a device's side
// of the cable (device.go).
//
// Importing the package links libumockdev-preload in front of libc (link.go),
// so only tests may import it. Another, unmodified program sees the same bus
// when it is started with Bus.ChildEnv.
//
// Needs Debian's umockdev and libumockdev-dev, and /dev/pts.
//
// # What to know
//
//   - Make the bus before libusb starts (usb.NewBus) and close it after libusb
//     has ended, or Close hangs. One bus at a time in a process.
//   - Do not start libusb while another goroutine plugs or unplugs: the uevent
//     may miss it.
//   - Device.Unplug waits for the Peripheral: do not call it from within.
//   - Hot-plug reaches one libusb at a time: umockdev names its sockets after
//     file descriptor numbers, which two processes share. Enumerating at the
//     start works in any number of them.
//   - Go's own system calls (os.ReadFile("/sys/…")) go round the preload and
//     see the real machine. os.Environ does not show UMOCKDEV_DIR.
//   - TMPDIR must be short: it becomes part of unix socket paths.
//   - A session leader gets the device node as its controlling terminal, and a
//     SIGHUP at unplugging: NewBus ignores that signal, and children inherit it.
//   - In a child, umockdev 0.17 can spoil errno when Go preempts a thread by a
//     signal; ChildEnv switches that off (in this process usleep.c mends it).
//   - When a child dies with the device open, umockdev prints "CRITICAL …
//     Destroying IoctlClient with open stream": harmless.
//   - A message that fills its last packet ends the host's transfer all the same,
//     as if an empty packet followed.
//   - gousb prints "handle_events: error: libusb: interrupted": harmless.
package usbtest
