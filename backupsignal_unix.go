//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// backupSignals catches SIGUSR1 from now on: somebody asks for a backup.
func backupSignals() chan os.Signal {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	return asked
}
