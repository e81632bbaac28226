// Package visit is the domain: one person's time at the kiosk and what comes
// of it. It holds the rules that any screen, store, form or window relies on,
// and does no input or output.
//
// A Visit lives from the first touch to the wipe and holds everything personal.
// Submitting it makes an Application, which never changes, and a Ticket.
//
// What a person types is checked by the Check functions. They answer nil or a
// *Doubt, which names the character that is doubtful, never the text itself:
// a Doubt may be logged.
package visit
