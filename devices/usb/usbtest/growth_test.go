package usbtest_test

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"github.com/google/gousb"

	"hallkiosk/devices/transporttest"
	"hallkiosk/devices/usb/usbtest"
)

// BenchmarkPlugged is what a device costs that is plugged in, opened by bare gousb,
// closed and unplugged, and stays: none of the product's code takes part, so what
// grows here is not the product's where devices/soak sees it grow.
//
//	go test ./devices/usb/usbtest -run '^$' -bench Plugged -benchtime 1000x
func BenchmarkPlugged(b *testing.B) {
	bus := newBus(b)
	host := start(b)
	for range 50 { // until all has been used once
		plugOnce(b, bus, host)
	}
	heap, resident := memory(b)
	for b.Loop() {
		plugOnce(b, bus, host)
	}
	heapNow, residentNow := memory(b)
	b.ReportMetric(float64(heapNow-heap)/float64(b.N), "heap-B/op")
	b.ReportMetric(float64(residentNow-resident)/float64(b.N), "resident-B/op")
}

func plugOnce(b *testing.B, bus *usbtest.Bus, host *gousb.Context) {
	d, err := bus.Plug(transporttest.NewEcho())
	if err != nil {
		b.Fatal(err)
	}
	dev, err := host.OpenDeviceWithVIDPID(transporttest.Vendor, transporttest.Product)
	if err != nil || dev == nil {
		b.Fatal(dev, err)
	}
	if err := dev.Close(); err != nil {
		b.Fatal(err)
	}
	d.Unplug()
}

// memory is what Go's heap holds and what the process does, in bytes.
func memory(b *testing.B) (heap, resident int64) {
	runtime.GC()
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		b.Fatal(err)
	}
	pages, err := strconv.ParseInt(strings.Fields(string(text))[1], 10, 64)
	if err != nil {
		b.Fatal(err)
	}
	return int64(m.HeapAlloc), pages * int64(os.Getpagesize())
}
