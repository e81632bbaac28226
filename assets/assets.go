// Package assets embeds what the program shows and prints: the guide, the words
// of the screens in both languages, pictures.
package assets

import "embed"

// FS holds the folders guide and i18n.
//
//go:embed guide i18n
var FS embed.FS
