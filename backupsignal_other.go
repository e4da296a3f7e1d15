//go:build !unix

package main

import "os"

// backupSignals catches nothing where there is no such signal.
func backupSignals() chan os.Signal { return make(chan os.Signal) }
