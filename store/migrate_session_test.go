package store

import (
	"testing"

	"back2core/flows"
)

// goldenSession is a file of schema 3 as the last program of it wrote it, before
// cards were counted and had pictures: a patient at the second card of a session,
// its message waiting to be sent and to be edited. schema-3.key opens it.
const goldenSession = "testdata/schema-3-session.bolt"

func TestASessionOfSchema3GoesOn(t *testing.T) {
	s := openAt(t, copied(t, goldenSession))
	view(t, s, func(tx *Tx) error {
		p, err := tx.Patient("OLDPATIENTDDDDDD")
		if err != nil || p.Profile.Name != canary || p.Uncounted || p.Pictures != flows.PicturesMove {
			t.Fatalf("the patient is %+v, %v", p, err)
		}
		ask := flows.Asking(p)
		if ask == nil || ask.Form != "session" || ask.Question != "card2" {
			t.Fatalf("asked is %+v", ask)
		}
		queue, err := tx.Queue("tg:104")
		if err != nil || len(queue) != 2 || queue[0].Kind != Send || queue[1].Kind != Renew {
			t.Errorf("%d messages wait: %v", len(queue), err)
		}
		for _, m := range queue {
			if m.Reply.Figure != "" || m.Reply.Count != nil || m.Caption || flows.Counts(p, m.Reply) {
				t.Errorf("what waits is %+v", m)
			}
		}
		if a, ok := tx.Asked("tg:104", ask.Form, ask.Run, ask.Question); !ok || a.MessageID != 17 || a.Caption {
			t.Errorf("it stands as %+v", a)
		}
		press := flows.Pressed{By: flows.ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: "start"}
		if out := flows.Step(p, press, noon); len(out.Replies) != 1 || !flows.Counts(out.Patient, out.Replies[0]) {
			t.Errorf("a start says %+v", out.Replies)
		}
		press.Choice = flows.ChoiceDone
		if out := flows.Step(p, press, noon); out.Answered == nil || flows.Asking(out.Patient) == nil {
			t.Errorf("an answer says %+v", out.Replies)
		}
		return nil
	})
}
