package password

// Occupy takes every slot of the hasher until the answer is called.
func Occupy(h *Hasher) (release func()) {
	for range cap(h.slot) {
		h.slot <- struct{}{}
	}
	return func() {
		for range cap(h.slot) {
			<-h.slot
		}
	}
}
