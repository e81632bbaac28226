package checklist

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// Path is where the centre shows a list.
const Path = "/list"

// The parts of a list's address. Any other is left in peace: some programs that
// open a QR code add parts of their own.
const (
	partService  = "s"
	partRole     = "r"
	partType     = "t"
	partKey      = "k"
	partMissing  = "m" // materials, by ID
	partExempt   = "x" // likewise, those that do not concern the organisation
	partLanguage = "l"
)

// maxPart bounds one part of an address, in bytes: as many materials as a service
// may have, by the longest IDs. A real one has some 100.
const maxPart = 40 * 41

// ErrLink: an address that no kiosk makes, or made with another guide.
var ErrLink = errors.New("checklist: not the address of a list")

// URL is the address of the page that shows what to bring in the visit's case,
// and what is still missing of it. host is the centre's for people, language
// "zh" or "en".
func URL(host string, v *visit.Visit, missing []guide.Material, language string) string {
	return "https://" + strings.TrimSuffix(host, ":443") + Address(v, missing, language)
}

// Address is the same at whichever host. It names the case by choices of the
// guide and holds nothing personal.
func Address(v *visit.Visit, missing []guide.Material, language string) string {
	var exempt []string
	for id, is := range v.Exempt {
		if is {
			exempt = append(exempt, id)
		}
	}
	slices.Sort(exempt)
	var ids []string
	for _, m := range missing {
		ids = append(ids, m.ID)
	}
	var parts []string
	say := func(part string, values ...string) {
		for i, value := range values {
			values[i] = url.QueryEscape(value)
		}
		if text := strings.Join(values, ","); text != "" {
			parts = append(parts, part+"="+text)
		}
	}
	say(partService, v.Service)
	say(partRole, string(v.Role))
	say(partType, string(v.Organisation.Type))
	say(partKey, string(v.Key))
	say(partMissing, ids...)
	say(partExempt, exempt...)
	say(partLanguage, language)
	return Path + "?" + strings.Join(parts, "&")
}

// Parse reads an address back: a visit that is in the same case and lacks the
// same materials of the guide, and the language, "" where none is said. ErrLink
// where any part is not one of the guide's: nothing of the address is in the
// error, and the language is still told where it is one of ours.
func Parse(query url.Values, g *guide.Guide) (v *visit.Visit, language string, err error) {
	for _, part := range []string{partService, partRole, partType, partKey, partMissing, partExempt, partLanguage} {
		if values := query[part]; len(values) > 1 || len(values) == 1 && len(values[0]) > maxPart {
			return nil, "", ErrLink
		}
	}
	language = query.Get(partLanguage)
	if !oneOf(language, "zh", "en") {
		return nil, "", ErrLink
	}
	v = &visit.Visit{
		Service: query.Get(partService), Role: visit.Role(query.Get(partRole)), Key: visit.KeyState(query.Get(partKey)),
		Organisation: visit.Organisation{Type: visit.OrganisationType(query.Get(partType))},
		GuideVersion: g.Version, Brought: map[string]bool{}, Exempt: map[string]bool{},
	}
	_, known := g.Service(v.Service)
	if !known || !oneOf(v.Role, visit.RoleLegal, visit.RoleAgent) || !oneOf(v.Organisation.Type, visit.OrganisationTypes()...) ||
		!oneOf(v.Key, visit.KeyStates()...) {
		return nil, language, ErrLink
	}
	listed := map[string]guide.Material{}
	for _, m := range g.Listed(v) {
		listed[m.ID] = m
	}
	for _, id := range list(query.Get(partExempt)) {
		if m, ok := listed[id]; !ok || m.Concerns.Empty() {
			return nil, language, ErrLink
		}
		v.Exempt[id] = true
	}
	for _, m := range g.Needed(v) {
		v.Brought[m.ID] = !m.Printed()
	}
	for _, id := range list(query.Get(partMissing)) {
		if !v.Brought[id] { // not needed, printed, or named twice
			return nil, language, ErrLink
		}
		delete(v.Brought, id)
	}
	return v, language, nil
}

// oneOf reports whether s is one of the choices, or was not said.
func oneOf[T ~string](s T, choices ...T) bool { return s == "" || slices.Contains(choices, s) }

func list(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}
