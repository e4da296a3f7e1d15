package bot

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"back2core/store"
)

// poller asks Telegram for updates. It confirms none that the loop has not
// written down: the next offset is asked for only after that.
type poller struct {
	b        *Bot
	client   *client
	timeout  time.Duration // of the long poll, at Telegram's end
	caughtUp chan struct{} // closed when what came while we were away is handled

	pos     store.Position
	heard   time.Time // wall time of the last completed poll; zero: none yet
	updated time.Time // when the last update came
	// silence is since when nothing had been heard, as long as what piled up
	// meanwhile still comes; zero: we are up to date.
	silence time.Time
}

const (
	// staleOffset: after a week without updates Telegram goes on with ids from
	// somewhere else, maybe lower ones. From a day before that we ask without
	// an offset, and know by their ids what we have had.
	staleOffset = 6 * 24 * time.Hour
	// outage: Telegram keeps updates for a day.
	outage = 24 * time.Hour
	// mostUpdates is how many come in one batch. Fewer are all that there are.
	mostUpdates = 100
	// positionEvery is how often a quiet poll is written down.
	positionEvery = 5 * time.Minute
)

var errStalled = errors.New("the poll stalled")

// start takes up from where the store says.
func (p *poller) start(tx *store.Tx, pos store.Position) {
	p.pos = pos
	p.updated = tx.Noted(noteUpdated)
}

// run polls until ctx ends.
func (p *poller) run(ctx context.Context) {
	p.dropWebhook(ctx)
	network := backoff{first: time.Second, most: time.Minute}
	rival := backoff{first: 5 * time.Second, most: time.Minute}
	for ctx.Err() == nil {
		batch, err := p.fetch(ctx)
		if err == nil {
			err = p.take(ctx, batch)
		}
		switch {
		case err == nil:
			network.reset()
			rival.reset()
		case ctx.Err() != nil || p.b.fatal(err):
			return
		case kindOfError(err) == conflict:
			p.b.count("poll.conflict")
			p.b.log.Warn("another program polls with this token, or a webhook is set; waiting", "error", err)
			_ = sleep(ctx, rival.next(err))
			p.dropWebhook(ctx)
		default:
			p.b.count("poll.failed")
			p.b.log.Warn("a poll failed", "error", err)
			_ = sleep(ctx, network.next(err))
		}
	}
}

// dropWebhook makes sure that updates wait for a poll. Those that wait already
// are kept.
func (p *poller) dropWebhook(ctx context.Context) {
	_, err := p.client.call(ctx, sendTimeout, "deleteWebhook", params{"drop_pending_updates": "false"})
	if err != nil && ctx.Err() == nil {
		p.b.log.Warn("the webhook could not be removed", "error", err)
	}
}

// fetch makes one long poll. One that doesn't come back is given up, together
// with its connection.
func (p *poller) fetch(ctx context.Context) ([]json.RawMessage, error) {
	type answer struct {
		raw json.RawMessage
		err error
	}
	came := make(chan answer, 1)
	client, asked := p.client, p.params()
	go func() {
		raw, err := client.call(ctx, p.timeout+15*time.Second, "getUpdates", asked)
		came <- answer{raw, err}
	}()
	watch := time.NewTimer(2 * p.timeout)
	defer watch.Stop()
	select {
	case a := <-came:
		if errors.Is(a.err, context.DeadlineExceeded) && ctx.Err() == nil {
			return nil, p.stalled()
		}
		if a.err != nil {
			return nil, a.err
		}
		var batch []json.RawMessage
		if err := json.Unmarshal(a.raw, &batch); err != nil {
			return nil, errors.New("getUpdates: the result is no list")
		}
		return batch, nil
	case <-watch.C:
		return nil, p.stalled()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// stalled starts over with a new connection.
func (p *poller) stalled() error {
	p.b.count("poll.stalled")
	p.client = p.b.newClient()
	return errStalled
}

func (p *poller) params() params {
	asked := params{
		"limit":           strconv.Itoa(mostUpdates),
		"timeout":         strconv.Itoa(int(p.timeout / time.Second)),
		"allowed_updates": allowedUpdates,
	}
	if p.pos.Offset != 0 && !p.stale(p.b.now()) {
		asked["offset"] = strconv.Itoa(p.pos.Offset)
	}
	return asked
}

// stale tells whether the offset is from so long ago that it means nothing.
func (p *poller) stale(now time.Time) bool { return now.Sub(p.updated) >= staleOffset }

// take has a batch written down, event by event, with the offset that confirms
// it, in one transaction.
func (p *poller) take(ctx context.Context, batch []json.RawMessage) error {
	p.b.busy.Add(1)
	defer p.b.busy.Add(-1)
	now := p.b.now()
	silent := p.silent(now)
	if silent > outage || p.heard.IsZero() {
		if err := p.makeUp(ctx, p.pos.At, silent > outage); err != nil {
			return err
		}
	}
	p.heard = time.Now().Round(0)
	if silent > tapsAge+p.timeout { // an open poll hears
		p.silence = now.Add(-silent)
	}
	updates := make([]update, len(batch))
	items := make([]item, 0, len(batch)+1)
	for i, raw := range batch {
		updates[i] = decode(raw)
		if !p.silence.IsZero() {
			updates[i].tapped(p.silence)
		}
		items = append(items, p.b.hearing(updates[i]))
	}
	next := p.pos
	next.At = now
	if len(batch) > 0 {
		offset := nextOffset(updates)
		if offset == 1 {
			return errors.New("getUpdates: no update has an id")
		}
		next.Offset = offset // also a lower one: ids went on from somewhere else
	}
	if len(batch) > 0 || now.Sub(p.pos.At) >= positionEvery {
		items = append(items, p.reached(next, len(batch) > 0))
		if err := p.b.loop.do(ctx, items...); err != nil {
			return err
		}
		p.pos = next
	}
	if len(batch) > 0 {
		p.updated = now
	}
	if len(batch) < mostUpdates {
		p.silence = time.Time{}
		p.catchUp()
	}
	return nil
}

// tapsAge is a silence after which taps may be old. Telegram doesn't say when a
// tap was made; that we heard nothing since then we know ourselves.
const tapsAge = 10 * time.Minute

// silent is how long nothing was heard. Between polls it is wall time, which a
// moved clock doesn't change and a sleeping machine doesn't stop.
func (p *poller) silent(now time.Time) time.Duration {
	switch {
	case !p.heard.IsZero():
		return time.Now().Round(0).Sub(p.heard)
	case p.pos.At.IsZero():
		return 0
	default:
		return now.Sub(p.pos.At)
	}
}

// reached is the item that writes down how far the poll has come.
func (p *poller) reached(pos store.Position, updated bool) item {
	return item{do: func(t *turn) error {
		if err := t.tx.SetPosition(pos); err != nil {
			return err
		}
		if !updated {
			return nil
		}
		return t.tx.SetNote(noteUpdated, store.TimeNote(pos.At))
	}}
}

func (p *poller) catchUp() {
	select {
	case <-p.caughtUp:
	default:
		close(p.caughtUp)
	}
}
