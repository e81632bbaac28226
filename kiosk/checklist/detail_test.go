package checklist_test

import (
	"testing"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/checklist"
	"hallkiosk/kiosk/guide"
)

func TestDetail(t *testing.T) {
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		m      guide.Material
		zh, en string
	}{
		{"nothing", guide.Material{}, "", ""},
		{"original", guide.Material{Original: true}, "原件", "The original"},
		{"licence", guide.Material{Original: true, Copies: 1, Sealed: true},
			"原件；复印件加盖公章，一式一份", "The original; one copy with the organisation’s seal"},
		{"card", guide.Material{Original: true, Copies: 1, Sealed: true, BothSides: true},
			"原件；复印件（正反面）加盖公章，一式一份", "The original; one copy of both sides with the organisation’s seal"},
		{"copies without a seal", guide.Material{Copies: 3}, "复印件，一式三份", "three copies"},
		{"many copies", guide.Material{Copies: 9, BothSides: true}, "复印件（正反面），一式 9 份", "9 copies of both sides"},
		{"a note", guide.Material{Original: true, Note: guide.Text{Zh: "带章", En: "Sealed"}}, "原件；带章", "The original. Sealed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := checklist.Detail(words, "zh", tt.m); got != tt.zh {
				t.Errorf("zh: %q, want %q", got, tt.zh)
			}
			if got := checklist.Detail(words, "en", tt.m); got != tt.en {
				t.Errorf("en: %q, want %q", got, tt.en)
			}
		})
	}
}
