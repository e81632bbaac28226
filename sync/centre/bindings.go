package centre

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"hallkiosk/sync/centre/store"
)

// maxSearch bounds what bindings are searched by, in characters.
const maxSearch = 100

type bindingsPage struct {
	page
	Query    string
	Bindings []store.Binding
	Full     bool // there may be more than are listed
}

// bindings lists the bindings, all or those that are searched. What is searched
// comes by POST: accounts and names stand in no address.
func (c *Centre) bindings(w http.ResponseWriter, v *visitor) error {
	if err := v.ParseForm(); err != nil {
		return formError(err)
	}
	query := strings.TrimSpace(strings.ToValidUTF8(v.PostFormValue("q"), ""))
	if utf8.RuneCountInString(query) > maxSearch {
		query = string([]rune(query)[:maxSearch])
	}
	p := bindingsPage{page: c.page(v, "centre.bindings.title"), Query: query}
	p.Path = "/bindings"
	var err error
	if p.Bindings, err = c.store.Bindings(v.Context(), query); err != nil {
		return err
	}
	p.Full = len(p.Bindings) == store.SomeBindings
	if len(p.Bindings) == 0 && query != "" {
		// A test sign-in made no binding; its receipt is found by its number.
		if proof, err := c.store.Proof(v.Context(), strings.ToUpper(query)); err == nil {
			http.Redirect(w, v.Request, "/bindings/"+proof.Number, http.StatusSeeOther)
			return nil
		}
	}
	return c.render(w, http.StatusOK, "bindings", p)
}
