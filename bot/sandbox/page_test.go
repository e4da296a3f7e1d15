package sandbox

import (
	"bufio"
	"context"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
)

// desk is a phone on a table, with the bot's side beside it.
type desk struct {
	world
	clock *Clock
	phone *Phone
}

func newDesk(t *testing.T, h Hooks) desk {
	t.Helper()
	clock := NewClock(time.Date(2026, 11, 23, 9, 41, 0, 0, amsterdam(t)))
	s := New(Options{Now: clock.Now, Limits: &NoLimits})
	p := NewPhone(s, clock, h)
	return desk{world: world{T: t, Server: s, anna: p.Person()}, clock: clock, phone: p}
}

// ask makes a request as the page itself makes it, but for the change.
func (d desk) ask(method, path, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	d.Helper()
	r := httptest.NewRequestWithContext(d.Context(), method, path, strings.NewReader(body))
	r.Host, r.RemoteAddr = "127.0.0.1:8081", "127.0.0.1:50000"
	if method == http.MethodPost {
		r.Header.Set("Origin", "http://127.0.0.1:8081")
		r.Header.Set("Content-Type", "application/json")
	}
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	d.phone.ServeHTTP(w, r)
	return w
}

// do does something on the page and returns what came of it, "" when all is
// well.
func (d desk) do(action string, w wish) string {
	d.Helper()
	answer := d.ask(http.MethodPost, "/do/"+action, string(mustJSON(w)), nil)
	var result struct {
		OK  bool
		Why string
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &result); err != nil {
		return answer.Result().Status
	}
	return result.Why
}

func TestThePageAnswersItsOwnMachineOnly(t *testing.T) {
	d := newDesk(t, Hooks{})
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for _, test := range []struct {
		name   string
		method string
		path   string
		change func(*http.Request)
		want   int
	}{
		{"the page", "GET", "/", nil, 200},
		{"by name", "GET", "/", func(r *http.Request) { r.Host = "localhost:8081" }, 200},
		{"by its longer address", "GET", "/", func(r *http.Request) { r.Host, r.RemoteAddr = "[::1]:8081", "[::1]:50000" }, 200},
		{"by a name that leads here", "GET", "/", func(r *http.Request) { r.Host = "evil.example:8081" }, 403},
		{"by a name that looks alike", "GET", "/", func(r *http.Request) { r.Host = "127.0.0.1.evil.example" }, 403},
		{"from another machine", "GET", "/", func(r *http.Request) { r.RemoteAddr = "192.168.1.7:50000" }, 403},
		{"from another site", "GET", "/events", header("Origin", "https://evil.example"), 403},
		{"from within another site", "GET", "/", header("Sec-Fetch-Site", "cross-site"), 403},
		{"a wish", "POST", "/do/start", nil, 200},
		{"a wish without an origin", "POST", "/do/start", func(r *http.Request) { r.Header.Del("Origin") }, 403},
		{"a wish from another site", "POST", "/do/start", header("Origin", "https://evil.example"), 403},
		{"a wish from another port", "POST", "/do/start", header("Origin", "http://127.0.0.1:9999"), 403},
		{"a wish from nowhere", "POST", "/do/start", header("Origin", "null"), 403},
		{"a wish as a form", "POST", "/do/start", header("Content-Type", "text/plain"), 415},
		{"a wish that is none", "POST", "/do/dance", nil, 400},
		{"by a name that was made to lead here", "POST", "/do/start", func(r *http.Request) {
			r.Host = "evil.example:8081"
			r.Header.Set("Origin", "http://evil.example:8081")
		}, 403},
		{"without a name", "GET", "/", func(r *http.Request) { r.Host = "" }, 403},
		{"a form of another site", "POST", "/do/start", func(r *http.Request) {
			r.Header.Set("Origin", "https://evil.example")
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}, 403},
		{"a question whether another site may", "OPTIONS", "/do/start", func(r *http.Request) {
			r.Header.Set("Origin", "https://evil.example")
			r.Header.Set("Access-Control-Request-Method", "POST")
		}, 403},
		{"the stream, from another site", "GET", "/events", header("Sec-Fetch-Site", "cross-site"), 403},
		{"a picture, from another site", "GET", "/media/x", header("Sec-Fetch-Site", "same-site"), 403},
		{"a wish by address", "GET", "/do/start", nil, 405},
		{"the Bot API", "GET", "/bot" + DefaultToken + "/getMe", nil, 404},
		{"something else", "GET", "/etc/passwd", nil, 404},
		{"something above", "GET", "/page/..%2fguard.go", nil, 400},
		{"a file that is not there", "GET", "/media/nope", nil, 404},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := d.ask(test.method, test.path, "{}", test.change); got.Code != test.want {
				t.Errorf("answered with %d, want %d", got.Code, test.want)
			}
		})
	}
}

