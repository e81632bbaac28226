package guide

// Ahead is how many people wait before somebody who takes a number of this
// letter now, given how many wait by letter. Every window serves every letter,
// the urgent first, then whoever waits longest: so before an urgent number wait
// the urgent ones, before another everybody.
func (g *Guide) Ahead(waiting map[string]int, letter byte) int {
	urgent := map[string]bool{}
	for _, s := range g.Services {
		if s.Urgent {
			urgent[s.Letter] = true
		}
	}
	ahead := 0
	for l, n := range waiting {
		if urgent[l] || !urgent[string(letter)] {
			ahead += n
		}
	}
	return ahead
}
