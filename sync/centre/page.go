package centre

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/visit"
)

//go:embed pages/*.html static/*
var files embed.FS

// page is what every page has.
type page struct {
	Title    string
	Language string
	Account  string
	Role     string
	CanScan  bool
	Public   bool   // for everybody: no script, no way to the staff's pages
	Path     string // of this page, to come back to
	Notice   string // what just happened or failed
	// Again is a text to look up again, where the last look-up found nothing.
	Again string

	words func(key string, values ...any) string
}

// T returns the words for a key of the table [centre].
func (p page) T(key string, values ...any) string { return p.words("centre."+key, values...) }

// In returns the words for a key in another language.
func (p page) In(language, key string) string {
	return p.words("centre."+key, "\x00language", language)
}

// Clock is a time as people at the window read it: the hour today.
func (p page) Clock(t time.Time) string {
	if t.IsZero() {
		return p.T("never")
	}
	return t.In(visit.Changde).Format("15:04")
}

// Moment is a time with its day.
func (p page) Moment(t time.Time) string {
	if t.IsZero() {
		return p.T("never")
	}
	return t.In(visit.Changde).Format("2006-01-02 15:04")
}

func (c *Centre) page(v *visitor, title string) page {
	p := page{Language: v.language, Account: v.account.Username, Path: v.URL.Path}
	p.words = func(key string, values ...any) string {
		if len(values) == 2 && values[0] == "\x00language" {
			return c.words.Text(fmt.Sprint(values[1]), key)
		}
		return c.words.Text(v.language, key, values...)
	}
	p.Title = p.words(title)
	if v.signedIn() {
		p.Role = p.T("role." + string(v.account.Role))
		p.CanScan = v.account.Role != "admin"
	}
	if v.Method != http.MethodGet {
		p.Path = "/"
	}
	return p
}

// loadPages parses every page together with the layout.
func loadPages() (map[string]*template.Template, error) {
	names, err := fs.Glob(files, "pages/*.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	for _, name := range names {
		key := strings.TrimSuffix(path.Base(name), ".html")
		if key == "layout" {
			continue
		}
		if pages[key], err = template.ParseFS(files, "pages/layout.html", "pages/list.html", name); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// render writes a page whole, or nothing of it.
func (c *Centre) render(w http.ResponseWriter, status int, name string, data any) error {
	return c.renderPart(w, status, name, "layout", data)
}

func (c *Centre) renderPart(w http.ResponseWriter, status int, name, part string, data any) error {
	var b bytes.Buffer
	if err := c.pages[name].ExecuteTemplate(&b, part, data); err != nil {
		return fmt.Errorf("centre: page %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w) // a browser that is gone asks again
	return nil
}

type errorPage struct {
	page
	Text string
}

// showError is the last resort: it cannot fail in turn.
func (c *Centre) showError(w http.ResponseWriter, v *visitor, status int, key string) {
	p := errorPage{page: c.page(v, "centre.error.title"), Text: c.words.Text(v.language, key)}
	if err := c.render(w, status, "error", p); err != nil {
		audit.Log(c.log, audit.RequestFailed, audit.String(audit.KeyRoute, v.Pattern), audit.Error(err))
		http.Error(w, http.StatusText(status), status)
	}
}

// staticFiles serves the style and the script. A browser asks each time whether
// they changed, so that an update takes effect at once.
func staticFiles() http.Handler {
	server := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "no-cache")
		server.ServeHTTP(w, r)
	})
}
