package ipp

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrMalformed: not an IPP message, or one that was cut off.
var ErrMalformed = errors.New("ipp: malformed message")

// maxDepth is how deep collections may be nested; media-col has three levels.
const maxDepth = 16

// Decode reads a message and gives what comes after it, the document.
func Decode(p []byte) (m *Message, document []byte, err error) {
	if len(p) < 8 {
		return nil, nil, fmt.Errorf("%w: %d bytes", ErrMalformed, len(p))
	}
	m = &Message{
		Major: p[0], Minor: p[1],
		Code:      binary.BigEndian.Uint16(p[2:]),
		RequestID: binary.BigEndian.Uint32(p[4:]),
	}
	r := &reader{rest: p[8:]}
	for {
		tag, err := r.tag()
		if err != nil {
			return nil, nil, err
		}
		switch {
		case tag == endOfAttributes:
			return m, r.rest, nil
		case tag < 0x10: // a group, known or to come
			m.Groups = append(m.Groups, Group{Tag: tag})
		case len(m.Groups) == 0:
			return nil, nil, fmt.Errorf("%w: attribute outside a group", ErrMalformed)
		default:
			if err := r.attribute(&m.Groups[len(m.Groups)-1], tag); err != nil {
				return nil, nil, err
			}
		}
	}
}

type reader struct{ rest []byte }

func (r *reader) tag() (Tag, error) {
	if len(r.rest) == 0 {
		return 0, fmt.Errorf("%w: cut off", ErrMalformed)
	}
	t := Tag(r.rest[0])
	r.rest = r.rest[1:]
	return t, nil
}

// counted reads two bytes of length and as many bytes.
func (r *reader) counted() ([]byte, error) {
	if len(r.rest) < 2 {
		return nil, fmt.Errorf("%w: cut off", ErrMalformed)
	}
	n := int(binary.BigEndian.Uint16(r.rest))
	if len(r.rest) < 2+n {
		return nil, fmt.Errorf("%w: field of %d bytes cut off", ErrMalformed, n)
	}
	p := r.rest[2 : 2+n]
	r.rest = r.rest[2+n:]
	return p, nil
}

// field reads the name and value after a tag.
func (r *reader) field() (name, value []byte, err error) {
	if name, err = r.counted(); err != nil {
		return nil, nil, err
	}
	value, err = r.counted()
	return name, value, err
}

// attribute reads one value into g: of a new attribute, or, without a name, of
// the last.
func (r *reader) attribute(g *Group, tag Tag) error {
	name, value, err := r.field()
	if err != nil {
		return err
	}
	v, err := r.value(tag, value, 0)
	if err != nil {
		return err
	}
	if len(name) > 0 {
		g.Attributes = append(g.Attributes, Attribute{Name: string(name), Values: []Value{v}})
		return nil
	}
	return addToLast(g.Attributes, v)
}

func addToLast(list []Attribute, v Value) error {
	if len(list) == 0 {
		return fmt.Errorf("%w: value without a name", ErrMalformed)
	}
	last := &list[len(list)-1]
	last.Values = append(last.Values, v)
	return nil
}

// value checks one value, and reads on where it is a collection.
func (r *reader) value(tag Tag, p []byte, depth int) (Value, error) {
	if tag == begCollection {
		members, err := r.collection(depth + 1)
		return Value{Tag: tag, Members: members}, err
	}
	if tag == memberName || tag == endCollection {
		return Value{}, fmt.Errorf("%w: tag %02X outside a collection", ErrMalformed, tag)
	}
	if want := fixedLength(tag); want > 0 && len(p) != want {
		return Value{}, fmt.Errorf("%w: tag %02X with %d bytes", ErrMalformed, tag, len(p))
	}
	return Value{Tag: tag, Bytes: p}, nil
}

// collection reads members up to the end of the collection (RFC 8010, 3.1.6).
func (r *reader) collection(depth int) ([]Attribute, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("%w: collections %d deep", ErrMalformed, depth)
	}
	var members []Attribute
	for {
		tag, err := r.tag()
		if err != nil {
			return nil, err
		}
		if tag < 0x10 {
			return nil, fmt.Errorf("%w: collection without an end", ErrMalformed)
		}
		_, p, err := r.field()
		if err != nil {
			return nil, err
		}
		switch tag {
		case endCollection:
			return members, nil
		case memberName:
			members = append(members, Attribute{Name: string(p)})
		default:
			v, err := r.value(tag, p, depth)
			if err != nil {
				return nil, err
			}
			if err := addToLast(members, v); err != nil {
				return nil, err
			}
		}
	}
}

// fixedLength is how long a value of this kind must be; 0 for any length.
func fixedLength(tag Tag) int {
	switch tag {
	case Integer, Enum:
		return 4
	case Boolean:
		return 1
	case dateTime:
		return 11
	case resolution:
		return 9
	case Range:
		return 8
	}
	return 0
}
