// Package protocol is what a kiosk and the centre say to each other: the wire
// types of version 1, the errors, the paths, and the handle that a ticket's QR
// code carries. openapi.yaml says the same for people and other programs, and
// a test keeps the two equal.
//
// It knows nothing of how either side keeps its data, so that one can be
// replaced without the other.
package protocol

import (
	_ "embed"
)

// Version is the protocol's version; it stands in every path and every body.
const Version = 1

// The paths, methods and headers of version 1.
const (
	PathCases     = "/api/v1/cases/"    // PUT, followed by the case's ID
	PathHeartbeat = "/api/v1/heartbeat" // POST
	PathGuide     = "/api/v1/guide"     // GET, with the query version
	PathProgress  = "/api/v1/progress"  // POST
	PathReadiness = "/api/v1/readiness" // POST

	PathChallenges = "/api/v1/keys/challenges" // POST
	PathProofs     = "/api/v1/keys/proofs"     // POST
	PathTrust      = "/api/v1/trust"           // GET

	HeaderIdempotencyKey = "Idempotency-Key" // of a case: its ID
	HeaderRetryAfter     = "Retry-After"     // of 429 and 503: seconds, or a date

	TypeJSON    = "application/json"
	TypeProblem = "application/problem+json" // RFC 9457
)

// The largest bodies, in bytes.
const (
	MaxDelivery  = 256 << 10 // a centre answers 413 to more
	MaxHeartbeat = 128 << 10 // likewise; as many refusals of a guide as there may be fit in
	MaxGuide     = 1 << 20   // a kiosk takes no larger guide; see MaxGuideText
	MaxAnswer    = 1 << 20   // a kiosk reads no more of an answer
)

// CasePath returns the path of a case.
func CasePath(id string) string { return PathCases + id }

//go:embed openapi.yaml
var openAPI string

// OpenAPI returns the description of this protocol, an OpenAPI 3.0 document in YAML.
func OpenAPI() []byte { return []byte(openAPI) }
