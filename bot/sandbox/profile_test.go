package sandbox

import (
	"strings"
	"testing"
)

func TestCommandsByScopeAndLanguage(t *testing.T) {
	w := newWorld(t, Options{})
	first := func(language string) string {
		commands := w.Commands(7, language)
		if len(commands) == 0 {
			return ""
		}
		return commands[0].Command
	}
	w.must("setMyCommands", "commands", `[{"command":"/help","description":" Help "}]`)
	w.must("setMyCommands", "language_code", "nl", "commands", `[{"command":"hulp","description":"Hulp"}]`)
	if got := []string{first("nl"), first("en")}; got[0] != "hulp" || got[1] != "help" {
		t.Errorf("got %v", got)
	}
	w.must("setMyCommands", "scope", `{"type":"all_private_chats"}`, "commands", `[{"command":"pijn","description":"Pijn"}]`)
	w.must("setMyCommands", "scope", `{"type":"chat","chat_id":7}`, "language_code", "en", "commands", `[{"command":"pain","description":"Pain"}]`)
	if got := []string{first("nl"), first("en")}; got[0] != "pijn" || got[1] != "pain" {
		t.Errorf("got %v", got)
	}
	w.must("deleteMyCommands", "scope", `{"type":"chat","chat_id":"7"}`, "language_code", "en")
	if got := string(w.must("getMyCommands")); first("en") != "pijn" || got != `[{"command":"help","description":"Help"}]` {
		t.Errorf("got %s, %s", first("en"), got)
	}
}

func TestCommandsThatAreRefused(t *testing.T) {
	w := newWorld(t, Options{})
	line := `{"command":"x","description":"x"},`
	for commands, want := range map[string]string{
		`x`: "can't parse commands JSON object",
		`[` + strings.Repeat(line, 100) + strings.TrimRight(line, ",") + `]`: "BOT_COMMANDS_TOO_MUCH",
		`[{"command":"","description":"x"}]`:                                 "command must be non-empty",
		`[{"command":"x","description":" "}]`:                                "command description must be non-empty",
		`[{"command":"Hulp","description":"x"}]`:                             "BOT_COMMAND_INVALID",
		`[{"command":"hulp-1","description":"x"}]`:                           "BOT_COMMAND_INVALID",
		`[{"command":"` + strings.Repeat("x", 33) + `","description":"x"}]`:  "command length must not exceed 32",
		`[{"command":"x","description":"` + strings.Repeat("é", 257) + `"}]`: "command description length must not exceed 256",
	} {
		w.refused("Bad Request: "+want, "setMyCommands", "commands", commands)
	}
	w.refused("Bad Request: invalid language code specified", "setMyCommands", "commands", `[]`, "language_code", "nld")
	w.refused("Bad Request: can't parse BotCommandScope: Unsupported type specified", "setMyCommands", "commands", `[]`, "scope", `{"type":"x"}`)
	w.must("setMyCommands", "commands", `[`+strings.Repeat(line, 99)+strings.TrimRight(line, ",")+`]`)
}

func TestNamesAndDescriptions(t *testing.T) {
	w := newWorld(t, Options{BotName: "Rug"})
	for _, test := range []struct {
		method, field string
		longest       int
	}{{"MyName", "name", 64}, {"MyDescription", "description", 512}, {"MyShortDescription", "short_description", 120}} {
		longest := strings.Repeat("é", test.longest)
		w.must("set"+test.method, test.field, "algemeen")
		w.must("set"+test.method, test.field, longest, "language_code", "nl")
		if got := w.call("set"+test.method, test.field, longest+"é"); got.OK || !strings.HasSuffix(got.Description, " is too long") {
			t.Errorf("%s: %+v", test.method, got)
		}
		if got := string(w.must("get"+test.method, "language_code", "nl")); got != `{"`+test.field+`":"`+longest+`"}` {
			t.Errorf("%s in Dutch: %s", test.method, got)
		}
		if got := string(w.must("get"+test.method, "language_code", "en")); got != `{"`+test.field+`":"algemeen"}` {
			t.Errorf("%s otherwise: %s", test.method, got)
		}
	}
	if w.BotName("en") != "algemeen" || len(w.Description("nl")) != 1024 {
		t.Errorf("people see %q, %q", w.BotName("en"), w.Description("nl"))
	}
	w.must("setMyName", "name", "")
	if got := string(w.must("getMe")); !strings.Contains(got, `"first_name":"Rug"`) || !strings.Contains(got, `"username":"back2core_bot"`) {
		t.Errorf("the bot is %s", got)
	}
}

func TestMenuButton(t *testing.T) {
	w := newWorld(t, Options{})
	w.must("setChatMenuButton", "menu_button", `{"type":"commands"}`)
	w.must("setChatMenuButton", "chat_id", "7", "menu_button", `{"type":"default"}`)
	if got := string(w.must("getChatMenuButton", "chat_id", "7")); got != `{"type":"default"}` {
		t.Error(got)
	}
	w.refused("Bad Request: chat not found", "setChatMenuButton", "chat_id", "8")
	w.refused("Bad Request: can't parse menu button: MenuButton has unsupported type", "setChatMenuButton", "menu_button", `{"type":"x"}`)
}
