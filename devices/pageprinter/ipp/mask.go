package ipp

// Mask replaces in a message the letters and digits of texts, names and addresses
// by x, and what comes after it, the document, by zeros. Lengths stay. What is no
// message becomes zeros from where that shows.
func Mask(p []byte) {
	const head = 8 // version, code, number
	r := &reader{rest: p[min(head, len(p)):]}
	for {
		tag, err := r.tag()
		if err != nil || tag == endOfAttributes {
			break
		}
		if tag < 0x10 {
			continue
		}
		before := r.rest
		_, value, err := r.field()
		if err != nil {
			r.rest = before
			break
		}
		maskValue(tag, value)
	}
	clear(r.rest)
}

// maskValue leaves numbers and the words of the protocol.
func maskValue(tag Tag, p []byte) {
	if tag < Text && (fixedLength(tag) > 0 || tag < 0x30) || tag == begCollection || tag == endCollection {
		return
	}
	switch tag {
	case Keyword, Charset, NaturalLanguage, MimeType, memberName:
		return
	}
	for i, c := range p {
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 {
			p[i] = 'x'
		}
	}
}
