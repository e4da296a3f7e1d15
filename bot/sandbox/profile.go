package sandbox

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	mostCommands            = 100
	longestCommand          = 32
	longestCommandText      = 256
	longestName             = 64
	longestDescription      = 512
	longestShortDescription = 120
)

// Command is a line of the menu behind "/".
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// profile is what people see of the bot, by language; "" is for all others.
type profile struct {
	names, descriptions, shorts map[string]string
	commands                    map[string][]Command // by scope and language
	menus                       map[int64]json.RawMessage
}

func newProfile() profile {
	return profile{
		names:        map[string]string{},
		descriptions: map[string]string{},
		shorts:       map[string]string{},
		commands:     map[string][]Command{},
		menus:        map[int64]json.RawMessage{},
	}
}

// getMe tells the bot who it is.
func (s *Server) getMe(*request) (any, error) {
	return map[string]any{
		"id":                          s.bot.ID,
		"is_bot":                      true,
		"first_name":                  s.botName(""),
		"username":                    s.bot.Username,
		"can_join_groups":             true,
		"can_read_all_group_messages": s.readsAll,
		"supports_inline_queries":     false,
	}, nil
}

// botName is the bot's name in a language.
func (s *Server) botName(language string) string {
	return or(or(s.profile.names[language], s.profile.names[""]), s.bot.FirstName)
}

// BotName is the bot's name as someone with this language sees it.
func (s *Server) BotName(language string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.botName(language)
}

// Description is the text that someone with this language sees in the empty
// chat.
func (s *Server) Description(language string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return or(s.profile.descriptions[language], s.profile.descriptions[""])
}

func (s *Server) setMyName(q *request) (any, error) {
	return setText(q, s.profile.names, "name", longestName)
}

func (s *Server) setMyDescription(q *request) (any, error) {
	return setText(q, s.profile.descriptions, "description", longestDescription)
}

func (s *Server) setMyShortDescription(q *request) (any, error) {
	return setText(q, s.profile.shorts, "short_description", longestShortDescription)
}

func (s *Server) getMyName(q *request) (any, error) {
	return map[string]string{"name": s.botName(q.params["language_code"])}, nil
}

func (s *Server) getMyDescription(q *request) (any, error) {
	return map[string]string{"description": byLanguage(s.profile.descriptions, q)}, nil
}

func (s *Server) getMyShortDescription(q *request) (any, error) {
	return map[string]string{"short_description": byLanguage(s.profile.shorts, q)}, nil
}

func byLanguage(texts map[string]string, q *request) string {
	return or(texts[q.params["language_code"]], texts[""])
}

// setText sets one text of the profile in one language; "" removes it.
func setText(q *request, texts map[string]string, field string, longest int) (any, error) {
	language, text := q.params["language_code"], strings.TrimSpace(q.params[field])
	if err := checkLanguage(language); err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(text) > longest {
		return nil, badRequest("%s is too long", strings.ReplaceAll(field, "_", " "))
	}
	texts[language] = text
	return true, nil
}

// checkLanguage takes two-letter codes, and none for everyone else.
func checkLanguage(code string) error {
	if code == "" || len(code) == 2 && strings.ToLower(code) == code && strings.Trim(code, "abcdefghijklmnopqrstuvwxyz") == "" {
		return nil
	}
	return errInvalidLanguage
}

// setMyCommands sets the menu of one scope and language.
func (s *Server) setMyCommands(q *request) (any, error) {
	key, err := commandsKey(q)
	if err != nil {
		return nil, err
	}
	var commands []Command
	if json.Unmarshal([]byte(q.params["commands"]), &commands) != nil {
		return nil, badRequest("can't parse commands JSON object")
	}
	if len(commands) > mostCommands {
		return nil, errTooManyCommands
	}
	for i := range commands {
		if err := commands[i].tidy(); err != nil {
			return nil, err
		}
	}
	s.profile.commands[key] = commands
	return true, nil
}

var commandName = regexp.MustCompile(`^[a-z0-9_]+$`)

// tidy checks a command, and drops white space and a leading slash.
func (c *Command) tidy() error {
	c.Command = strings.TrimPrefix(strings.TrimSpace(c.Command), "/")
	c.Description = strings.TrimSpace(c.Description)
	switch {
	case c.Command == "":
		return badRequest("command must be non-empty")
	case utf8.RuneCountInString(c.Command) > longestCommand:
		return badRequest("command length must not exceed %d", longestCommand)
	case c.Description == "":
		return badRequest("command description must be non-empty")
	case utf8.RuneCountInString(c.Description) > longestCommandText:
		return badRequest("command description length must not exceed %d", longestCommandText)
	case !commandName.MatchString(c.Command):
		return errCommandInvalid
	}
	return nil
}

func (s *Server) getMyCommands(q *request) (any, error) {
	key, err := commandsKey(q)
	if err != nil {
		return nil, err
	}
	return append([]Command{}, s.profile.commands[key]...), nil
}

func (s *Server) deleteMyCommands(q *request) (any, error) {
	key, err := commandsKey(q)
	if err != nil {
		return nil, err
	}
	delete(s.profile.commands, key)
	return true, nil
}

// commandsKey names a scope and a language, such as "default/nl" or
// "chat:123/".
func commandsKey(q *request) (string, error) {
	if err := checkLanguage(q.params["language_code"]); err != nil {
		return "", err
	}
	scope := struct {
		Type string `json:"type"`
		Chat any    `json:"chat_id"`
	}{Type: "default"}
	if raw := q.params["scope"]; raw != "" && json.Unmarshal([]byte(raw), &scope) != nil {
		return "", badRequest("can't parse BotCommandScope JSON object")
	}
	switch scope.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
		return scope.Type + "/" + q.params["language_code"], nil
	case "chat":
		return chatScope(mustJSON(scope.Chat)) + "/" + q.params["language_code"], nil
	case "chat_administrators", "chat_member":
		return "", notImitated("this scope of commands is")
	}
	return "", badRequest("can't parse BotCommandScope: Unsupported type specified")
}

// chatScope takes the chat's id as a number or as a string.
func chatScope(id json.RawMessage) string { return "chat:" + strings.Trim(string(id), `"`) }

// Commands is the menu that a person sees in a private chat: the one that is
// set nearest to them.
func (s *Server) Commands(person int64, language string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, scope := range []string{chatScope(mustJSON(person)), "all_private_chats", "default"} {
		for _, language := range []string{language, ""} {
			if commands := s.profile.commands[scope+"/"+language]; len(commands) > 0 {
				return append([]Command{}, commands...)
			}
		}
	}
	return nil
}

// setChatMenuButton sets the button beside the text field, for one chat or
// for all others.
func (s *Server) setChatMenuButton(q *request) (any, error) {
	button := struct {
		Type string `json:"type"`
	}{Type: "default"}
	raw := or(q.params["menu_button"], `{"type":"default"}`)
	if json.Unmarshal([]byte(raw), &button) != nil {
		return nil, badRequest("can't parse menu button JSON object")
	}
	switch button.Type {
	case "default", "commands":
	case "web_app":
		return nil, notImitated("web apps are")
	default:
		return nil, badRequest("can't parse menu button: MenuButton has unsupported type")
	}
	if q.params["chat_id"] != "" && s.chats[q.chatID()] == nil {
		return nil, errChatNotFound
	}
	s.profile.menus[q.chatID()] = json.RawMessage(raw)
	return true, nil
}

func (s *Server) getChatMenuButton(q *request) (any, error) {
	if b, there := s.profile.menus[q.chatID()]; there {
		return b, nil
	}
	return map[string]string{"type": "commands"}, nil
}
