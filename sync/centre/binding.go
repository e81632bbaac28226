package centre

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/protocol"
)

// releaseReasons are those for releasing a binding, by the end of their words' key.
func releaseReasons() []string {
	return []string{"wrong", "moved", "lost", "staff", "ended", "other"}
}

// evidence is a proof that was kept, looked through anew.
type evidence struct {
	store.Proof
	Certificate *certificate.Certificate
	Binding     store.Binding // its Number is empty where it was a test sign-in

	// Fits: the U-KEY's signature is of that text, by that certificate. Witnessed:
	// the kiosk's is of both, by a key that was certified to it.
	Fits, Witnessed bool
	Standing        certificate.Standing // as of now
	Expired         bool
}

// loadEvidence reads a proof and checks everything that it says again.
func (c *Centre) loadEvidence(v *visitor, number string) (e evidence, err error) {
	ctx := v.Context()
	if e.Proof, err = c.store.Proof(ctx, number); err != nil {
		return e, err
	}
	if e.Proof.Binding != "" {
		if e.Binding, err = c.store.Binding(ctx, e.Proof.Binding); err != nil {
			return e, err
		}
	}
	if e.Certificate, err = certificate.Parse(e.Challenge.Certificate); err != nil {
		return e, fmt.Errorf("centre: certificate of %s: %w", number, err)
	}
	text := e.Challenge.Text
	e.Fits = e.Certificate.Verify([]byte(text), e.Signature) == nil
	certified, err := c.store.Certified(ctx, e.Challenge.Kiosk, e.WitnessKey)
	if err != nil {
		return e, err
	}
	e.Witnessed = certified && ed25519.Verify(e.WitnessKey, protocol.Witnessed(text, e.Signature), e.Witness)
	t, err := c.trust(ctx)
	if err != nil {
		return e, err
	}
	e.Standing = t.check.Check(e.Certificate, c.now())
	e.Expired = c.now().After(e.Certificate.NotAfter)
	return e, nil
}

type bindingPage struct {
	page
	Evidence evidence
	Now      time.Time
	Others   []string // the other proofs of the binding, by number
	Because  string   // why it was released
	May      bool     // release it
	Reasons  []choice
	Problem  string // what is wrong with the form that was sent
	Reason   string // as chosen there
	Note     string
}

// Revocation is what the lists say now, in words.
func (p bindingPage) Revocation() string {
	s := p.Evidence.Standing
	words := "binding.revocation-" + string(s.Revocation)
	if s.Since.IsZero() {
		return p.T(words)
	}
	return p.T(words, "time", p.Moment(s.Since))
}

func (c *Centre) showBinding(w http.ResponseWriter, v *visitor) error {
	return c.bindingPage(w, v, http.StatusOK, func(*bindingPage) {})
}

// bindingPage shows a proof and the binding that rests on it; change sets what
// a failed form says.
func (c *Centre) bindingPage(w http.ResponseWriter, v *visitor, status int, change func(*bindingPage)) error {
	e, err := c.loadEvidence(v, v.PathValue("number"))
	if err != nil {
		return err
	}
	if err := c.store.Log(v.Context(), v.by(c.now()), "read binding", e.Number); err != nil {
		return err
	}
	p := bindingPage{page: c.page(v, "centre.binding.title"), Evidence: e, Now: c.now()}
	p.Title = e.Number + " · " + p.Title
	p.Path = "/bindings/" + e.Number
	if e.Binding.Number != "" {
		if p.Others, err = c.store.ProofsOf(v.Context(), e.Binding.Number); err != nil {
			return err
		}
		p.Others = slices.DeleteFunc(p.Others, func(n string) bool { return n == e.Number })
		p.May = v.account.Role == store.Approver && e.Binding.Stands()
		p.Because = c.releaseReason(v.language, e.Binding)
	}
	for _, r := range releaseReasons() {
		p.Reasons = append(p.Reasons, choice{Value: r, Title: p.T("binding.because." + r)})
	}
	change(&p)
	return c.render(w, status, "binding", p)
}

func (c *Centre) releaseReason(language string, b store.Binding) string {
	if b.Reason == "other" {
		return b.Note
	}
	because := c.wordOr(language, "centre.binding.because."+b.Reason, b.Reason)
	if b.Note != "" {
		because += " · " + b.Note
	}
	return because
}

// release ends a binding, with a reason; the approver's alone.
func (c *Centre) release(w http.ResponseWriter, v *visitor) error {
	if err := v.ParseForm(); err != nil {
		return formError(err)
	}
	proof, err := c.store.Proof(v.Context(), v.PathValue("number"))
	if err == nil && proof.Binding == "" {
		err = errBadForm // no page of ours offers it
	}
	if err != nil {
		return err
	}
	reason := v.PostFormValue("reason")
	note := strings.Join(strings.Fields(strings.ToValidUTF8(v.PostFormValue("note"), "")), " ")
	refuse := func(status int, key string) error {
		return c.bindingPage(w, v, status, func(p *bindingPage) {
			p.Problem, p.Reason, p.Note = p.T(key, "limit", maxNote), reason, note
		})
	}
	switch {
	case !slices.Contains(releaseReasons(), reason):
		return refuse(http.StatusUnprocessableEntity, "binding.problem-reason")
	case note == "" && reason == "other":
		return refuse(http.StatusUnprocessableEntity, "binding.problem-missing")
	case note != "" && visit.CheckText(note, maxNote) != nil:
		return refuse(http.StatusUnprocessableEntity, "binding.problem-note")
	}
	err = c.store.Release(v.Context(), proof.Binding, reason, note, v.by(c.now()))
	if errors.Is(err, store.ErrState) {
		return refuse(http.StatusConflict, "binding.problem-state")
	}
	if err != nil {
		return err
	}
	audit.Log(c.log, audit.BindingReleased, accountMark(v.account.Username), audit.String(audit.KeyReason, reason))
	http.Redirect(w, v.Request, "/bindings/"+proof.Number, http.StatusSeeOther)
	return nil
}
