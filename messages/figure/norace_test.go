//go:build !race

package figure

// oneIn: tests draw one figure in so many; without the race detector, all.
const oneIn = 1
