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

// GuideMistake is one reason why a guide is refused.
type GuideMistake struct {
	File string `json:"file,omitempty"` // "" where it is of no one file
	Line int    `json:"line,omitempty"` // from 1; 0 where it is of no one line
	What string `json:"what"`           // in plain words, or one of the codes below
}

// The reasons for which a guide is not even read.
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

// MaxGuideMistakes is how many reasons a heartbeat bears.
const MaxGuideMistakes = 20

const maxGuideFiles = 50

var (
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
	files := len(b.Files) > 0 && len(b.Files) <= maxGuideFiles
	for name, text := range b.Files {
		files = files && guideFilePattern.MatchString(name) && utf8.ValidString(text) && !strings.ContainsRune(text, 0)
	}
	return firstInvalid([]check{
		{"protocol", b.Protocol == Version},
		{"version", ValidGuideVersion(b.Version)},
		{"files", files},
	})
}

// Clip shortens a mistake so that MaxGuideMistakes of them fit into a heartbeat.
func (m GuideMistake) Clip() GuideMistake {
	m.File, m.What, m.Line = clip(m.File, 80), clip(m.What, 300), max(m.Line, 0)
	if m.What == "" {
		m.What = GuideNonsense
	}
	return m
}

// clip shortens a text to so many characters.
func clip(s string, longest int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
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
		good = good && short(m.File) && m.Line >= 0 && filled(m.What)
	}
	return good
}
