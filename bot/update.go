package bot

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"back2core/flows"
	"back2core/messages"
)

// allowedUpdates is all that we ask Telegram for. It is always sent: leaving it
// out would keep whatever was asked for before.
var allowedUpdates = asJSON([]string{"message", "edited_message", "callback_query", "my_chat_member"})

// An update is what happened, as Telegram tells it, reduced to what we use.
type update struct {
	id       int
	chat     int64
	private  bool
	group    bool   // a group, supergroup or channel
	fromBot  bool   // another bot's doing
	code     string // language of the person's phone
	event    flows.Event
	callback string // id of the callback query, which wants an answer
	message  int    // id of the message whose button was tapped
	joined   bool   // a group in which we are
	bad      error  // it can't be understood
	raw      json.RawMessage
}

// decode reads one update. It never fails as a whole: an update that can't be
// understood says so in bad, with as much as is known of who sent it.
func decode(raw json.RawMessage) update {
	top := fieldsOf(raw)
	u := update{id: int(top.number("update_id")), raw: raw}
	switch {
	case top.has("message"):
		u.readMessage(top.in("message"), false)
	case top.has("edited_message"):
		u.readMessage(top.in("edited_message"), true)
	case top.has("callback_query"):
		u.readPress(top.in("callback_query"))
	case top.has("my_chat_member"):
		u.readMembership(top.in("my_chat_member"))
	}
	return u
}

// address is where this update's chat can be reached.
func (u *update) address() string { return addressOf(u.chat) }

func addressOf(chat int64) string { return "tg:" + strconv.FormatInt(chat, 10) }

// chatOf is the chat of an address.
func chatOf(address string) string { return strings.TrimPrefix(address, "tg:") }

// readChat notes where and by whom; false if that is not known.
func (u *update) readChat(chat, from fields) bool {
	u.chat = chat.number("id")
	switch chat.text("type") {
	case "private":
		u.private = true
	case "group", "supergroup", "channel":
		u.group = true
	default:
		u.private = u.chat > 0 // only people have such ids
	}
	u.fromBot = from.truth("is_bot")
	u.code = from.text("language_code")
	if u.chat == 0 || !u.private && !u.group {
		u.bad = errors.New("no chat that is known")
		return false
	}
	return true
}

func (u *update) readMessage(m fields, edited bool) {
	if !u.readChat(m.in("chat"), m.in("from")) {
		return
	}
	u.joined = u.group && !m.has("left_chat_member") // where we are heard, we are
	at := unix(m.number("date"))
	if edited {
		at = unix(m.number("edit_date"))
	}
	text, err := m.mustText("text")
	if err == nil && text == "" {
		text, err = m.mustText("caption")
	}
	text = cutText(text)
	switch {
	case err != nil:
		u.bad = err
	case edited && text != "":
		u.event = flows.Said{By: flows.ByPatient, Text: text, Edited: true, At: at}
	case edited, isService(m):
		// nothing that anybody said
	case !m.has("text"):
		u.event = flows.Sent{By: flows.ByPatient, What: mediaOf(m), Text: text, At: at}
	case m.has("forward_origin") || m.has("forward_date"):
		u.event = flows.Said{By: flows.ByPatient, Text: text, Forwarded: true, At: at}
	default:
		u.event = spoken(text, at)
	}
}

// longestText is how long a message can be, in characters. Telegram takes no
// longer ones; nor do we from whoever else is at that end.
const longestText = 4096

func cutText(text string) string {
	n := 0
	for i := range text {
		if n++; n > longestText {
			return text[:i]
		}
	}
	return text
}

// spoken is what typed text means: a command that we know, or words.
func spoken(text string, at time.Time) flows.Event {
	if strings.HasPrefix(text, "/") {
		word, arg, _ := strings.Cut(strings.Join(strings.Fields(text), " "), " ")
		word, _, _ = strings.Cut(strings.TrimPrefix(word, "/"), "@")
		if name, ok := flows.Command(strings.ToLower(word)); ok {
			return flows.Commanded{By: flows.ByPatient, Name: name, Arg: arg, At: at}
		}
	}
	return flows.Said{By: flows.ByPatient, Text: text, At: at}
}

func (u *update) readPress(q fields) {
	u.callback = q.text("id")
	m := q.in("message")
	if m == nil && !q.has("message") {
		return // a button of somebody's inline message: only answered
	}
	if !u.readChat(m.in("chat"), q.in("from")) {
		return
	}
	u.message = int(m.number("message_id"))
	u.event = unpacked(q.text("data"))
}

// readMembership reads that someone blocked us, came back, or added us to a
// group.
func (u *update) readMembership(m fields) {
	if !u.readChat(m.in("chat"), m.in("from")) {
		return
	}
	status := m.in("new_chat_member").text("status")
	gone := status == "kicked" || status == "left"
	switch {
	case status == "":
		u.bad, u.event = errors.New("membership without a status"), flows.CameBack{}
	case u.group:
		u.joined = !gone
	case gone:
		u.event = flows.Blocked{}
	default:
		u.event = flows.CameBack{}
	}
}

// media are the members of a message that hold what is no text.
var media = []struct {
	field string
	what  flows.Media
}{
	{"voice", flows.MediaVoice}, {"audio", flows.MediaVoice}, {"video_note", flows.MediaVoice},
	{"photo", flows.MediaPhoto}, {"video", flows.MediaPhoto}, {"animation", flows.MediaPhoto},
	{"sticker", flows.MediaSticker},
	{"location", flows.MediaLocation}, {"venue", flows.MediaLocation},
}

func mediaOf(m fields) flows.Media {
	for _, x := range media {
		if m.has(x.field) {
			return x.what
		}
	}
	return flows.MediaOther
}

// services are the members of messages that the app writes by itself and that
// nobody means to have said.
var services = []string{
	"new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
	"group_chat_created", "supergroup_chat_created", "channel_chat_created",
	"message_auto_delete_timer_changed", "migrate_to_chat_id", "migrate_from_chat_id",
	"pinned_message", "connected_website", "write_access_allowed", "passport_data",
	"proximity_alert_triggered", "boost_added", "chat_background_set", "users_shared", "chat_shared",
	"forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened",
	"giveaway_created", "giveaway_completed", "video_chat_scheduled", "video_chat_started",
	"video_chat_ended", "video_chat_participants_invited", "successful_payment", "refunded_payment",
	"gift", "unique_gift", "paid_message_price_changed",
}

func isService(m fields) bool {
	for _, name := range services {
		if m.has(name) {
			return true
		}
	}
	return false
}

func unix(seconds int64) time.Time {
	if seconds <= 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// lang is the language to answer in when nothing else is known.
func (u *update) lang() flows.Lang { return messages.LanguageOf(u.code) }

// nextOffset is what confirms a batch: one past its highest id. An update of
// which not even the id can be read is confirmed by those around it.
func nextOffset(batch []update) int {
	next := 0
	for _, u := range batch {
		next = max(next, u.id+1)
	}
	return next
}

// tapped dates a tap, which comes without a time of its own.
func (u *update) tapped(at time.Time) {
	if press, ok := u.event.(flows.Pressed); ok {
		press.At = at
		u.event = press
	}
}
