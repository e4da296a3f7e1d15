package bot

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"back2core/flows"
)

// noon is the moment at which the updates of these tests were written.
var noon = time.Unix(1_800_000_000, 0).UTC()

func TestAButtonCarriesWhatItAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := flows.Pressed{
			By:       flows.ByPatient,
			Form:     rapid.StringMatching(`[a-z]{0,12}`).Draw(t, "form"),
			Run:      rapid.IntRange(0, 1<<31-1).Draw(t, "run"),
			Question: rapid.StringMatching(`[a-z0-9_.]{0,20}`).Draw(t, "question"),
			Choice:   rapid.StringMatching(`[a-zA-Z0-9_:/. ]{0,20}`).Draw(t, "choice"),
		}
		data, err := packed(want)
		if err != nil {
			t.Fatal(err)
		}
		if got := unpacked(data); got != want {
			t.Fatalf("%q was read as %+v, want %+v", data, got, want)
		}
	})
}

func TestAButtonThatDoesNotFitIsRefused(t *testing.T) {
	for _, p := range []flows.Pressed{
		{Form: "form", Question: "q", Choice: strings.Repeat("x", 60)},
		{Form: "for:m", Question: "q"},
		{Form: "form", Question: "q:q"},
		{Form: "form", Run: -1},
	} {
		if data, err := packed(p); err == nil {
			t.Errorf("%+v became %q", p, data)
		}
	}
}

func TestAButtonOfAnotherTimeIsAnOldOne(t *testing.T) {
	old := flows.Pressed{By: flows.ByPatient}
	for _, data := range []string{"", "x", "a:b:c", "form:-1:q:a", "form:!:q:a", "form:zzzzzzzzzz:q:a", strings.Repeat("x", 65), "\xff:::"} {
		if got := unpacked(data); got.Form != "" && got != old && data != "\xff:::" {
			t.Errorf("%q was read as %+v", data, got)
		}
	}
}

