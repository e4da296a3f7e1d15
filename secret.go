package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// readSecret reads a file that nobody but its owner may read, as ssh wants its
// keys; what names it in an error.
func readSecret(what, path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, usage("the %s's file can't be read: %w", what, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, usage("the %s's file can't be read: %w", what, err)
	}
	if info.Mode().IsRegular() && shared(path, info.Mode()) {
		return nil, usage("others on this machine can read the %s in %s; say: chmod 600 %s", what, path, path)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		return nil, usage("the %s's file can't be read: %w", what, err)
	}
	return b, nil
}

// shared tells whether others than the owner may read a file. systemd's
// credentials are behind a folder that is closed to others, and show the
// service's right to read them as one of the group. Windows has no modes.
func shared(path string, mode fs.FileMode) bool {
	if runtime.GOOS == "windows" || mode.Perm()&0o077 == 0 {
		return false
	}
	dir := os.Getenv("CREDENTIALS_DIRECTORY")
	return dir == "" || filepath.Dir(path) != filepath.Clean(dir)
}

// credential is the path of a systemd credential, or "" if there is none.
func credential(name string) string {
	dir := os.Getenv("CREDENTIALS_DIRECTORY")
	if dir == "" {
		return ""
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}
