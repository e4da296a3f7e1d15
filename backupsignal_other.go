//go:build !unix

package main

// onBackupSignal does nothing where there is no such signal.
func onBackupSignal(func()) (stop func()) { return func() {} }
