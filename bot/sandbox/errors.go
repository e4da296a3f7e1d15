package sandbox

import (
	"fmt"
	"net/http"
	"time"
)

// apiError is a refusal of the Bot API: what a bot reads in place of a result.
type apiError struct {
	Code        int
	Description string
	RetryAfter  int   // seconds; only with 429
	MigrateTo   int64 // the new chat id; only when a group was upgraded
}

func (e *apiError) Error() string { return e.Description }

// The refusals that are met in more than one place, in Telegram's own words.
var (
	errUnauthorized     = &apiError{Code: http.StatusUnauthorized, Description: "Unauthorized"}
	errMethodNotFound   = &apiError{Code: http.StatusNotFound, Description: "Not Found"}
	errTooLarge         = &apiError{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}
	errConflict         = &apiError{Code: http.StatusConflict, Description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}
	errChatNotFound     = badRequest("chat not found")
	errBlocked          = forbidden("bot was blocked by the user")
	errDeactivated      = forbidden("user is deactivated")
	errNeverWrote       = forbidden("bot can't initiate conversation with a user")
	errNoChatID         = badRequest("chat_id is empty")
	errEmptyText        = badRequest("message text is empty")
	errBlankText        = badRequest("text must be non-empty")
	errTextTooLong      = badRequest("message is too long")
	errCaptionTooLong   = badRequest("message caption is too long")
	errNotUTF8          = badRequest("strings must be encoded in UTF-8")
	errNotModified      = badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	errEditNotFound     = badRequest("message to edit not found")
	errCantEdit         = badRequest("message can't be edited")
	errNoTextToEdit     = badRequest("there is no text in the message to edit")
	errNoCaptionToEdit  = badRequest("there is no caption in the message to edit")
	errDeleteNotFound   = badRequest("message to delete not found")
	errCantDelete       = badRequest("message can't be deleted for everyone")
	errReplyNotFound    = badRequest("message to be replied not found")
	errQueryTooOld      = badRequest("query is too old and response timeout expired or query ID is invalid")
	errAnswerTooLong    = badRequest("MESSAGE_TOO_LONG")
	errButtonData       = badRequest("BUTTON_DATA_INVALID")
	errMarkupTooLong    = badRequest("reply markup is too long")
	errWrongFile        = badRequest("wrong file identifier/HTTP URL specified")
	errFileEmpty        = badRequest("file must be non-empty")
	errPhotoDimensions  = badRequest("PHOTO_INVALID_DIMENSIONS")
	errImageUnreadable  = badRequest("IMAGE_PROCESS_FAILED")
	errNoHTTPContent    = badRequest("failed to get HTTP URL content")
	errInvalidLanguage  = badRequest("invalid language code specified")
	errCommandInvalid   = badRequest("BOT_COMMAND_INVALID")
	errTooManyCommands  = badRequest("BOT_COMMANDS_TOO_MUCH")
	errUnknownParseMode = badRequest("unsupported parse_mode")
)

// badRequest is a 400 in Telegram's form.
func badRequest(format string, args ...any) *apiError {
	return &apiError{Code: http.StatusBadRequest, Description: "Bad Request: " + fmt.Sprintf(format, args...)}
}

// forbidden is a 403 in Telegram's form.
func forbidden(text string) *apiError {
	return &apiError{Code: http.StatusForbidden, Description: "Forbidden: " + text}
}

// notImitated refuses what the real API would take and this one can't show.
func notImitated(what string) *apiError {
	return badRequest("sandbox: %s not imitated here", what)
}

// tooMany is a 429 that names how long to wait, in whole seconds as Telegram
// does, rounded up and never nought.
func tooMany(wait time.Duration) *apiError {
	seconds := max(1, int((wait+time.Second-1)/time.Second))
	return &apiError{
		Code:        http.StatusTooManyRequests,
		Description: fmt.Sprintf("Too Many Requests: retry after %d", seconds),
		RetryAfter:  seconds,
	}
}
