//go:build race

package flows_test

// mostStates is how many states are walked. Under the race detector all of them
// take ten times as long, and flows has no goroutines: the nearest are enough.
const mostStates = 60

// abstractions are the ways to tell states apart that are held to account: the
// one that is walked.
var abstractions = []detail{byQuestion}
