package figure

import (
	"testing"
)

// What one figure costs, in time and memory, when it is first asked for. S2 is
// among the largest.
func BenchmarkPicture(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		drawings = newKeeper()
		if _, err := Picture("S2", "", ""); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAnimation(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		drawings = newKeeper()
		if _, err := Animation("S2", "", ""); err != nil {
			b.Fatal(err)
		}
	}
}
