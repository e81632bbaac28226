package screens

import (
	"image"
	"time"
)

// Somebody who presses a button twice, as on a computer's desktop, means it once:
// the second press must not answer a page that they have not seen.

// EchoTime is how long after a page came up a press counts as an echo of the one
// that led to it, where it is no farther than echoReach pixels away.
const (
	EchoTime  = 400 * time.Millisecond
	echoReach = 60
)

// echo is the last tap that led to another page; zero: none.
type echo struct {
	at   image.Point
	when time.Time
}

// of reports whether a press is an echo of that tap.
func (e echo) of(now time.Time, at image.Point) bool {
	far := at.Sub(e.at)
	return !e.when.IsZero() && now.Sub(e.when) < EchoTime && max(far.X, -far.X, far.Y, -far.Y) <= echoReach
}