func FuzzUnpacked(f *testing.F) {
	f.Add("form:1:q:a")
	f.Fuzz(func(t *testing.T, data string) { unpacked(data) })
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"update_id":1,"message":{"chat":{"id":1,"type":"private"},"text":"x"}}`))
	f.Add([]byte(`{"update_id":1,"callback_query":{"id":"1","data":"x"}}`))
	f.Fuzz(func(t *testing.T, raw []byte) { decode(raw) })
}

// from is who wrote the messages below.
const from = `"message_id":7,"date":1800000000,"chat":{"id":5,"type":"private"},"from":{"id":5,"is_bot":false,"language_code":"en"}`

func TestUpdatesBecomeEvents(t *testing.T) {
	said := func(text string) flows.Said { return flows.Said{By: flows.ByPatient, Text: text, At: noon} }
	sent := func(what flows.Media, text string) flows.Sent {
		return flows.Sent{By: flows.ByPatient, What: what, Text: text, At: noon}
	}
	edited := said("better")
	edited.Edited = true
	edited.At = noon.Add(time.Second)
	forwarded := said("hers")
	forwarded.Forwarded = true
	command := func(name, arg string) flows.Commanded {
		return flows.Commanded{By: flows.ByPatient, Name: name, Arg: arg, At: noon}
	}
	for name, c := range map[string]struct {
		update string
		want   flows.Event
	}{
		"text":              {`"message":{` + from + `,"text":"hi"}`, said("hi")},
		"command":           {`"message":{` + from + `,"text":"/help"}`, command("help", "")},
		"dutch command":     {`"message":{` + from + `,"text":"/oefenen 2"}`, command("exercise", "2")},
		"addressed command": {`"message":{` + from + `,"text":"/Start@back2core_bot  abc "}`, command("start", "abc")},
		"unknown command":   {`"message":{` + from + `,"text":"/nonsense"}`, said("/nonsense")},
		"only a slash":      {`"message":{` + from + `,"text":"/"}`, said("/")},
		"edited":            {`"edited_message":{` + from + `,"edit_date":1800000001,"text":"better"}`, edited},
		"edited caption":    {`"edited_message":{` + from + `,"edit_date":1800000001,"photo":[],"caption":"better"}`, edited},
		"live location":     {`"edited_message":{` + from + `,"edit_date":1800000001,"location":{}}`, nil},
		"forwarded":         {`"message":{` + from + `,"forward_origin":{},"text":"hers"}`, forwarded},
		"old forward":       {`"message":{` + from + `,"forward_date":1,"text":"hers"}`, forwarded},
		"voice":             {`"message":{` + from + `,"voice":{}}`, sent(flows.MediaVoice, "")},
		"photo":             {`"message":{` + from + `,"photo":[{}],"caption":"my back"}`, sent(flows.MediaPhoto, "my back")},
		"sticker":           {`"message":{` + from + `,"sticker":{}}`, sent(flows.MediaSticker, "")},
		"location":          {`"message":{` + from + `,"venue":{},"location":{}}`, sent(flows.MediaLocation, "")},
		"document":          {`"message":{` + from + `,"document":{}}`, sent(flows.MediaOther, "")},
		"of the future":     {`"message":{` + from + `,"hologram":{}}`, sent(flows.MediaOther, "")},
		"pinned":            {`"message":{` + from + `,"pinned_message":{}}`, nil},
		"blocked":           {`"my_chat_member":{` + from + `,"new_chat_member":{"status":"kicked"}}`, flows.Blocked{}},
		"came back":         {`"my_chat_member":{` + from + `,"new_chat_member":{"status":"member"}}`, flows.CameBack{}},
		"tap": {`"callback_query":{"id":"9","from":{"id":5},"message":{` + from + `},"data":"form:2:q:a"}`,
			flows.Pressed{By: flows.ByPatient, Form: "form", Run: 2, Question: "q", Choice: "a"}},
		"tap without data":       {`"callback_query":{"id":"9","from":{"id":5},"message":{` + from + `}}`, flows.Pressed{By: flows.ByPatient}},
		"inline tap":             {`"callback_query":{"id":"9","from":{"id":5},"inline_message_id":"x"}`, nil},
		"odd language":           {`"message":{"chat":{"id":5,"type":"private"},"from":{"language_code":7},"date":1800000000,"text":"hi"}`, said("hi")},
		"odd date":               {`"message":{"chat":{"id":5,"type":"private"},"date":"x","text":"hi"}`, flows.Said{By: flows.ByPatient, Text: "hi"}},
		"odd field beside it":    {`"message":{` + from + `,"reply_to_message":7,"entities":"x","text":"hi"}`, said("hi")},
		"something else, quoted": {`"poll":{"id":1}`, nil},
	} {
		u := decode(json.RawMessage(`{"update_id":1,` + c.update + `}`))
		if u.bad != nil || !reflect.DeepEqual(u.event, c.want) {
			t.Errorf("%s: %#v (%v), want %#v", name, u.event, u.bad, c.want)
		}
	}
}

func TestAnUpdateOfAnUnknownShapeStillSaysWhoSentIt(t *testing.T) {
	for _, raw := range []string{
		`{"update_id":3,"message":{` + from + `,"text":{"rich":"words"}}}`,
		`{"update_id":3,"message":{"chat":{"id":5,"type":["odd"]},"from":{"language_code":"en"},"text":[1]}}`,
	} {
		u := decode(json.RawMessage(raw))
		if u.bad == nil || u.id != 3 || u.chat != 5 || !u.private || u.lang() != flows.English {
			t.Errorf("%s: read as %+v", raw, u)
		}
		if u.bad != nil && strings.Contains(u.bad.Error(), "words") {
			t.Errorf("the error %q quotes the patient", u.bad)
		}
	}
}

func TestGroupsAreToldFromPrivateChats(t *testing.T) {
	for kind, id := range map[string]string{"group": "-5", "supergroup": "-1005", "channel": "-1006"} {
		chat := `"chat":{"id":` + id + `,"type":"` + kind + `"}`
		in := decode(json.RawMessage(`{"update_id":1,"my_chat_member":{` + chat + `,"new_chat_member":{"status":"member"}}}`))
		out := decode(json.RawMessage(`{"update_id":1,"my_chat_member":{` + chat + `,"new_chat_member":{"status":"left"}}}`))
		said := decode(json.RawMessage(`{"update_id":1,"message":{` + chat + `,"text":"hi"}}`))
		if !in.group || !in.joined || !said.group || !said.joined || out.joined || in.private {
			t.Errorf("%s: %+v, %+v, %+v", kind, in, out, said)
		}
	}
}
