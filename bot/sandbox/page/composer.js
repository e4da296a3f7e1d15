// The bottom of the phone: the text field and the two sheets above it.

import { $, el } from './dom.js';
import { t } from './words.js';

const field = $('field');
const sheets = [
  { button: $('menu'), sheet: $('commands') },
  { button: $('attach'), sheet: $('samples') },
];
const samples = { photo: 'photo', voice: 'voice', sticker: 'sticker', location: 'location', document: 'document', contact: 'contact', forward: 'forwardSample' };

let act;
let commands = [];

// setUp tells the composer where words go.
export function setUp(action) {
  act = action;
  $('composer').addEventListener('submit', (e) => {
    e.preventDefault();
    say();
  });
  field.addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) {
      e.preventDefault();
      say();
    }
    if (e.key === 'ArrowUp' && !$('commands').hidden) {
      e.preventDefault();
      $('commands').querySelector('button:last-of-type')?.focus();
    }
  });
  field.addEventListener('input', () => {
    if (field.value === '\n') field.value = ''; // what Enter leaves after sending, on some keyboards
    grow();
    suggest();
  });
  $('start').addEventListener('click', () => act('start'));
  for (const s of sheets) prepare(s);
  drawSamples();
}

// show fits the bottom to the state of the chat.
export function show(view) {
  const write = view.started && !view.blocked;
  const hadFocus = $('start') === document.activeElement;
  $('composer').hidden = !write;
  $('start').hidden = write;
  $('start').textContent = view.blocked ? t('restart') : t('start');
  if (write && hadFocus) field.focus();
  if (JSON.stringify(view.commands ?? []) !== JSON.stringify(commands)) {
    commands = view.commands ?? [];
    drawCommands(commands);
  }
  $('menu').hidden = commands.length === 0;
}

// redraw writes the sheets again, in another language.
export function redraw() {
  drawSamples();
}

function say() {
  const text = field.value.trim();
  if (text === '') return;
  field.value = '';
  grow();
  closeAll();
  act('say', { text });
  field.focus();
}

// grow lets the field have as many lines as its text, up to some.
function grow() {
  field.style.height = 'auto';
  field.style.height = `${Math.min(field.scrollHeight, 132)}px`;
}

// suggest shows the commands that begin like what is typed.
function suggest() {
  const typed = field.value;
  const [s] = sheets;
  if (!/^\/[a-z0-9_]*$/i.test(typed) || commands.length === 0) {
    if (!s.sheet.hidden && s.suggesting) close(s);
    return;
  }
  const fitting = commands.filter((c) => `/${c.command}`.startsWith(typed.toLowerCase()));
  if (fitting.length === 0) return close(s);
  drawCommands(fitting);
  open(s);
  s.suggesting = true;
}

function prepare(s) {
  s.button.addEventListener('click', () => {
    if (!s.sheet.hidden) return close(s);
    drawCommands(commands);
    open(s);
    s.sheet.querySelector('button')?.focus();
  });
  s.sheet.addEventListener('keydown', (e) => walk(s, e));
  document.addEventListener('pointerdown', (e) => {
    if (!s.sheet.contains(e.target) && !s.button.contains(e.target)) close(s);
  });
  field.addEventListener('keydown', (e) => {
    if (e.key === 'Escape') close(s);
  });
}

// walk moves through a sheet with the arrow keys; Escape leaves it.
function walk(s, e) {
  const lines = [...s.sheet.querySelectorAll('button')];
  const at = lines.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[e.key];
  if (e.key === 'Escape') {
    close(s);
    s.button.focus();
  } else if (to !== undefined) {
    e.preventDefault();
    lines[Math.max(0, Math.min(lines.length - 1, to))]?.focus();
  }
}

function open(s) {
  for (const other of sheets) if (other !== s) close(other);
  s.suggesting = false;
  s.sheet.hidden = false;
  s.button.setAttribute('aria-expanded', 'true');
}

function close(s) {
  s.sheet.hidden = true;
  s.button.setAttribute('aria-expanded', 'false');
}

function closeAll() {
  sheets.forEach(close);
}

function choose(action, wish) {
  closeAll();
  field.value = '';
  grow();
  act(action, wish);
  field.focus();
}

function drawCommands(list) {
  $('commands').replaceChildren(
    ...list.map((c) => el('button', { type: 'button', class: 'line', 'data-testid': 'command', onclick: () => choose('say', { text: `/${c.command}` }) }, el('strong', {}, `/${c.command}`), el('span', {}, c.description))),
  );
}

function drawSamples() {
  $('samples').replaceChildren(
    ...Object.entries(samples).map(([kind, word]) => el('button', { type: 'button', class: 'line', 'data-testid': `attach-${kind}`, onclick: () => choose('attach', { kind }) }, t(word))),
  );
}
