// Package ipp writes and reads messages of the Internet Printing Protocol
// (RFC 8010): an operation or a status, groups of attributes, and after them
// the document. What the attributes mean is RFC 8011's and the caller's.
package ipp

import "encoding/binary"

// MediaType is that of an IPP message in HTTP.
const MediaType = "application/ipp"

// Op is an operation (RFC 8011, 5.4.15); Status is how one ended (appendix B).
type (
	Op     uint16
	Status uint16
)

// The operations in use.
const (
	PrintJob             Op = 0x0002
	CancelJob            Op = 0x0008
	GetJobAttributes     Op = 0x0009
	GetPrinterAttributes Op = 0x000B
)

// The statuses in use.
const (
	OK                 Status = 0x0000
	BadRequest         Status = 0x0400
	NotFound           Status = 0x0406
	NotPossible        Status = 0x0404
	FormatNotSupported Status = 0x040A
	InternalError      Status = 0x0500
	OpNotSupported     Status = 0x0501
	Busy               Status = 0x0507
)

// Good reports whether the operation succeeded, if with some attributes ignored.
func (s Status) Good() bool { return s < 0x0100 }

// Tag says what kind a group or a value is (RFC 8010, 3.5).
type Tag uint8

// The groups.
const (
	OperationGroup   Tag = 0x01
	JobGroup         Tag = 0x02
	endOfAttributes  Tag = 0x03
	PrinterGroup     Tag = 0x04
	UnsupportedGroup Tag = 0x05
)

// The values.
const (
	Integer         Tag = 0x21
	Boolean         Tag = 0x22
	Enum            Tag = 0x23
	dateTime        Tag = 0x31
	resolution      Tag = 0x32
	Range           Tag = 0x33
	begCollection   Tag = 0x34
	endCollection   Tag = 0x37
	Text            Tag = 0x41
	Name            Tag = 0x42
	Keyword         Tag = 0x44
	URI             Tag = 0x45
	Charset         Tag = 0x47
	NaturalLanguage Tag = 0x48
	MimeType        Tag = 0x49
	memberName      Tag = 0x4A
)

// Message is a request (Code is an Op) or a response (Code is a Status), without
// its document.
type Message struct {
	Major, Minor uint8
	Code         uint16
	RequestID    uint32
	Groups       []Group
}

// Group is one group of attributes.
type Group struct {
	Tag        Tag
	Attributes []Attribute
}

// Attribute has one or more values.
type Attribute struct {
	Name   string
	Values []Value
}

// Value is one value: Bytes as on the wire, or Members for a collection.
type Value struct {
	Tag     Tag
	Bytes   []byte
	Members []Attribute
}

// Group finds the first group with tag.
func (m *Message) Group(tag Tag) Group {
	for _, g := range m.Groups {
		if g.Tag == tag {
			return g
		}
	}
	return Group{Tag: tag}
}

// Values gives the values of the attribute name, none where there is no such.
func (g Group) Values(name string) []Value {
	for _, a := range g.Attributes {
		if a.Name == name {
			return a.Values
		}
	}
	return nil
}

// Int gives the first value of name as a number.
func (g Group) Int(name string) (int, bool) {
	for _, v := range g.Values(name) {
		return v.Int()
	}
	return 0, false
}

// Texts gives the values of name that are strings.
func (g Group) Texts(name string) []string {
	var out []string
	for _, v := range g.Values(name) {
		if v.Tag >= Text && v.Tag <= MimeType {
			out = append(out, string(v.Bytes))
		}
	}
	return out
}

// Text gives the first string of name, or "".
func (g Group) Text(name string) string {
	for _, s := range g.Texts(name) {
		return s
	}
	return ""
}

// Int gives an integer or an enum.
func (v Value) Int() (int, bool) {
	if (v.Tag != Integer && v.Tag != Enum) || len(v.Bytes) != 4 {
		return 0, false
	}
	return int(int32(binary.BigEndian.Uint32(v.Bytes))), true
}

// Bool gives a boolean.
func (v Value) Bool() (value, ok bool) {
	if v.Tag != Boolean || len(v.Bytes) != 1 {
		return false, false
	}
	return v.Bytes[0] == 1, true
}

// Bounds gives a rangeOfInteger.
func (v Value) Bounds() (low, high int, ok bool) {
	if v.Tag != Range || len(v.Bytes) != 8 {
		return 0, 0, false
	}
	return int(int32(binary.BigEndian.Uint32(v.Bytes))), int(int32(binary.BigEndian.Uint32(v.Bytes[4:]))), true
}

// Number makes an attribute of integers or enums.
func Number(tag Tag, name string, values ...int) Attribute {
	a := Attribute{Name: name}
	for _, n := range values {
		a.Values = append(a.Values, Value{Tag: tag, Bytes: binary.BigEndian.AppendUint32(nil, uint32(int32(n)))})
	}
	return a
}

// String makes an attribute of strings.
func String(tag Tag, name string, values ...string) Attribute {
	a := Attribute{Name: name}
	for _, s := range values {
		a.Values = append(a.Values, Value{Tag: tag, Bytes: []byte(s)})
	}
	return a
}

// Flag makes an attribute of one boolean.
func Flag(name string, on bool) Attribute {
	b := byte(0)
	if on {
		b = 1
	}
	return Attribute{Name: name, Values: []Value{{Tag: Boolean, Bytes: []byte{b}}}}
}
