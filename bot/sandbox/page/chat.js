// The messages of the chat, as bubbles.

import { $, el } from './dom.js';
import { mediaOf } from './media.js';
import { formatted } from './text.js';
import { day, dayKey, hour, sentence } from './times.js';
import { t } from './words.js';

const list = $('messages');
const scroll = $('scroll');
const down = $('down');
const bubbles = new Map(); // by message id: { message, item }

let act; // sends what the person does
let following = true; // the newest message is kept in view, until someone scrolls up
let seenTop = 0;
let seenHeight = 0;
let arriving; // what ends a glide

// setUp tells the chat where taps and commands go.
export function setUp(action) {
  act = action;
  scroll.addEventListener('scroll', follow);
  // Pictures that arrive late, and a screen that is turned, move the end.
  new ResizeObserver(keepEnd).observe(list);
  new ResizeObserver(keepEnd).observe(scroll);
  down.addEventListener('click', () => toEnd(true));
}

// show brings the chat up to date. A full view replaces everything and is not
// read aloud.
export function show(view) {
  const stay = !view.full && !following;
  const held = list.contains(document.activeElement) ? document.activeElement : null;
  if (view.full) clear();
  quietly(view.full, () => {
    for (const message of view.messages ?? []) place(message);
  });
  if (held && !held.isConnected) newest()?.item.focus({ preventScroll: true });
  if ((view.messages ?? []).length > 0 && !stay) toEnd(!view.full);
}

// redraw writes every bubble again, in another language.
export function redraw() {
  const messages = [...bubbles.values()].map((b) => b.message);
  clear();
  quietly(true, () => messages.forEach(place));
  toEnd(false);
}

function clear() {
  bubbles.clear();
  list.replaceChildren();
}

// quietly changes the list without having it read aloud: what is there from
// the beginning, and old messages that change.
function quietly(quiet, change) {
  if (!quiet) return change();
  list.setAttribute('aria-live', 'off');
  change();
  setTimeout(() => list.setAttribute('aria-live', 'polite'), 200);
}

function place(message) {
  const known = bubbles.get(message.id);
  if (message.deleted) {
    known?.item.remove();
    bubbles.delete(message.id);
    return;
  }
  const item = draw(message);
  bubbles.set(message.id, { message, item });
  if (known) {
    if (message.media?.source && message.media.source === known.message.media?.source) keepMedia(known.item, item);
    item.classList.add('changed');
    quietly(true, () => known.item.replaceWith(item));
    return;
  }
  separate(message);
  list.append(item);
}

// keepMedia leaves the picture of a message whose words change as it is: an
// animation goes on, and one that was stopped stays so.
function keepMedia(before, after) {
  const [old, fresh] = [before, after].map((item) => item.querySelector('[data-testid=media]'));
  if (old && fresh) fresh.replaceWith(old);
}

// separate puts the day above its first message.
function separate(message) {
  const date = new Date(message.at);
  const days = list.querySelectorAll('.day');
  const last = days[days.length - 1];
  if (last?.dataset.day === dayKey(date)) return;
  list.append(el('div', { class: 'day', 'data-day': dayKey(date) }, el('span', {}, sentence(day(date)))));
}

function draw(message) {
  const item = el('article', {
    class: message.bot ? 'message bot' : 'message mine',
    'data-testid': 'message',
    'data-id': message.id,
    'data-from': message.bot ? 'bot' : 'person',
    tabindex: '-1',
  });
  item.append(bubble(message));
  if (message.buttons?.length) item.append(keyboard(message));
  return item;
}

function bubble(message) {
  const media = mediaOf(message);
  const bare = message.media?.kind === 'sticker';
  const text = message.text ? el('div', { class: 'text', 'data-testid': 'text' }, formatted(message.text, message.entities, (command) => act('say', { text: command }))) : null;
  const speaker = el('span', { class: 'unseen' }, message.bot ? `${$('bot-name').textContent}: ` : `${t('you')}: `);
  return el('div', { class: ['bubble', media && 'with-media', bare && 'bare'].filter(Boolean).join(' ') }, speaker, note(t('forwarded'), message.forwarded), note(t('answerTo'), message.reply), media, text, foot(message));
}

function note(label, text) {
  return text ? el('p', { class: 'note' }, `${label} `, el('strong', {}, text)) : null;
}

function foot(message) {
  const at = new Date(message.at);
  return el('p', { class: 'foot' }, message.edited ? `${t('edited')} ` : null, el('time', { datetime: message.at }, hour(at)));
}

function keyboard(message) {
  const rows = message.buttons.map((row) => el('div', { class: 'row' }, row.map((b) => button(message, b))));
  return el('div', { class: 'keyboard', 'data-testid': 'keyboard', role: 'group', 'aria-label': t('choices') }, rows);
}

function button(message, b) {
  if (b.url) {
    return el('a', { class: 'key', href: b.url, target: '_blank', rel: 'noopener noreferrer' }, b.text, el('span', { class: 'unseen' }, ` ${t('newTab')}`));
  }
  const key = el('button', { type: 'button', class: 'key', 'data-testid': 'key' }, el('span', {}, b.text));
  key.addEventListener('click', () => press(key, message, b));
  return key;
}

// press shows that the tap is under way until the bot answers it.
async function press(key, message, b) {
  if (key.getAttribute('aria-busy')) return;
  key.setAttribute('aria-busy', 'true');
  setTimeout(() => key.removeAttribute('aria-busy'), 8000);
  await act('press', { message: message.id, data: b.callback_data });
}

// answered ends the waiting of every button.
export function answered() {
  for (const key of list.querySelectorAll('[aria-busy]')) key.removeAttribute('aria-busy');
}

function newest() {
  return [...bubbles.values()].at(-1);
}

function nearEnd() {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 96;
}

// offerEnd shows the button that leads to the end to those who read above it.
function offerEnd() {
  down.hidden = nearEnd();
}

// keepEnd stays at the end when that moves.
function keepEnd() {
  if (following && !nearEnd()) toEnd(true);
  offerEnd();
}

// follow keeps to the end unless someone scrolls up. A glide towards the end
// that is still under way is no scrolling up, and neither is what the browser
// scrolls where a message above loses its buttons.
function follow() {
  if (nearEnd()) following = true;
  else if (scroll.scrollTop < seenTop && scroll.scrollHeight === seenHeight) following = false;
  seenTop = scroll.scrollTop;
  seenHeight = scroll.scrollHeight;
  offerEnd();
}

// toEnd goes to the end, and sees to it that a glide that was broken off ends there.
function toEnd(smooth) {
  following = true;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const glide = smooth && !still;
  scroll.scrollTo({ top: scroll.scrollHeight, behavior: glide ? 'smooth' : 'instant' });
  clearTimeout(arriving);
  if (glide) arriving = setTimeout(() => following && toEnd(false), 1000);
}
