//go:build race

package bot

// simulated is how many weeks are simulated. Under the race detector all twelve,
// in spring and in autumn, take five minutes. In seven the clock has moved and
// whoever was away is there again.
const (
	simulated    = 7
	shortSeeds   = 2 // of TestSimulation
	manyTaps     = 2_000
	mostBreakers = 1 // of TestTheModelCatchesABotThatBreaksTheRules
)
