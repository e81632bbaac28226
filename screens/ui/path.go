package ui

// drawnPath is a path of an icon or illustration. The data is a small part of
// SVG's path language in absolute grid units, separated by spaces:
//
//	M x y   move            L x y   line
//	C x1 y1 x2 y2 x y       cubic curve
//	Q x1 y1 x y             quadratic curve
//	Z       close           O x y r circle
//	R x y w h r             rectangle with rounded corners
type drawnPath struct {
	data string
	// width of the line in grid units; 0 fills the path.
	width float64
}
