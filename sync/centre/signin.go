package centre

import (
	"crypto/rand"
	"errors"
	"math"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/checklist"
	"hallkiosk/sync/centre/store"
)

// cookieName of a session. Over TLS the prefix makes the browser refuse a
// cookie that a neighbouring host or plain HTTP tries to set.
func cookieName(r *http.Request) string {
	if r.TLS != nil {
		return "__Host-session"
	}
	return "session"
}

func sessionCookie(r *http.Request, token string) *http.Cookie {
	c := &http.Cookie{
		Name: cookieName(r), Value: token, Path: "/",
		HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode,
	}
	if token == "" {
		c.MaxAge = -1
	}
	return c
}

// whoAsks returns the account of the request's session, or an empty one. use
// tells whether the request keeps the session alive.
func (c *Centre) whoAsks(r *http.Request, use bool) (store.Account, error) {
	cookie, err := r.Cookie(cookieName(r))
	if err != nil {
		return store.Account{}, nil
	}
	account, err := c.store.Session(r.Context(), cookie.Value, c.now(), c.session, use)
	if errors.Is(err, store.ErrUnknown) {
		return store.Account{}, nil
	}
	return account, err
}

type signInPage struct {
	page
	Username, Next, Problem string
}

func (c *Centre) showSignIn(w http.ResponseWriter, v *visitor) error {
	if v.signedIn() {
		http.Redirect(w, v.Request, "/", http.StatusSeeOther)
		return nil
	}
	return c.signInPage(w, v, http.StatusOK, "", localPath(v.URL.Query().Get("next")), "")
}

func (c *Centre) signInPage(w http.ResponseWriter, v *visitor, status int, username, next, problem string) error {
	p := signInPage{page: c.page(v, "centre.sign-in.title"), Username: username, Next: next, Problem: problem}
	return c.render(w, status, "sign-in", p)
}

// signIn takes as long for an unknown or disabled account as for a wrong password.
func (c *Centre) signIn(w http.ResponseWriter, v *visitor) error {
	if err := v.ParseForm(); err != nil {
		return formError(err)
	}
	username, next := v.PostFormValue("username"), localPath(v.PostFormValue("next"))
	if len(username) > 64 {
		username = username[:64]
	}
	username = strings.ToValidUTF8(username, "")
	name, host := strings.TrimSpace(username), hostOf(v.Request)
	if wait, first := c.throttle.try(strings.ToLower(name), host); wait > 0 {
		if first { // not at each try: whoever guesses must not fill the log
			audit.Log(c.log, audit.SignInLocked, audit.Duration(audit.KeyWait, wait))
		}
		seconds := int(math.Ceil(wait.Seconds()))
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
		return c.signInPage(w, v, http.StatusTooManyRequests, username, next,
			c.words.Text(v.language, "centre.sign-in.wait", "seconds", seconds))
	}
	account, err := c.store.Account(v.Context(), name)
	if err != nil && !errors.Is(err, store.ErrUnknown) {
		return err
	}
	good, err := c.hasher.Check(v.Context(), account.Hash, v.PostFormValue("password"))
	if err != nil {
		return err
	}
	if !good || account.Disabled {
		// An unknown name is noted without the name, which may be a password typed
		// into the wrong box; noted all the same, to take as long.
		if err := c.store.Log(v.Context(), store.By{Account: account.Username, At: c.now()}, "sign-in refused", account.Username); err != nil {
			return err
		}
		c.signInFailed(account)
		return c.signInPage(w, v, http.StatusUnauthorized, username, next, c.words.Text(v.language, "centre.sign-in.wrong"))
	}
	c.throttle.good(strings.ToLower(name), host)
	token := rand.Text()
	if err := c.store.StartSession(v.Context(), token, store.By{Account: account.Username, At: c.now()}, c.session); err != nil {
		return err
	}
	audit.Log(c.log, audit.SignInGood, accountMark(account.Username), audit.String(audit.KeyRole, account.Role))
	http.SetCookie(w, sessionCookie(v.Request, token))
	http.Redirect(w, v.Request, next, http.StatusSeeOther)
	return nil
}

func (c *Centre) signInFailed(a store.Account) {
	switch {
	case a.Username == "":
		audit.Log(c.log, audit.SignInFailed, audit.String(audit.KeyReason, "unknown"))
	case a.Disabled:
		audit.Log(c.log, audit.SignInFailed, audit.String(audit.KeyReason, "disabled"), accountMark(a.Username))
	default:
		audit.Log(c.log, audit.SignInFailed, audit.String(audit.KeyReason, "password"), accountMark(a.Username))
	}
}

func (c *Centre) signOut(w http.ResponseWriter, v *visitor) error {
	if cookie, err := v.Cookie(cookieName(v.Request)); err == nil {
		if err := c.store.EndSession(v.Context(), cookie.Value); err != nil {
			return err
		}
	}
	audit.Log(c.log, audit.SignedOut, accountMark(v.account.Username))
	http.SetCookie(w, sessionCookie(v.Request, ""))
	http.Redirect(w, v.Request, "/sign-in", http.StatusSeeOther)
	return nil
}

// hostOf is the address that guesses are counted by; of IPv6 the network, since
// one machine has a network full of them.
func hostOf(r *http.Request) string {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	ip := at.Addr().Unmap()
	if ip.Is6() {
		if network, err := ip.Prefix(64); err == nil {
			return network.String()
		}
	}
	return ip.String()
}

func nextQuery(path string) string { return url.Values{"next": {path}}.Encode() }

// localPath lets a redirect lead only to this site.
func localPath(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") || len(next) > 512 {
		return "/"
	}
	return next
}

const languageCookie = "language"

// language is the one chosen; else, on a phone, the browser's; else Chinese.
func (c *Centre) language(r *http.Request) string {
	if cookie, err := r.Cookie(languageCookie); err == nil && (cookie.Value == "zh" || cookie.Value == "en") {
		return cookie.Value
	}
	phone := strings.HasPrefix(strings.ToUpper(r.URL.Path), "/T/") || r.URL.Path == checklist.Path
	if phone && strings.HasPrefix(strings.ToLower(r.Header.Get("Accept-Language")), "en") {
		return "en"
	}
	return "zh"
}

func (c *Centre) setLanguage(w http.ResponseWriter, v *visitor) error {
	if err := v.ParseForm(); err != nil {
		return formError(err)
	}
	to := v.PostFormValue("to")
	if to != "zh" && to != "en" {
		return errBadForm
	}
	http.SetCookie(w, &http.Cookie{
		Name: languageCookie, Value: to, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
		HttpOnly: true, Secure: v.TLS != nil, SameSite: http.SameSiteStrictMode,
	})
	http.Redirect(w, v.Request, localPath(v.PostFormValue("back")), http.StatusSeeOther)
	return nil
}

// formError keeps "too large" apart from other forms that cannot be read.
func formError(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return large
	}
	return errBadForm
}
