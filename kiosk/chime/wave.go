package chime

import (
	"bytes"
	"encoding/binary"
	"math"
)

const rate = 22050 // samples a second

// tone is one stroke of the chime.
type tone struct {
	pitch float64 // Hz
	lasts float64 // seconds
}

// wave is the sound, two strokes as of a doorbell, as a WAV file: PCM, 16 bits,
// one channel (IBM and Microsoft, Multimedia Programming Interface and Data
// Specifications 1.0, chapter 3).
func wave() []byte {
	var samples []int16
	for _, t := range []tone{{880, 0.45}, {659.26, 0.9}} {
		samples = append(samples, stroke(t)...)
	}
	size := uint32(2 * len(samples))
	var b bytes.Buffer
	le := binary.LittleEndian
	b.WriteString("RIFF")
	b.Write(le.AppendUint32(nil, 36+size))
	b.WriteString("WAVEfmt ")
	b.Write(le.AppendUint32(nil, 16))
	for _, v := range []uint16{1, 1} { // PCM, channels
		b.Write(le.AppendUint16(nil, v))
	}
	b.Write(le.AppendUint32(nil, rate))
	b.Write(le.AppendUint32(nil, 2*rate)) // bytes a second
	for _, v := range []uint16{2, 16} {   // bytes a frame, bits a sample
		b.Write(le.AppendUint16(nil, v))
	}
	b.WriteString("data")
	b.Write(le.AppendUint32(nil, size))
	for _, s := range samples {
		b.Write(le.AppendUint16(nil, uint16(s)))
	}
	return b.Bytes()
}

// stroke is a tone with one overtone that dies away.
func stroke(t tone) []int16 {
	samples := make([]int16, int(t.lasts*rate))
	for i := range samples {
		at := float64(i) / rate
		attack := min(1, at/0.005)              // so that it does not click
		fall := min(1, (t.lasts-at)/0.01)       // likewise at its end
		loud := attack * fall * math.Exp(-4*at) // a struck bar
		wave := math.Sin(2*math.Pi*t.pitch*at) + 0.3*math.Sin(4*math.Pi*t.pitch*at)
		samples[i] = int16(0.6 * math.MaxInt16 * loud * wave / 1.3)
	}
	return samples
}
