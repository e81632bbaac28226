package certificate_test

import (
	"testing"

	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/certificate/certtest"
	"hallkiosk/kiosk/visit"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// authority is one whose files are gone with the test.
func authority(t testing.TB, o certtest.Options) *certtest.Authority {
	t.Helper()
	a, err := certtest.New(t.TempDir(), o)
	must(t, err)
	return a
}

func issue(t testing.TB, a *certtest.Authority, r certtest.Request) certtest.Issued {
	t.Helper()
	issued, err := a.Issue(r)
	must(t, err)
	return issued
}

func parse(t testing.TB, der []byte) *certificate.Certificate {
	t.Helper()
	c, err := certificate.Parse(der)
	must(t, err)
	return c
}

// credit is a credit code, its check character computed.
func credit() string { return checked("91430700MA4L00001") }

func checked(first17 string) string { return first17 + string(visit.USCCCheckCharacter(first17)) }

// citizen is a citizen's number, its check character computed.
func citizen(first17 string) string { return first17 + string(visit.IDCheckCharacter(first17)) }
