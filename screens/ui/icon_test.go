package ui

import "testing"

func TestEveryIconAndIllustrationIsDrawn(t *testing.T) {
	for i := IconNone + 1; i < iconCount; i++ {
		if len(iconParts(i)) == 0 {
			t.Errorf("icon %d has no paths", i)
		}
	}
	for a := ArtNone + 1; a < artCount; a++ {
		if len(artTable[a]) == 0 {
			t.Errorf("illustration %d has no paths", a)
		}
	}
	if iconParts(iconCount) != nil || iconParts(IconNone) != nil {
		t.Error("an unknown icon has paths")
	}
}
