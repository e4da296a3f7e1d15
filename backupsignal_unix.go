//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// onBackupSignal calls fn each time the process gets SIGUSR1, until stop is
// called, which waits for it.
func onBackupSignal(fn func()) (stop func()) {
	asked, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(asked, syscall.SIGUSR1)
	go func() {
		defer close(done)
		for range asked {
			fn()
		}
	}()
	return func() { signal.Stop(asked); close(asked); <-done }
}
