package scanner

import (
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Where a licence's data were found.
const (
	SourceText  = "text"  // a text, with labels or without
	SourceToken = "token" // the bare credit code
	SourceURL   = "url"   // a government link that shows the credit code
)

const (
	maxLicence = 4096 // bytes
	maxName    = 200  // characters
	codeLen    = 18   // characters of a unified social credit code (GB 32100)
)

// Licence is what the code on a business licence (营业执照) says.
type Licence struct {
	Name   string // "" where the code does not say; the person types it
	USCC   string // unified social credit code, upper case, its check passed
	Source string // SourceText, SourceToken or SourceURL
}

// String is [redacted].
func (Licence) String() string { return redacted }

// GoString is [redacted].
func (Licence) GoString() string { return redacted }

// LogValue is [redacted]: a one-person business bears a person's name.
func (Licence) LogValue() slog.Value { return slog.StringValue(redacted) }

// ReadLicence finds name and unified social credit code in a scanned text;
// valid says whether 18 characters are such a code. Licences carry a text with
// labels, the bare code, or a link to the publicity system, which mostly holds
// an opaque token. Links are never followed. Errors are those that ErrNotLicence
// covers, ErrTooLong, ErrControl and ErrEncoding; none repeats the text.
func ReadLicence(text string, valid func(string) bool) (Licence, error) {
	switch {
	case len(text) > maxLicence:
		return Licence{}, ErrTooLong
	case !utf8.ValidString(text):
		return Licence{}, ErrEncoding
	case hasControls(text):
		return Licence{}, ErrControl
	}
	text = strings.TrimSpace(text)
	if code := narrow(text); isCode(code) && valid(code) {
		return Licence{USCC: code, Source: SourceToken}, nil
	}
	switch {
	case isScript(text):
		return Licence{}, ErrScript
	case isPayment(text):
		return Licence{}, ErrPayment
	case isLink(text):
		return fromLink(text, valid)
	}
	return fromText(text, valid)
}

// fromText reads labelled values, in JSON or in plain text, and falls back to
// any credit code that stands alone in it.
func fromText(text string, valid func(string) bool) (Licence, error) {
	found := jsonValues(text)
	if found == nil {
		found = labelled(text)
	}
	l := Licence{Source: SourceText}
	code := strings.Map(dropJoints, narrow(found[labelCode]))
	if isCode(code) && valid(code) {
		l.USCC = code
	} else {
		var err error
		if l.USCC, err = loneCode(text, valid); err != nil {
			return Licence{}, err
		}
		if l.USCC == "" && len(code) == codeLen {
			return Licence{}, ErrBadCode
		}
	}
	if l.USCC == "" {
		return Licence{}, ErrNotLicence
	}
	name, err := cleanName(found[labelName])
	l.Name = name
	if err != nil {
		return Licence{}, err
	}
	return l, nil
}

// loneCode is the only valid credit code among the words of text, "" for none.
func loneCode(text string, valid func(string) bool) (string, error) {
	var codes []string
	doubtful := false
	words := strings.FieldsFunc(narrow(text), func(r rune) bool { return !isAlphanumeric(r) })
	for _, w := range words {
		switch {
		case !isCode(w) || slices.Contains(codes, w):
		case valid(w):
			codes = append(codes, w)
		default:
			doubtful = true
		}
	}
	switch {
	case len(codes) > 1:
		return "", ErrAmbiguous
	case len(codes) == 1:
		return codes[0], nil
	case doubtful:
		return "", ErrBadCode
	}
	return "", nil
}

// isCode reports whether s has the shape of a credit code: GB 32100 leaves out
// I, O, S, V and Z, and the second to eighth characters say category and region.
func isCode(s string) bool {
	if len(s) != codeLen || !allDigits(s[2:8]) {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return !isAlphanumeric(r) || strings.ContainsRune("IOSVZ", r) })
}

func allDigits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

func isAlphanumeric(r rune) bool { return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' }

// narrow turns full-width letters and digits into plain ones, all upper case.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E {
			r -= 0xFEE0
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}, s)
}

// dropJoints removes what people put between groups of a code.
func dropJoints(r rune) rune {
	if r == '-' || unicode.IsSpace(r) {
		return -1
	}
	return r
}

// cleanName trims a name and refuses what cannot be one.
func cleanName(s string) (string, error) {
	s = strings.Join(strings.Fields(s), " ")
	s = strings.Trim(s, " \"'“”[]{}")
	if utf8.RuneCountInString(s) > maxName || strings.ContainsAny(s, "<>\\") {
		return "", ErrName
	}
	return s, nil
}

// jsonValues reads the labelled values of a JSON object, one level deep or two;
// nil where text is none.
func jsonValues(text string) map[label]string {
	var obj map[string]any
	if !strings.HasPrefix(text, "{") || json.Unmarshal([]byte(text), &obj) != nil {
		return nil
	}
	found := map[label]string{}
	keep := func(key string, v any) {
		s, ok := v.(string)
		if l := labelOf(key); ok && l != labelOther && found[l] == "" && !hasControls(s) {
			found[l] = s
		}
	}
	for key, v := range obj {
		keep(key, v)
		if inner, ok := v.(map[string]any); ok {
			for key, v := range inner {
				keep(key, v)
			}
		}
	}
	return found
}
