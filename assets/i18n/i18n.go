// Package i18n looks up the words that people see, by key and language.
//
// The words stand in assets/i18n/<language>/*.toml. A key is the path of a word
// in its file: [home] title = "…" is "home.title". "{name}" in a word is
// replaced by the value given for it.
package i18n

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"sort"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Languages are those that every word must exist in, the first is the default.
func Languages() []string { return []string{"zh", "en"} }

// Words are all words in all languages. A value is never changed once loaded
// and may be used by any goroutine.
type Words struct {
	byLanguage map[string]map[string]string
}

// Load reads folder/<language>/*.toml of fsys. It refuses a key that stands
// twice, is missing in a language, or asks for other values there.
func Load(fsys fs.FS, folder string) (*Words, error) {
	w := &Words{byLanguage: map[string]map[string]string{}}
	for _, language := range Languages() {
		words := map[string]string{}
		files, err := fs.Glob(fsys, path.Join(folder, language, "*.toml"))
		if err != nil {
			return nil, fmt.Errorf("i18n: %w", err)
		}
		for _, file := range files {
			if err := readInto(words, fsys, file); err != nil {
				return nil, fmt.Errorf("i18n: %s: %w", file, err)
			}
		}
		w.byLanguage[language] = words
	}
	return w, w.same()
}

func readInto(words map[string]string, fsys fs.FS, file string) error {
	text, err := fs.ReadFile(fsys, file)
	if err != nil {
		return err
	}
	var tree map[string]any
	if err := toml.Unmarshal(text, &tree); err != nil {
		var at *toml.DecodeError
		if errors.As(err, &at) {
			line, _ := at.Position()
			return fmt.Errorf("line %d: %w", line, err)
		}
		return err
	}
	return flatten(words, "", tree)
}

func flatten(words map[string]string, prefix string, tree map[string]any) error {
	for name, value := range tree {
		key := prefix + name
		switch v := value.(type) {
		case string:
			if _, twice := words[key]; twice {
				return fmt.Errorf("key %q stands twice", key)
			}
			words[key] = v
		case map[string]any:
			if err := flatten(words, key+".", v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("key %q is no text", key)
		}
	}
	return nil
}

var hole = regexp.MustCompile(`\{[a-z][a-zA-Z]*\}`)

// same reports every key that the languages do not share alike.
func (w *Words) same() error {
	var errs []error
	languages := Languages()
	first := w.byLanguage[languages[0]]
	for _, language := range languages[1:] {
		other := w.byLanguage[language]
		for key, word := range first {
			switch translation, ok := other[key]; {
			case !ok:
				errs = append(errs, fmt.Errorf("i18n: %q is missing in %s", key, language))
			case holes(word) != holes(translation):
				errs = append(errs, fmt.Errorf("i18n: %q has other values in %s", key, language))
			}
		}
		for key := range other {
			if _, ok := first[key]; !ok {
				errs = append(errs, fmt.Errorf("i18n: %q is missing in %s", key, languages[0]))
			}
		}
	}
	sort.Slice(errs, func(i, j int) bool { return errs[i].Error() < errs[j].Error() })
	return errors.Join(errs...)
}

func holes(word string) string {
	found := hole.FindAllString(word, -1)
	sort.Strings(found)
	return strings.Join(found, "")
}

// Text returns the word for key in a language; values are pairs of a name and
// what stands for it. An unknown key comes back in ⟦brackets⟧, so that a test
// finds it; an unknown language is the default one.
func (w *Words) Text(language, key string, values ...any) string {
	words, ok := w.byLanguage[language]
	if !ok {
		words = w.byLanguage[Languages()[0]]
	}
	word, ok := words[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	if len(values) == 0 {
		return word
	}
	// In one pass, so that a value which looks like a hole stays as it is.
	return hole.ReplaceAllStringFunc(word, func(h string) string {
		for i := 0; i+1 < len(values); i += 2 {
			if h == fmt.Sprintf("{%v}", values[i]) {
				return fmt.Sprint(values[i+1])
			}
		}
		return h
	})
}

// Has reports whether there is a word for key.
func (w *Words) Has(key string) bool {
	_, ok := w.byLanguage[Languages()[0]][key]
	return ok
}

// Keys returns all keys, sorted.
func (w *Words) Keys() []string {
	var keys []string
	for key := range w.byLanguage[Languages()[0]] {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
