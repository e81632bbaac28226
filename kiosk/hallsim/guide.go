package hallsim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"testing/fstest"

	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/guidefile"
	"hallkiosk/sync/protocol"
)

// PublishGuide publishes the files of a guide as a clerk does.
func (h *Hall) PublishGuide(ctx context.Context, files map[string]string) error {
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	_, err := h.centre.PublishGuide(ctx, folder)
	return err
}

// SlipGuide offers files that no centre of ours would publish: a guide that was
// spoilt behind its back, or is another program's.
func (h *Hall) SlipGuide(ctx context.Context, b *protocol.GuideBundle) error {
	text, err := guidefile.Encode(b)
	if err != nil {
		return err
	}
	return h.within(ctx, func(s *store.Store) error {
		return s.PublishGuide(ctx, store.Guide{Version: b.Version, SHA256: b.Sum(), Files: text}, store.By{Account: "nobody", At: h.now()})
	})
}

// KioskGuide is what the kiosk last told the centre of its guide.
func (h *Hall) KioskGuide(ctx context.Context) (state protocol.GuideState, err error) {
	err = h.within(ctx, func(s *store.Store) error {
		kiosks, err := s.Kiosks(ctx)
		if err != nil || len(kiosks) == 0 || len(kiosks[0].Report) == 0 {
			return err
		}
		var report protocol.Heartbeat
		err = json.Unmarshal(kiosks[0].Report, &report)
		state = report.Guide
		return err
	})
	return state, err
}

// within opens the centre's database beside the centre.
func (h *Hall) within(ctx context.Context, work func(*store.Store) error) error {
	s, err := store.Open(ctx, filepath.Join(h.folder, "centre", "centre.db"))
	if err != nil {
		return fmt.Errorf("hall: %w", err)
	}
	return errors.Join(work(s), s.Close())
}
