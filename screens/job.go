package screens

import "context"

// Job is slow work outside the loop: started once, polled at each tick, and
// cancelled when its screen is left. The zero value is ready. It belongs to the
// loop's goroutine; only the work runs elsewhere.
type Job[T any] struct {
	cancel context.CancelFunc
	done   chan result[T] // nil while not started
	result *result[T]     // set once ended
}

type result[T any] struct {
	value T
	err   error
}

// Start runs work unless the job was started before. The work's context ends
// when the screen is left.
func (j *Job[T]) Start(c *Context, work func(context.Context) (T, error)) {
	if j.done != nil {
		return
	}
	ctx, cancel := context.WithCancel(c.scope)
	done := make(chan result[T], 1)
	wake := c.wake
	j.cancel, j.done = cancel, done
	c.jobs.Go(func() {
		defer cancel()
		v, err := work(ctx)
		done <- result[T]{v, err}
		wake()
	})
}

// Poll returns the work's answer; ended is false while there is none.
func (j *Job[T]) Poll() (value T, ended bool, err error) {
	if j.result == nil && j.done != nil {
		select {
		case r := <-j.done:
			j.result = &r
		default:
		}
	}
	if j.result == nil {
		return value, false, nil
	}
	return j.result.value, true, j.result.err
}

// Running reports whether the work was started and has not been seen to end.
func (j *Job[T]) Running() bool {
	_, ended, _ := j.Poll()
	return j.done != nil && !ended
}

// Reset cancels the work, forgets its answer and lets the job start again.
func (j *Job[T]) Reset() {
	if j.cancel != nil {
		j.cancel()
	}
	*j = Job[T]{}
}
