package visit

import "time"

// Changde is the hall's time zone; a number's day begins at midnight there.
// China has had no daylight saving since 1991, so that a fixed zone is right
// and needs no zone database.
var Changde = time.FixedZone("CST", 8*60*60)

// Day returns the hall's date at t, as "2026-11-22".
func Day(t time.Time) string { return t.In(Changde).Format(time.DateOnly) }

// Role says on which footing somebody applies.
type Role string

// The roles.
const (
	RoleLegal Role = "legal" // 法定代表人本人
	RoleAgent Role = "agent" // 经办人
)

// Source says where a value came from.
type Source string

// The sources.
const (
	SourceTyped Source = "typed"
	SourceCard  Source = "card"
	SourceScan  Source = "scan"
	SourceKey   Source = "key" // the certificate on a U-KEY
)

// Person is a legal representative or an agent.
type Person struct {
	Name     string `json:"name"`
	IDNumber string `json:"idNumber"`
	Source   Source `json:"source,omitempty"`
	// PrivateUse: the name holds private-use code points; staff must look at
	// the card itself.
	PrivateUse bool `json:"privateUse,omitempty"`
}

// Empty reports whether nothing is known of the person.
func (p Person) Empty() bool { return p.Name == "" && p.IDNumber == "" }

// OrganisationType is one of the boxes 单位类型 of 附件1.
type OrganisationType string

// The types of organisation, in the order of the form.
const (
	Enterprise        OrganisationType = "enterprise"         // 企业
	GovernmentBody    OrganisationType = "government"         // 机关
	PublicInstitution OrganisationType = "public-institution" // 事业单位法人
	NonGovernmental   OrganisationType = "non-governmental"   // 民间组织
	TradeUnion        OrganisationType = "trade-union"        // 工会
	OtherType         OrganisationType = "other"              // 其他
)

// OrganisationTypes returns all types in the order of the form.
func OrganisationTypes() []OrganisationType {
	return []OrganisationType{Enterprise, GovernmentBody, PublicInstitution, NonGovernmental, TradeUnion, OtherType}
}

// Organisation is the applicant.
type Organisation struct {
	Name         string           `json:"name"`
	USCC         string           `json:"uscc"`
	Registration string           `json:"registration,omitempty"` // 工商注册号, where the licence has one
	Type         OrganisationType `json:"type"`
	OtherType    string           `json:"otherType,omitempty"` // in the applicant's words, with OtherType
	Source       Source           `json:"source,omitempty"`
}

// KeyState says how the U-KEY of a certificate stands that exists already.
type KeyState string

// The states of a U-KEY.
const (
	KeyPresent KeyState = "present" // the person has it with them
	KeyLost    KeyState = "lost"
	KeyBroken  KeyState = "broken"
)

// KeyStates returns all states of a U-KEY.
func KeyStates() []KeyState { return []KeyState{KeyPresent, KeyLost, KeyBroken} }

// MaxCertificates is how many certificates one application may be for: what two
// digits before 张 on 附件3 hold.
const MaxCertificates = 99

// Visit is one person's time at the kiosk, from first touch to wipe: the only
// home of what they said and chose. Dropping it drops everything.
type Visit struct {
	ID      string // UUID v7; becomes the application's, so that submitting twice is once
	Started time.Time

	GuideVersion string // the guide's that the visit began with, and keeps
	Service      string // a guide.Service's ID
	// Asks are the fields of Optional that the service asks for.
	Asks []Field
	Role Role
	Key  KeyState
	// Brought holds the materials that the person said they have, by ID.
	Brought map[string]bool
	// Exempt holds the materials that the person said do not concern their
	// organisation, by ID.
	Exempt map[string]bool
	// Certificates is how many the application is for, 1 to MaxCertificates.
	Certificates int

	Agent, Legal Person // with RoleLegal the Agent is empty
	Organisation Organisation
	Contact      Contact
	SealType     string

	StatementVersion  string
	StatementAccepted time.Time // zero until accepted
}

// New begins a visit.
func New(id string, now time.Time) *Visit {
	return &Visit{ID: id, Started: now, Brought: map[string]bool{}, Exempt: map[string]bool{}, Certificates: 1}
}

// Handling returns the person who stands at the kiosk: the agent, or the legal
// representative who came in person.
func (v *Visit) Handling() *Person {
	if v.Role == RoleAgent {
		return &v.Agent
	}
	return &v.Legal
}
