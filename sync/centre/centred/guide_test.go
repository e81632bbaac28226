package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hallkiosk/assets"
	"hallkiosk/sync/guidefile"
)

// guideFolder writes the built-in guide into a folder, as a clerk has changed it:
// old and new alternate, of guide.toml.
func guideFolder(t *testing.T, version string, changes ...string) string {
	t.Helper()
	b, g, err := guidefile.Read(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	changes = append(changes, `version = "`+g.Version+`"`, `version = "`+version+`"`)
	for name, text := range b.Files {
		if name == "guide.toml" {
			text = strings.NewReplacer(changes...).Replace(text)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestGuideCommands(t *testing.T) {
	data := t.TempDir()
	if _, err := command(t, "good-password-1\n", "account", "add", "window7", "-data", data); err != nil {
		t.Fatal(err)
	}
	says := func(want string, args ...string) {
		t.Helper()
		out, err := command(t, "", append(args, "-data", data)...)
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("%v: %q, %v", args, out, err)
		}
	}
	refuses := func(want string, args ...string) {
		t.Helper()
		if out, err := command(t, "", append(args, "-data", data)...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %q, %v", args, out, err)
		}
	}
	says("No guide was published", "guide", "list")
	says("Guide t1 is offered", "guide", "publish", guideFolder(t, "t1"))
	says("Guide t2 is offered", "guide", "publish", guideFolder(t, "t2"))
	says("* t2", "guide", "list")
	says("Guide t1 is offered to the kiosks again", "guide", "rollback", "t1")
	says("* t1", "guide", "list")

	refuses("no guide t9", "guide", "rollback", "t9")
	refuses("Another guide has this version already", "guide", "publish", guideFolder(t, "t2", `7、8号窗口`, `9号窗口`))
	refuses("guide.toml:", "guide", "publish", guideFolder(t, "t3", "[bureau]", "[burea]"))
	refuses("nothing was published", "guide", "publish", guideFolder(t, "t3", "[bureau]", "]][["))
	refuses("no *.toml", "guide", "publish", t.TempDir())
	large := guideFolder(t, "t3")
	if err := os.Truncate(filepath.Join(large, "guide.toml"), 50<<20); err != nil {
		t.Fatal(err)
	}
	refuses("too large", "guide", "publish", large)
	if _, err := command(t, "", "guide"); err == nil || !strings.Contains(err.Error(), "publish, list or rollback") {
		t.Errorf("no verb: %v", err)
	}
	refuses("publish FOLDER", "guide", "dance", "x")
	refuses("publish FOLDER", "guide", "publish")
	says("* t1", "guide", "list")
	if _, err := command(t, "", "guide", "list", "-data", t.TempDir()); err == nil || !strings.Contains(err.Error(), "no centre") {
		t.Errorf("an empty folder: %v", err)
	}
}
