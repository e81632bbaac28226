package forms_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"hallkiosk/kiosk/visit"
)

// TestPictures draws every page at 150 dpi and reads its code with zbar, as a
// window's scanner would. With KIOSK_PICTURES set, the pictures stay there.
func TestPictures(t *testing.T) {
	names := map[visit.Role][]string{
		visit.RoleAgent: {"form-annex1", "form-annex1-copy2", "form-annex1-copy3", "form-annex2", "form-annex3", "form-annex4"},
		visit.RoleLegal: {"", "", "", "", ""},
	}
	for role, names := range names {
		t.Run(string(role), func(t *testing.T) {
			pdf := save(t, render(t, sample(t, role)))
			prefix := filepath.Join(t.TempDir(), "page")
			run(t, "pdftoppm", "-r", "150", "-png", pdf, prefix)
			for i, name := range names {
				page := fmt.Sprintf("%s-%d.png", prefix, i+1)
				got := run(t, "zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", page)
				if want := "CASE:019AB3C4-5D6E-7F80-9123-456789ABCDEF\n"; got != want {
					t.Errorf("page %d: code %q", i+1, got)
				}
				keepPicture(t, page, name)
			}
		})
	}
}

func keepPicture(t *testing.T, page, name string) {
	folder := os.Getenv("KIOSK_PICTURES")
	if folder == "" || name == "" {
		return
	}
	picture, err := os.ReadFile(page)
	if err == nil {
		err = os.MkdirAll(folder, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644)
	}
	if err != nil {
		t.Error(err)
	}
}