func TestThePageTakesNoHugeWish(t *testing.T) {
	d := newDesk(t, Hooks{})
	huge := `{"text":"` + strings.Repeat("x", maxWish) + `"}`
	if got := d.ask(http.MethodPost, "/do/say", huge, nil); got.Code != http.StatusBadRequest {
		t.Errorf("answered with %d", got.Code)
	}
	if n := len(d.phone.Person().Chat().Messages); n != 0 {
		t.Errorf("%d messages were sent", n)
	}
}

func TestThePageIsGuarded(t *testing.T) {
	d := newDesk(t, Hooks{})
	for _, path := range []string{"/", "/page/phone.js", "/page/phone.css", "/media/nope"} {
		h := d.ask("GET", path, "", nil).Header()
		if got := h.Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'; script-src 'self';") || strings.Contains(got, "unsafe") {
			t.Errorf("%s: policy %q", path, got)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %v", path, h)
		}
	}
	for path, want := range map[string]string{"/": "text/html", "/page/phone.js": "text/javascript", "/page/chat.css": "text/css", "/page/avatar.svg": "image/svg+xml"} {
		if got := d.ask("GET", path, "", nil); got.Code != 200 || !strings.HasPrefix(got.Header().Get("Content-Type"), want) {
			t.Errorf("%s: %d %s", path, got.Code, got.Header().Get("Content-Type"))
		}
	}
}

