package centre

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/checklist"
	"hallkiosk/sync/centre/store"
)

// maxForm bounds what a page may post, in bytes.
const maxForm = 64 << 10

// visitor is one request of a person: of the staff, or with a phone.
type visitor struct {
	*http.Request
	account  store.Account // empty: nobody signed in
	language string
}

func (v *visitor) signedIn() bool { return v.account.Username != "" }

func (v *visitor) by(now time.Time) store.By { return store.By{Account: v.account.Username, At: now} }

type staffHandler func(http.ResponseWriter, *visitor) error

// route is one address of the staff's side and who may use it.
type route struct {
	pattern string
	roles   []store.Role // none: everybody
	quiet   bool         // asked by the page itself: does not keep a session alive
	serve   staffHandler
}

// routes is the one place that says who may do what.
func (c *Centre) routes() []route {
	all := store.Roles()
	cases := []store.Role{store.Window, store.Approver}
	window := []store.Role{store.Window}
	approver := []store.Role{store.Approver}
	return []route{
		{"GET /sign-in", nil, false, c.showSignIn},
		{"POST /sign-in", nil, false, c.signIn},
		{"POST /language", nil, false, c.setLanguage},
		{"GET /T/{handle}", nil, false, c.ticket},
		{"GET /t/{handle}", nil, false, c.ticket},
		{"GET " + checklist.Path, nil, true, c.takeAlong},
		{"GET " + checklist.DriverPath + "{id}", nil, true, c.driver},

		{"POST /sign-out", all, false, c.signOut},
		{"GET /{$}", all, false, c.home},
		{"GET /kiosks", all, false, c.kiosks},
		{"GET /today", cases, true, c.list},
		{"POST /scan", cases, false, c.scan},
		{"GET /case/{id}", cases, false, c.showCase},
		{"GET /case/{id}/forms.pdf", cases, false, c.showForms},
		{"GET /case/{id}/forms/{file}", cases, false, c.showCopy},
		{"GET /case/{id}/reprints/{file}", cases, false, c.showReprint},
		{"POST /case/{id}/reprint", cases, false, c.reprint},
		{"GET /bindings", cases, false, c.bindings},
		{"POST /bindings", cases, false, c.bindings},
		{"GET /bindings/{number}", cases, false, c.showBinding},
		{"GET /bindings/{number}/evidence.zip", cases, false, c.exportEvidence},
		{"POST /bindings/{number}/release", approver, false, c.release},
		{"POST /case/{id}/approve", approver, false, c.approve},
		{"POST /case/{id}/open", window, false, c.openCase},
		{"POST /case/{id}/resume", window, false, c.resumeCase},
		{"POST /case/{id}/tick", window, false, c.tick},
		{"POST /case/{id}/finish", window, false, c.finish},
		{"POST /case/{id}/send-back", window, false, c.sendBack},
	}
}

func (c *Centre) newStaff() http.Handler {
	mux := http.NewServeMux()
	for _, r := range c.routes() {
		mux.Handle(r.pattern, c.guard(r))
	}
	mux.Handle("GET /static/", staticFiles())
	mux.Handle("/", c.guard(route{serve: func(http.ResponseWriter, *visitor) error { return store.ErrUnknown }}))
	// A browser says where a post comes from; one from another site is refused.
	// The session's cookie, SameSite=Strict, stays behind then as well.
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.showError(w, &visitor{Request: r, language: c.language(r)}, http.StatusForbidden, "centre.error.cross-origin")
	}))
	return secureHeaders(cross.Handler(mux))
}

// guard finds out who asks, refuses who may not, and decides once what becomes
// of an error.
func (c *Centre) guard(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		v := &visitor{Request: r, language: c.language(r)}
		var err error
		if v.account, err = c.whoAsks(r, !rt.quiet); err == nil {
			switch {
			case len(rt.roles) == 0 || slices.Contains(rt.roles, v.account.Role):
				err = rt.serve(w, v)
			case v.signedIn():
				err = errForbidden
			default:
				c.askToSignIn(w, v, rt)
			}
		}
		if err != nil {
			c.decide(w, v, err)
		}
	})
}

// What a handler may return, beside store.ErrUnknown.
var (
	errForbidden = errors.New("centre: the role does not allow it")
	errBadForm   = errors.New("centre: a form that no page of ours sends")
)

func (c *Centre) decide(w http.ResponseWriter, v *visitor, err error) {
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, errForbidden):
		c.showError(w, v, http.StatusForbidden, "centre.error.forbidden")
	case errors.Is(err, store.ErrUnknown):
		c.showError(w, v, http.StatusNotFound, "centre.error.not-found")
	case errors.As(err, &large):
		c.showError(w, v, http.StatusRequestEntityTooLarge, "centre.error.form")
	case errors.Is(err, errBadForm):
		c.showError(w, v, http.StatusBadRequest, "centre.error.form")
	default:
		audit.Log(c.log, audit.RequestFailed, audit.String(audit.KeyRoute, v.Pattern), audit.Error(err))
		c.showError(w, v, http.StatusInternalServerError, "centre.error.fault")
	}
}

// askToSignIn sends a person to the sign-in page, and a page's own request an
// answer it can act on.
func (c *Centre) askToSignIn(w http.ResponseWriter, v *visitor, rt route) {
	if rt.quiet || v.Method != http.MethodGet {
		if rt.quiet {
			http.Error(w, http.StatusText(http.StatusUnauthorized), http.StatusUnauthorized)
			return
		}
		http.Redirect(w, v.Request, "/sign-in", http.StatusSeeOther)
		return
	}
	http.Redirect(w, v.Request, "/sign-in?"+nextQuery(v.URL.Path), http.StatusSeeOther)
}

// secureHeaders: the pages need nothing but themselves.
func secureHeaders(next http.Handler) http.Handler {
	const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
		"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}
