package screens

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestCloseWaitsForJobs: what a job still writes is written when Close returns.
func TestCloseWaitsForJobs(t *testing.T) {
	written := false
	inHall(t, func(h *hall) {
		h.desk.ticketWork = func(ctx context.Context) error {
			<-ctx.Done()
			time.Sleep(closing / 2) // the printer finishes, the ledger is written
			written = true
			return ctx.Err()
		}
	}, func(h *hall) {
		h.toTicket()
		if !h.app.Close() || !written {
			t.Errorf("closed before the job had ended, written %t", written)
		}
	})
}

func TestCloseDoesNotWaitForEver(t *testing.T) {
	var stuck chan struct{}
	inHall(t, func(h *hall) {
		stuck = make(chan struct{}) // in here, where time is the test's
		h.desk.ticketWork = func(context.Context) error {
			<-stuck
			return errors.New("the cable was pulled at last")
		}
	}, func(h *hall) {
		defer close(stuck)
		h.toTicket()
		if h.app.Close() {
			t.Error("closed as if the job had ended")
		}
	})
}

func TestLeaveIsTriedAgain(t *testing.T) {
	inHall(t, func(h *hall) { h.desk.leaveFails = 1 }, func(h *hall) {
		h.toTicket()
		h.readOn("接着看怎么盖章")
		h.tap("拿好了，结束")
		h.wait(leaveAgain + time.Second)
		if len(h.desk.left) != 2 || h.desk.left[0] != h.desk.left[1] {
			t.Errorf("the desk was told %v", h.desk.left)
		}
	})
}

func TestLeaveIsToldAlsoAtTheEnd(t *testing.T) {
	inHall(t, func(h *hall) { h.desk.leaveFails = 1 }, func(h *hall) {
		h.toTicket()
		h.readOn("接着看怎么盖章")
		h.tap("拿好了，结束")
		if !h.app.Close() || len(h.desk.left) != 2 {
			t.Errorf("the desk was told %v", h.desk.left)
		}
	})
}
