package idcard

import "time"

// Opts are a reader's settings. A zero field takes its default.
type Opts struct {
	Framing Framing
	Poll    time.Duration // between two looks for a card, silence that clears stale input as well: 5 ms
	Rest    time.Duration // after a card that could not be selected: 300 ms
	Quick   time.Duration // answer to status, SAM id, find, select: 500 ms
	Address time.Duration // answer to 30 03: 1.5 s
	Text    time.Duration // answer to 30 01: 4 s
	Gap     time.Duration // silence that ends a reply which began: 500 ms
	Drain   time.Duration // silence that shows there is no stale input: 5 ms
}

// hidPause is how long a HID reader wants to be left alone after a command
// that reads from the card.
const hidPause = 100 * time.Millisecond

func (o *Opts) withDefaults() Opts {
	var v Opts
	if o != nil {
		v = *o
	}
	or := func(d *time.Duration, def time.Duration) {
		if *d <= 0 {
			*d = def
		}
	}
	// The reader's makers suggest 250 ms between two looks, for hosts that look all
	// day. This one looks only while somebody is asked for a card, who would wait
	// those 250 ms; a look itself keeps the reader busy for longer than this pause.
	or(&v.Poll, 5*time.Millisecond)
	or(&v.Rest, 300*time.Millisecond)
	or(&v.Quick, 500*time.Millisecond)
	or(&v.Address, 1500*time.Millisecond)
	or(&v.Text, 4*time.Second)
	or(&v.Gap, 500*time.Millisecond)
	or(&v.Drain, 5*time.Millisecond)
	return v
}

// patience is how long the reader may take to begin its answer to c.
func (o *Opts) patience(c command) time.Duration {
	switch c {
	case cmdRead:
		return o.Text
	case cmdAddress:
		return o.Address
	}
	return o.Quick
}
