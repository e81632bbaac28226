package centre

import (
	"crypto/sha256"
	"encoding/hex"
	"log/slog"

	"hallkiosk/kiosk/audit"
)

// The log says that something was done; who did it, by name, stands in the
// database's own log alone.

// caseEvent logs what a member of staff did to a case.
func (c *Centre) caseEvent(e audit.Event, v *visitor, id string, more ...slog.Attr) {
	audit.Log(c.log, e, append([]slog.Attr{audit.String(audit.KeyCase, id), accountMark(v.account.Username)}, more...)...)
}

// accountMark stands for an account, whose name may be a person's: enough to
// see that two lines speak of the same one. It is of accounts that exist only:
// what is typed instead of a name may be a password.
func accountMark(username string) slog.Attr {
	sum := sha256.Sum256([]byte(username))
	return audit.String(audit.KeyAccount, hex.EncodeToString(sum[:4]))
}
