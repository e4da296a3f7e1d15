// Package sandbox is Telegram in a box: a Bot API server inside the process,
// the people who talk to the bot, a phone as a web page and a clock that can
// be moved forwards.
//
// It serves two purposes. `try` runs the bot on it, so that anyone can meet
// Back2Core without an account; and every end-to-end test runs on it. For the
// tests' sake it is strict: what the real Bot API refuses, it refuses, with
// the same words. What it does not imitate it refuses as well, with a
// description that begins with "sandbox:", so that nothing passes here that
// would fail there.
//
// It is not a Telegram library and knows nothing of this bot: it imports the
// standard library only, and nothing outside its directory imports its types
// except main and tests.
//
// A Server holds everything in memory behind one mutex. Nothing waits while
// holding it: a long poll waits on channels and timers alone, so that a test
// in a testing/synctest bubble moves through weeks of polling in a moment.
package sandbox
