package centre

import (
	"strings"
	"time"
	"unicode"

	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/protocol"
)

// challengeText says in words what a U-KEY is to sign, in Chinese whatever the
// kiosk's screen shows: it is evidence. What is seen there is what is signed,
// byte for byte.
func (c *Centre) challengeText(given *protocol.Challenge, key *certificate.Certificate, kiosk string) string {
	say := func(line string, values ...any) string {
		return oneLine(c.words.Text("zh", "centre.challenge."+line, values...))
	}
	holder := key.Organisation
	if holder == "" {
		holder = key.Subject
	}
	if key.USCC != "" {
		holder += "（" + key.USCC + "）"
	}
	lines := []string{
		say("title", "platform", c.guide().Platform.In("zh")),
		say("purpose-" + given.Purpose),
	}
	if given.Account != "" {
		lines = append(lines, say("account", "account", given.Account))
	}
	lines = append(lines,
		say("organisation", "organisation", holder),
		say("serial", "serial", given.Serial),
		say("kiosk", "kiosk", kiosk),
		say("issued", "time", beijing(given.Issued)),
		say("expires", "time", beijing(given.Expires)),
		say("nonce", "nonce", given.Nonce),
	)
	return strings.Join(lines, "\n")
}

// oneLine keeps what a certificate says from making lines of its own.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
}

func beijing(t time.Time) string { return t.In(visit.Changde).Format("2006-01-02 15:04:05") }
