package scanner

import "testing"

// Whatever reports come, a code is bounded, and after a rest none is under way.
func FuzzAssemblers(f *testing.F) {
	f.Add([]byte("\x02\x03]Q1abc"), byte(64))
	f.Add([]byte("]Q1A\r\nB\r"), byte(3))
	f.Add([]byte("\x03A1\r\x02B\n\x00\x04C"), byte(4))
	f.Add([]byte{0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0x28, 0, 0, 0, 0, 0}, byte(8))
	f.Fuzz(func(t *testing.T, b []byte, size byte) {
		const limit = 100
		for _, a := range []assembler{&keyboard{collector: collector{max: limit}}, &pos{collector: collector{max: limit}}, &serial{collector: collector{max: limit}},
			&simpleCOM{serial{collector: collector{max: limit}}}} {
			check := func(c code, ended bool) {
				if len(c.raw) > limit || ended && c.err == nil && len(c.raw) == 0 {
					t.Fatalf("code of %d bytes", len(c.raw))
				}
				if ended {
					_, _ = c.scan()
				}
			}
			n := max(int(size), 1)
			for rest := b; len(rest) > 0; rest = rest[min(n, len(rest)):] {
				report := make([]byte, n)
				copy(report, rest)
				check(a.add(report))
			}
			check(a.rest())
			if a.busy() {
				t.Fatal("a code is still under way")
			}
		}
	})
}
