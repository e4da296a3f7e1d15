//go:build unix

package main

import (
	"syscall"
	"testing"
	"time"
)

func TestASignalAsksForABackup(t *testing.T) {
	asked := make(chan struct{}, 1)
	stop := onBackupSignal(func() { asked <- struct{}{} })
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	select {
	case <-asked:
	case <-time.After(30 * time.Second):
		t.Error("nothing was asked for")
	}
	stop()
}
