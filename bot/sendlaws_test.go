package bot

import (
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"back2core/flows"
	"back2core/store"
)

// calls is the way to Telegram, with someone who looks on.
type calls struct {
	l    *laws
	next Doer
}

func (c calls) Do(r *http.Request) (*http.Response, error) {
	method := path.Base(r.URL.Path)
	form, err := formOf(r)
	if err != nil {
		return nil, err
	}
	says := strings.HasPrefix(method, "send") || strings.HasPrefix(method, "edit")
	var m store.Message
	if says {
		m = c.l.saying("tg:"+form.Get("chat_id"), method)
	}
	resp, err := c.next.Do(r)
	if err != nil {
		c.l.report(nil, "%s: %v", method, err)
		return resp, err
	}
	c.l.said(m, method, resp.StatusCode, says)
	return resp, nil
}

func (l *laws) report(who *watched, format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broke(who, format, args...)
}

// saying looks at what is about to be sent, against the patient's flags in the
// file at this very moment.
func (l *laws) saying(address, method string) (m store.Message) {
	var flags []flows.Flag
	flights := 0
	err := l.w.store.View(func(tx *store.Tx) error {
		queue, err := tx.Queue(address)
		for _, waiting := range queue {
			if !waiting.Inflight.IsZero() {
				m = waiting
				flights++
			}
		}
		if p, err := tx.Patient(m.Patient); err == nil {
			flags = p.Flags
		}
		return err
	})
	l.mu.Lock()
	defer l.mu.Unlock()
	who := l.people[address]
	switch {
	case err != nil || who == nil || flights != 1:
		l.broke(who, "law 4: %d messages to %s are under way: %v", flights, address, err)
	case (m.Kind == store.Send) != strings.HasPrefix(method, "send"):
		l.broke(who, "%s for a %s", method, m.Kind)
	case m.Kind == store.Send || method != "editMessageReplyMarkup" && m.Kind == store.Renew:
		l.mayBeSaid(who, m, flags)
	}
	return m
}

// mayBeSaid holds a message to the laws at the moment of the call.
func (l *laws) mayBeSaid(who *watched, m store.Message, flags []flows.Flag) {
	if !permitted(flags, m.Reply.Topic) {
		l.broke(who, "law 1: %q goes out under %v", m.Reply.Text, flags)
	}
	if who.away {
		l.broke(who, "%q goes out to someone who is away", m.Reply.Text)
	}
	if m.Lang != who.wishes.lang {
		l.broke(who, "%q goes out in %q, not %q", m.Reply.Text, m.Lang, who.wishes.lang)
	}
	if m.Kind != store.Send {
		return
	}
	if l.taken[m.ID] {
		l.broke(who, "law 3: %q is sent a second time", m.Reply.Text)
	}
	if who.alarmed && m.Reply.Class != flows.Safety {
		l.broke(who, "law 1: after an alarm word %q goes out first", m.Reply.Text)
	}
	if m.ID <= who.last[m.Reply.Class] {
		l.broke(who, "law 4: %q is sent out of order", m.Reply.Text)
	}
	who.alarmed = false
	who.last[m.Reply.Class] = m.ID
	if m.Reply.Class == flows.Reminder {
		kind, why := who.wishes.mayRemind(m.Reply, time.Now())
		if who.tally.unasked[kind]++; why != "" {
			l.broke(who, "%q is sent unasked, but %s", m.Reply.Text, why)
		}
	}
}

// said notes what came of a call. None may be refused: no 400, no 429, and no 403
// either, as whoever blocks the bot is known to have done so.
func (l *laws) said(m store.Message, method string, status int, says bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	who := l.byID[m.Patient]
	if status != http.StatusOK {
		l.broke(who, "%s %s %q is refused: %d", method, m.Kind, m.Reply.Text, status)
		return
	}
	if !says || who == nil {
		return
	}
	l.taken[m.ID] = true
	if m.Kind == store.Send {
		kind := ""
		if m.Reply.Class == flows.Reminder {
			kind = kindOfReminder(m.Reply)
		}
		day := dayOf(who.tally.begun, time.Now(), who.wishes.zone)
		who.tally.sent = append(who.tally.sent, sending{day, kind})
		who.tally.said[m.Reply.Text]++
	}
	if m.Reply.Ask != nil {
		who.wishes.talked = time.Now()
	}
	if m.Kind != store.Close {
		select {
		case who.buzz <- struct{}{}:
		default:
		}
	}
}

// troubles are the operator's numbers that must be zero when nothing fails.
var troubles = []string{
	"failed", "panic", "refused", "buried", "unrendered", "unreadable", "limited", "retried", "ambiguous",
	"unanswered", "unreachable", "flooded", "conflict", "stalled", "again",
}

// rest holds everything to the laws at a time when nobody says anything: what
// was done is handled, what was to be said is said, and the file is whole.
func (l *laws) rest() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if found := l.w.store.Check(); len(found) > 0 {
		l.broke(nil, "the file: %v", found)
	}
	l.w.view(func(tx *store.Tx) error {
		counts, err := tx.Counts()
		for name, n := range counts {
			if slices.ContainsFunc(troubles, func(t string) bool { return strings.Contains(name, t) }) {
				l.broke(nil, "%s: %d", name, n)
			}
		}
		return err
	})
	for _, m := range l.queued {
		l.broke(l.byID[m.Patient], "law 3: %s %q waits since %s", m.Kind, m.Reply.Text, m.At)
	}
	if n := l.w.Pending(); n != 0 {
		l.broke(nil, "%d updates wait", n)
	}
	for _, who := range l.people {
		if len(who.doing) > 0 {
			l.broke(who, "law 2: never heard: %v", who.doing)
		}
	}
}

// silent holds the log to law 7: no token, no name, no words of a patient.
func (l *laws) silent(words ...string) {
	log := l.w.log.String()
	words = append(words, l.w.Token(), l.w.Token()[strings.Index(l.w.Token(), ":")+1:])
	for _, word := range words {
		if i := strings.Index(log, word); i >= 0 {
			l.report(nil, "law 7: the log holds %q: …%s…", word, log[max(0, i-200):min(len(log), i+50)])
		}
	}
	if i := strings.Index(log, "level=ERROR"); i >= 0 {
		l.report(nil, "the log: …%s…", log[max(0, i-100):min(len(log), i+400)])
	}
}
