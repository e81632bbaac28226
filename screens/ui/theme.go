package ui

import (
	"image/color"
	"math"
)

// MinTarget is the least width and height of anything touchable, in pixels of a
// panel 1080 wide (about 11 mm on a 21.5″ panel); smaller panels scale it.
const MinTarget = 64

// role is a step of the type scale.
type role uint8

const (
	typeSmall role = iota
	typeBody
	typeStrong
	typeLead
	typeButton
	typeHeading
	typeTitle
	typeHero
	typeNumber
	typeTool
	typeKey
	typeKeyWord
	typeValue
)

// typeStep is a size in design pixels at text ×1 and how much of the wish for
// larger text it follows: running text all of it, what is large already less.
type typeStep struct {
	size   float64
	follow float64
	bold   bool
}

var typeScale = map[role]typeStep{
	typeSmall:   {29, 1, false},
	typeTool:    {27, 0.6, false},
	typeBody:    {34, 1, false},
	typeStrong:  {34, 1, true},
	typeLead:    {36, 1, false},
	typeValue:   {36, 1, false},
	typeButton:  {38, 0.8, true},
	typeHeading: {42, 0.85, true},
	typeTitle:   {60, 0.5, true},
	typeHero:    {76, 0.35, true},
	typeNumber:  {190, 0.25, true},
	typeKey:     {44, 0.35, false},
	typeKeyWord: {34, 0.35, true},
}

// Lengths in design pixels.
const (
	spaceMargin  = 48 // left and right of everything
	spaceBlock   = 28 // between blocks
	spaceGroup   = 20 // between cards of one group
	spaceInside  = 32 // padding of a card
	spaceSmall   = 12
	spaceIcon    = 24 // between an icon and its text
	radiusCard   = 24
	radiusButton = 20
	radiusKey    = 16
	strokeThin   = 2
	strokeThick  = 5
	blurCard     = 18
	barButton    = 112 // least height of an action in the bottom bar
	inlineButton = 96  // least height of a button in the body
	toolHeight   = 88
	lineHeight   = 1.42 // of the size of the text
	reachPortion = 0.40 // part of a portrait panel kept free of targets in the low-reach layout
	maxColumn    = 1320 // widest body
)

// tone is the set of colours of one kind of message.
type tone struct{ fill, edge, ink color.RGBA }

// palette is one look's colours, named by use.
type palette struct {
	ground, card, ink, quiet  color.RGBA
	line, edge                color.RGBA
	primary, onPrimary        color.RGBA
	primarySoft, primaryPress color.RGBA
	hero, onHero, heroQuiet   color.RGBA
	disabled, onDisabled      color.RGBA
	shadow                    color.RGBA
	press                     color.RGBA
	focus                     color.RGBA
	danger                    color.RGBA
	bar, stepOff              color.RGBA
	toolFill, toolEdge        color.RGBA
	key, keyWide, keyGround   color.RGBA
	tones                     [4]tone
	artA, artB, artC, artD    color.RGBA
}

func rgb(v uint32) color.RGBA {
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff}
}

// paletteOf returns the colours of a look. The ratios are held by theme_test.go:
// normal text at least 4.5:1, high contrast at least 7:1.
func paletteOf(high bool) palette {
	if high {
		return palette{
			ground: rgb(0xffffff), card: rgb(0xffffff), ink: rgb(0x000000), quiet: rgb(0x1f1f1f),
			line: rgb(0x000000), edge: rgb(0x000000),
			primary: rgb(0x002a66), onPrimary: rgb(0xffffff), primarySoft: rgb(0xdbe8ff), primaryPress: rgb(0x000d26),
			hero: rgb(0x00193f), onHero: rgb(0xffffff), heroQuiet: rgb(0xffffff),
			disabled: rgb(0xffffff), onDisabled: rgb(0x4a4a4a),
			shadow: color.RGBA{}, press: rgb(0xffe680), focus: rgb(0xb35900), danger: rgb(0x7a0010),
			bar: rgb(0xffffff), stepOff: rgb(0xb0b0b0), toolFill: rgb(0x00193f), toolEdge: rgb(0xffffff),
			key: rgb(0xffffff), keyWide: rgb(0xe2e2e2), keyGround: rgb(0xffffff),
			tones: [4]tone{
				{rgb(0xffffff), rgb(0x002a66), rgb(0x002a66)},
				{rgb(0xffffff), rgb(0x00401d), rgb(0x00401d)},
				{rgb(0xfff3c4), rgb(0x4d2e00), rgb(0x4d2e00)},
				{rgb(0xffffff), rgb(0x7a0010), rgb(0x7a0010)},
			},
			artA: rgb(0x002a66), artB: rgb(0xffffff), artC: rgb(0x8a5a00), artD: rgb(0xd9d9d9),
		}
	}
	return palette{
		ground: rgb(0xf5f3ee), card: rgb(0xffffff), ink: rgb(0x1b2430), quiet: rgb(0x515c6b),
		line: rgb(0xe3dfd6), edge: rgb(0x8b94a1),
		primary: rgb(0x12458f), onPrimary: rgb(0xffffff), primarySoft: rgb(0xe6eef9), primaryPress: rgb(0x0b2f66),
		hero: rgb(0x0f3b7d), onHero: rgb(0xffffff), heroQuiet: rgb(0xcfdef5),
		disabled: rgb(0xe4e1da), onDisabled: rgb(0x6b7078),
		shadow: color.RGBA{27, 36, 48, 22}, press: rgb(0xdbe6f6), focus: rgb(0xe07b00), danger: rgb(0xa81e2b),
		bar: rgb(0xffffff), stepOff: rgb(0xd3d6da), toolFill: rgb(0x1b4a90), toolEdge: rgb(0x5f86bd),
		key: rgb(0xffffff), keyWide: rgb(0xcfd6e1), keyGround: rgb(0xe6e9ee),
		tones: [4]tone{
			{rgb(0xe8f0fb), rgb(0x2a66bd), rgb(0x12458f)},
			{rgb(0xe6f4ea), rgb(0x2b8a4b), rgb(0x17612f)},
			{rgb(0xfff3dc), rgb(0xd98a00), rgb(0x7a4a00)},
			{rgb(0xfdebec), rgb(0xc42b3a), rgb(0x98182a)},
		},
		artA: rgb(0x12458f), artB: rgb(0xffffff), artC: rgb(0xe39a1f), artD: rgb(0xd5e1f2),
	}
}

// metrics are a frame's scaled lengths.
type metrics struct {
	scale float64 // real pixels for one design pixel
	text  float64 // 1…2
}

func newMetrics(width, height int, look Look) metrics {
	short := min(width, height)
	return metrics{
		scale: float64(short) / 1080,
		text:  textOf(width, height, look),
	}
}

// px scales a design length, at least 1.
func (m metrics) px(n float64) int { return max(1, int(math.Round(n*m.scale))) }

// size is the size of a step of the type scale in real pixels.
func (m metrics) size(r role) int {
	s := typeScale[r]
	return m.px(s.size * (1 + (m.text-1)*s.follow))
}

func (m metrics) target() int { return int(math.Ceil(MinTarget * m.scale)) }

// textOf is how much larger than usual the text is. A panel on its side has
// half the height for the same words: there a wish counts half, and in the
// low-reach layout less, since pages of one line each would help nobody.
func textOf(width, height int, look Look) float64 {
	t := min(max(look.Text, 1), 2)
	switch {
	case width > height && look.LowReach:
		return 1 + (t-1)/5
	case width > height:
		return 1 + (t-1)/2
	}
	return t
}
