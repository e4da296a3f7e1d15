package store

import (
	"fmt"
	"time"
)

// A Position is how far the updates of a bot were taken in.
type Position struct {
	BotID  int64
	Offset int       // the next update to ask Telegram for
	At     time.Time // the last completed poll
}

// Position returns how far the poll has come; the zero Position if it has
// never run.
func (tx *Tx) Position() (Position, error) {
	record := tx.get(metaBucket, keyPosition)
	if record == nil {
		return Position{}, nil
	}
	p, err := decode[Position](record)
	if err != nil {
		return Position{}, fmt.Errorf("read position: %w", err)
	}
	return p, nil
}

// SetPosition remembers how far the poll has come. Update ids are a bot's
// own: with another BotID those that are known are forgotten, and nothing else
// is. A damaged position doesn't say which bot it was: then they stay known, so
// that nothing is done twice.
func (tx *Tx) SetPosition(p Position) error {
	old, err := tx.Position()
	if err == nil && old.BotID != p.BotID {
		for _, bucket := range [][]byte{seenBucket, seenTimeBucket} {
			if err := tx.dropUnder(bucket, nil); err != nil {
				return fmt.Errorf("set position: %w", err)
			}
		}
	}
	record, err := encode(p)
	if err != nil {
		return fmt.Errorf("set position: %w", err)
	}
	return tx.put(metaBucket, keyPosition, record)
}
