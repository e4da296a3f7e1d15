//go:build unix

package store

import (
	"os"
	"syscall"
)

// ownAs gives a file that root has made the owner of another, or of a directory.
// Root may run a command because the key is root's, on a file that is not: the
// service must be able to open what it finds afterwards.
func ownAs(path, like string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	theirs, err := ownerOf(like)
	if err != nil {
		return err
	}
	ours, err := ownerOf(path)
	if err != nil || ours == theirs {
		return err
	}
	return os.Chown(path, theirs.user, theirs.group)
}

type owner struct{ user, group int }

func ownerOf(path string) (owner, error) {
	info, err := os.Stat(path)
	if err != nil {
		return owner{}, err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return owner{}, os.ErrInvalid
	}
	return owner{int(stat.Uid), int(stat.Gid)}, nil
}
