package e2e

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"
)

// walk is one *.txtar file: a comment with a command a line, and files that the
// commands name.
type walk struct {
	name     string
	commands []command
	files    map[string]string
}

// command is one line of a walk.
type command struct {
	line   int
	negate bool // written with a leading "!"
	verb   string
	args   []string
}

func (c command) String() string {
	s := fmt.Sprintf("line %d: ", c.line)
	if c.negate {
		s += "! "
	}
	return s + strings.Join(append([]string{c.verb}, c.args...), " ")
}

// parseWalk reads a walk. Words are parted by blanks; 'quotes' or "quotes" keep
// blanks in a word; # begins a comment.
func parseWalk(name string, text []byte) (*walk, error) {
	archive := txtar.Parse(text)
	w := &walk{name: name, files: map[string]string{}}
	for _, f := range archive.Files {
		if _, twice := w.files[f.Name]; twice {
			return nil, fmt.Errorf("%s: file %s stands twice", name, f.Name)
		}
		w.files[f.Name] = string(f.Data)
	}
	for i, line := range strings.Split(string(archive.Comment), "\n") {
		words, err := split(line)
		if err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", name, i+1, err)
		}
		c := command{line: i + 1}
		if len(words) > 0 && words[0] == "!" {
			c.negate, words = true, words[1:]
		}
		if len(words) == 0 {
			if c.negate {
				return nil, fmt.Errorf("%s: line %d: nothing after !", name, i+1)
			}
			continue
		}
		c.verb, c.args = words[0], words[1:]
		w.commands = append(w.commands, c)
	}
	return w, nil
}

func split(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	inWord, quote := false, rune(0)
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, inWord = r, true
		case r == '#' && !inWord:
			return words, nil
		case unicode.IsSpace(r):
			if inWord {
				words = append(words, word.String())
				word.Reset()
				inWord = false
			}
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("%c is not closed", quote)
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, nil
}
