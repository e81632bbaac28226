package certificate

import (
	"slices"
	"strings"
)

// isHunan reports whether a name is a Hunan CA's. Nothing surer than the name is
// known: portals go by 湖南 in the issuer. HNCA is Hunan's short name, and
// Henan's and Hainan's.
func isHunan(n name) bool {
	var all []string
	for _, a := range n {
		all = append(all, strings.ToLower(a.text))
	}
	text := strings.Join(all, "\n")
	for _, word := range []string{"湖南", "hunan", "hunca"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	for _, word := range []string{"河南", "海南", "henan", "hainan"} {
		if strings.Contains(text, word) {
			return false
		}
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return r < 'a' || r > 'z' })
	return slices.Contains(words, "hnca")
}
