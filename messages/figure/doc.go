// Package figure draws the exercises: a picture of the phases side by side, and
// an animation that goes from one to the next as calmly as one breathes.
//
// A figure is data: the joints of a body in each phase, and what stands round it
// (poses.json). Everything else follows from that: the body has volume, far
// limbs are darker and behind, arrows follow the joints that move. The same
// figure gives the same bytes, on any machine, so that what was uploaded once is
// known again.
//
// This package knows no words (what can't be seen is told by the wording that
// Wordings names), no chat and no disk. Figures are drawn when they are first
// asked for, and kept.
package figure
