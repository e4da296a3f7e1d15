package flows

import (
	"testing"
	"time"
)

// The question that only lacks a yes ("may you exercise again?") lay below another
// form; an alarm that was told again raised it without the call to make.
func TestBugAnAlarmRaisedAQuestionWithoutItsCall(t *testing.T) {
	tk := coachedPatient(t)
	tk.p.AskedE = tk.now
	tk.say("mijn voet sleept")
	tk.wait(31 * time.Minute).step(Ticked{})
	tk.command("seen", "")
	tk.tap(waySeen)
	if a := Asking(tk.p); a == nil || a.Form != "lock" || a.Question != "allowed" {
		t.Fatalf("asked is %+v", a)
	}
	tk.command("delete", "")
	tk.say("mijn voet sleept")
	if r := tk.out.Replies[0]; r.Text != "lock.allowed" || r.Lead == "" {
		t.Errorf("it is answered by %q, led by %q", r.Text, r.Lead)
	}
}
