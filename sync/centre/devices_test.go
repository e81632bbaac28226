package centre_test

import (
	"testing"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/sync/protocol"
)

// TestEveryDeviceHasAWord: the fleet's page would else show staff a bare name.
func TestEveryDeviceHasAWord(t *testing.T) {
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		protocol.DeviceIDCard, protocol.DeviceScanner, protocol.DeviceTicketPrinter, protocol.DevicePagePrinter,
		protocol.DeviceUKey, protocol.DeviceTechnician,
	} {
		if !words.Has("centre.device." + name) {
			t.Errorf("centre.device.%s has no words", name)
		}
	}
	for _, part := range protocol.ReadinessParts() {
		if !words.Has("centre.readiness-part." + part) {
			t.Errorf("centre.readiness-part.%s has no words", part)
		}
	}
	for _, reason := range protocol.ReadinessReasons() {
		if !words.Has("centre.readiness-reason." + reason) {
			t.Errorf("centre.readiness-reason.%s has no words", reason)
		}
	}
	if !words.Has("centre.device-reason." + protocol.ReasonLocked) {
		t.Error("no words for a locked page")
	}
}
