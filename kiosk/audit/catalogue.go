package audit

import "log/slog"

// The events of the kiosk.
const (
	KioskStarted Event = "kiosk.started"
	KioskStopped Event = "kiosk.stopped"

	VisitBegun Event = "visit.begun"
	VisitEnded Event = "visit.ended" // KeyReason: done, left, idle, restart
	VisitWiped Event = "visit.wiped"

	CardLeftBehind Event = "card.left-behind" // an ID card lay on the reader long after its visit

	UKeyPlugged    Event = "ukey.plugged"     // KeyState: a visit.KeyCondition
	UKeyPulled     Event = "ukey.pulled"      // out of the port
	UKeyProved     Event = "ukey.proved"      // bound or tried: the centre has the signature
	UKeyRefused    Event = "ukey.refused"     // KeyReason: the centre's code, or what was wrong with its challenge
	UKeyFailed     Event = "ukey.failed"      // KeyReason: what kept it from signing or changing its PIN
	UKeyPINRefused Event = "ukey.pin-refused" // KeyState: how the PIN stands now
	UKeyPINChanged Event = "ukey.pin-changed"
	UKeyLeftBehind Event = "ukey.left-behind" // still in the port long after its visit

	CaseSubmitted Event = "case.submitted"
	CaseErased    Event = "case.erased"

	PrintBegun   Event = "print.begun"
	PrintEnded   Event = "print.ended"
	PrintFailed  Event = "print.failed"
	PrintAsked   Event = "print.asked"   // nobody knows whether the paper came out: a person is asked
	PrintSettled Event = "print.settled" // KeyAnswer: what the person said

	GuideTaken   Event = "guide.taken"   // into use, from the centre
	GuideRefused Event = "guide.refused" // the centre's offer; the last good one stays; KeyReason: code of the first mistake
	GuideSkipped Event = "guide.skipped" // a file on the disk that is none, or damaged

	TechnicianIn      Event = "technician.in"
	TechnicianRefused Event = "technician.refused" // a wrong PIN; KeyCount: of how many since the last good one
	TechnicianLocked  Event = "technician.locked"  // too many wrong ones
	RollChanged       Event = "roll.changed"       // told by a technician

	DeviceChanged Event = "device.changed"
	StoreFailed   Event = "store.failed" // disk full, file damaged
)

// The events of the link between kiosk and centre.
const (
	CaseDelivered      Event = "case.delivered"
	CasePostponed      Event = "case.postponed"
	CaseRefused        Event = "case.refused"        // it became a dead letter
	ReadinessPostponed Event = "readiness.postponed" // the morning's report
	TrustTaken         Event = "trust.taken"         // into use: whom U-KEYs are checked against
	TrustRefused       Event = "trust.refused"       // the centre's could not be taken; the last good one stays
	LinkUp             Event = "link.up"
	LinkDown           Event = "link.down"
	LinkRefused        Event = "link.refused" // the centre does not want this kiosk: certificate, registration
)

// The events of the centre.
const (
	CentreStarted Event = "centre.started"
	CentreStopped Event = "centre.stopped"

	SignInGood   Event = "sign-in.good"
	SignInFailed Event = "sign-in.failed" // KeyReason: unknown, disabled, password
	SignInLocked Event = "sign-in.locked"
	SignedOut    Event = "sign-in.out"

	CaseReceived   Event = "case.received"
	CaseOpened     Event = "case.opened" // also one taken up again that was sent back
	MaterialTicked Event = "case.material-ticked"
	CaseFinished   Event = "case.finished"
	CaseSentBack   Event = "case.sent-back"
	CaseApproved   Event = "case.approved"  // 附件4: the information centre's decision
	ProgressAsked  Event = "progress.asked" // KeyBy: ticket, card
	FormReprinted  Event = "form.reprinted" // staff printed a copy again; KeyReason: why
	HandleRefused  Event = "handle.refused" // KeyReason: why it is not genuine

	ChallengeGiven  Event = "challenge.given"  // KeyBy: bind, sign-in
	ProofTaken      Event = "proof.taken"      // a U-KEY's signature; KeyDone: not known before
	ProofRefused    Event = "proof.refused"    // or the challenge; KeyCode: why
	BindingReleased Event = "binding.released" // by staff; KeyReason: why
	TrustChanged    Event = "trust.changed"    // whom U-KEYs are checked against
	TrustSkipped    Event = "trust.skipped"    // what is kept of it cannot be used; the last that could stays

	GuidePublished Event = "guide.published" // also one taken up again

	RequestFailed Event = "request.failed" // an error that the person could not help
)

