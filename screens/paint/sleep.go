package paint

//lint:file-ignore SA1019 Ebitengine 2.5 deprecates event-driven frames in favour of not clearing the screen, which still runs 60 ticks a second: 186 % of a core on a panel without a graphics card, against 7 % asleep. The calls work in 2.8; they stand in this file alone.

import "github.com/hajimehoshi/ebiten/v2"

// tickSoon makes a sleeping window tick; any goroutine may call it.
func tickSoon() { ebiten.ScheduleFrame() }

// sleep lets the window tick only on input and on tickSoon, or sixty times a
// second again.
func sleep(asleep bool) {
	mode := ebiten.FPSModeVsyncOn
	if asleep {
		mode = ebiten.FPSModeVsyncOffMinimum
	}
	ebiten.SetFPSMode(mode)
}
