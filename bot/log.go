package bot

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
)

// withoutToken is a logger that can't print the token. Nothing should try to;
// this is the second lock on that door.
func withoutToken(log *slog.Logger, token string) *slog.Logger {
	if token == "" {
		return log
	}
	return slog.New(redacting{log.Handler(), token})
}

type redacting struct {
	slog.Handler
	token string
}

func (h redacting) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, h.clean(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(h.attr(a))
		return true
	})
	return h.Handler.Handle(ctx, clean)
}

func (h redacting) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = h.attr(a)
	}
	return redacting{h.Handler.WithAttrs(clean), h.token}
}

func (h redacting) WithGroup(name string) slog.Handler {
	return redacting{h.Handler.WithGroup(name), h.token}
}

// attr replaces a value whose text holds the token by that text without it.
func (h redacting) attr(a slog.Attr) slog.Attr {
	v := a.Value.Resolve()
	text := v.String()
	if v.Kind() == slog.KindAny {
		text = fmt.Sprint(v.Any())
	}
	if !strings.Contains(text, h.token) {
		return a
	}
	return slog.String(a.Key, h.clean(text))
}

func (h redacting) clean(s string) string { return strings.ReplaceAll(s, h.token, "[token]") }
