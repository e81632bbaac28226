package visit

import (
	"maps"
	"time"
)

// Again begins another visit of the same person for the same organisation: who
// they are, what was said of the organisation, and what they brought, stay. What
// belongs to the service that was done is asked anew: the service itself, the
// key, how many certificates, and the statement.
func (v *Visit) Again(id string, now time.Time) *Visit {
	next := New(id, now)
	next.GuideVersion, next.Role = v.GuideVersion, v.Role
	next.Agent, next.Legal = v.Agent, v.Legal
	next.Organisation, next.Contact, next.SealType = v.Organisation, v.Contact, v.SealType
	maps.Copy(next.Brought, v.Brought)
	maps.Copy(next.Exempt, v.Exempt)
	return next
}
