package idcard

import (
	"encoding/binary"
	"fmt"
)

const samIDLen = 16 // bytes

// SAMID names a reader's security module. It belongs to the reader, not to a
// person, and may be logged.
type SAMID [samIDLen]byte

// String writes the module's number as the readers' own tools do:
// 05.03-20230101-0001234567-0987654321. All parts are little-endian.
func (id SAMID) String() string {
	return fmt.Sprintf("%02d.%02d-%d-%010d-%010d",
		binary.LittleEndian.Uint16(id[0:]), binary.LittleEndian.Uint16(id[2:]),
		binary.LittleEndian.Uint32(id[4:]), binary.LittleEndian.Uint32(id[8:]), binary.LittleEndian.Uint32(id[12:]))
}
