package screens

import (
	"net/url"
	"strings"

	"hallkiosk/kiosk/visit"
)

// The bounds of an account of the platform, in characters.
const (
	shortestAccount = 2
	longestAccount  = 64
)

// validAccount reports whether a text may be an account: a mobile number, a credit
// code or a name, of letters, digits and _ . @ -.
func validAccount(s string) bool {
	if len(s) < shortestAccount || len(s) > longestAccount {
		return false
	}
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', strings.ContainsRune("_.@-", r):
		default:
			return false
		}
	}
	return true
}

// accountNames are what the platform's pages call an account in an address.
func accountNames() []string { return []string{"account", "zh"} }

// accountOf is the account that a scanned code names: the code itself, or what an
// address in it says.
func accountOf(text string) (account string, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) > longest {
		return "", false
	}
	if bare := visit.NormalEmail(text); validAccount(bare) {
		return bare, true
	}
	for _, values := range queriesOf(text) {
		for _, name := range accountNames() {
			if account = visit.NormalEmail(values.Get(name)); validAccount(account) {
				return account, true
			}
		}
	}
	return "", false
}

// queriesOf are the parameters of an address, also those behind its #, or of a bare
// "name=value".
func queriesOf(text string) []url.Values {
	var all []url.Values
	add := func(query string) {
		if v, err := url.ParseQuery(query); err == nil {
			all = append(all, v)
		}
	}
	u, err := url.Parse(text)
	switch {
	case err == nil && (u.Scheme == "http" || u.Scheme == "https"):
		add(u.RawQuery)
		_, behind, _ := strings.Cut(u.Fragment, "?")
		add(behind)
		add(u.Fragment)
	default:
		add(text)
	}
	return all
}
