package house

import (
	"testing"

	"hallkiosk/kiosk/guide"
	"hallkiosk/sync/protocol"
)

// TestOneLimitOfAGuide compares what the loader takes with what the protocol
// carries; neither imports the other. Escaped as JSON, no sign of TOML takes
// more than twice its bytes.
func TestOneLimitOfAGuide(t *testing.T) {
	if guide.MaxFiles != protocol.MaxGuideFiles || guide.MaxTotal != protocol.MaxGuideText {
		t.Errorf("the loader takes %d files of %d bytes, the protocol %d of %d",
			guide.MaxFiles, guide.MaxTotal, protocol.MaxGuideFiles, protocol.MaxGuideText)
	}
	const names = protocol.MaxGuideFiles * 100 // bytes of names and what stands around them
	if 2*protocol.MaxGuideText+names > protocol.MaxGuide {
		t.Error("a guide that the loader takes may not fit into a body")
	}
}
