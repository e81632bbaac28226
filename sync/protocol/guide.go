package protocol

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// GuideOffer names the guide that the centre wants its kiosks to use.
type GuideOffer struct {
	Version string `json:"version"`
	SHA256  string `json:"sha256"` // GuideBundle.Sum of its files, lower-case hex
}

// GuideBundle is one version of the guide: every file of it, as a clerk wrote them.
type GuideBundle struct {
	Protocol int               `json:"protocol"` // Version
	Version  string            `json:"version"`  // as the files themselves say
	Files    map[string]string `json:"files"`    // name → text, such as "materials.toml"
}

// GuideState says in a heartbeat which guide a kiosk uses, and what it would
// not take.
type GuideState struct {
	Version string `json:"version"` // in use
	// RefusedVersion was offered last and is not in use for the reasons in
	// Refused, at most MaxGuideMistakes; empty: nothing stands against the offer.
	RefusedVersion string         `json:"refusedVersion,omitempty"`
	Refused        []GuideMistake `json:"refused,omitempty"`
}

// GuideMistake is one reason why a guide is refused. The words that people read
// are the reader's: by Code, with Values in their holes.
type GuideMistake struct {
	File string `json:"file,omitempty"` // "" where it is of no one file
	Line int    `json:"line,omitempty"` // from 1; 0 where it is of no one line
	// Code is one of those below, or of what the kiosk's check of the files found
	// (kiosk/guide.MistakeCodes); a reader shows one that it does not know as it is.
	Code   string            `json:"code"`
	Values map[string]string `json:"values,omitempty"`
}

// Equal reports whether two reasons are the same.
func (m GuideMistake) Equal(other GuideMistake) bool {
	return m.File == other.File && m.Line == other.Line && m.Code == other.Code && maps.Equal(m.Values, other.Values)
}

// The reasons for which a guide is not even read, or not kept.
const (
	GuideNonsense     = "nonsense"      // the answer is no bundle
	GuideTooLarge     = "too-large"     // larger than MaxGuide
	GuideOtherVersion = "other-version" // a bundle, but of another version than offered
	GuideChecksum     = "checksum"      // the files are not those that were offered
	GuideNotFetched   = "not-fetched"   // no whole answer; the kiosk tries again
	GuideGone         = "gone"          // the centre offers it, but does not have it
	GuideVersionTaken = "version-taken" // another guide with this version is known
	GuideNotKept      = "not-kept"      // the kiosk's disk would not take it; it tries again
)

// GuideCodes are the codes above; they have no values.
func GuideCodes() []string {
	return []string{GuideNonsense, GuideTooLarge, GuideOtherVersion, GuideChecksum, GuideNotFetched, GuideGone, GuideVersionTaken, GuideNotKept}
}

// The bounds of a guide and of its refusal. The loader of kiosk/guide has the
// same for files; a test in kiosk/house compares them.
const (
	MaxGuideFiles    = 50
	MaxGuideText     = 500 << 10 // bytes of all files together: with every one escaped, they fit into MaxGuide
	MaxGuideMistakes = 20        // that a heartbeat bears
	MaxGuideValues   = 8         // of one mistake
	MaxGuideValue    = 100       // characters
)

var (
	guideCodePattern    = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	guideNamePattern    = regexp.MustCompile(`^[a-z][a-zA-Z]{0,19}$`)
	guideVersionPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
	guideFilePattern    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,58}\.toml$`)
	sumPattern          = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// ValidGuideVersion reports whether version can be a guide's: 1 to 64 letters,
// digits, dots, hyphens and underscores, such as "2026-11-22.1".
func ValidGuideVersion(version string) bool { return guideVersionPattern.MatchString(version) }

// GuidePath returns the path and query of a guide.
func GuidePath(version string) string {
	return PathGuide + "?" + url.Values{"version": {version}}.Encode()
}

// Valid reports whether the offer has the shape of one.
func (o GuideOffer) Valid() bool {
	return ValidGuideVersion(o.Version) && sumPattern.MatchString(o.SHA256)
}

// Sum is the SHA-256, in lower-case hex, over the files in the order of their
// names (as bytes): of each its name, a zero byte, its text, a zero byte.
func (b *GuideBundle) Sum() string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(b.Files)) {
		for _, part := range []string{name, b.Files[name]} {
			io.WriteString(h, part)
			h.Write([]byte{0})
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// DecodeGuide reads a bundle as strictly as DecodeDelivery does. What the files
// say is not looked at.
func DecodeGuide(r io.Reader) (*GuideBundle, error) {
	var b GuideBundle
	if err := decode(r, MaxGuide, &b); err != nil {
		return nil, err
	}
	if err := b.Validate(); err != nil {
		return nil, err
	}
	return &b, nil
}

// Validate checks the shape of a bundle. Errors are *Invalid.
func (b *GuideBundle) Validate() error {
	files, size := len(b.Files) > 0 && len(b.Files) <= MaxGuideFiles, 0
	for name, text := range b.Files {
		size += len(text)
		files = files && guideFilePattern.MatchString(name) && utf8.ValidString(text) && !strings.ContainsRune(text, 0)
	}
	return firstInvalid([]check{
		{"protocol", b.Protocol == Version},
		{"version", ValidGuideVersion(b.Version)},
		{"files", files && size <= MaxGuideText},
	})
}

// Clip makes a mistake such as a heartbeat bears, MaxGuideMistakes of them: texts
// are shortened, what cannot be seen in them becomes U+FFFD, and values too many,
// or of an odd name, are left out.
func (m GuideMistake) Clip() GuideMistake {
	m.File, m.Line = clip(m.File, maxGuideFile), max(m.Line, 0)
	if !guideCodePattern.MatchString(m.Code) {
		m.Code = GuideNonsense
	}
	values := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(m.Values)) {
		if guideNamePattern.MatchString(name) && len(values) < MaxGuideValues {
			values[name] = clip(m.Values[name], MaxGuideValue)
		}
	}
	m.Values = nil
	if len(values) > 0 {
		m.Values = values
	}
	return m
}

// valid reports whether a mistake is as Clip leaves it.
func (m GuideMistake) valid() bool {
	good := seen(m.File, maxGuideFile) && m.Line >= 0 && guideCodePattern.MatchString(m.Code) && len(m.Values) <= MaxGuideValues
	for name, value := range m.Values {
		good = good && guideNamePattern.MatchString(name) && seen(value, MaxGuideValue)
	}
	return good
}

// maxGuideFile is how many characters of a file's name are kept.
const maxGuideFile = 80

// seen reports whether a text is of so many characters at most, all of which can
// be seen: it is shown in places where others would do harm.
func seen(s string, longest int) bool {
	return utf8.RuneCountInString(s) <= longest && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// clip shortens a text to so many characters.
func clip(s string, longest int) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) <= longest {
		return s
	}
	return string([]rune(s)[:longest-1]) + "…"
}

func (s GuideState) empty() bool {
	return s.Version == "" && s.RefusedVersion == "" && len(s.Refused) == 0
}

// valid: a kiosk that says nothing of guides is a good one.
func (s GuideState) valid() bool {
	if s.empty() {
		return true
	}
	good := filled(s.Version) && short(s.RefusedVersion) && len(s.Refused) <= MaxGuideMistakes &&
		(s.RefusedVersion != "") == (len(s.Refused) > 0)
	for _, m := range s.Refused {
		good = good && m.valid()
	}
	return good
}
