package keycheck

import (
	"slices"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/visit"
)

// Look looks over what is plugged in: one finding for each key, in their order,
// then one for each device that no module reads. o is the visit's organisation,
// empty where none is known. It costs a signature check or two for each
// certificate; a caller that looks often keeps the findings of an unchanged port.
func Look(port ukey.Port, trust *certificate.Trust, o visit.Organisation, now time.Time) []Finding {
	found := make([]Finding, 0, len(port.Keys)+len(port.Strange))
	for _, k := range port.Keys {
		found = append(found, look(k, trust, o, now))
	}
	for _, info := range port.Strange {
		found = append(found, strange(info))
	}
	return found
}

func strange(info devices.Info) Finding {
	f := Finding{USB: info.ID, Model: info.Product, Tries: -1}
	f.conclude(conditions{visit.KeyNoModule: true})
	return f
}

func look(k ukey.Key, trust *certificate.Trust, o visit.Organisation, now time.Time) Finding {
	f := Finding{Key: k.ID, USB: k.USB, Model: k.Model, Tries: k.Tries, MinPIN: k.MinPIN, MaxPIN: k.MaxPIN}
	if f.Model == "" {
		f.Model = k.Label
	}
	holds := conditions{}
	held, spoilt := read(k.Certificates, trust, now)
	signing, ok := newest(held, func(c *candidate) bool { return c.Use != certificate.Encrypt })
	shown := signing
	if ok {
		f.Certificate = slices.Clone(signing.Raw)
		_, f.Encryption = newest(held, func(c *candidate) bool { return pairs(signing, c) })
	} else {
		shown, f.Encryption = newest(held, func(*candidate) bool { return true })
	}
	holds[visit.KeyUnreadable] = k.Err != nil || spoilt && !ok
	holds[visit.KeyEmpty] = !ok && !holds[visit.KeyUnreadable]
	if shown != nil {
		f.describe(shown, trust, now)
		shown.judge(holds, f.Days, o, now)
	}
	judgePIN(holds, k)
	f.conclude(holds)
	return f
}

// describe takes over what the certificate says.
func (f *Finding) describe(c *candidate, trust *certificate.Trust, now time.Time) {
	f.Organisation, f.USCC, f.Issuer = c.Organisation, c.USCC, c.Issuer
	f.Serial, f.SerialDecimal, f.Algorithm = c.SerialHex(), c.SerialDecimal(), string(c.Algorithm)
	f.NotBefore, f.NotAfter = c.NotBefore, c.NotAfter
	f.Days, f.Left = days(now, c.NotAfter), left(c.NotBefore, c.NotAfter, now)
	f.ChainKnown = c.standing.Chain == certificate.ChainKnown
	f.IssuerUnknown = !f.ChainKnown && trust.Knows()
	f.RevocationKnown = c.standing.Revocation != certificate.RevocationUnknown
	f.Since = c.standing.Since
}

// days is how many midnights of the hall lie between two times.
func days(from, to time.Time) int {
	day := func(t time.Time) time.Time {
		y, m, d := t.In(visit.Changde).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(day(to).Sub(day(from)) / (24 * time.Hour))
}

// left is the share of the time from begin to end that is left at now.
func left(begin, end, now time.Time) float64 {
	whole, rest := end.Sub(begin), end.Sub(now)
	switch {
	case rest <= 0:
		return 0
	case rest >= whole:
		return 1
	}
	return float64(rest) / float64(whole)
}
