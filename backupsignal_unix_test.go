//go:build unix

package main

import (
	"os/signal"
	"syscall"
	"testing"
	"time"
)

func TestBugASignalForABackupEndedABotThatWasStillStarting(t *testing.T) {
	caught := backupSignals()
	defer signal.Stop(caught)
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	asked := make(chan struct{}, 1)
	stop := onEach(caught, func() { asked <- struct{}{} })
	select {
	case <-asked:
	case <-time.After(30 * time.Second):
		t.Error("nothing was asked for")
	}
	stop()
}
