package paint

import (
	"image"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"
)

// fingers turns mouse and touches into the presses of one finger. On Linux a
// touch panel arrives as the mouse; where real touches arrive, the first finger
// counts and the others are ignored until it is lifted.
type fingers struct {
	down  bool
	mouse bool
	id    ebiten.TouchID
	at    image.Point
	ids   []ebiten.TouchID
}

// collect returns what the finger did since the last call.
func (f *fingers) collect() []Touch {
	var out []Touch
	if !f.down {
		out = f.press(out)
	}
	if !f.down {
		return out
	}
	return f.follow(out)
}

func (f *fingers) press(out []Touch) []Touch {
	f.ids = inpututil.AppendJustPressedTouchIDs(f.ids[:0])
	switch {
	case len(f.ids) > 0:
		f.id, f.mouse = f.ids[0], false
		f.at = point(ebiten.TouchPosition(f.id))
	case inpututil.IsMouseButtonJustPressed(ebiten.MouseButtonLeft):
		f.mouse = true
		f.at = point(ebiten.CursorPosition())
	default:
		return out
	}
	f.down = true
	return append(out, Touch{Press, f.at})
}

// follow reports movement and the end of the touch. A press and its release can
// fall into the same tick.
func (f *fingers) follow(out []Touch) []Touch {
	if f.mouse {
		if at := point(ebiten.CursorPosition()); at != f.at {
			f.at = at
			out = append(out, Touch{Move, at})
		}
		if !ebiten.IsMouseButtonPressed(ebiten.MouseButtonLeft) {
			f.down = false
			out = append(out, Touch{Release, f.at})
		}
		return out
	}
	if inpututil.IsTouchJustReleased(f.id) || inpututil.TouchPressDuration(f.id) == 0 {
		f.down = false
		return append(out, Touch{Release, f.at})
	}
	if at := point(ebiten.TouchPosition(f.id)); at != f.at {
		f.at = at
		out = append(out, Touch{Move, at})
	}
	return out
}

func point(x, y int) image.Point { return image.Pt(x, y) }

// typed returns what came from a keyboard of keys; the enter key counts as "\n".
func typed() (text string, erase bool) {
	text = string(ebiten.AppendInputChars(nil))
	if inpututil.IsKeyJustPressed(ebiten.KeyEnter) || inpututil.IsKeyJustPressed(ebiten.KeyNumpadEnter) {
		text += "\n"
	}
	return text, inpututil.IsKeyJustPressed(ebiten.KeyBackspace)
}
