package screens

// samplePinyin is an input method that offers the same texts for whatever is
// typed: what stories show above the keys.
type samplePinyin struct{ typed string }

func (s *samplePinyin) Key(r rune) bool {
	s.typed += string(r)
	return true
}

func (s *samplePinyin) Backspace() bool {
	if s.typed == "" {
		return false
	}
	s.typed = s.typed[:len(s.typed)-1]
	return true
}

func (s *samplePinyin) Composition() string { return s.typed }

func (s *samplePinyin) Candidates() []string {
	if s.typed == "" {
		return nil
	}
	return []string{"常德", "长得", "唱的", "常德市武陵区柳叶大道", "场地", "厂的", "常", "长", "唱", "场", "厂", "尝", "昌", "畅"}
}

func (s *samplePinyin) Choose(i int) string {
	chosen := s.Candidates()[i]
	s.typed = ""
	return chosen
}

func (s *samplePinyin) Reset() { s.typed = "" }
