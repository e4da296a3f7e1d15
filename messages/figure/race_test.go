//go:build race

package figure

// oneIn: tests draw one figure in so many. Under the race detector all of them take
// five minutes, and one tells as much about races as another.
const oneIn = 9
