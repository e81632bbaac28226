package guide

import (
	"slices"

	"hallkiosk/kiosk/visit"
)

// Service is one business that people come for.
type Service struct {
	ID      string `toml:"id"`
	Letter  string `toml:"letter"` // of its ticket numbers, one of A to Z
	Title   Text   `toml:"title"`
	Explain Text   `toml:"explain"`
	// Urgent: never held up for want of a paper, and called first. Its letter is
	// shared by urgent services only. Risk says what is at stake until it is done.
	Urgent bool `toml:"urgent"`
	Risk   Text `toml:"risk"`
	// FormBox is the box ticked in 附件1, PowerBox the one in 附件3. Where a form
	// has no box for the service, its words are written in instead.
	FormBox    string `toml:"form_box"`
	FormWords  string `toml:"form_words"`
	PowerBox   string `toml:"power_box"`
	PowerWords string `toml:"power_words"`
	// Steps are screens, in order; see Steps.
	Steps []string `toml:"steps"`
	// Fields are what is asked beyond what every application has; see OptionalFields.
	Fields []visit.Field `toml:"fields"`
	// Keys are the answers that the step "key" offers.
	Keys []visit.KeyState `toml:"keys"`
	// Remedies are the conditions of a plugged-in U-KEY that the service puts
	// right; see Curable. Where the notice does not say so, RemediesBecause says
	// why we think so.
	Remedies        []visit.KeyCondition `toml:"remedies"`
	RemediesBecause Text                 `toml:"remedies_because"`
	// Clauses are the numbers, from 1, of the statement's clauses that bear on it.
	Clauses   []int  `toml:"clauses"`
	Materials []Need `toml:"materials"`
	// Assumed: the notice does not say so; Because says why we think so.
	Assumed bool `toml:"assumed"`
	Because Text `toml:"because"`
}

// Need says that a service needs a material, and in which cases.
type Need struct {
	ID      string    `toml:"id"` // of a material
	When    Condition `toml:"when"`
	Assumed bool      `toml:"assumed"`
	Because Text      `toml:"because"`
}

// Steps are the screens that a service may ask for.
func Steps() []string {
	return []string{"risk", "role", "organisation", "key", "materials", "card", "licence", "legal", "contact", "statement", "review"}
}

// requiredSteps are those without which a field of every application could be
// doubted and not be put right.
func requiredSteps() []string {
	return []string{"role", "organisation", "card", "licence", "legal", "contact", "review"}
}

// OptionalFields are what Service.Fields may name. Whether the key and the
// statement are asked for is said by the steps of those names.
func OptionalFields() []visit.Field {
	return []visit.Field{visit.FieldEmail, visit.FieldSealType, visit.FieldCertificates}
}

// Asks returns which of visit.Optional the service asks for.
func (s *Service) Asks() []visit.Field {
	asks := slices.Clone(s.Fields)
	for step, field := range map[string]visit.Field{"key": visit.FieldKey, "statement": visit.FieldStatement} {
		if slices.Contains(s.Steps, step) {
			asks = append(asks, field)
		}
	}
	slices.Sort(asks)
	return asks
}
