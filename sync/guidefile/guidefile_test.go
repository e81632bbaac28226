package guidefile_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"hallkiosk/assets"
	"hallkiosk/sync/guidefile"
	"hallkiosk/sync/protocol"
)

func read(t testing.TB) *protocol.GuideBundle {
	t.Helper()
	b, g, err := guidefile.Read(assets.FS, "guide")
	if err != nil || b.Version != g.Version {
		t.Fatalf("%v", err)
	}
	return b
}

func TestThereAndBack(t *testing.T) {
	b := read(t)
	text, err := guidefile.Encode(b)
	if err != nil {
		t.Fatal(err)
	}
	again, err := protocol.DecodeGuide(bytes.NewReader(text))
	if err != nil || again.Sum() != b.Sum() {
		t.Fatalf("not the same: %v", err)
	}
	if g, err := guidefile.Parse(again); err != nil || g.Version != b.Version || guidefile.Offer(again) != guidefile.Offer(b) {
		t.Errorf("%v", err)
	}
}

func TestMistakesKeepTheirPlace(t *testing.T) {
	b := read(t)
	b.Files["services.toml"] = strings.Replace(b.Files["services.toml"], `letter = "A"`, `letter = "AB"`, 1)
	line := 1 + strings.Count(b.Files["services.toml"][:strings.Index(b.Files["services.toml"], `"AB"`)], "\n")
	_, err := guidefile.Parse(b)
	var refused *guidefile.Refused
	if !errors.As(err, &refused) || len(refused.Mistakes) != 1 {
		t.Fatalf("error %v", err)
	}
	if m := refused.Mistakes[0]; m.File != "services.toml" || m.Line != line || m.Code != "letter" || m.Values["service"] != "open" {
		t.Errorf("mistake %+v, want line %d", m, line)
	}
	if !strings.Contains(err.Error(), fmt.Sprintf("services.toml:%d: letter ", line)) {
		t.Errorf("error %v", err)
	}
}

func TestReadRefuses(t *testing.T) {
	var refused *guidefile.Refused
	if _, _, err := guidefile.Read(fstest.MapFS{}, "."); !errors.As(err, &refused) || refused.Mistakes[0].Code != "files-none" {
		t.Errorf("an empty folder: %v", err)
	}
	if _, _, err := guidefile.Read(fstest.MapFS{"a.toml/x": {}}, "."); !errors.As(err, &refused) || refused.Mistakes[0].Code != "file-kind" {
		t.Errorf("a folder for a file: %v", err)
	}
	large := fstest.MapFS{"a.toml": {Data: bytes.Repeat([]byte("#"), 50<<20)}}
	if _, _, err := guidefile.Read(large, "."); !errors.As(err, &refused) || refused.Mistakes[0].Code != "file-large" {
		t.Errorf("50 MB: %v", err)
	}
	if _, err := guidefile.Encode(&protocol.GuideBundle{Files: map[string]string{"a.toml": strings.Repeat("\"", protocol.MaxGuide)}}); !errors.As(err, &refused) {
		t.Errorf("too large once it is JSON: %v", err)
	}
}

// Whatever a bundle holds, it is a guide or is refused with reasons.
func FuzzParse(f *testing.F) {
	good := read(f)
	for _, text := range good.Files {
		f.Add(text)
	}
	f.Add("version = \"")
	f.Fuzz(func(t *testing.T, text string) {
		b := *good
		b.Files = map[string]string{}
		for name, old := range good.Files {
			b.Files[name] = old
		}
		b.Files["guide.toml"] = text
		g, err := guidefile.Parse(&b)
		var refused *guidefile.Refused
		if err == nil && g.Version != b.Version || err != nil && (!errors.As(err, &refused) || len(refused.Mistakes) == 0) {
			t.Fatalf("guide %v, error %v", g, err)
		}
	})
}
