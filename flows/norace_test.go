//go:build !race

package flows_test

// mostStates is how many states are walked: all there are.
const mostStates = 0

// abstractions are the ways to tell states apart that are held to account.
var abstractions = []detail{byQuestion, byRule}
