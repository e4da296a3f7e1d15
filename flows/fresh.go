package flows

import (
	"slices"
	"time"
)

// What was told so recently is not asked again before a session: nobody answers the
// same question twice before the first movement.

const (
	freshNews = time.Hour        // the mini-set, by itself or on the lists of red flags
	freshPain = 30 * time.Minute // a pain score, before the first session of a day
	freshMore = time.Hour        // the same, before another one
	noon      = 12               // up to this hour the pain of this morning is that of now
)

// newsAsked: the mini-set comes with every session, unless all its rows were asked
// within the hour (clinical.md 1.3.3b). Who has leg pain is asked about feeling and
// strength at every session, also at the second in an hour (5.1).
func newsAsked(p Patient, o Open) bool {
	last := p.Screened
	if p.AskedNews.After(last) {
		last = p.AskedNews
	}
	return o.Since.Sub(last) >= freshNews || p.legPain() && p.activeOn(p.localDate(o.Since))
}

func beforeAsked(p Patient, o Open) bool { return notMini(p, o) && o.Answers["fresh"] == "" }

// fresh takes a pain score of just now for the one before the session, and says
// whether there is one.
func (t *turn) fresh(o *Open) bool {
	told, ok := t.toldBefore(*o)
	if !ok {
		return false
	}
	o.Answers["before"], o.Answers["fresh"] = told.Pain.String(), ChoiceYes
	t.p.Day.Before, t.p.Day.At = told.Pain, t.now
	if t.p.Plan.Leg == "" && told.Kind == "intake" { // which has just asked where it goes
		o.Answers["leg"], t.p.Plan.Leg = t.p.Profile.Leg, t.p.Profile.Leg
	}
	return true
}

// toldBefore is the pain score that stands for the one before a session: the last
// one at rest, if it is fresh. After a session that was too much, and after a peak
// that would make it so, it is asked anew.
func (t *turn) toldBefore(o Open) (Scored, bool) {
	limit := freshPain
	if t.p.activeOn(t.today()) {
		limit = freshMore
		if last := t.p.lastTrained(); last != nil && last.On == t.today() && last.verdict() != Stay {
			return Scored{}, false
		}
	}
	peak := NoScore
	for _, s := range slices.Backward(t.p.Scores) {
		switch own := s.Kind == "before" && !s.At.Before(o.Since); {
		case t.now.Sub(s.At) >= limit, own: // its own: it is being changed
			return Scored{}, false
		case s.Kind == "peak":
			peak = max(peak, s.Pain)
		default:
			now := s.Kind != "am" || s.At.In(t.p.zone()).Hour() < noon
			return s, now && judge(s.Pain, peak, NoScore, 0, false) == Stay
		}
	}
	return Scored{}, false
}
