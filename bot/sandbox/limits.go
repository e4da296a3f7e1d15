package sandbox

import "time"

// Limits are how much a bot may send. What is 0 is not limited.
type Limits struct {
	ChatBurst int           // messages to one chat in a row before ChatEvery holds
	ChatEvery time.Duration // then one message to a chat in so long

	ChatPerMinute int // messages and edits in one chat
	AllPerSecond  int // messages in all chats together
}

// TelegramLimits are the real ones as far as Telegram names them.
var TelegramLimits = Limits{ChatBurst: 3, ChatEvery: time.Second, ChatPerMinute: 20, AllPerSecond: 30}

// NoLimits lets everything through.
var NoLimits = Limits{}

// slack forgives what a sender's arithmetic rounds off at exactly the limit.
const slack = 20 * time.Millisecond

// pace remembers what was sent lately, to everyone.
type pace struct {
	sends moments
	until time.Time // everything is refused until then
}

// chatPace remembers what was sent to one chat lately.
type chatPace struct {
	bucketAt time.Time // when the chat's bucket will be full again
	actions  moments
	until    time.Time // the chat is refused until then
}

// spend counts one message or edit, or refuses it with the time to wait. Who
// does not wait as long as they were told is refused again.
func (s *Server) spend(c *chat, now time.Time, isEdit bool) error {
	wait := max(c.pace.until.Sub(now), s.pace.until.Sub(now))
	if wait <= 0 {
		wait = s.overLimit(c, now, isEdit)
	}
	if wait > 0 {
		return tooMany(wait)
	}
	c.pace.actions.add(now)
	if !isEdit {
		s.pace.sends.add(now)
		if c.pace.bucketAt.Before(now) {
			c.pace.bucketAt = now
		}
		c.pace.bucketAt = c.pace.bucketAt.Add(s.limits.ChatEvery)
	}
	return nil
}

// overLimit is how long to wait before the next message or edit; 0 is not at
// all. The wait is held against the chat, or against the whole bot.
func (s *Server) overLimit(c *chat, now time.Time, isEdit bool) time.Duration {
	l := s.limits
	if wait := c.pace.actions.wait(now, time.Minute, l.ChatPerMinute); wait > 0 {
		c.pace.until = now.Add(whole(wait))
		return wait
	}
	if isEdit {
		return 0
	}
	if wait := s.pace.sends.wait(now, time.Second, l.AllPerSecond); wait > 0 {
		s.pace.until = now.Add(whole(wait))
		return wait
	}
	if l.ChatBurst == 0 {
		return 0
	}
	full := time.Duration(l.ChatBurst-1)*l.ChatEvery + slack
	if wait := c.pace.bucketAt.Sub(now.Add(full)); wait > 0 {
		c.pace.until = now.Add(whole(wait))
		return wait
	}
	return 0
}

// whole rounds up to seconds, the only unit in which a wait can be told, less
// the slack.
func whole(d time.Duration) time.Duration {
	return (d+time.Second-1)/time.Second*time.Second - slack
}

// moments are times in ascending order.
type moments []time.Time

func (m *moments) add(t time.Time) { *m = append(*m, t) }

// wait is how long until fewer than limit moments lie within the span before
// that time. Moments that can't matter any more are forgotten.
func (m *moments) wait(now time.Time, span time.Duration, limit int) time.Duration {
	for len(*m) > 0 && now.Sub((*m)[0]) >= span-slack {
		*m = (*m)[1:]
	}
	if limit == 0 || len(*m) < limit {
		return 0
	}
	return (*m)[len(*m)-limit].Add(span - slack).Sub(now)
}
