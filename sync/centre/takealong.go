package centre

import (
	"net/http"

	"hallkiosk/kiosk/checklist"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// takeAlongPage is the list that somebody takes home on their phone.
type takeAlongPage struct {
	page
	Unknown  bool // the address is none that a kiosk makes
	Service  string
	Urgent   bool
	Who      []string // the choices that make the case, in words
	Missing  []toBring
	Rest     []toBring
	Rare     []toBring // what concerns few, and was not named as missing
	Printed  []toBring
	Place    guide.Place
	Support  guide.Support
	Services []choice // where no service was chosen: their lists
	Other    string   // the same page in the other language
}

type toBring struct{ Title, Detail, Why, Where, Whom string }

// takeAlong shows what to bring in the case that the address names. It is
// everybody's: no sign-in, no cookie, nothing personal, and nothing of the
// address is written into the page but what the guide itself says.
func (c *Centre) takeAlong(w http.ResponseWriter, v *visitor) error {
	query, g := v.URL.Query(), c.guide() // one guide throughout
	wanted, language, err := checklist.Parse(query, g)
	status := http.StatusOK
	if language != "" {
		v.language = language
	}
	// Nobody is signed in here, whoever asks: the page is the same for all.
	p := takeAlongPage{page: c.page(&visitor{Request: v.Request, language: v.language}, "centre.list.title"), Place: g.Place, Support: g.Support}
	p.Public = true
	if err != nil {
		wanted = &visit.Visit{}
		if p.Unknown = query.Has("s"); p.Unknown {
			status = http.StatusNotFound
		}
		for _, s := range g.Services {
			p.Services = append(p.Services, choice{Title: s.Title.In(v.language), Value: checklist.Address(&visit.Visit{Service: s.ID}, nil, v.language)})
		}
	}
	p.Other = checklist.Address(wanted, g.Missing(wanted), map[string]string{"zh": "en", "en": "zh"}[v.language])
	if err == nil {
		c.fillTakeAlong(&p, g, wanted)
	}
	return c.render(w, status, "takealong", p)
}

func (c *Centre) fillTakeAlong(p *takeAlongPage, g *guide.Guide, wanted *visit.Visit) {
	language := p.Language
	if s, ok := g.Service(wanted.Service); ok {
		p.Service, p.Urgent = s.Title.In(language), s.Urgent
	}
	for _, said := range []struct{ key, value string }{
		{"applicant.", string(wanted.Role)}, {"type.", string(wanted.Organisation.Type)}, {"key.", string(wanted.Key)},
	} {
		if said.value != "" {
			p.Who = append(p.Who, p.T(said.key+said.value))
		}
	}
	lacks := map[string]bool{}
	for _, m := range g.Missing(wanted) {
		lacks[m.ID] = true
	}
	for _, m := range g.Listed(wanted) {
		b := toBring{Title: m.Title.In(language), Detail: checklist.Detail(c.words, language, m), Why: m.Why.In(language), Where: m.Where.In(language), Whom: m.Concerns.In(language)}
		switch {
		case m.Printed():
			p.Printed = append(p.Printed, b)
		case lacks[m.ID]:
			p.Missing = append(p.Missing, b)
		case m.Rare:
			p.Rare = append(p.Rare, b)
		case !wanted.Exempt[m.ID]:
			p.Rest = append(p.Rest, b)
		}
	}
}
