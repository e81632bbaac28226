package idcard

import (
	"fmt"
	"io"
	"log/slog"
	"time"
)

// Kind is what sort of card it is.
type Kind string

// The kinds of cards that the readers read.
const (
	Resident  Kind = "resident"
	Foreigner Kind = "foreigner" // permanent residence card, of 2017 or 2023
	HKMT      Kind = "hkmt"      // residence permit for people of Hong Kong, Macau and Taiwan
)

// Sex is the code of GB/T 2261.1.
type Sex byte

// The codes of GB/T 2261.1.
const (
	SexUnknown     Sex = 0
	Male           Sex = 1
	Female         Sex = 2
	SexUnspecified Sex = 9
)

// String is the word printed on the card, or 未知 and 未说明 as in the standard.
func (s Sex) String() string {
	switch s {
	case Male:
		return "男"
	case Female:
		return "女"
	case SexUnspecified:
		return "未说明"
	}
	return "未知"
}

// Card is what a card's text says. Fields that the kind of card does not have
// are empty. It holds personal data: it prints, logs and marshals as
// [redacted], and Fields is the deliberate way out.
type Card struct {
	Kind      Kind
	Name      string   // Chinese; a foreigner of 2017 may have none
	RawName   []uint16 // the name as on the card, trimmed, UTF-16, before any mapping
	LatinName string   // foreigners
	Sex       Sex
	// Ethnicity is the people's name without 族, EthnicityCode the two digits
	// of GB/T 3304; the name is empty where the code is in no list.
	Ethnicity, EthnicityCode string
	Birth                    Date
	Address                  string
	Number                   string // 18 characters, or 15 for foreigners of 2017; not checked here
	Issuer                   string // a four-digit code on foreigners' cards of 2017
	ValidFrom, ValidTo       Date
	Nationality              string // foreigners: three letters, or three digits
	PassNumber               string // HKMT: of the travel permit
	IssueCount               int    // HKMT: times issued; foreigners of 2023: times replaced
	// PrivateUse: the name still holds code points of private use, whose
	// meaning only the issuer knew; a person must look at the card.
	PrivateUse bool
}

// Expired reports whether the card's last day has passed in China at now.
func (c Card) Expired(now time.Time) bool { return c.ValidTo.Before(dayIn(now)) }

const redacted = "[redacted]"

// Format prints [redacted] for every verb.
func (c Card) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// String is [redacted].
func (c Card) String() string { return redacted }

// LogValue is [redacted].
func (c Card) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON is "[redacted]", so that no log handler takes the fields apart.
func (c Card) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// Fields is a card in the clear, as one JSON object, for the technician's
// `kioskctl decode idcard`. Dates are YYYY-MM-DD or long-term.
type Fields struct {
	Kind        string `json:"kind"`
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
	PrivateUse  bool   `json:"privateUse"`
	Expired     bool   `json:"expired"`
}

// Fields discloses the card; now decides whether it has expired.
func (c Card) Fields(now time.Time) Fields {
	return Fields{
		Kind: string(c.Kind), Name: c.Name, LatinName: c.LatinName, Sex: c.Sex.String(),
		Ethnicity: c.Ethnicity, Birth: c.Birth.String(), Address: c.Address, Number: c.Number,
		Issuer: c.Issuer, ValidFrom: c.ValidFrom.String(), ValidTo: c.ValidTo.String(),
		Nationality: c.Nationality, PassNumber: c.PassNumber, IssueCount: c.IssueCount,
		PrivateUse: c.PrivateUse, Expired: c.Expired(now),
	}
}