// assets are the files of the page, by name.
func assets(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(pageFiles, "page", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := pageFiles.ReadFile(path)
		files[path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestThePageLoadsNothingFromElsewhere(t *testing.T) {
	elsewhere := regexp.MustCompile(`(https?:)?//[a-zA-Z0-9-]+\.[a-zA-Z]|@import|\burl\(['"]?[^#'"]|['"(]data:`)
	for name, content := range assets(t) {
		content = strings.ReplaceAll(content, "http://www.w3.org/2000/svg", "") // a name, not an address
		if found := elsewhere.FindString(content); found != "" {
			t.Errorf("%s: %s", name, found)
		}
	}
}

func TestThePageTurnsNoTextIntoMarkup(t *testing.T) {
	markup := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|\beval\(|new Function|srcdoc|setAttribute\('on`)
	inline := regexp.MustCompile(`(?i)<script>|\son[a-z]+=|\sstyle=|javascript:`)
	for name, content := range assets(t) {
		if found := markup.FindString(content); found != "" {
			t.Errorf("%s: %s", name, found)
		}
		if found := inline.FindString(content); strings.HasSuffix(name, ".html") && found != "" {
			t.Errorf("%s: %s", name, found)
		}
	}
}

func TestEveryWordOfThePageIsThereInBothLanguages(t *testing.T) {
	files := assets(t)
	_, nl, _ := strings.Cut(files["page/words.js"], "  nl: {")
	nl, en, _ := strings.Cut(nl, "  en: {")
	key := regexp.MustCompile(`(?m)^    '?([a-zA-Z-]+)'?: `)
	words := func(block string) map[string]bool {
		found := map[string]bool{}
		for _, m := range key.FindAllStringSubmatch(block, -1) {
			found[m[1]] = true
		}
		return found
	}
	dutch, english := words(nl), words(en)
	for word := range dutch {
		if !english[word] {
			t.Errorf("%s is missing in English", word)
		}
	}
	if len(english) != len(dutch) || len(dutch) < 50 {
		t.Errorf("%d words in Dutch, %d in English", len(dutch), len(english))
	}
	for _, err := range []error{errNothingDue, errTravelling, errTooManyStops, errUnknownWish} {
		if !dutch[why(err)] {
			t.Errorf("%q is no word", why(err))
		}
	}
	for _, m := range regexp.MustCompile(`data-t(?:-label|-hint)?="([^"]+)"`).FindAllStringSubmatch(files["page/phone.html"], -1) {
		if !dutch[m[1]] {
			t.Errorf("the page uses %s, which is no word", m[1])
		}
	}
	for name, content := range files {
		for _, m := range regexp.MustCompile(`\bt\('([^']+)'\)`).FindAllStringSubmatch(content, -1) {
			if !dutch[m[1]] {
				t.Errorf("%s uses %s, which is no word", name, m[1])
			}
		}
	}
}

// watch opens the page's stream and returns what it is told, view by view.
func (d desk) watch() <-chan view {
	d.Helper()
	server := httptest.NewServer(d.phone)
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/events", nil)
	if err != nil {
		d.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		d.Fatal(err)
	}
	views := make(chan view, 100)
	go func() {
		defer close(views)
		lines := bufio.NewScanner(response.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var v view
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && json.Unmarshal([]byte(data), &v) == nil {
				views <- v
			}
		}
	}()
	d.Cleanup(func() { cancel(); _ = response.Body.Close(); server.Close() })
	return views
}

// until reads views until one is as wanted.
func (d desk) until(views <-chan view, what string, wanted func(view) bool) view {
	d.Helper()
	var late <-chan time.Time // a machine that is busy with something else is slow
	if deadline, ok := d.Deadline(); ok {
		late = time.After(time.Until(deadline) - 10*time.Second)
	}
	for {
		select {
		case v := <-views:
			if wanted(v) {
				return v
			}
		case <-late:
			d.Fatalf("the page is never told of %s", what)
		}
	}
}

func TestThePageIsToldOfEverything(t *testing.T) {
	d := newDesk(t, Hooks{NextDue: func() (time.Time, bool) { return time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC), true }})
	d.must("setMyDescription", "description", "Dag!")
	d.must("setMyCommands", "commands", `[{"command":"pijn","description":"Pijn doorgeven"}]`)
	views := d.watch()

	first := d.until(views, "the beginning", func(view) bool { return true })
	if !first.Full || first.Started || first.About != "Dag!" || first.Next != "2026-11-24T07:00:00Z" || first.Zone != "Europe/Amsterdam" || first.Commands[0].Command != "pijn" {
		t.Errorf("at first it is told %+v", first)
	}
	d.do("start", wish{})
	d.until(views, "the start", func(v view) bool { return v.Started && len(v.Messages) == 1 && !v.Full })

	text := `<img src=x onerror="alert(1)">`
	id := idOf(t, d.must("sendMessage", "chat_id", itoa(int(d.anna.ID())), "text", text, "reply_markup", yesNo))
	got := d.until(views, "a message", func(v view) bool { return len(v.Messages) == 1 && v.Messages[0].Bot }).Messages[0]
	if got.Text != text || got.Entities != nil || got.Buttons[0][0].Data != "y" {
		t.Errorf("the message came as %+v", got)
	}
	d.do("press", wish{Message: id, Data: "y"})
	updates := d.updates()
	query := updates[len(updates)-1]["callback_query"].(map[string]any)
	d.must("answerCallbackQuery", "callback_query_id", query["id"].(string), "text", "Pas op", "show_alert", "true")
	if got := d.until(views, "an answer", func(v view) bool { return len(v.Answers) == 1 }).Answers[0]; got.Text != "Pas op" || !got.Alert {
		t.Errorf("the answer came as %+v", got)
	}
	d.must("sendChatAction", "chat_id", itoa(int(d.anna.ID())), "action", "typing")
	d.until(views, "typing", func(v view) bool { return v.Action == "typing" })
	d.must("editMessageText", "chat_id", itoa(int(d.anna.ID())), "message_id", itoa(id), "text", "klaar")
	d.until(views, "an edit", func(v view) bool { return len(v.Messages) == 1 && v.Messages[0].Edited })
	d.must("deleteMessage", "chat_id", itoa(int(d.anna.ID())), "message_id", itoa(id))
	d.until(views, "a deletion", func(v view) bool { return len(v.Messages) == 1 && v.Messages[0].Deleted })
	d.clock.Advance(time.Hour)
	d.until(views, "the time", func(v view) bool { return v.Now.In(d.clock.Zone()).Hour() == 10 })
	d.do("reset", wish{})
	if got := d.until(views, "a new phone", func(v view) bool { return v.Full }); got.Person == first.Person || got.Started || len(got.Messages) != 0 {
		t.Errorf("the new phone shows %+v", got)
	}
}

func TestWhatCanBeDoneOnThePage(t *testing.T) {
	reset := 0
	d := newDesk(t, Hooks{Reset: func(context.Context) error { reset++; return nil }})
	d.do("start", wish{})
	d.do("say", wish{Text: "hallo"})
	if _, content := d.heard(); content["text"] != "hallo" {
		t.Errorf("the bot hears %v", content)
	}
	for _, kind := range []string{"photo", "voice", "sticker", "location", "document", "contact", "forward"} {
		before := d.Pending()
		if why := d.do("attach", wish{Kind: kind}); why != "" || d.Pending() != before+1 {
			t.Errorf("%s: %s", kind, why)
		}
	}
	d.do("block", wish{})
	if !d.anna.Chat().Blocked {
		t.Error("not blocked")
	}
	d.do("unblock", wish{})
	d.do("language", wish{Language: "en"})
	if got := d.anna.User().LanguageCode; got != "en" || d.anna.Chat().Blocked {
		t.Errorf("speaks %s", got)
	}
	if why := d.do("press", wish{Message: 1, Data: "x"}); why != "failed" {
		t.Errorf("pressing nothing: %q", why)
	}
	for action, w := range map[string]wish{"attach": {Kind: "gold"}, "clock": {To: "1970"}, "language": {Language: "<b>"}} {
		if got := d.do(action, w); got != "400 Bad Request" {
			t.Errorf("%s: %q", action, got)
		}
	}
	d.do("reset", wish{})
	if d.phone.Person() == d.anna || reset != 1 || d.phone.Person().User().LanguageCode != "en" {
		t.Error("not begun anew")
	}
}

func TestTheButtonsOfTheClock(t *testing.T) {
	var d desk
	due := time.Date(2026, 11, 24, 8, 0, 0, 0, amsterdam(t))
	hooks := Hooks{
		NextDue: func() (time.Time, bool) { return due, true },
		Tick: func(context.Context) {
			if !due.After(d.clock.Now()) {
				due = due.AddDate(0, 0, 1)
				d.must("sendMessage", "chat_id", itoa(int(d.anna.ID())), "text", "Goedemorgen")
			}
		},
	}
	d = newDesk(t, hooks)
	d.anna.Start()
	for _, step := range []struct {
		to, want string
		messages int
	}{
		{"hour", "23 10:41", 0},
		{"next", "24 08:00", 1},
		{"morning", "25 08:00", 2},
		{"week", "02 08:00", 9},
	} {
		if why := d.do("clock", wish{To: step.to}); why != "" {
			t.Errorf("%s: %s", step.to, why)
		}
		if got := d.clock.Now().Format("02 15:04"); got != step.want || d.texts() != step.messages {
			t.Errorf("%s: %s with %d messages, want %s with %d", step.to, got, d.texts(), step.want, step.messages)
		}
	}
}

func TestTheClockIsMovedByOneAtATime(t *testing.T) {
	entered, leave := make(chan bool, 1), make(chan bool)
	d := newDesk(t, Hooks{Idle: func(context.Context) error {
		select {
		case entered <- true:
		default:
		}
		<-leave
		return nil
	}})
	done := make(chan string)
	go func() { done <- d.do("clock", wish{To: "hour"}) }()
	<-entered
	if why := d.do("clock", wish{To: "hour"}); why != "travelling" {
		t.Errorf("a second journey: %q", why)
	}
	if why := d.do("reset", wish{}); why != "travelling" {
		t.Errorf("a reset on the way: %q", why)
	}
	close(leave)
	if why := <-done; why != "" {
		t.Errorf("the first journey: %q", why)
	}
	if why := d.do("clock", wish{To: "next"}); why != "nothing-due" {
		t.Errorf("with nothing due: %q", why)
	}
}

// What a picture shows is told to who can't see it, in the language of their
// phone.
func TestPicturesHaveAltText(t *testing.T) {
	d := newDesk(t, Hooks{AltText: func(language, file string) string { return language + ": what " + file + " shows" }})
	d.anna.Start()
	d.upload("sendAnimation", "animation", "C7.left.gif", animation(t), "chat_id", itoa(int(d.anna.ID())))
	v, _ := d.phone.view(seen{})
	shown := v.Messages[len(v.Messages)-1].Media
	if want := v.Language + ": what C7.left.gif shows"; shown == nil || shown.Alt != want || v.Language == "" {
		t.Errorf("shown is %+v, want %q", shown, want)
	}
}

func TestMedia(t *testing.T) {
	d := newDesk(t, Hooks{})
	d.anna.Start()
	chat := itoa(int(d.anna.ID()))
	moving := fileID(t, d.upload("sendAnimation", "animation", "a.gif", animation(t), "chat_id", chat))
	page := fileID(t, d.upload("sendDocument", "document", "a.html", []byte("<script>alert(1)</script>"), "chat_id", chat))
	for _, test := range []struct{ path, kind, disposition string }{
		{"/media/" + moving, "image/gif", ""},
		{"/media/" + moving + "?still", "image/png", ""},
		{"/media/" + page, unknownType, "attachment; filename=a.html"},
		{"/media/" + page + "?still", unknownType, "attachment; filename=a.html"},
	} {
		got := d.ask("GET", test.path, "", nil)
		if got.Code != 200 || got.Header().Get("Content-Type") != test.kind || got.Header().Get("Content-Disposition") != test.disposition {
			t.Errorf("%s: %d %v", test.path, got.Code, got.Header())
		}
	}
}
