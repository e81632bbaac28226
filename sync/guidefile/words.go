package guidefile

import (
	"fmt"
	"regexp"
	"strings"

	"hallkiosk/assets/i18n"
	"hallkiosk/sync/protocol"
)

// Said says a mistake in words, without its file and line: where in the guide it
// is, what is wrong there, and what was perhaps meant. A code without words, as
// of a newer kiosk, is shown as it is.
func Said(words *i18n.Words, language string, m protocol.GuideMistake) string {
	if !words.Has("mistake." + m.Code) {
		return mistake(m).What()
	}
	text := func(key string, values ...any) string { return words.Text(language, key, values...) }
	var holes []any
	for name, value := range m.Values {
		if name == "case" {
			value = inCase(words, language, value)
		}
		holes = append(holes, name, value)
	}
	said := text("mistake."+m.Code, holes...)
	if meant := m.Values["nearest"]; meant != "" {
		said = text("mistake-place.nearest", "said", said, "name", meant)
	}
	if at := place(words, language, m.Values); at != "" {
		said = text("mistake-place.at", "place", at, "said", said)
	}
	return said
}

var entry = regexp.MustCompile(`\[(\d+)\]\.?`)

// place says whose value a mistake is about: "业务“open” materials 第 7 项 id".
func place(words *i18n.Words, language string, values map[string]string) string {
	var parts []string
	for _, list := range []string{"service", "material", "driver"} {
		if id := values[list]; id != "" {
			parts = append(parts, words.Text(language, "mistake-place."+list, "id", id))
		}
	}
	key := entry.ReplaceAllStringFunc(values["key"], func(index string) string {
		var i int
		if _, err := fmt.Sscanf(index, "[%d]", &i); err != nil {
			return index // a number that no list is so long for
		}
		return " " + words.Text(language, "mistake-place.entry", "number", i+1) + " "
	})
	if key = strings.TrimSpace(key); key != "" {
		parts = append(parts, key)
	}
	return strings.Join(parts, " ")
}

// inCase says the words of a case: "经办人、企业".
func inCase(words *i18n.Words, language, value string) string {
	parts := strings.Fields(value)
	for i, part := range parts {
		if key := "mistake-case." + part; words.Has(key) {
			parts[i] = words.Text(language, key)
		}
	}
	return strings.Join(parts, words.Text(language, "mistake-place.and"))
}

// Lines says mistakes for a terminal, Chinese first: "services.toml:12: 中文 /
// English" each, most of them at the most, then how many more there are. folder
// is put before the files' names.
func Lines(words *i18n.Words, folder string, mistakes []protocol.GuideMistake, most int) []string {
	var lines []string
	for i, m := range mistakes {
		if i == most {
			more := len(mistakes) - i
			return append(lines, both(func(language string) string { return words.Text(language, "mistake-place.more", "count", more) }))
		}
		where := mistake(m)
		if where.File != "" && folder != "" {
			where.File = strings.TrimSuffix(folder, "/") + "/" + where.File
		}
		lines = append(lines, where.Where()+both(func(language string) string { return Said(words, language, m) }))
	}
	return lines
}

// both joins what is said in every language; what is the same in all stands once.
func both(say func(language string) string) string {
	var all []string
	for _, language := range i18n.Languages() {
		if said := say(language); len(all) == 0 || said != all[0] {
			all = append(all, said)
		}
	}
	return strings.Join(all, " / ")
}
