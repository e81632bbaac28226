package main

import (
	"sync"
	"time"

	"hallkiosk/kiosk/guide"
)

// queue is how many people wait, by letter, as the centre last said.
type queue struct {
	now   func() time.Time
	guide func() *guide.Guide // says which letters are urgent

	mu    sync.Mutex
	by    map[string]int
	heard time.Time
}

// staleQueue is how old the centre's word may be and still be told to people.
const staleQueue = 2 * time.Minute

func (q *queue) set(by map[string]int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.by, q.heard = by, q.now()
}

// ahead is how many wait before a new number of a letter; -1 where the centre
// was not heard lately.
func (q *queue) ahead(letter byte) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.heard.IsZero() || q.now().Sub(q.heard) > staleQueue {
		return -1
	}
	return q.guide().Ahead(q.by, letter)
}
