package keysim

import "encoding/binary"

// Call is a function's place in CK_FUNCTION_LIST (PKCS#11 v2.40, 3.6).
type Call uint32

// The functions that the library has.
const (
	Initialize        Call = 0
	Finalize          Call = 1
	GetInfo           Call = 2
	GetSlotList       Call = 4
	GetSlotInfo       Call = 5
	GetTokenInfo      Call = 6
	GetMechanismList  Call = 7
	GetMechanismInfo  Call = 8
	SetPIN            Call = 11
	OpenSession       Call = 12
	CloseSession      Call = 13
	CloseAllSessions  Call = 14
	GetSessionInfo    Call = 15
	Login             Call = 18
	Logout            Call = 19
	GetAttributeValue Call = 24
	FindObjectsInit   Call = 26
	FindObjects       Call = 27
	FindObjectsFinal  Call = 28
	SignInit          Call = 42
	Sign              Call = 43
	signSize          Call = 100 // C_Sign that asks only how long it will be
)

// rv is CK_RV (3.6).
type rv uint64

const (
	ok                   rv = 0
	slotIDInvalid        rv = 0x3
	generalError         rv = 0x5
	argumentsBad         rv = 0x7
	attributeTypeInvalid rv = 0x12
	deviceRemoved        rv = 0x32
	notSupported         rv = 0x54
	keyHandleInvalid     rv = 0x60
	keyTypeInconsistent  rv = 0x63
	dataLenRange         rv = 0x21
	mechanismInvalid     rv = 0x70
	objectHandleInvalid  rv = 0x82
	operationActive      rv = 0x90
	operationMissing     rv = 0x91
	pinIncorrect         rv = 0xa0
	pinLenRange          rv = 0xa2
	pinExpired           rv = 0xa3
	pinLocked            rv = 0xa4
	sessionHandleInvalid rv = 0xb3
	parallelNotSupported rv = 0xb4
	sessionReadOnly      rv = 0xb5
	tokenNotPresent      rv = 0xe0
	alreadyLoggedIn      rv = 0x100
	notLoggedIn          rv = 0x101
	pinNotInitialized    rv = 0x102
	userTypeInvalid      rv = 0x103
	bufferTooSmall       rv = 0x150

	// crash tells the library to die.
	crash rv = 0x6b73696d63726173
)

// args are a call's arguments.
type args struct {
	b   []byte
	bad bool // there were fewer than were taken
}

func (a *args) take(n uint64) []byte {
	if n > uint64(len(a.b)) {
		a.bad, a.b = true, nil
		return nil
	}
	p := a.b[:n]
	a.b = a.b[n:]
	return p
}

func (a *args) number() uint64 {
	p := a.take(8)
	if p == nil {
		return 0
	}
	return binary.LittleEndian.Uint64(p)
}

func (a *args) text() []byte { return a.take(a.number()) }

func u64(v uint64) []byte { return binary.LittleEndian.AppendUint64(nil, v) }

func u64s(list ...uint64) []byte {
	var b []byte
	for _, v := range list {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	return b
}

// counted is a list with its length before it.
func counted(list []uint64) []byte { return append(u64(uint64(len(list))), u64s(list...)...) }

// padded is a text of a fixed length, filled with blanks, as 3.1 wants it.
func padded(s string, n int) []byte {
	b := []byte(s)
	for len(b) < n {
		b = append(b, ' ')
	}
	return b[:n]
}

// room is so many bytes of zero.
func room(n int) []byte { return make([]byte, n) }
