// Package messages is what a patient reads: it turns a flows.Reply, which is
// data, into Telegram's HTML and rows of buttons, in the patient's language.
//
// The words are in wording/<topic>.<lang>.toml (see wording/README.md); no Go
// file holds a sentence for a patient, but for the ones that must work when
// nothing else does (failure.go). This package knows no chat, no clock and no
// disk, and decides nothing: what is said, and whether, is flows' business.
package messages
