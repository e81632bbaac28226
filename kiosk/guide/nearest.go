package guide

// nearest is the known name that a misspelt one is like; "" where none is.
func nearest[T ~string](misspelt T, known []T) string {
	word := []rune(string(misspelt))
	if len(word) > 60 {
		return ""
	}
	best, least := "", max(len(word)/3, 1)+1
	for _, k := range known {
		other := []rune(string(k))
		if longer := len(other) - len(word); longer >= least || -longer >= least {
			continue
		}
		if d := distance(word, other); d < least {
			best, least = string(k), d
		}
	}
	return best
}

// distance is how many letters must be put in, left out, changed or swapped
// with their neighbour to make b of a (optimal string alignment).
func distance(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := d[i-1][j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}
