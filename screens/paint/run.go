package paint

import (
	"errors"
	"fmt"
	"image"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"hallkiosk/screens/ui"
)

// TouchKind says what a finger did.
type TouchKind uint8

// The kinds of touches.
const (
	Press TouchKind = iota
	Move
	Release
)

// Touch is one thing that a finger did, at a pixel of the panel.
type Touch struct {
	Kind TouchKind
	At   image.Point
}

// Input is what happened since the last tick.
type Input struct {
	Now     time.Time
	Size    image.Point // of the panel in pixels
	Touches []Touch     // in their order
	Text    string      // typed on a keyboard of keys
	Erase   bool        // its backspace
}

// App is what the window shows. Tick is called from one goroutine, the one that
// owns the screen. It returns the frame to show and whether it differs from the last one.
type App interface {
	Tick(Input) (frame *ui.Frame, changed bool)
}

// Options say how the window looks.
type Options struct {
	Title string
	// Size of a window; the zero value fills the screen.
	Size image.Point
	// ShowCursor shows the mouse, for a demonstration without a touch panel.
	ShowCursor bool
	// Rest is how long nobody has to touch the panel before the window sleeps
	// between ticks; 0 takes three seconds.
	Rest time.Duration
	// Stop, where set, is asked every tick; true closes the window.
	Stop func() bool
	// Now, where set, replaces time.Now.
	Now func() time.Time
}

// errStop ends the window without an error.
var errStop = errors.New("window closed")

// Run shows the app until its window is closed or Stop says so. It must be
// called from the main goroutine and returns an error when no window could be opened.
func Run(app App, opts Options) error {
	if opts.Rest == 0 {
		opts.Rest = 3 * time.Second
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Size == (image.Point{}) {
		ebiten.SetFullscreen(true)
	} else {
		ebiten.SetWindowSize(opts.Size.X, opts.Size.Y)
	}
	ebiten.SetWindowTitle(opts.Title)
	if !opts.ShowCursor {
		ebiten.SetCursorMode(ebiten.CursorModeHidden)
	}
	ebiten.SetScreenClearedEveryFrame(false)
	ebiten.SetRunnableOnUnfocused(true)
	// Single-threaded, short taps are not lost when the window sleeps between frames.
	err := ebiten.RunGameWithOptions(newWindow(app, opts), &ebiten.RunGameOptions{SingleThread: true, DisableHiDPI: true})
	if err != nil && !errors.Is(err, errStop) {
		return fmt.Errorf("paint: run: %w", err)
	}
	return nil
}

// Wake makes a sleeping window tick; any goroutine may call it, also before Run.
func Wake() { tickSoon() }
