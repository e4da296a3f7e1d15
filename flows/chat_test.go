package flows

import (
	"strings"
	"testing"
	"time"
)

func TestWhateverPeopleTypeGetsASensibleAnswer(t *testing.T) {
	for text, want := range map[string]string{
		"dank je wel": "chat.thanks", "Bedankt!": "chat.thanks", "🙏": "chat.thanks",
		"hoi": "chat.greeting", "Goedemorgen": "chat.greeting", "doei": "chat.bye", "👍": "chat.ok", "ok": "chat.ok",
		"hoe gaat het?": "chat.how", "ben je een robot?": "chat.who",
		"mag ik fietsen?": "chat.question", "mag ik vandaag fietsen": "chat.question", "wat is een hernia?": "chat.question",
		"morgen weer": "chat.later", "morgen": "chat.later", "ja": "chat.nothing", "kutrug": "chat.swearing", "geen tijd": "chat.later", "later": "chat.later",
		"rotding": "chat.swearing", "godverdomme": "chat.swearing", "🤬": "chat.swearing",
		"ik ben bang": "chat.worried", "het gaat beter": "chat.better", "ik heb spierpijn": "chat.sore", "ik ben moe": "chat.tired",
		"au": "chat.pain pain.score", "het doet meer pijn vandaag": "chat.pain pain.score", "😭": "chat.pain pain.score",
		"can you help me please": "chat.language", "bonjour": "chat.language", "ich habe schmerzen": "chat.language", "привет": "chat.language", "سلام": "chat.language",
		"asdf qwer": "chat.lost", "": "chat.emoji", "🦆": "chat.emoji", "...": "chat.emoji", "/voortgang": "chat.command", "/": "chat.command",
		strings.Repeat("lang verhaal ", 60): "chat.long", strings.Repeat("a", 4096): "chat.long",
		"weekvragen": "checkin.not_yet", "verander": "form.closed",
	} {
		tk := coachedPatient(t).say(text)
		if got := strings.Join(tk.said(), " "); got != want {
			t.Errorf("%.30q: said %q, want %q", text, got, want)
		}
	}
}

func TestWhatIsNoTextIsAnsweredToo(t *testing.T) {
	for _, what := range []Media{MediaVoice, MediaPhoto, MediaSticker, MediaLocation, MediaOther, "unheard of"} {
		tk := coachedPatient(t).step(Sent{By: ByPatient, What: what})
		if len(tk.out.Replies) != 1 || !strings.HasPrefix(tk.out.Replies[0].Text, "chat.") {
			t.Errorf("%s: said %v", what, tk.said())
		}
	}
	coachedPatient(t).step(Sent{By: ByPatient, What: MediaPhoto, Text: "mijn voet sleept"}).expect("flag.ask.RF07")
}

func TestAForwardedMessageIsSomebodyElses(t *testing.T) {
	coachedPatient(t).step(Said{By: ByPatient, Text: "6", Forwarded: true}).expect("chat.forwarded")
	coachedPatient(t).step(Said{By: ByPatient, Text: "stop", Forwarded: true}).expect("chat.forwarded")
	coachedPatient(t).step(Said{By: ByPatient, Text: "ik kan niet plassen", Forwarded: true}).expect("flag.ask.RF01")
}

func TestAnOpenQuestionIsAskedAgainAfterTheAnswer(t *testing.T) {
	tk := coachedPatient(t).command("settings", "")
	tk.say("dank je").expect("chat.thanks", "settings.what")
	tk.say("mag ik fietsen?").expect("chat.question", "settings.what")
	tk.step(Sent{By: ByPatient, What: MediaVoice}).expect("chat.voice", "settings.what")
	tk.say("asdf qwer").expect("form.reask.choice", "settings.what")
	tk.step(Said{By: ByPatient, Text: "uur", Edited: true}).expect("chat.edited", "settings.what")
	tk.say("later").say("asdf qwer").expect("chat.lost")
}

func TestALateAnswerSaysSo(t *testing.T) {
	tk := coachedPatient(t)
	at := func(d time.Duration) time.Time { return tk.now.Add(-d) }
	tk.step(Said{By: ByPatient, Text: "hoi", At: at(10*time.Minute + time.Second)})
	if tk.out.Replies[0].Lead != "late" {
		t.Error("nothing said of being late")
	}
	tk.step(Said{By: ByPatient, Text: "hoi", At: at(10 * time.Minute)})
	if tk.out.Replies[0].Lead != "" {
		t.Error("ten minutes is late")
	}
	tk.step(Said{By: ByPatient, Text: "ik kan niet plassen", At: at(time.Hour)})
	if tk.out.Replies[0].Lead == "late" {
		t.Error("an apology stands before the call")
	}
}

func TestAnOutageIsToldToActivePatients(t *testing.T) {
	tk := coachedPatient(t).step(Outage{}).expect("outage")
	if r := tk.out.Replies[0]; r.Class != Safety || r.Topic != AboutFlag {
		t.Errorf("reply %+v", r)
	}
	coachedPatient(t).say("stop").step(Outage{}).expect()
	coachedPatient(t).step(Blocked{}).step(Outage{}).expect()
	coachedPatient(t).say("ik kan niet plassen").tap(ChoiceYes).step(Outage{}).expect("outage")
}

// The reminder stands in the chat; who says something else is not asked again.
func TestTheMorningsInvitationIsNotRepeated(t *testing.T) {
	tk := coachedPatient(t)
	tk.tickUntil(tk.now.Add(day))
	if !tk.p.indexForm("morning") {
		t.Fatal("no reminder")
	}
	tk.say("dank je").expect("chat.thanks")
	tk.say("5").expect("pain.lower")
	tk.say("asdf qwer").expect("chat.lost")
}