// catalogue is only ever read.
var catalogue = map[Event]Detail{
	KioskStarted: info("Kiosk started", KeyKiosk, KeyVersion, KeyOwed),
	KioskStopped: info("Kiosk stopped", KeyKiosk, KeyReason, KeyError),

	VisitBegun: info("Visit begun", KeyCase),
	VisitEnded: info("Visit ended", KeyCase, KeyService, KeyReason),
	VisitWiped: info("Visit wiped", KeyCase),

	CardLeftBehind: warn("An ID card was left behind on the reader"),

	UKeyPlugged:    info("U-KEY plugged in", KeyModel, KeyState),
	UKeyPulled:     info("U-KEY pulled out"),
	UKeyProved:     info("U-KEY signed, and the centre took it", KeyPurpose),
	UKeyRefused:    warn("U-KEY refused by the centre", KeyPurpose, KeyReason),
	UKeyFailed:     warn("U-KEY did not do what it was asked", KeyPurpose, KeyReason),
	UKeyPINRefused: warn("U-KEY did not take the PIN", KeyPurpose, KeyState),
	UKeyPINChanged: info("PIN of a U-KEY changed"),
	UKeyLeftBehind: warn("A U-KEY was left behind in the port"),

	CaseSubmitted: info("Case submitted", KeyCase, KeyService),
	CaseErased:    info("Personal data erased", KeyCase),

	PrintBegun:   info("Print begun", KeyCase, KeyPaper),
	PrintEnded:   info("Print ended", KeyCase, KeyPaper),
	PrintFailed:  warn("Print failed", KeyCase, KeyPaper, KeyReason, KeyError),
	PrintAsked:   warn("Print unsettled, a person is asked", KeyCase, KeyPaper),
	PrintSettled: info("Print settled by a person", KeyCase, KeyPaper, KeyAnswer),

	GuideTaken:   info("Guide taken into use", KeyGuide),
	GuideRefused: fault("Guide of the centre refused, the last good one stays", KeyGuide, KeyReason, KeyError),
	GuideSkipped: fault("A guide on the disk is passed over", KeyGuide, KeyError),

	TechnicianIn:      info("Technician's page opened"),
	TechnicianRefused: warn("Wrong PIN at the technician's page", KeyCount),
	TechnicianLocked:  fault("Technician's page locked after too many wrong PINs", KeyWait),
	RollChanged:       info("A technician put in a new roll"),

	DeviceChanged: info("Device state changed", KeyDevice, KeyState, KeyReason),
	StoreFailed:   fault("Store failed", KeyError),

	CaseDelivered:      info("Case delivered", KeyCase, KeyStatus),
	CasePostponed:      warn("Delivery postponed", KeyCase, KeyReason, KeyStatus, KeyCode, KeyWait, KeyError),
	CaseRefused:        fault("Case refused by the centre, kept as a dead letter", KeyCase, KeyStatus, KeyCode),
	ReadinessPostponed: warn("The morning's report was not taken, to be sent again", KeyStatus, KeyCode),
	TrustTaken:         info("Another list of trusted CAs taken into use"),
	TrustRefused:       warn("The centre's list of trusted CAs was not taken, to be tried again", KeyReason, KeyError),
	LinkUp:             info("Centre reached", KeyOwed),
	LinkDown:           warn("Centre not reached", KeyReason, KeyStatus, KeyCode, KeyWait, KeyError),
	LinkRefused:        fault("Centre refuses this kiosk", KeyStatus, KeyCode, KeyWait),

	CentreStarted: info("Centre started"),
	CentreStopped: info("Centre stopped", KeyError),

	SignInGood:   info("Staff signed in", KeyAccount, KeyRole),
	SignInFailed: warn("Sign-in failed", KeyAccount, KeyReason),
	SignInLocked: warn("Sign-in locked after too many tries", KeyWait),
	SignedOut:    info("Staff signed out", KeyAccount),

	CaseReceived:   info("Case received", KeyCase, KeyKiosk, KeyStatus),
	CaseOpened:     info("Case opened by staff", KeyCase, KeyAccount),
	MaterialTicked: info("Material ticked", KeyCase, KeyAccount, KeyMaterial, KeyDone),
	CaseFinished:   info("Case finished", KeyCase, KeyAccount),
	CaseSentBack:   info("Case sent back", KeyCase, KeyAccount),
	CaseApproved:   info("Case approved", KeyCase, KeyAccount),
	ProgressAsked:  info("A kiosk asked how far applications are", KeyKiosk, KeyBy, KeyCount),
	FormReprinted:  info("Form printed again by staff", KeyCase, KeyAccount, KeyPaper, KeyReason),
	HandleRefused:  warn("Ticket handle refused", KeyReason, KeyKiosk, KeyAccount),

	ChallengeGiven:  info("A U-KEY was asked to sign", KeyKiosk, KeyBy),
	ProofTaken:      info("A U-KEY's signature was taken", KeyKiosk, KeyBy, KeyDone),
	ProofRefused:    warn("A U-KEY was refused", KeyKiosk, KeyBy, KeyCode),
	BindingReleased: info("Binding released by staff", KeyAccount, KeyReason),
	TrustChanged:    info("Trusted CAs or their revocation lists changed", KeyCount),
	TrustSkipped:    fault("Trusted CAs or their revocation lists cannot be used", KeyError),

	GuidePublished: info("Guide published", KeyGuide, KeyAccount),

	RequestFailed: fault("Request failed", KeyRoute, KeyError),
}

func info(message string, allowed ...Key) Detail {
	return Detail{Level: slog.LevelInfo, Message: message, Allowed: allowed}
}

func warn(message string, allowed ...Key) Detail {
	return Detail{Level: slog.LevelWarn, Message: message, Allowed: allowed}
}

func fault(message string, allowed ...Key) Detail {
	return Detail{Level: slog.LevelError, Message: message, Allowed: allowed}
}
