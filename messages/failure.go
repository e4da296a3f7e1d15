package messages

import "back2core/flows"

// Failure is what a patient gets when the program itself fails on what they
// sent (clinical.md 1.4). It needs no file and no template, and has no
// markup, so that it can be sent in any way there is. It begins with the
// call: what follows may be cut off.
func Failure(lang flows.Lang) string {
	if lang == flows.English {
		return failureEnglish
	}
	return failureDutch
}

const failureDutch = `Bel nu je huisarts of de huisartsenpost bij een nieuw doof gevoel, moeite met plassen of slappe benen. Levensgevaar of niemand bereikbaar: bel 112.

Niet in Europa? Bel het noodnummer van het land waar je bent.

Ik kon je bericht niet lezen. Dat ligt aan mij, niet aan jou. Probeer het straks nog een keer.`

const failureEnglish = `Call your GP or the out-of-hours GP post now for new numbness, trouble peeing or weak legs. Life-threatening, or nobody answers: call 112.

Not in Europe? Call the emergency number of the country you are in.

I could not read your message. That is my fault, not yours. Please try again in a while.`

// Private is what a group reads once, before the bot leaves it. Others read
// it too: it has no medical word.
func Private(lang flows.Lang) string {
	if lang == flows.English {
		return "I only talk in a private chat. Send me a message there."
	}
	return "Ik praat alleen in een privéchat. Stuur me daar een bericht."
}
