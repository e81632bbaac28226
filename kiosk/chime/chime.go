// Package chime calls somebody back who forgot a U-KEY: a short sound, played by
// a program of the system's. Where there is none, or no speaker, it is silent.
package chime

import (
	"bytes"
	"context"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"
)

// longest is how long the player may take; the sound lasts a good second.
const longest = 5 * time.Second

// Command plays a WAV file from its standard input: ALSA's, of Debian's package alsa-utils.
func Command() []string { return []string{"aplay", "-q", "-t", "wav", "-"} }

// Player plays the sound, one at a time. It may be used by any goroutine.
type Player struct {
	ctx     context.Context
	command []string
	failed  func(error)
	sound   []byte

	busy    atomic.Bool
	told    sync.Once
	playing sync.WaitGroup
}

// New makes a player that runs command, usually Command, until ctx ends. failed
// is told, once, why nothing was heard.
func New(ctx context.Context, command []string, failed func(error)) *Player {
	return &Player{ctx: ctx, command: command, failed: failed, sound: wave()}
}

// Play begins to play, unless it is still playing. It does not wait.
func (p *Player) Play() {
	if p.ctx.Err() != nil || !p.busy.CompareAndSwap(false, true) {
		return
	}
	p.playing.Go(func() {
		defer p.busy.Store(false)
		if err := p.play(); err != nil && p.ctx.Err() == nil {
			p.told.Do(func() { p.failed(err) })
		}
	})
}

func (p *Player) play() error {
	ctx, cancel := context.WithTimeout(p.ctx, longest)
	defer cancel()
	c := exec.CommandContext(ctx, p.command[0], p.command[1:]...)
	c.Stdin = bytes.NewReader(p.sound)
	c.WaitDelay = time.Second
	return c.Run()
}

// Wait returns when nothing plays any more, after New's context ended.
func (p *Player) Wait() {
	<-p.ctx.Done()
	p.playing.Wait()
}
