//go:build !race

package bot

// simulated is how many weeks are simulated: without the race detector, all.
const (
	simulated    = programme
	shortSeeds   = 6 // of TestSimulation
	manyTaps     = 10_000
	mostBreakers = 1_000 // all of TestTheModelCatchesABotThatBreaksTheRules
)
