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
	refuses("换一个版本号（version） / Another guide has this version already", "guide", "publish", guideFolder(t, "t2", `7、8号窗口`, `9号窗口`))
	spoilt := guideFolder(t, "t3", "[bureau]", "[burea]")
	refuses(spoilt+"/guide.toml:1: bureau.zh：还没有写 / bureau.zh: is missing\n", "guide", "publish", spoilt)
	refuses(": 没有叫“burea”的项；是不是“bureau”？ / there is no entry called “burea”; did you mean “bureau”?", "guide", "publish", spoilt)
	refuses("nothing was published", "guide", "publish", guideFolder(t, "t3", "[bureau]", "]][["))
	refuses("这里没有 .toml 文件 / there is no .toml file here", "guide", "publish", t.TempDir())
	large := guideFolder(t, "t3")
	if err := os.Truncate(filepath.Join(large, "guide.toml"), 50<<20); err != nil {
		t.Fatal(err)
	}
	refuses("/guide.toml: 文件太大，最多 500 KB / the file is too large", "guide", "publish", large)
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
