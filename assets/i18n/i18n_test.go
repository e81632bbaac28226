package i18n_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
)

func files(zh, en string) fstest.MapFS {
	return fstest.MapFS{"i18n/zh/a.toml": {Data: []byte(zh)}, "i18n/en/a.toml": {Data: []byte(en)}}
}

func TestWordsThatDoNotMatchAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ zh, en, want string }{
		"missing in English": {"[a]\nb = '一'\nc = '二'", "[a]\nb = 'one'", `"a.c" is missing in en`},
		"missing in Chinese": {"[a]\nb = '一'", "[a]\nb = 'one'\nc = 'two'", `"a.c" is missing in zh`},
		"other values":       {"[a]\nb = '{count} 人'", "[a]\nb = '{number} people'", "other values"},
		"no text":            {"[a]\nb = 1", "[a]\nb = 1", "no text"},
		"no TOML":            {"[a", "[a]", "a.toml"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := i18n.Load(files(c.zh, c.en), "i18n"); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %s", err, c.want)
			}
		})
	}
	twice := files("[a]\nb = '一'", "[a]\nb = 'one'")
	twice["i18n/zh/b.toml"] = &fstest.MapFile{Data: []byte("[a]\nb = '再一'")}
	if _, err := i18n.Load(twice, "i18n"); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("got %v for a key in two files", err)
	}
}

func TestText(t *testing.T) {
	w, err := i18n.Load(files("[a]\nb = '{name}，前面 {count} 人'", "[a]\nb = '{name}, {count} before you'"), "i18n")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ language, key, want string }{
		{"zh", "a.b", "{count}，前面 3 人"}, // a value that looks like a hole stays
		{"en", "a.b", "{count}, 3 before you"},
		{"fr", "a.b", "{count}，前面 3 人"},
		{"zh", "a.c", "⟦a.c⟧"},
	} {
		if got := w.Text(c.language, c.key, "name", "{count}", "count", 3); got != c.want {
			t.Errorf("%s %s: got %q, want %q", c.language, c.key, got, c.want)
		}
	}
	if !w.Has("a.b") || w.Has("a.c") || len(w.Keys()) != 1 {
		t.Error("Has or Keys is wrong")
	}
}

// TestOurWords loads the words of the product.
func TestOurWords(t *testing.T) {
	w, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range w.Keys() {
		for _, language := range i18n.Languages() {
			if word := w.Text(language, key); strings.TrimSpace(word) == "" {
				t.Errorf("%s is empty in %s", key, language)
			}
		}
	}
}
