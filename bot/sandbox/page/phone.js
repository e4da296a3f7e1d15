// The phone: listens to what changes, and sends what the person does.

import * as chat from './chat.js';
import * as clock from './clock.js';
import * as composer from './composer.js';
import { $ } from './dom.js';
import { speak, t } from './words.js';

const parts = [chat, composer, clock];
let view;
let fading;

for (const part of parts) part.setUp(act);
listen();

// act sends a wish and returns what came of it.
async function act(action, wish = {}) {
  try {
    const response = await fetch(`/do/${action}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(wish),
    });
    const result = await response.json();
    if (!result.ok && action !== 'clock') toast(t(result.why));
    return result;
  } catch {
    toast(t('failed'));
    return { ok: false, why: 'failed' };
  }
}

// listen follows the server. The browser connects again by itself.
function listen() {
  const events = new EventSource('/events');
  events.onmessage = (e) => show(JSON.parse(e.data));
  events.onerror = () => toast(t('lost'));
}

function show(next) {
  view = next;
  $('bot-name').textContent = view.bot;
  document.title = view.bot;
  clock.show(view); // sets the zone in which the chat is written
  if (speak(view.language)) {
    for (const part of parts) part.redraw();
    clock.show(view);
  }
  composer.show(view);
  status();
  welcome();
  chat.show(view);
  for (const answer of view.answers ?? []) hear(answer);
  document.body.dataset.ready = 'true';
}

// status is the line under the bot's name.
function status() {
  const says = { '': 'bot', upload_photo: 'sending', upload_document: 'sending', upload_video: 'sending' };
  const text = t(view.blocked ? 'blocked' : (says[view.action] ?? 'typing'));
  if ($('status').textContent !== text) $('status').textContent = text;
  const busy = view.action !== '' && !view.blocked;
  $('status').classList.toggle('active', busy);
  $('dots').hidden = !busy;
}

// welcome is the empty chat.
function welcome() {
  const empty = !view.started;
  $('empty').hidden = !empty;
  $('about').textContent = view.about;
}

// hear shows the bot's answer to a tap: nothing, a line that fades, or a
// dialog.
function hear(answer) {
  chat.answered();
  if (!answer.text) return;
  if (!answer.alert) return toast(answer.text);
  $('alert-text').textContent = answer.text;
  if (!$('alert').open) $('alert').showModal();
}

function toast(text) {
  $('toast').textContent = text;
  $('toast').classList.add('shown');
  clearTimeout(fading);
  // Long enough to be read: a second, and one more for every few words.
  fading = setTimeout(() => {
    $('toast').classList.remove('shown');
    $('toast').textContent = '';
  }, 2500 + text.length * 60);
}
