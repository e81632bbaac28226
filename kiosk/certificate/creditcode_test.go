package certificate

import (
	"testing"

	"pgregory.net/rapid"

	"hallkiosk/kiosk/visit"
)

// TestAnyCode: every credit code is found wherever it stands, behind any letters
// or signs; what is found is always one, and never a citizen's number.
func TestAnyCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.StringMatching(`9[123]43[0-9]{4}[0-9A-HJ-NPQRTUWXY]{9}`).Draw(t, "code")
		code := first + string(visit.USCCCheckCharacter(first))
		if visit.CheckUSCC(code) != nil {
			t.Fatalf("%q is none", code)
		}
		oid := rapid.SampledFrom(append(creditPlaces, "2.5.4.5", "1.2.3")).Draw(t, "place")
		before := rapid.StringMatching(`[A-Za-z]{0,6}|\p{Han}{1,5}|[0-9]{1,4}[@\- ]`).Draw(t, "before")
		want := code
		if visit.CheckIDNumber(code, farFuture) == nil {
			want = ""
		}
		if got := creditCode(name{{oid, before + code}}, nil); got != want && oid != creditPlaces[0] {
			t.Errorf("%q, want %q", got, want)
		}
	})
}

func TestNoCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([0-9]{15,18}[0-9X]|[0-9A-Z@ ]{0,40}|\PC{0,20})`).Draw(t, "text")
		oid := rapid.SampledFrom([]string{oidUnit, oidCommonName, oidNumber, "1.2.3"}).Draw(t, "place")
		got := creditCode(name{{oid, text}}, nil)
		if got != "" && (visit.CheckUSCC(got) != nil || visit.CheckIDNumber(got, farFuture) == nil) {
			t.Errorf("%q in %q", got, text)
		}
	})
}

func TestCleanIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := clean(rapid.StringN(0, 600, -1).Draw(t, "text"))
		if n := len([]rune(s)); n > maxRunes || clean(s) != s {
			t.Errorf("%d characters, or not clean: %q", n, s)
		}
	})
}
