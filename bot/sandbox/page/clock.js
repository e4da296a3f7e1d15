// The panel beside the phone: the clock that can be moved, and the phone's
// settings.

import { $ } from './dom.js';
import { fullDay, hour, moment, sentence, setZone, shortDay } from './times.js';
import { t } from './words.js';

const panel = $('panel');
const jumps = [...document.querySelectorAll('[data-to]')];
const wide = matchMedia('(min-width: 56rem)');

let act;
let ahead = 0; // how far the phone's clock is ahead of this machine's
let view;

// setUp tells the panel where wishes go.
export function setUp(action) {
  act = action;
  for (const b of jumps) b.addEventListener('click', () => jump(b));
  for (const r of document.querySelectorAll('[name=language]')) r.addEventListener('change', () => act('language', { language: r.value }));
  $('block').addEventListener('click', () => act(view.blocked ? 'unblock' : 'block'));
  $('reset').addEventListener('click', () => $('sure').showModal());
  $('sure').addEventListener('close', () => {
    if ($('sure').returnValue === 'yes') act('reset');
    $('sure').returnValue = '';
  });
  wide.addEventListener('change', fold);
  fold();
  setInterval(tick, 1000);
}

// fold closes the panel where it would cover the chat, and opens it where
// there is room beside.
function fold() {
  panel.open = wide.matches;
}

// show brings the panel up to date.
export function show(next) {
  view = next;
  setZone(view.zone);
  ahead = new Date(view.now).getTime() - Date.now();
  for (const b of jumps) b.setAttribute('aria-disabled', String(view.busy));
  for (const r of document.querySelectorAll('[name=language]')) r.checked = r.value === view.language;
  $('block').textContent = view.blocked ? t('unblock') : t('block');
  $('block').disabled = !view.started;
  panel.classList.toggle('busy', view.busy);
  tick();
}

// redraw writes the times again, in another language.
export function redraw() {
  $('journey').textContent = '';
}

function tick() {
  if (!view) return;
  const now = new Date(Date.now() + ahead);
  write('now-time', hour(now));
  write('bar-time', hour(now));
  write('now-date', sentence(fullDay(now)));
  write('summary-time', `${shortDay(now)} · ${hour(now)}`);
  $('now').setAttribute('datetime', now.toISOString());
  write('next', view.next ? `${t('planned')} ${moment(new Date(view.next), now)}` : t('nothingPlanned'));
}

// write leaves a node alone that says the same already.
function write(id, text) {
  if ($(id).textContent !== text) $(id).textContent = text;
}

async function jump(button) {
  if (button.getAttribute('aria-disabled') === 'true') return;
  for (const b of jumps) b.setAttribute('aria-disabled', 'true');
  $('journey').textContent = t('travelling');
  const result = await act('clock', { to: button.dataset.to });
  const now = new Date(result?.now ?? Date.now() + ahead);
  $('journey').textContent = result?.ok ? `${t('arrived')} ${shortDay(now)} ${hour(now)}.` : t(result?.why ?? 'failed');
  for (const b of jumps) b.setAttribute('aria-disabled', 'false');
  if (!wide.matches && result?.ok) panel.open = false;
}
