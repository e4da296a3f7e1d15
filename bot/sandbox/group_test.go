package sandbox

import "testing"

func TestGroups(t *testing.T) {
	w := newWorld(t, Options{})
	w.anna.AddToGroup(-50, "Familie")
	kind, content := w.heard()
	if kind != "my_chat_member" || content["chat"].(map[string]any)["type"] != "group" || content["new_chat_member"].(map[string]any)["status"] != "member" {
		t.Errorf("being added is told as %s %v", kind, content)
	}
	before := w.Pending()
	w.anna.SayIn(-50, "dag allemaal")
	if w.Pending() != before {
		t.Error("the bot hears what is not meant for it")
	}
	w.anna.SayIn(-50, "/start@back2core_bot")
	if _, content := w.heard(); content["chat"].(map[string]any)["title"] != "Familie" {
		t.Errorf("the bot hears %v", content)
	}
	w.must("sendMessage", "chat_id", "-50", "text", "Ik werk alleen in een gesprek met u alleen.")
	w.must("leaveChat", "chat_id", "-50")
	w.refused("Forbidden: bot is not a member of the group chat", "sendMessage", "chat_id", "-50", "text", "x")
	w.anna.AddToGroup(-50, "Familie")
	w.anna.RemoveFromGroup(-50)
	w.refused("Forbidden: bot was kicked from the group chat", "sendMessage", "chat_id", "-50", "text", "x")
	w.refused("Bad Request: chat member status can't be changed in private chats", "leaveChat", "chat_id", "7")
}

func TestMigratedGroups(t *testing.T) {
	w := newWorld(t, Options{})
	w.anna.AddToGroup(-50, "Familie")
	w.MigrateGroup(-50, -1000000000050)
	got := w.refused("Bad Request: group chat was upgraded to a supergroup chat", "sendMessage", "chat_id", "-50", "text", "x")
	if got.Parameters.MigrateTo != -1000000000050 {
		t.Errorf("got %+v", got.Parameters)
	}
	if _, content := w.heard(); content["migrate_from_chat_id"] != -50.0 {
		t.Errorf("the bot hears %v", content)
	}
	w.must("sendMessage", "chat_id", "-1000000000050", "text", "x")
	if got := w.Chats(); len(got) != 3 {
		t.Errorf("chats %v", got)
	}
}

func TestChannels(t *testing.T) {
	w := newWorld(t, Options{})
	w.anna.AddToChannel(-1000000000060, "Nieuws")
	w.anna.SayIn(-1000000000060, "bericht")
	kind, content := w.heard()
	if kind != "channel_post" || content["from"] != nil || content["message_id"] != 1.0 {
		t.Errorf("the bot hears %s %v", kind, content)
	}
	w.anna.RemoveFromGroup(-1000000000060)
	w.refused("Forbidden: bot was kicked from the channel chat", "sendMessage", "chat_id", "-1000000000060", "text", "x")
}
