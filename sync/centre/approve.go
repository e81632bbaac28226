package centre

import (
	"net/http"
	"slices"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre/store"
)

// approvalForm is CA证书申请审批表, on which the information centre decides.
const approvalForm = "附件4"

// needsApproval reports whether the information centre decides on a case: its
// materials hold the approval form.
func (c *Centre) needsApproval(f filled) bool {
	by, _ := c.guideOf(f.Application.GuideVersion)
	return slices.ContainsFunc(f.Application.Materials, func(s visit.MaterialState) bool {
		m, ok := by.Material(s.Material)
		return ok && m.Form == approvalForm
	})
}

// approve is 附件4's decision: 审批通过.
func (c *Centre) approve(w http.ResponseWriter, v *visitor) error {
	loaded, err := c.loadCase(v.Context(), v.PathValue("id"))
	if err != nil {
		return err
	}
	if !c.needsApproval(loaded) {
		return errBadForm // no page of ours offers it
	}
	return c.act(w, v, deed{event: audit.CaseApproved, do: func(by store.By) error {
		return c.store.Approve(v.Context(), loaded.ID, by)
	}})
}

// canApprove reports whether a case may be approved now by whoever looks at it.
func (c *Centre) canApprove(f filled, v *visitor) bool {
	return v.account.Role == store.Approver && c.needsApproval(f) && f.Approved.IsZero() &&
		(f.State == store.Waiting || f.State == store.Opened)
}
