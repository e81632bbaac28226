package screens

import (
	"time"

	"hallkiosk/devices/scanner"
)

// listening keeps one scan waiting while the scanner can be used, and after each
// code at once the next: whoever has shown the wrong one may have the right one in
// hand, and codes that come while none waits are lost.
type listening struct {
	job   Job[scanner.Scan]
	retry time.Time // when a scanner that failed is asked again
}

// next is the code that came; ended is false while there is none. A page that has
// what it wanted calls stop.
func (l *listening) next(c *Context) (scan scanner.Scan, ended bool, err error) {
	l.listen(c)
	if scan, ended, err = l.job.Poll(); !ended {
		return scan, false, nil
	}
	l.job.Reset()
	if err != nil {
		l.retry = c.Now.Add(pause)
	}
	l.listen(c)
	return scan, true, err
}

func (l *listening) listen(c *Context) {
	if c.Platform.status(PartScanner).Usable() && !c.Now.Before(l.retry) {
		l.job.Start(c, c.Platform.Scans.Scan)
	}
}

// stop lets go of the scanner.
func (l *listening) stop() { l.job.Reset() }
