package protocol

import "time"

// Parcel is one delivery as a kiosk's store hands it to whoever carries it:
// the same bytes at every try, so that the centre can tell the same from another.
type Parcel struct {
	Case  string    // the case's ID, which is the idempotency key
	Body  []byte    // a Delivery in JSON
	Tries int       // how often it was postponed before
	Due   time.Time // not to be tried earlier
}
