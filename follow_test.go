package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// A picture that came late, or a keyboard that slid up, moved the end of the chat out
// of sight: what was asked stood below the screen. Who scrolled up stays there.
func TestBugTheEndOfTheChatMovedOutOfSight(t *testing.T) {
	p := openPhone(t, smallWide, smallHigh)
	p.do(chromedp.WaitReady(chromedp.CSS(`body[data-ready]`)))
	left, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]float64](`(async () => {
		const chat = await import('/page/chat.js');
		const scroll = document.getElementById('scroll');
		const left = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight;
		const still = async () => {
			for (let was = -1, same = 0; same < 5; was = scroll.scrollTop) {
				await new Promise((done) => setTimeout(done, 200));
				same = scroll.scrollTop === was ? same + 1 : 0;
			}
			return left();
		};
		const message = (id) => ({ id, bot: true, at: new Date().toISOString(), text: 'line\n'.repeat(30) });
		chat.show({ messages: [message(9001), message(9002)] });
		const came = await still();
		document.querySelector('[data-id="9002"]').style.paddingBottom = '400px';
		const late = await still();
		scroll.style.maxHeight = '200px';
		const slid = await still();
		scroll.scrollTo({ top: 0, behavior: 'instant' });
		await still();
		chat.show({ messages: [message(9003)] });
		await still();
		return [came, late, slid, scroll.scrollTop];
	})()`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	for i, what := range []string{"a message came", "one grew", "the screen shrank", "who scrolled up read on"} {
		if left[i] > 1 {
			t.Errorf("after %s the chat stands %v dots away from where it should", what, left[i])
		}
	}
}
