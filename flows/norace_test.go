//go:build !race

package flows_test

// mostStates is how many states are walked: all there are.
const mostStates = 0
