//go:build unix

package store

import (
	"os/signal"
	"strconv"
	"syscall"
)

// limitFiles has every write of this process fail that would make a file longer
// than some bytes, as on a full disk.
func limitFiles(room string) error {
	n, err := strconv.ParseUint(room, 10, 64)
	if err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ)
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n})
}
