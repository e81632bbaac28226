package guide

import "slices"

// PlaceValues are the values that any mistake may have beside those of its code:
// whose value it is about (the ID of a service, material or driver), which one
// (key, a path within that, counted from 0), and what was meant by a misspelt name.
func PlaceValues() []string { return []string{"service", "material", "driver", "key", "nearest"} }

// MistakeCode is one kind of mistake, and the values that it always has. A name
// or number is a clerk's own word; "case" is a list of words of conditions, with
// blanks between, such as "agent enterprise lost".
type MistakeCode struct {
	Code   string
	Values []string
}

// MistakeCodes is the catalogue of everything that can be wrong with a guide.
func MistakeCodes() []MistakeCode {
	return slices.Concat(fileCodes(), valueCodes(), unknownCodes(), conditionCodes(), serviceCodes(), formCodes(), factCodes())
}

// fileCodes are of files as such, and of what is no TOML.
func fileCodes() []MistakeCode {
	return []MistakeCode{
		{"files-none", nil},
		{"files-many", []string{"have", "most"}},
		{"files-large", []string{"most"}}, // most is in KiB, here and below
		{"file-large", []string{"most"}},
		{"file-kind", nil}, // a folder or a pipe
		{"file-name", []string{"name"}},
		{"file-encoding", nil},
		{"file-zero", nil},
		{"parts-many", []string{"most"}},
		{"syntax", []string{"said"}}, // said is the TOML library's English
		{"syntax-twice", []string{"said"}},
		{"syntax-number", []string{"said"}},
		{"table-in-two", []string{"name", "file", "line"}},
	}
}

// valueCodes are of values of any kind.
func valueCodes() []MistakeCode {
	return []MistakeCode{
		{"kind-text", nil}, {"kind-bool", nil}, {"kind-number", nil}, {"kind-list", nil}, {"kind-table", nil},
		{"kind-tables", []string{"name"}},
		{"list-missing", nil},
		{"list-long", []string{"have", "most"}},
		{"text-missing", nil},
		{"text-long", []string{"have", "most"}},
		{"text-sign", []string{"number"}},
		{"id-shape", nil},
		{"id-twice", []string{"line"}},
		{"twice", []string{"name"}},
		{"because-missing", nil},
		{"because-alone", nil},
	}
}

// unknownCodes are of words that stand in no list.
func unknownCodes() []MistakeCode {
	var all []MistakeCode
	for _, what := range []string{"key", "material", "role", "type", "state", "step", "field", "form", "form-box", "power-box", "shape", "condition"} {
		all = append(all, MistakeCode{"unknown-" + what, []string{"name"}})
	}
	return append(all, MistakeCode{"unknown-clause", []string{"number", "have"}})
}

// conditionCodes are of conditions that cannot hold.
func conditionCodes() []MistakeCode {
	return []MistakeCode{
		{"when-empty", nil},
		{"when-excluded", []string{"name", "only"}},
		{"when-not-offered", []string{"name"}},
		{"when-not-asked", nil},
	}
}

// serviceCodes are of steps, letters and what belongs to them.
func serviceCodes() []MistakeCode {
	return []MistakeCode{
		{"step-missing", []string{"name"}},
		{"step-order", []string{"first", "second"}},
		{"step-last", []string{"name"}},
		{"letter", nil},
		{"letter-shared", []string{"letter", "name"}},
		{"risk-missing", nil}, {"risk-unread", nil},
		{"keys-missing", nil}, {"keys-unasked", nil},
		{"remedies-missing", nil},
	}
}

// formCodes are of forms and papers.
func formCodes() []MistakeCode {
	return []MistakeCode{
		{"form-none", []string{"case"}},
		{"form-twice", []string{"form", "case"}},
		{"form-blank", []string{"form", "box", "words"}},
		{"form-legal", nil},
		{"box-and-words", []string{"form"}},
		{"box-as-words", []string{"form", "name", "box"}},
		{"statement-unprinted", []string{"case"}},
		{"statement-unasked", nil},
		{"statement-long", []string{"have", "each", "most"}},
		{"printed-here", nil},
		{"copies", nil},
		{"copies-to-seal", nil},
		{"copies-of-sides", nil},
		{"nothing-to-bring", nil},
		{"rare-alone", nil},
	}
}

// factCodes are of numbers, addresses and files of drivers.
func factCodes() []MistakeCode {
	return []MistakeCode{
		{"version", nil}, {"phone", nil}, {"qq", nil}, {"url", nil},
		{"usb", nil},
		{"usb-capitals", []string{"right"}},
		{"usb-twice", []string{"name", "other"}},
		{"driver-size", []string{"most"}}, // GiB
		{"driver-checksum", nil},
	}
}
