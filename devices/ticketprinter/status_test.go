package ticketprinter

import (
	"testing"

	"hallkiosk/devices"
)

func TestAnswersToDLEEOT(t *testing.T) {
	tests := []struct {
		n, b byte
		want Status
	}{
		{1, 0x12, Status{}},
		{1, 0x16, Status{}}, // drawer
		{1, 0x1A, Status{Offline: true}},
		{2, 0x16, Status{CoverOpen: true}},
		{2, 0x1A, Status{}}, // feed button
		{2, 0x32, Status{PaperOut: true}},
		{2, 0x52, Status{}}, // an error that answer 3 tells
		{3, 0x1A, Status{CutterFault: true}},
		{3, 0x32, Status{Fault: true}},
		{3, 0x52, Status{}}, // recovers by itself
		{4, 0x12, Status{}},
		{4, 0x1E, Status{PaperLow: true}},
		{4, 0x72, Status{PaperOut: true}},
		{4, 0x7E, Status{PaperLow: true, PaperOut: true}},
	}
	for _, tt := range tests {
		var got Status
		got.addEOT(tt.n, tt.b)
		if got != tt.want {
			t.Errorf("DLE EOT %d: %02X: %+v, want %+v", tt.n, tt.b, got, tt.want)
		}
	}
}

func TestRepliesAreToldApart(t *testing.T) {
	tests := []struct {
		name string
		in   []byte
		want []reply
	}{
		{"DLE EOT", []byte{0x12, 0x1E}, []reply{{kind: eotReply, b: 0x12}, {kind: eotReply, b: 0x1E}}},
		{"GS r", []byte{0x00, 0x0F}, []reply{{kind: echoReply}, {kind: echoReply, b: 0x0F}}},
		{"ASB", []byte{0x38, 0x08, 0x0F, 0x00}, []reply{{kind: asbReply, asb: [4]byte{0x38, 0x08, 0x0F, 0}}}},
		{"ASB between answers", []byte{0x12, 0x14, 0, 0, 0, 0x72},
			[]reply{{kind: eotReply, b: 0x12}, {kind: asbReply, asb: [4]byte{0x14}}, {kind: eotReply, b: 0x72}}},
		{"broken ASB", []byte{0x14, 0x00, 0x12}, []reply{{kind: eotReply, b: 0x12}}},
		{"noise", []byte{0xFF, 0x91}, []reply{{kind: noise, b: 0xFF}, {kind: noise, b: 0x91}}},
	}
	for _, tt := range tests {
		var r replies
		var got []reply
		for _, b := range tt.in {
			if x, done := r.next(b); done {
				got = append(got, x)
			}
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%s: %+v, want %+v", tt.name, got[i], tt.want[i])
			}
		}
	}
}

func TestASBAndPortStatus(t *testing.T) {
	if got, want := fromASB([4]byte{0x38, 0x28, 0x0F, 0}),
		(Status{Known: true, Offline: true, CoverOpen: true, CutterFault: true, Fault: true, PaperLow: true, PaperOut: true}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got, want := fromASB([4]byte{0x14, 0, 0, 0}), (Status{Known: true}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := fromPort(0x18); got != (Status{}) {
		t.Errorf("port 18: %+v", got)
	}
	if got, want := fromPort(0x30), (Status{Known: true, PaperOut: true}); got != want {
		t.Errorf("port 30: %+v, want %+v", got, want)
	}
}

func TestStatusInSharedWords(t *testing.T) {
	tests := []struct {
		s    Status
		want devices.Status
	}{
		{Status{}, devices.Status{State: devices.Ready, Reason: devices.ReasonSilent}},
		{Status{Known: true}, devices.Status{State: devices.Ready}},
		{Status{Known: true, PaperLow: true}, devices.Status{State: devices.Ready, Reason: devices.ReasonPaperLow}},
		{Status{Known: true, PaperOut: true, PaperLow: true, Offline: true}, devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonPaperOut}},
		{Status{Known: true, CoverOpen: true, PaperOut: true}, devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonCoverOpen}},
		{Status{Known: true, CutterFault: true}, devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonCutter}},
		{Status{Known: true, Fault: true}, devices.Status{State: devices.Failed, Reason: devices.ReasonStopped}},
		{Status{Known: true, Offline: true}, devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonOffline}},
	}
	for _, tt := range tests {
		if got := tt.s.device(); got != tt.want {
			t.Errorf("%+v: %+v, want %+v", tt.s, got, tt.want)
		}
	}
}

func TestMatch(t *testing.T) {
	printer := []devices.Class{devices.ClassOf(7, 1, 2)}
	m := Match(devices.ID{Vendor: 0x1504, Product: 0x0006}, devices.ID{Vendor: 0x0519, Product: 0x0003})
	tests := []struct {
		name  string
		id    devices.ID
		class []devices.Class
		want  bool
	}{
		{"Epson", devices.ID{Vendor: 0x04B8, Product: 0x0202}, printer, true},
		{"one way", devices.ID{Vendor: 0x0416, Product: 0x5011}, []devices.Class{devices.ClassOf(7, 1, 1)}, true},
		{"added", devices.ID{Vendor: 0x1504, Product: 0x0006}, printer, true},
		{"office printer", devices.ID{Vendor: 0x03F0, Product: 0x0017}, printer, false},
		{"TSP100, even if added", devices.ID{Vendor: 0x0519, Product: 0x0003}, printer, false},
		{"microcontroller with a printer's number", devices.ID{Vendor: 0x0416, Product: 0x5011}, []devices.Class{devices.ClassOf(3, 0, 0)}, false},
	}
	for _, tt := range tests {
		if got := m.Covers(tt.id, tt.class); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func FuzzReplies(f *testing.F) {
	f.Add([]byte{0x12, 0x14, 0, 0, 0, 0x00})
	f.Add([]byte{0x10, 0x10, 0xFF, 0x7F})
	f.Fuzz(func(t *testing.T, in []byte) {
		d := &Dev{}
		d.note(in)
		if d.replies.have < 0 || d.replies.have > 3 {
			t.Fatalf("%d bytes of ASB", d.replies.have)
		}
		if len(d.eot) > len(in) {
			t.Fatal("more answers than bytes")
		}
	})
}
