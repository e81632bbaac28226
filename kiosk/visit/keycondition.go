package visit

// KeyCondition is what a plugged-in U-KEY was found to be; a service of the
// guide says which conditions it puts right.
type KeyCondition string

// The conditions. Where several hold, the earlier one of KeyConditions is told.
const (
	KeyUnreadable  KeyCondition = "unreadable"   // its module fails over it
	KeyNoModule    KeyCondition = "no-module"    // this kiosk has no library for it
	KeyEmpty       KeyCondition = "empty"        // no certificate on it
	KeyForeign     KeyCondition = "foreign"      // its certificate is no Hunan CA's
	KeyRevoked     KeyCondition = "revoked"      // for good
	KeyFrozen      KeyCondition = "frozen"       // held for a time
	KeyWrongHolder KeyCondition = "wrong-holder" // another organisation's than the visit is about
	KeyExpired     KeyCondition = "expired"
	KeyNotYet      KeyCondition = "not-yet" // its time begins later
	KeyPINLocked   KeyCondition = "pin-locked"
	KeyMustChange  KeyCondition = "must-change" // the PIN that it came with must be changed first
	KeyPINLast     KeyCondition = "pin-last"    // one more wrong PIN locks it
	KeyExpiring    KeyCondition = "expiring"    // within ExpiringDays
	KeyGood        KeyCondition = "good"
)

// ExpiringDays is how many days before its end a certificate is told to expire.
const ExpiringDays = 105

// KeyConditions returns all conditions, the gravest first.
func KeyConditions() []KeyCondition {
	return []KeyCondition{KeyUnreadable, KeyNoModule, KeyEmpty, KeyForeign, KeyRevoked, KeyFrozen, KeyWrongHolder,
		KeyExpired, KeyNotYet, KeyPINLocked, KeyMustChange, KeyPINLast, KeyExpiring, KeyGood}
}
