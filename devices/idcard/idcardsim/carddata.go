package idcardsim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"unicode/utf16"
	"unicode/utf8"

	"hallkiosk/devices/idcard"
)

// CardData is a card to lay on the simulated reader, as walks and the demo's
// tray write it. Dates are YYYY-MM-DD, validTo may be long-term or 长期; sex
// is 男, 女, male, female or a code of GB/T 2261.1; ethnicity is a name, with
// or without 族, or a code of GB/T 3304. Version says which layout a
// foreigner's card has: 2017, or 2023 where it is 0.
type CardData struct {
	Kind        string `json:"kind"`
	Version     int    `json:"version"`
	Name        string `json:"name"`
	LatinName   string `json:"latinName"`
	Sex         string `json:"sex"`
	Ethnicity   string `json:"ethnicity"`
	Birth       string `json:"birth"`
	Address     string `json:"address"`
	Number      string `json:"number"`
	Issuer      string `json:"issuer"`
	ValidFrom   string `json:"validFrom"`
	ValidTo     string `json:"validTo"`
	Nationality string `json:"nationality"`
	PassNumber  string `json:"passNumber"`
	IssueCount  int    `json:"issueCount"`
}

// String is [redacted], like that of the card it describes.
func (CardData) String() string { return "[redacted]" }

// LogValue is [redacted].
func (c CardData) LogValue() slog.Value { return slog.StringValue(c.String()) }

// ErrCard: a card description that no reader could hold.
var ErrCard = errors.New("no such card")

const maxJSON = 16 << 10 // bytes

// ParseCard reads one JSON object. Missing keys take plausible values; keys it
// does not know, values too long for their field and impossible dates are
// refused with ErrCard.
func ParseCard(b []byte) (CardData, error) {
	if len(b) > maxJSON || !utf8.Valid(b) {
		return CardData{}, fmt.Errorf("idcardsim: card: %w: too long or no text", ErrCard)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	var c CardData
	if err := d.Decode(&c); err != nil {
		return CardData{}, fmt.Errorf("idcardsim: card: %w: no JSON object of known keys", ErrCard)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return CardData{}, fmt.Errorf("idcardsim: card: %w: something follows the object", ErrCard)
	}
	if _, err := c.textBlock(); err != nil {
		return CardData{}, err
	}
	return c, nil
}

// textBlock is the 256 bytes that the card holds.
func (c CardData) textBlock() ([]byte, error) {
	w := newBlock()
	switch idcard.Kind(c.Kind) {
	case idcard.Resident, "":
		w.common(c)
		w.put(32, 4, w.ethnicity(or(c.Ethnicity, "汉")))
		w.put(52, 70, or(c.Address, "湖南省常德市武陵区柳叶大道1号"))
		w.put(158, 30, or(c.Issuer, "常德市公安局武陵分局"))
	case idcard.HKMT:
		w.common(c)
		w.put(52, 70, or(c.Address, "湖南省常德市武陵区柳叶大道1号"))
		w.put(158, 30, or(c.Issuer, "常德市公安局"))
		w.put(220, 18, c.PassNumber)
		w.put(238, 4, w.two(c.IssueCount))
		w.put(248, 2, "J")
	case idcard.Foreigner:
		if c.Version == 2017 {
			w.foreigner2017(c)
		} else {
			w.foreigner2023(c)
		}
	default:
		w.fail("kind")
	}
	if c.Version != 0 && c.Version != 2017 && c.Version != 2023 {
		w.fail("version")
	}
	return w.b, w.err
}

func (w *block) foreigner2017(c CardData) {
	w.put(0, 120, c.LatinName)
	w.put(120, 2, w.sex(c.Sex))
	w.put(122, 30, c.Number)
	w.put(152, 6, c.Nationality)
	w.put(158, 30, c.Name)
	w.dates(c)
	w.put(220, 16, w.date(or(c.Birth, "1990-03-07")))
	w.put(236, 4, "01")
	w.put(240, 8, or(c.Issuer, "1500"))
	w.put(248, 2, "I")
}

func (w *block) foreigner2023(c CardData) {
	w.common(c)
	w.put(32, 4, w.two(c.IssueCount))
	latin := utf16.Encode([]rune(c.LatinName))
	n := min(len(latin), 35)
	w.units(52, 70, latin[:n])
	w.units(220, 22, latin[n:])
	w.put(242, 6, c.Nationality)
	w.put(248, 2, "Y")
}

// common writes what all layouts but that of 2017 have in the same places.
func (w *block) common(c CardData) {
	w.put(0, 30, c.Name)
	w.put(30, 2, w.sex(c.Sex))
	w.put(36, 16, w.date(or(c.Birth, "1990-03-07")))
	w.put(122, 36, c.Number)
	w.dates(c)
}

func (w *block) dates(c CardData) {
	w.put(188, 16, w.date(or(c.ValidFrom, "2020-01-01")))
	end := or(c.ValidTo, "long-term")
	if end == "long-term" || end == "长期" {
		w.put(204, 16, "长期")
		return
	}
	w.put(204, 16, w.date(end))
}

func or(s, def string) string {
	if s == "" {
		return def
	}
	return s
}

var isoDate = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
