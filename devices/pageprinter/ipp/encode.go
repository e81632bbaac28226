package ipp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// ErrTooLong: a name or a value that does not fit its length field.
var ErrTooLong = errors.New("ipp: longer than 65535 bytes")

// Encode writes m as it goes before the document (RFC 8010, 3.1).
func (m *Message) Encode() ([]byte, error) {
	out := []byte{m.Major, m.Minor}
	out = binary.BigEndian.AppendUint16(out, m.Code)
	out = binary.BigEndian.AppendUint32(out, m.RequestID)
	for _, g := range m.Groups {
		out = append(out, byte(g.Tag))
		for _, a := range g.Attributes {
			var err error
			if out, err = appendAttribute(out, a); err != nil {
				return nil, err
			}
		}
	}
	return append(out, byte(endOfAttributes)), nil
}

func appendAttribute(out []byte, a Attribute) ([]byte, error) {
	name := a.Name
	for _, v := range a.Values {
		var err error
		if out, err = appendValue(out, name, v); err != nil {
			return nil, err
		}
		name = "" // further values of a set have none (3.1.5)
	}
	return out, nil
}

func appendValue(out []byte, name string, v Value) ([]byte, error) {
	if v.Tag != begCollection {
		return appendField(out, v.Tag, name, v.Bytes)
	}
	out, err := appendField(out, begCollection, name, nil)
	if err != nil {
		return nil, err
	}
	for _, m := range v.Members {
		if out, err = appendField(out, memberName, "", []byte(m.Name)); err != nil {
			return nil, err
		}
		for _, mv := range m.Values {
			if out, err = appendValue(out, "", mv); err != nil {
				return nil, err
			}
		}
	}
	return appendField(out, endCollection, "", nil)
}

func appendField(out []byte, tag Tag, name string, value []byte) ([]byte, error) {
	if len(name) > math.MaxUint16 || len(value) > math.MaxUint16 {
		return nil, fmt.Errorf("%w: %.40q", ErrTooLong, name)
	}
	out = append(out, byte(tag))
	out = binary.BigEndian.AppendUint16(out, uint16(len(name)))
	out = append(out, name...)
	out = binary.BigEndian.AppendUint16(out, uint16(len(value)))
	return append(out, value...), nil
}
